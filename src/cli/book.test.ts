// `yidan book`: what is sent for what was written, and what a person can do when the capacity is taken.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { Itinerary, Quote } from '#model'
import { EXIT } from './exit.ts'
import { runCommand } from './run.ts'
import { noWorks, terminalOf } from './testing/terminal.ts'
import { type Given, type PlayedWindow, playWindow } from './testing/window.ts'

const KEY = 'yk_01m8mz2a7aeawtjnv7jjwp6jje_secretsecretsecret'
const folder = mkdtempSync(join(tmpdir(), 'yidan-book-'))
let window: PlayedWindow | undefined
afterEach(() => window?.close())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const itinerary = (id: string, labels: Itinerary['labels']): Itinerary => ({
  id,
  labels,
  criteria: { arrivalDateTime: '2026-12-18T04:00:00Z', totalAmount: { minor: '51992500', currency: 'CNY' }, emissionG: 19_263_460 },
  elements: [],
  applicableServiceCharge: [],
  unpriced: [],
})
const QUOTE: Quote = {
  id: 'qte_1',
  networkVersion: 1,
  createdDateTime: '2026-11-25T01:00:00Z',
  expiresDateTime: '2026-11-26T01:00:00Z',
  currency: 'CNY',
  itineraries: [itinerary('itn_a', ['FASTEST']), itinerary('itn_b', ['CHEAPEST', 'GREENEST'])],
  exchangeRates: [],
  excluded: [],
  places: {},
}
const HELD = {
  id: 'bkg_1',
  version: 1,
  bookingStatus: 'HELD',
  holdExpiresDateTime: '2026-11-25T01:32:05Z',
  createdDateTime: '2026-11-25T01:02:05Z',
  quoteId: 'qte_1',
  itineraryId: 'itn_b',
  consignor: { partyId: 'pty_a', name: '西永电子有限公司' },
  consignee: { name: 'Rhein Elektronik GmbH' },
  carrier: { partyId: 'pty_b', name: '渝新多式联运有限公司' },
  itinerary: itinerary('itn_b', ['CHEAPEST']),
  places: {},
}
const ANSWERS: Readonly<Record<string, Given>> = {
  'GET /v1/quotes/qte_1': { body: QUOTE },
  'POST /v1/bookings': { status: 201, body: HELD },
  'GET /v1/parties': {
    body: {
      items: [
        { id: `pty_${'1'.repeat(26)}`, name: '莱茵电子 Rhein', roles: ['CONSIGNEE'] },
        { id: `pty_${'2'.repeat(26)}`, name: '莱茵', roles: ['CONSIGNEE'] },
      ],
    },
  },
}

async function book(
  answers: Readonly<Record<string, Given>>,
  argv: readonly string[],
  environment: Record<string, string> = { YIDAN_KEY: KEY },
) {
  window = await playWindow(answers)
  const { terminal, out, complaints } = terminalOf({ ...environment, YIDAN_URL: window.url })
  const code = await runCommand(['book', ...argv], noWorks, terminal)
  return {
    code,
    out: out.join('\n'),
    complaints: complaints.join('\n'),
    sent: window.asked.find(({ line }) => line === 'POST /v1/bookings'),
  }
}
const OUTSIDE = ['--consignee', 'Rhein Elektronik GmbH', '--consignee-email', 'eingang@rhein.example']

test.each([
  ['cheapest', 'itn_b'],
  ['GREENEST', 'itn_b'],
  ['1', 'itn_a'],
  ['itn_unlisted', 'itn_unlisted'],
])('itinerary %s, consignee without an account, boxes and seals', async (choice, itineraryId) => {
  const done = await book(ANSWERS, [
    'qte_1',
    choice,
    ...OUTSIDE,
    '--reference',
    'PO-1',
    '--box',
    'CSQU3054383:40HC:S1,S2',
    '--box',
    'TOLU4734787:40HC',
  ])
  expect(done).toMatchObject({ code: EXIT.done, complaints: '' })
  expect(done.sent?.body).toEqual({
    quoteId: 'qte_1',
    itineraryId,
    consignee: { name: 'Rhein Elektronik GmbH', definedContactDetails: [{ emailAddress: 'eingang@rhein.example' }] },
    consignorAssignedId: 'PO-1',
    usedTransportEquipment: [
      { id: 'CSQU3054383', unitTypeCode: '40HC', affixedSeal: [{ id: 'S1' }, { id: 'S2' }] },
      { id: 'TOLU4734787', unitTypeCode: '40HC' },
    ],
  })
  expect(done.sent?.headers['authorization']).toBe(`Bearer ${KEY}`)
  expect(done.out).toContain('30:00')
  expect(done.out).toContain('npx yidan confirm bkg_1')
  expect(done.out).not.toContain(KEY)
})

