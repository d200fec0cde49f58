// The promises to whoever carries, receives or merely holds a bill: a milestone is stated with two keys and everybody sees it at once, the bill
// is issued, surrendered and accepted by those who may, each sees his own part, and anybody can tell a genuine bill; every screen holds against axe.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bill, booking, consignment, quote } from '#model'
import { faults } from './axe.ts'
import { call, tabTo, visitorAs } from './hands.ts'
import { LAPTOPS, openStage, type Stage, visitor, type Visitor } from './stage.ts'

const NAMES = ['shipper', 'operator', 'road', 'hub', 'consignee', 'air'] as const
type Name = (typeof NAMES)[number]

let stage: Stage
const people = new Map<Name, Visitor>()
const person = (name: Name): Visitor => {
  const found = people.get(name)
  if (found === undefined) throw new Error(`${name} is not on the stage`)
  return found
}
/** One consignment lives through the first tests in their order; another is there to be cancelled. */
let shipped = ''
let unwanted = ''

async function confirmed(): Promise<string> {
  const { context } = person('shipper')
  const asked = quote.parse(
    await call(stage, context, 'POST /v1/quotes', { ...LAPTOPS, requestedEquipment: [{ unitTypeCode: '40HC', quantity: 4 }] }),
  )
  const byRail = asked.itineraries.find(({ elements }) => elements.some((each) => each.kind === 'LEG' && each.modeCode === '2'))
  const listed = await call(stage, context, 'GET /v1/parties?limit=200')
  const consignee = (listed as { items: { id: string; roles: string[] }[] }).items.find(({ roles }) => roles.includes('CONSIGNEE'))
  const wish = { quoteId: asked.id, itineraryId: byRail?.id, consignee: { partyId: consignee?.id }, consignorAssignedId: 'PO-1187' }
  const held = booking.parse(await call(stage, context, 'POST /v1/bookings', wish))
  return booking.parse(await call(stage, context, `POST /v1/bookings/${held.id}/confirm`)).consignmentId ?? ''
}

const billOf = async (name: Name): Promise<string> =>
  bill.parse(await call(stage, person(name).context, `GET /v1/consignments/${shipped}/bill`)).id ?? ''
