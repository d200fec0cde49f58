// The promises to whoever has an account: signing in leads back to where he was going, a chain is held by keyboard alone, a chain that is
// gone brings others, keys are shown once; and every screen of it holds against axe in both themes and fits from a phone to a desktop.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faults } from './axe.ts'
import { tabTo } from './hands.ts'
import { call } from './page-calls.ts'
import { ADDRESS, openStage, regular, signIn, type Stage, visitor } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => stage?.close())

/** The booking form of the chosen option of the comparison. */
async function toBooking(page: Page): Promise<void> {
  await page.goto(`${stage.address}${ADDRESS.laptops}&sort=time&lang=en`)
  await page.getByTestId('chain').getByRole('link').click()
  await page.getByTestId('hold').waitFor()
}

test('from the comparison over signing in to a confirmed booking, by keyboard alone', async () => {
  const { page, complaints } = await regular(stage)
  await page.goto(`${stage.address}${ADDRESS.laptops}&sort=time&lang=en`)
  await page.getByTestId('opt-A').waitFor()
  await tabTo(page, await page.evaluate(() => document.querySelector('.cards .book-link')?.getAttribute('data-testid') ?? ''))
  await page.keyboard.press('Enter')
  await page.getByTestId('sign-in-first').waitFor()
  await tabTo(page, 'to-sign-in')
  await page.keyboard.press('Enter')
  await page.getByLabel('E-mail').waitFor()
  await page.getByLabel('E-mail').focus()
  await page.keyboard.type('shipper@sample.example')
  await page.keyboard.press('Tab')
  await page.keyboard.type('not the password')
  await page.keyboard.press('Enter')
  await page.getByText('do not fit together').waitFor()
  // The faulty field has the focus: what is typed replaces what was wrong.
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(stage.password('shipper'))
  await page.keyboard.press('Enter')
  await page.getByTestId('hold').waitFor()
  await tabTo(page, 'consignee')
  await page.keyboard.type('Rhein')
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
  await tabTo(page, 'boxes-40HC')
  await page.keyboard.type('CSQU3054384')
  await page.getByTestId('bad-boxes').waitFor()
  await page.keyboard.press('Backspace')
  await page.keyboard.type('3')
  await tabTo(page, 'hold')
  await page.keyboard.press('Enter')
  await page.getByTestId('countdown').waitFor()
  expect(await page.getByTestId('countdown').innerText()).toBe('30:00')
  await tabTo(page, 'confirm')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/consignments/csg_*')
  await page.goto(`${stage.address}/consignments?q=CSQU3054383&lang=en`)
  await page.getByTestId('consignment').waitFor()
  expect(complaints).toEqual([])
})

test('a hold is let go with a reason, and the list on hold is empty again', async () => {
  const { page } = await regular(stage)
  await signIn(stage, page, 'shipper')
  await toBooking(page)
  await page.getByTestId('consignee').fill('A buyer without an account')
  await page.getByTestId('hold').click()
  await page.getByTestId('countdown').waitFor()
  await page.goto(`${stage.address}/consignments?lang=en`)
  await page.getByTestId('held').getByTestId('cancel').click()
  await page.keyboard.press('Escape')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('confirm')
  await page.getByTestId('held').getByTestId('cancel').click()
  await page.keyboard.type('The buyer changed his mind')
  await page.getByTestId('cancel-now').click()
  await page.getByTestId('held').waitFor({ state: 'detached' })
})

test('a chain whose room is gone brings others with what changes, and one press takes one', async () => {
  const { page } = await regular(stage)
  await signIn(stage, page, 'shipper')
  await toBooking(page)
  const asked = new URL(page.url()).searchParams
  const filler = { quoteId: asked.get('quote'), itineraryId: asked.get('itinerary'), consignee: { name: 'Filler' } }
  const held: unknown[] = []
  for (
    let answer = await call(page, 'POST /v1/bookings', filler);
    answer.status === 201;
    answer = await call(page, 'POST /v1/bookings', filler)
  )
    held.push(answer.body['id'])
  expect(held.length).toBeGreaterThan(0)
  await page.getByTestId('consignee').fill('Rhein')
  await page.getByTestId('hold').click()
  const others = page.getByTestId('alternatives')
  await others.waitFor()
  await others.getByRole('list', { name: 'What changes' }).first().waitFor()
  // The names of its places come with the fresh quote.
  await others.getByText('Duisburg').first().waitFor()
  expect(await others.innerText()).toMatch(/Price\s+[▲▼]\s[+−]/)
  await page.getByTestId('take').first().click()
  await page.getByTestId('countdown').waitFor()
  expect(await page.getByText('Rhein').count()).toBeGreaterThan(0)
})