test('a consignee in the directory, by the name that only one has', async () => {
  expect((await book(ANSWERS, ['qte_1', '1', '--consignee', '莱茵'])).sent?.body).toMatchObject({
    consignee: { partyId: `pty_${'2'.repeat(26)}` },
  })
  const several = await book(ANSWERS, ['qte_1', '1', '--consignee', 'Rhein'])
  expect(several).toMatchObject({ code: EXIT.usage, sent: undefined, complaints: expect.stringContaining(`pty_${'1'.repeat(26)}`) })
  const nobody = await book({ ...ANSWERS, 'GET /v1/parties': { body: { items: [] } } }, ['qte_1', '1', '--consignee', 'Nobody'])
  expect(nobody).toMatchObject({ code: EXIT.usage, sent: undefined })
})

test('taken: the window’s own words, what is still free, and the command that takes it', async () => {
  const problem = {
    code: 'capacity-taken',
    title: 'Taken',
    status: 409,
    detail: 'The train is full',
    alternatives: [itinerary('itn_c', ['FASTEST'])],
  }
  const taken = { ...ANSWERS, 'POST /v1/bookings': { status: 409, body: problem } }
  const done = await book(taken, ['qte_1', 'itn_b', ...OUTSIDE, '--reference', "Li's order"])
  expect(done.code).toBe(EXIT.refused)
  expect(done.complaints).toContain('The train is full [capacity-taken]')
  expect(done.complaints).toContain(
    String.raw`npx yidan book qte_1 itn_c --consignee 'Rhein Elektronik GmbH' --consignee-email eingang@rhein.example --reference 'Li'\''s order'`,
  )
  const json = await book(taken, ['qte_1', 'itn_b', ...OUTSIDE, '--json'])
  expect(JSON.parse(json.out)).toEqual(problem)
})

test('field and rule of a refusal; no key; a key file; what is no key is not sent', async () => {
  const errors = [{ pointer: '/usedTransportEquipment/0/id', code: 'wrong-type', detail: 'the check digit is 3' }]
  const refused = { status: 400, body: { code: 'invalid-request', title: 'Not valid', status: 400, errors } }
  expect(await book({ ...ANSWERS, 'POST /v1/bookings': refused }, ['qte_1', '1', ...OUTSIDE])).toMatchObject({
    code: EXIT.refused,
    complaints: expect.stringContaining('/usedTransportEquipment/0/id  the check digit is 3 [wrong-type]'),
  })
  const stranger = { status: 401, body: { code: 'unauthenticated', title: 'Who are you', status: 401 } }
  const unknown = await book({ ...ANSWERS, 'POST /v1/bookings': stranger }, ['qte_1', '1', ...OUTSIDE], {})
  expect(unknown).toMatchObject({ code: EXIT.refused, complaints: expect.stringContaining('YIDAN_KEY') })
  expect(unknown.sent?.headers['authorization']).toBeUndefined()
  const file = join(folder, 'key')
  writeFileSync(file, `${KEY}2\n`)
  expect((await book(ANSWERS, ['qte_1', '1', ...OUTSIDE, '--key-file', file])).sent?.headers['authorization']).toBe(`Bearer ${KEY}2`)
  expect(await book(ANSWERS, ['qte_1', '1', ...OUTSIDE], { YIDAN_KEY: 'two words' })).toMatchObject({ code: EXIT.usage, sent: undefined })
})

test('what is not clear is not sent', async () => {
  expect(await book(ANSWERS, ['qte_1', '1'])).toMatchObject({ code: EXIT.usage, sent: undefined })
  expect(await book(ANSWERS, ['qte_1', '3', ...OUTSIDE])).toMatchObject({ code: EXIT.usage, sent: undefined })
  expect(await book(ANSWERS, ['qte_1', '1', ...OUTSIDE, '--box', 'CSQU3054383'])).toMatchObject({ code: EXIT.usage, sent: undefined })
  expect(await book(ANSWERS, ['qte_2', '1', ...OUTSIDE])).toMatchObject({ code: EXIT.refused, sent: undefined })
})
