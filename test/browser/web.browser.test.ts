// The promises of the page to a shipper: ask by keyboard, see every way, know why not, share the address; and every state × theme ×
// language holds against axe and fits from a phone to a desktop. One file, because one window and one browser serve all of it.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faults } from './axe.ts'
import { ADDRESS, openStage, regular, type Stage, TWO_ITEMS, visitor } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => stage?.close())

test('a question asked by keyboard alone leads to its comparison', async () => {
  const { page, complaints } = await regular(stage)
  await page.goto(`${stage.address}/?lang=en`)
  const type = async (label: string, text: string): Promise<void> => {
    await page.getByLabel(label, { exact: false }).first().focus()
    await page.keyboard.type(text)
  }
  // Chinese, English, UN/LOCODE and IATA all find their place.
  await page.getByTestId('place-from').focus()
  await page.keyboard.type('西永')
  await page.locator('[role="option"]').first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByTestId('place-to').focus()
  await page.keyboard.type('Duisburg')
  await page.locator('[role="option"]').first().waitFor()
  await page.keyboard.press('Enter')
  expect(await page.getByTestId('place-to').inputValue()).toBe('Duisburg (DIT)')
  await page.getByLabel('Goods ready').fill('2026-12-01T09:00')
  await type('What it is', 'laptops')
  await type('Gross weight', '85000')
  await page.getByLabel('Quantity').fill('10')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/quote?**')
  await page.getByTestId('opt-A').waitFor()
  expect(await page.title()).toContain('Duisburg')
  // The fastest way there is the train; the cheapest, shown first, goes by sea.
  await page.getByTestId('sort-time').focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('chain').filter({ hasText: 'r-yxo-duisburg-out' }).waitFor()
  expect(complaints).toEqual([])
})

test('places are found in both languages, by UN/LOCODE and by IATA code', async () => {
  const { page } = await regular(stage)
  await page.goto(`${stage.address}/?lang=en`)
  for (const [typed, name] of [
    ['Guoyuan', 'Guoyuan Port'],
    ['CNCHQ', 'Guoyuan Port'],
    ['FRA', 'Frankfurt'],
    ['果园', 'Guoyuan Port'],
  ] as const) {
    // The offers of the word before may name the same place: wait for this word's own answer.
    const answered = page.waitForResponse((response) => new URL(response.url()).searchParams.get('q') === typed)
    await page.getByTestId('place-from').fill(typed)
    expect((await answered).status()).toBe(200)
    await page.locator('[role="option"]').filter({ hasText: name }).first().waitFor()
  }
})

test('an example is two clicks from its answer', async () => {
  const { page, complaints } = await regular(stage)
  await page.goto(`${stage.address}/?lang=zh`)
  await page.getByTestId('example-durian').click()
  await page.getByTestId('ask').click()
  await page.getByTestId('opt-A').waitFor()
  expect(await page.locator('[data-testid^="opt-"]').count()).toBeGreaterThan(1)
  await page.locator('[data-testid="map"][data-drawn]').waitFor()
  expect(complaints).toEqual([])
})

test('what the form can tell it tells before it asks; what the window refuses stands at its field', async () => {
  const { page } = await regular(stage)
  await page.goto(`${stage.address}/?lang=en`)
  await page.getByTestId('ask').click()
  expect(await page.locator('[aria-invalid="true"]').count()).toBeGreaterThanOrEqual(4)
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('place-from')

  await page.goto(stage.address + ADDRESS.overweight)
  await page.getByTestId('repair').click()
  const faulty = page.locator('[data-pointer="/requestedEquipment/0/quantity"]')
  await faulty.locator('.error').waitFor()
  expect(await faulty.locator('.error').innerText()).toContain('28230')
  await page.getByLabel('Quantity').fill('10')
  // Whether a time has passed is told by the window's clock, at the field.
  await page.getByLabel('Goods ready').fill('2026-11-01T09:00')
  await page.getByTestId('ask').click()
  const passed = page.locator('[data-pointer="/readyDateTime"] .error')
  await passed.waitFor()
  expect(await passed.innerText()).toContain('in the past')
  await page.getByLabel('Goods ready').fill('2026-12-01T09:00')
  await page.getByTestId('ask').click()
  await page.getByTestId('opt-A').waitFor()
})

test('a question with more than the form shows keeps it through a change', async () => {
  const { page } = await regular(stage)
  await page.goto(`${stage.address}/${ADDRESS.twoItems.slice('/quote'.length)}&lang=en`)
  await page.getByTestId('kept-items').filter({ hasText: '+1 more item kept' }).waitFor()
  await page.getByLabel('Gross weight').fill('84000')
  await page.getByTestId('ask').click()
  await page.getByTestId('opt-A').waitFor()
  const asked: unknown = JSON.parse(new URL(page.url()).searchParams.get('q') ?? '{}')
  const [first, second] = TWO_ITEMS.includedConsignmentItem
  expect(asked).toMatchObject({ includedConsignmentItem: [{ ...first, grossWeightKg: 84_000 }, second] })
})

test('the address reproduces the whole view for whoever gets it', async () => {
  const { page } = await regular(stage)
  await page.goto(`${stage.address}${ADDRESS.laptops}&lang=en`)
  await page.getByTestId('opt-B').click()
  await page.getByTestId('sort-carbon').click()
  await page.getByTestId('tab-table').click()
  await page.locator('[data-testid="row-B"][data-chosen="true"]').waitFor()
  const other = await visitor(stage.browser)
  await other.page.goto(page.url())
  await other.page.locator('[data-testid="row-B"][data-chosen="true"]').waitFor()
  const order = (of: typeof page) =>
    of.locator('[data-testid^="row-"]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-testid')))
  expect(await order(other.page)).toEqual(await order(page))
  expect(await other.page.getByTestId('charges').innerText()).toBe(await page.getByTestId('charges').innerText())
  await other.context.close()
})