const open = (page: Page, path: string, lang = 'en') => page.goto(`${stage.address}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)

// A first start makes the database and the page, and six people sign in.
beforeAll(async () => {
  stage = await openStage()
  for (const name of NAMES) people.set(name, await visitorAs(stage, name))
  shipped = await confirmed()
  unwanted = await confirmed()
}, 300_000)
afterAll(async () => stage?.close())

test('a milestone is stated at the gate by keyboard alone, and the open page of another shows it with its source', async () => {
  const shipper = person('shipper')
  await open(shipper.page, `/consignments/${shipped}`)
  await shipper.page.getByTestId('step-1-ACCEPTED').waitFor()
  await shipper.page.locator('[data-testid="live"][data-open="true"]').waitFor()
  expect(await shipper.page.getByTestId('next').innerText()).toContain('Yuchi Road')

  const { page, complaints } = person('road')
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '/work')
  await page.getByTestId('report-ACCEPTED').first().waitFor()
  await page.getByTestId('urgency-now').waitFor()
  await tabTo(page, 'report-ACCEPTED')
  await page.keyboard.press('Enter')
  // The question stands where the button stood and has the focus; Escape gives the focus back.
  await tabTo(page, 'confirm-report')
  await page.keyboard.press('Escape')
  await page.locator('[data-testid="report-ACCEPTED"]:focus').waitFor()
  await page.keyboard.press('Enter')
  // What lies ahead has not happened: the window says so beside the button.
  await page.getByTestId('occurred').fill('2026-12-02T09:00')
  await page.getByTestId('confirm-report').press('Enter')
  await page.locator('.confirm [role="alert"]').waitFor()
  await page.getByTestId('occurred').fill('2026-12-01T08:50')
  await page.getByTestId('confirm-report').press('Enter')
  await page.locator('[data-testid^="done-"]').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  expect(complaints).toEqual([])

  const step = shipper.page.locator('[data-testid="step-1-ACCEPTED"][data-state="done"]')
  await step.waitFor()
  expect(await step.innerText()).toContain('08:50')
  expect(await step.innerText()).toContain('Yuchi Road')
  expect(await step.innerText()).toContain('known since')
  expect(shipper.complaints).toEqual([])
})

test('the carrier issues, the consignee surrenders by keyboard alone, the carrier accepts; an open bill shows each at once', async () => {
  const operator = person('operator')
  await open(operator.page, `/consignments/${shipped}`)
  await operator.page.getByTestId('act-issue').click()
  await operator.page.getByTestId('named').check()
  await operator.page.getByTestId('act-yes').click()
  await operator.page.locator('[data-testid="bill-status"][data-status="ISSUED"]').waitFor()

  const { page, complaints } = person('consignee')
  await open(page, `/bills/${await billOf('consignee')}`)
  await page.getByTestId('act-surrender-for-delivery').waitFor()
  await tabTo(page, 'act-surrender-for-delivery')
  await page.keyboard.press('Enter')
  await page.locator('[data-testid="question"]:focus').waitFor()
  await tabTo(page, 'act-yes')
  await page.keyboard.press('Enter')
  await page.locator('[data-status="PENDING_SURRENDER_FOR_DELIVERY"]').waitFor()
  expect(await page.locator('[data-testid^="act-"]').count()).toBe(0)

  await operator.page.getByTestId('act-sacc').waitFor()
  await operator.page.getByTestId('act-srej').click()
  await operator.page.getByTestId('act-yes').click()
  await operator.page.getByText('Please say why').waitFor()
  await operator.page.keyboard.press('Escape')
  await operator.page.getByTestId('act-sacc').click()
  await operator.page.getByTestId('act-yes').click()
  await page.locator('[data-status="SURRENDERED_FOR_DELIVERY"]').waitFor()
  await page.getByTestId('link-2').waitFor()
  expect(complaints).toEqual([])
  expect(operator.complaints).toEqual([])
})

test('each sees his own part: no prices for the consignee, no bill for the hub, nothing at all for a stranger', async () => {
  const shipper = person('shipper').page
  await open(shipper, `/consignments/${shipped}`)
  await shipper.getByTestId('costs').getByText('Total').waitFor()
  const consignee = person('consignee').page
  await open(consignee, `/consignments/${shipped}`)
  await consignee.getByTestId('costs').getByText('not shown to you').waitFor()
  const hub = person('hub').page
  await open(hub, `/consignments/${shipped}`)
  await hub.locator('[data-testid="consignment"][data-slice="OWN_ELEMENTS"]').waitFor()
  await hub.getByTestId('documents').getByText('not shown to you').waitFor()
  expect(await hub.getByTestId('parties').innerText()).not.toContain('Xiyong')
  const air = person('air').page
  for (const id of [shipped, 'csg_01m8mz2g84esd84n8ye9x7nmjc']) {
    await open(air, `/consignments/${id}`)
    await air.getByTestId('not-there').waitFor()
  }
})

test('anybody can tell a genuine bill from its PDF, also with the network gone, and sees why an altered one is not', async () => {
  const id = await billOf('consignee')
  const { request } = person('consignee').context
  const pdf = await (await request.get(`${stage.address}/v1/bills/${id}/pdf`)).body()
  const jwt = await (await request.get(`${stage.address}/v1/bills/${id}/vc`)).text()
  const { context, page, complaints } = await visitor(stage.browser)
  // The code on the paper leads here: what this is, never whether it is there.
  await open(page, `/bills/${id}`)
  await page.getByTestId('stranger').waitFor()
  const said = await page.getByTestId('stranger').innerText()
  await open(page, '/bills/bil_01m8mz2jn8fbmb0w159tn4gjbg')
  expect(await page.getByTestId('stranger').innerText()).toBe(said)
  await page.getByTestId('to-verify').click()
  await page.locator('[data-testid="offline-ready"][data-ready="true"]').waitFor()
  await context.setOffline(true)
  await page.getByTestId('file').setInputFiles({ name: 'bill.pdf', mimeType: 'application/pdf', buffer: pdf })
  await page.locator('[data-verdict="genuine"]').waitFor()
  await page.getByTestId('document').waitFor()
  const [head = '', body = '', signature = ''] = jwt.split('.')
  const altered = Buffer.from(Buffer.from(body, 'base64url').toString().replace('laptops', 'tablets')).toString('base64url')
  await page.getByTestId('pasted').fill([head, altered, signature].join('.\n'))
  await page.getByTestId('verify').click()
  await page.locator('[data-verdict="doubtful"][data-code="altered"]').waitFor()
  await context.setOffline(false)
  expect(complaints).toEqual([])
  await context.close()
})

test('a cancellation needs a reason and is told to all', async () => {
  const { page } = person('shipper')
  await open(page, `/consignments/${unwanted}`)
  await page.getByTestId('cancel').click()
  await page.getByTestId('act-yes').click()
  await page.getByText('Please say why').waitFor()
  await page.getByLabel('Reason').fill('The order was withdrawn')
  await page.getByTestId('act-yes').click()
  await page.locator('[data-testid="status"][data-status="CANCELLED"]').waitFor()
  const seen = consignment.parse(await call(stage, person('consignee').context, `GET /v1/consignments/${unwanted}`))
  expect(seen).toMatchObject({ consignmentStatus: 'CANCELLED', cancellationReason: 'The order was withdrawn' })
})

interface Screen {
  readonly name: string
  readonly who: Name
  readonly path: () => Promise<string> | string
  readonly settled: string
  readonly prepare?: (page: Page) => Promise<void>
}
const SCREENS: readonly Screen[] = [
  { name: 'consignment', who: 'shipper', path: () => `/consignments/${shipped}`, settled: '[data-drawn]' },
  {
    name: 'consignment of a hub, asking',
    who: 'hub',
    path: () => `/consignments/${shipped}`,
    settled: '[data-drawn]',
    prepare: async (page) => {
      await page.locator('[data-testid^="report-"]').first().click()
      await page.getByTestId('confirm-report').waitFor()
    },
  },
  { name: 'cancelled', who: 'shipper', path: () => `/consignments/${unwanted}`, settled: '[data-status="CANCELLED"]' },
  { name: 'nothing there', who: 'air', path: () => `/consignments/${shipped}`, settled: '[data-testid="not-there"]' },
  { name: 'work', who: 'hub', path: () => '/work', settled: '[data-testid="work-group"]' },
  { name: 'no work', who: 'air', path: () => '/work', settled: '[data-testid="no-work"]' },
  {
    name: 'bill',
    who: 'consignee',
    path: async () => `/bills/${await billOf('consignee')}`,
    settled: '[data-testid="document"]',
    prepare: async (page) => {
      await page.getByTestId('verify').click()
      await page.locator('[data-verdict="genuine"]').waitFor()
    },
  },
  { name: 'bill of others', who: 'air', path: async () => `/bills/${await billOf('consignee')}`, settled: '[data-testid="stranger"]' },
  {
    name: 'verify',
    who: 'air',
    path: () => '/verify',
    settled: '[data-testid="drop"]',
    prepare: async (page) => {
      await page.getByTestId('pasted').fill('not a bill')
      await page.getByTestId('verify').click()
      await page.locator('[data-verdict="doubtful"]').waitFor()
    },
  },
]

test(
  'no fault for axe on any screen, light and dark, and nothing runs out of the page from 360 to 1920 px',
  { timeout: 400_000 },
  async () => {
    const found: string[] = []
    for (const screen of SCREENS) {
      const { page } = person(screen.who)
      await page.emulateMedia({ colorScheme: 'light' })
      await page.setViewportSize({ width: 1440, height: 900 })
      await open(page, await screen.path(), 'zh')
      await page.locator(screen.settled).first().waitFor()
      await screen.prepare?.(page)
      found.push(...(await faults(page, 'all')).map((fault) => `${screen.name}, light: ${fault}`))
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.locator('html[data-theme="dark"]').waitFor()
      found.push(...(await faults(page, 'colours')).map((fault) => `${screen.name}, dark: ${fault}`))
      for (const width of [360, 768, 1024, 1920]) {
        await page.setViewportSize({ width, height: 900 })
        const needed = await page.evaluate(() => document.documentElement.scrollWidth)
        if (needed > width) found.push(`${screen.name} at ${width}: ${needed}`)
      }
    }
    expect(found).toEqual([])
  },
)