test('what another organisation holds is not there, and a page for other roles says so', async () => {
  const { page } = await regular(stage)
  await signIn(stage, page, 'shipper')
  const list = await call(page, 'GET /v1/bookings?limit=1')
  const [own] = list.body['items'] as readonly { readonly id: string }[]
  expect(own).toBeDefined()
  await page.getByTestId('account').click()
  await page.getByTestId('sign-out').click()
  await page.getByTestId('sign-in').waitFor()
  await signIn(stage, page, 'rail')
  const texts: string[] = []
  for (const id of [own?.id, 'bkg_00000000000000000000000000']) {
    await page.goto(`${stage.address}/bookings/${id}?lang=en`)
    await page.getByTestId('not-there').waitFor()
    texts.push(await page.locator('main').innerText())
  }
  expect(texts[0]).toBe(texts[1])
  await page.goto(`${stage.address}/book?quote=qte_1&itinerary=itn_1&lang=en`)
  await page.getByTestId('no-right').waitFor()
})

test('a key is shown once and revoked after a second question', async () => {
  const { page, complaints } = await regular(stage)
  await signIn(stage, page, 'shipper', '/keys?lang=en')
  await page.getByTestId('new-key').click()
  await page.keyboard.type('yard system')
  await page.getByTestId('make-key').click()
  const secret = await page.getByLabel('Secret').inputValue()
  expect(secret).toMatch(/^yk_/)
  await page.getByTestId('secret-done').click()
  await page.reload()
  await page.getByTestId('key').waitFor()
  expect(await page.locator('main').innerText()).not.toContain(secret)
  await page.getByTestId('revoke').click()
  await page.keyboard.press('Enter')
  // The safe answer had the focus.
  await page.getByTestId('revoke-now').waitFor({ state: 'detached' })
  await page.getByTestId('revoke').click()
  await page.getByTestId('revoke-now').click()
  await page.locator('tr[data-state="revoked"]').waitFor()
  expect(complaints).toEqual([])
})

test('a set-up link makes an account once; a second one is joined, and the person changes between the two', async () => {
  const { page, complaints } = await regular(stage)
  await signIn(stage, page, 'window')
  const links: string[] = []
  for (const [name, roles] of [
    ['First Shippers', ['SHIPPER']],
    ['Second Carriers', ['CARRIER']],
  ] as const)
    links.push(String((await call(page, 'POST /v1/parties', { name, roles })).body['setupUrl']))
  const guest = await visitor(stage.browser)
  const at = (link: string | undefined): string => `${stage.address}${new URL(link ?? '').pathname}?lang=en`
  await guest.page.goto(at(links[0]))
  await guest.page.getByLabel('Your name').fill('Li Lei')
  await guest.page.getByLabel('E-mail').fill('li.lei@first.example')
  await guest.page.getByLabel('Password').fill('short')
  await guest.page.getByTestId('finish-setup').click()
  await guest.page.getByText('Too short.').waitFor()
  await guest.page.getByLabel('Password').fill('a long enough password')
  await guest.page.getByTestId('finish-setup').click()
  await guest.page.getByTestId('no-consignments').waitFor()
  await guest.page.goto(at(links[0]))
  await guest.page.getByTestId('link-gone').waitFor()
  await guest.page.goto(at(links[1]))
  await guest.page.getByTestId('finish-setup').click()
  await guest.page.waitForURL('**/consignments')
  await guest.page.getByTestId('account').click()
  await guest.page.getByRole('radio', { name: 'Second Carriers' }).check()
  await guest.page.getByRole('link', { name: 'Work list' }).waitFor()
  await guest.page.reload()
  await guest.page.getByRole('link', { name: 'Work list' }).waitFor()
  expect([...complaints, ...guest.complaints]).toEqual([])
  await guest.context.close()
})

