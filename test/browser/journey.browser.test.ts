// The promise as a whole: from the question to the delivered consignment on the screens alone, acting as shipper, operator, two carriers,
// hub and consignee, each in a browser of his own. Pictures go to the folder YIDAN_PICTURES, or to a temporary one.
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADDRESS, openStage, signIn, type Stage, visitor, type Visitor } from './stage.ts'

const pictures = process.env['YIDAN_PICTURES'] ?? mkdtempSync(join(tmpdir(), 'yidan-pictures-'))
const PEOPLE = ['shipper', 'operator', 'road', 'rail', 'hub', 'consignee'] as const
type Person = (typeof PEOPLE)[number]

let stage: Stage
const people = new Map<Person, Visitor>()
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  stage = await openStage()
})
afterAll(async () => stage?.close())

async function pageOf(person: Person, to: string): Promise<Page> {
  const known = people.get(person)
  if (known !== undefined) {
    await known.page.goto(`${stage.address}${to}`)
    return known.page
  }
  const made = await visitor(stage.browser)
  people.set(person, made)
  await signIn(stage, made.page, person, to)
  return made.page
}

let count = 0
const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(pictures, `${String(++count).padStart(2, '0')}-${name}.png`), fullPage: true })

/** Opens an act, and says yes where it is asked once more. */
async function act(page: Page, testId: string): Promise<void> {
  await page.getByTestId(testId).click()
  await page.getByTestId('act-yes').click()
}

/** States what stands in the list of work as long as there is something to state, the handing over excepted. */
async function tapAll(page: Page): Promise<number> {
  const buttons = page.locator('[data-testid^="report-"]:not([data-testid="report-DELIVERED"])')
  await page.getByTestId('work').waitFor()
  for (let taps = 0; ; taps++) {
    const next = buttons.first()
    if ((await next.count()) === 0) return taps
    await next.click()
    await page.getByTestId('confirm-report').click()
    // The question leaves with its row, once the list was asked again.
    await page.getByTestId('confirm-report').waitFor({ state: 'detached' })
  }
}

test('from the question to the delivered consignment', async () => {
  // The shipper asks, compares, holds and confirms.
  const shipper = await pageOf('shipper', `${ADDRESS.laptops}&sort=time&lang=en`)
  await shipper.getByTestId('opt-A').waitFor()
  await picture(shipper, 'shipper-compares')
  await shipper.getByTestId('chain').getByRole('link').click()
  await shipper.getByTestId('consignee').fill('Rhein')
  await shipper.getByRole('option').first().click()
  await shipper.getByTestId('boxes-40HC').fill('CSQU3054383, SEAL001\nTOLU4734787')
  await picture(shipper, 'shipper-holds')
  await shipper.getByTestId('hold').click()
  await shipper.getByTestId('confirm').waitFor()
  await picture(shipper, 'shipper-has-a-hold')
  await shipper.getByTestId('confirm').click()
  await shipper.waitForURL(/\/consignments\/csg_/)
  await shipper.getByTestId('stage-1').waitFor()
  await picture(shipper, 'shipper-consignment')
  const path = new URL(shipper.url()).pathname
  const elements = await shipper.locator('[data-testid^="stage-"]').count()
  expect(elements).toBeGreaterThan(2)

  // The multimodal operator issues the one bill.
  const operator = await pageOf('operator', `${path}?lang=en`)
  await act(operator, 'act-issue')
  await operator.getByTestId('to-bill').waitFor()
  await picture(operator, 'operator-issued')
  const billPath = (await operator.getByTestId('to-bill').getAttribute('href')) ?? ''

  // The carriers and the hub see their own part and state what happens, each tap in turn.
  for (const person of ['road', 'hub', 'rail'] as const) {
    const page = await pageOf(person, '/work?lang=en')
    await page.getByTestId('work').waitFor()
    await picture(page, `${person}-work`)
    expect(await tapAll(page)).toBeGreaterThan(2)
    await picture(page, `${person}-has-told`)
  }
  const rail = await pageOf('rail', `${path}?lang=en`)
  await rail.getByTestId('consignment').waitFor()
  expect(await rail.getByTestId('consignment').getAttribute('data-slice')).toBe('OWN_ELEMENTS')
  await picture(rail, 'rail-own-elements')

  // The consignee surrenders the bill, the operator accepts.
  const consignee = await pageOf('consignee', `${billPath}?lang=en`)
  await act(consignee, 'act-surrender-for-delivery')
  await consignee.getByTestId('link-1').waitFor()
  await picture(consignee, 'consignee-surrendered')
  await operator.goto(`${stage.address}${billPath}?lang=en`)
  await act(operator, 'act-sacc')
  await operator.getByTestId('link-2').waitFor()
  await operator.getByTestId('verify').click()
  await operator.locator('[data-testid="verdict"][data-verdict="genuine"]').waitFor()
  await picture(operator, 'operator-accepted-and-verified')

  // The hub hands over; everybody on it sees it delivered.
  const hub = await pageOf('hub', '/work?lang=en')
  await hub.getByTestId('report-DELIVERED').click()
  await hub.getByTestId('confirm-report').click()
  await hub.getByTestId('confirm-report').waitFor({ state: 'detached' })
  for (const person of ['shipper', 'consignee'] as const) {
    const page = await pageOf(person, `${path}?lang=en`)
    await page.locator('[data-testid="status"][data-status="DELIVERED"]').waitFor()
    await picture(page, `${person}-delivered`)
  }
  const chinese = await pageOf('shipper', `${path}?lang=zh-CN`)
  await chinese.getByTestId('timeline').waitFor()
  await picture(chinese, 'shipper-delivered-zh')
  process.stdout.write(`pictures of the journey: ${pictures}\n`)
  expect(PEOPLE.map((person) => [person, people.get(person)?.complaints])).toEqual(PEOPLE.map((person) => [person, []]))
}, 300_000)