test('no way is an answer: reasons, and a button that asks again with one change', async () => {
  const { page } = await regular(stage)
  await page.goto(`${stage.address}${ADDRESS.flyingCoal}&lang=en`)
  await page.getByTestId('no-itinerary').waitFor()
  await page.getByTestId('relax').filter({ hasText: 'Rail' }).first().click()
  await page.getByTestId('opt-A').waitFor()
  expect(JSON.parse(new URL(page.url()).searchParams.get('q') ?? '{}')).toMatchObject({ modeCodes: ['2', '4'] })
  await page.goBack()
  await page.getByTestId('no-itinerary').waitFor()
})

test('the language follows the switch and is remembered; the theme follows the system and the switch', async () => {
  const { page } = await regular(stage)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(`${stage.address}${ADDRESS.laptops}`)
  await page.getByTestId('opt-A').waitFor()
  const html = () => page.evaluate(() => ({ lang: document.documentElement.lang, theme: document.documentElement.dataset['theme'] }))
  expect((await html()).theme).toBe('dark')
  await page.goto(`${stage.address}${ADDRESS.laptops}&lang=zh`)
  await page.getByRole('heading', { name: '为何不行' }).waitFor()
  expect((await html()).lang).toBe('zh-CN')
  await page.getByTestId('language').click()
  await page.getByRole('heading', { name: 'Why not' }).waitFor()
  await page.getByTestId('theme').click()
  await page.goto(stage.address)
  await page.locator('form').waitFor()
  expect(await html()).toEqual({ lang: 'en', theme: 'light' })
})

test('a dead line and a failing window are said in words, with a way to try again', async () => {
  const { page, context } = await regular(stage)
  await page.route('**/v1/quotes', (route) => route.abort())
  await page.goto(`${stage.address}${ADDRESS.laptops}&lang=en`)
  await page.getByTestId('failure').waitFor()
  await page.unroute('**/v1/quotes')
  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.getByTestId('opt-A').waitFor()
  await context.setOffline(true)
  await page.getByText('You are offline').waitFor()
  expect(await page.getByTestId('opt-A').isVisible()).toBe(true)
})

interface State {
  readonly name: string
  readonly path: string
  readonly settled: string
  readonly prepare?: (page: Page) => Promise<void>
}
const STATES: readonly State[] = [
  { name: 'form', path: '/?', settled: 'form' },
  { name: 'form with faults', path: '/?', settled: 'form', prepare: (page) => page.getByTestId('ask').click() },
  {
    name: 'form in full',
    path: '/?',
    settled: 'form',
    prepare: async (page) => {
      await page.getByTestId('example-lithium').click()
      await page.getByRole('checkbox').nth(2).check()
      await page.getByTestId('place-via').fill('CNCHQ')
      await page.locator('[role="option"]').first().waitFor()
    },
  },
  { name: 'comparison', path: `${ADDRESS.laptops}&`, settled: '[data-drawn]' },
  { name: 'table', path: `${ADDRESS.laptops}&view=table&`, settled: '[data-testid="row-A"]' },
  { name: 'no way', path: `${ADDRESS.flyingCoal}&`, settled: '[data-testid="no-itinerary"]' },
  { name: 'refused', path: `${ADDRESS.overweight}&`, settled: '[data-testid="failure"]' },
  { name: 'no question', path: '/quote?', settled: '[data-testid="no-question"]' },
  { name: 'lost', path: '/nowhere?', settled: 'h1' },
]

/** The states with content of their own: what could be wider than a phone, and what English words could break. */
const FULL_STATES: readonly string[] = ['form in full', 'comparison', 'table', 'no way']

async function enter(page: Page, state: State, lang: string): Promise<void> {
  await page.goto(`${stage.address}${state.path}lang=${lang}`)
  await page.locator(state.settled).first().waitFor()
  await state.prepare?.(page)
}

test('no fault for axe in any state in Chinese, light and dark', { timeout: 240_000 }, async () => {
  const { page, complaints } = await regular(stage)
  const found: string[] = []
  for (const state of STATES) {
    await page.emulateMedia({ colorScheme: 'light' })
    await enter(page, state, 'zh')
    found.push(...(await faults(page, 'all')).map((fault) => `${state.name}, light: ${fault}`))
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.locator('html[data-theme="dark"]').waitFor()
    found.push(...(await faults(page, 'colours')).map((fault) => `${state.name}, dark: ${fault}`))
  }
  expect(found).toEqual([])
  expect(complaints).toEqual([])
})

test('no fault for axe in English, and nothing runs out of the page from 360 to 1920 px', { timeout: 240_000 }, async () => {
  const { page, complaints } = await regular(stage)
  const found: string[] = []
  for (const state of STATES.filter(({ name }) => FULL_STATES.includes(name))) {
    await enter(page, state, 'en')
    found.push(...(await faults(page, 'structure')).map((fault) => `${state.name}: ${fault}`))
    for (const width of [360, 768, 1024, 1920, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      const needed = await page.evaluate(() => document.documentElement.scrollWidth)
      if (needed > width) found.push(`${state.name} at ${width}: ${needed}`)
    }
  }
  expect(found).toEqual([])
  expect(complaints).toEqual([])
})

test('a loading page says so', async () => {
  const { page } = await regular(stage)
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route('**/v1/quotes', async (route) => {
    await promise
    await route.continue()
  })
  await page.goto(`${stage.address}${ADDRESS.laptops}&lang=zh`)
  await page.getByTestId('loading').waitFor()
  expect(await faults(page, 'structure')).toEqual([])
  resolve()
  await page.getByTestId('opt-A').waitFor()
})