interface Screen {
  readonly name: string
  readonly path: () => string
  readonly settled: string
  readonly prepare?: (page: Page) => Promise<unknown>
}
const quoted: { search: string; booking: string } = { search: '', booking: '' }
const SCREENS: readonly Screen[] = [
  { name: 'consignments', path: () => '/consignments?', settled: '[data-testid="consignment"]' },
  {
    name: 'consignments on hold',
    path: () => '/consignments?',
    settled: '[data-testid="held"]',
    prepare: (page) => page.getByTestId('cancel').first().click(),
  },
  { name: 'nothing found', path: () => '/consignments?q=none&', settled: '[data-testid="nothing-found"]' },
  {
    name: 'account',
    path: () => '/consignments?',
    settled: '[data-testid="account"]',
    prepare: (page) => page.getByTestId('account').click(),
  },
  {
    name: 'book',
    path: () => `/book${quoted.search}&`,
    settled: '[data-testid="hold"]',
    prepare: async (page) => {
      await page.getByTestId('boxes-40HC').fill('CSQU3054384')
      await page.getByTestId('hold').click()
      await page.getByTestId('consignee').fill('R')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'room gone',
    path: () => `/book${quoted.search}&`,
    settled: '[data-testid="hold"]',
    prepare: async (page) => {
      const quoteId = new URLSearchParams(quoted.search).get('quote')
      const { itineraries } = (await call(page, `GET /v1/quotes/${quoteId}`)).body
      const problem = { code: 'capacity-taken', title: 'capacity taken', status: 409, alternatives: itineraries, quoteId }
      await page.route('**/v1/bookings', (route) => route.fulfill({ status: 409, json: problem }))
      await page.getByTestId('consignee').fill('Somebody')
      await page.getByTestId('hold').click()
      await page.getByTestId('take').first().waitFor()
      await page.unroute('**/v1/bookings')
    },
  },
  { name: 'booking', path: () => `/bookings/${quoted.booking}?`, settled: '[data-testid="countdown"]' },
  { name: 'not there', path: () => '/bookings/bkg_0?', settled: '[data-testid="not-there"]' },
  { name: 'keys', path: () => '/keys?', settled: '[data-testid="key"]', prepare: (page) => page.getByTestId('new-key').click() },
]

/** A shipment, a booking on hold (its id is answered) and a key. */
async function makeSomethingToSee(page: Page): Promise<string> {
  const asked = new URLSearchParams(quoted.search)
  const wish = { quoteId: asked.get('quote'), itineraryId: asked.get('itinerary'), consignee: { name: 'Somebody' } }
  const first = await call(page, 'POST /v1/bookings', wish)
  const confirmed = await call(page, `POST /v1/bookings/${String(first.body['id'])}/confirm`)
  const second = await call(page, 'POST /v1/bookings', wish)
  const key = await call(page, 'POST /v1/keys', { name: 'yard', scopes: ['READ'] })
  expect([first.status, confirmed.status, second.status, key.status]).toEqual([201, 201, 201, 201])
  return String(second.body['id'])
}

/** Every fault of this screen in both themes and at four widths. */
async function look(page: Page, screen: Screen): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(`${stage.address}${screen.path()}lang=zh`)
  await page.locator(screen.settled).first().waitFor()
  await screen.prepare?.(page)
  const found = (await faults(page, 'all')).map((fault) => `${screen.name}, light: ${fault}`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.locator('html[data-theme="dark"]').waitFor()
  found.push(...(await faults(page, 'colours')).map((fault) => `${screen.name}, dark: ${fault}`))
  for (const width of [360, 768, 1024, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    const needed = await page.evaluate(() => document.documentElement.scrollWidth)
    if (needed > width) found.push(`${screen.name} at ${width}: ${needed}`)
  }
  return found
}

test('no fault for axe on any screen, light and dark, and nothing wider than its page', { timeout: 240_000 }, async () => {
  const { page, complaints } = await regular(stage)
  const found = [
    ...(await look(page, {
      name: 'sign in',
      path: () => '/sign-in?',
      settled: 'form',
      prepare: (at) => at.getByTestId('sign-in-now').click(),
    })),
    ...(await look(page, { name: 'sign in first', path: () => '/keys?', settled: '[data-testid="sign-in-first"]' })),
    ...(await look(page, { name: 'link gone', path: () => '/setup/none?', settled: '[data-testid="link-gone"]' })),
  ]
  await signIn(stage, page, 'shipper')
  await toBooking(page)
  quoted.search = new URL(page.url()).search
  quoted.booking = await makeSomethingToSee(page)
  for (const screen of SCREENS) found.push(...(await look(page, screen)))
  expect(found).toEqual([])
  expect(complaints).toEqual([])
})
