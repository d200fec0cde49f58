// Bad input at the doors HTTP and terminal: each names field and rule in the caller's language, and nothing is half-written.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { runCommand, type Terminal, type Works } from '#cli'
import { uuidV7 } from '#kernel'
import { air } from '#modes/air'
import { park } from '#modes/park'
import { rail } from '#modes/rail'
import { road } from '#modes/road'
import { water } from '#modes/water'
import { type AnyTx, withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { consignmentRoutes } from '#record/consignment'
import { importNetwork, networkRoutes, openNetwork, readFolderFiles } from '#record/network'
import { type OpenWindow, openWindow, readSettings } from '#window'

const NOW = Temporal.Instant.from('2026-12-01T01:00:00Z')
const newUuid = (): string => uuidV7(Temporal.Now.instant().epochMilliseconds, crypto.getRandomValues(new Uint8Array(10)))
let database: TestDatabase
let open: OpenWindow

beforeAll(async () => {
  database = await testDatabase()
  const { db } = database
  const files = await readFolderFiles(join(import.meta.dirname, '../data/chongqing'))
  if (!files.ok) throw new Error(files.error.en)
  const imported = await importNetwork(db, files.value, NOW)
  if (!imported.ok) throw new Error(`${imported.error.length} faults`)
  const network = await openNetwork(db, NOW)
  const settings = readSettings({ PORT: '0' })
  if (!settings.ok) throw new Error('settings')
  const modes = [water, rail, road, air, park]
  const routes = [...networkRoutes({ network, modes }), ...consignmentRoutes({ network, modes, newUuid, holdMinutes: 30 })]
  open = await openWindow({ routes, db, now: () => NOW, newUuid, settings: { ...settings.value, logLevel: 'silent' }, checksAnswers: true })
}, 120_000)
afterAll(async () => {
  await open.close()
  await database.close()
})

const GOOD = {
  carrierAcceptanceLocation: { placeId: 'cq-xiyong-cbz' },
  consigneeReceiptLocation: { placeId: 'de-duisburg' },
  readyDateTime: '2026-12-01T09:00:00+08:00',
  cargoFormCode: 'CONTAINERISED',
  requestedEquipment: [{ unitTypeCode: '40HC', quantity: 10 }],
  includedConsignmentItem: [
    {
      sequenceNumber: 1,
      grossWeightKg: 85_000,
      natureIdentificationCargo: { identificationText: 'laptops', statisticalClassificationCode: '847130', nomenclatureCode: 'HS2022' },
    },
  ],
}
const item = (more: object) => ({ includedConsignmentItem: [{ ...GOOD.includedConsignmentItem[0], ...more }] })

const send = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${open.address}/v1/quotes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), 'accept-language': 'en', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const problem = z.looseObject({
  code: z.string(),
  status: z.number(),
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.looseObject({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
})
const quotes = () =>
  withCaller(
    database.db,
    { kind: 'system', name: 'test' },
    async (tx: AnyTx) => (await sql<{ n: bigint }>`SELECT count(*) AS n FROM consignment.quote`.execute(tx)).rows[0]?.n,
  )

test('the good question is answered and kept', async () => {
  const answer = await send(GOOD)
  expect(answer.status).toBe(201)
  const { id, itineraries } = z.looseObject({ id: z.string(), itineraries: z.array(z.unknown()) }).parse(await answer.json())
  expect(answer.headers.get('location')).toBe(`/v1/quotes/${id}`)
  expect(itineraries.length).toBeGreaterThan(0)
  expect((await fetch(`${open.address}/v1/quotes/${id}`)).status).toBe(200)
})

test.each<[what: string, change: object, pointer: string, code: string]>([
  ['unknown place', { consigneeReceiptLocation: { placeId: 'atlantis' } }, '/consigneeReceiptLocation/placeId', 'unknown-place'],
  [
    'place and coordinates',
    { consigneeReceiptLocation: { placeId: 'de-duisburg', countryCode: 'DE' } },
    '/consigneeReceiptLocation/countryCode',
    'unknown-member',
  ],
  ['same origin and destination', { consigneeReceiptLocation: { placeId: 'cq-xiyong-cbz' } }, '/consigneeReceiptLocation', 'out-of-range'],
  ['ready after deadline', { deadlineDateTime: '2026-12-01T08:00:00+08:00' }, '/deadlineDateTime', 'before-ready'],
  ['ready in the past', { readyDateTime: '2025-12-01T09:00:00+08:00' }, '/readyDateTime', 'out-of-range'],
  ['no boxes', { requestedEquipment: [{ unitTypeCode: '40HC', quantity: 0 }] }, '/requestedEquipment/0/quantity', 'out-of-range'],
  ['10,000 boxes', { requestedEquipment: [{ unitTypeCode: '40HC', quantity: 10_000 }] }, '/requestedEquipment/0/quantity', 'out-of-range'],
  ['more than the units carry', item({ grossWeightKg: 9_000_000 }), '/requestedEquipment/0/quantity', 'unit-overweight'],
  [
    'a unit of no mode',
    { requestedEquipment: [{ unitTypeCode: 'zeppelin', quantity: 1 }] },
    '/requestedEquipment/0/unitTypeCode',
    'unknown-code',
  ],
  ['containers without equipment', { requestedEquipment: undefined }, '/requestedEquipment', 'missing-member'],
  [
    'dangerous goods without a name',
    item({ transportDangerousGoods: [{ uNDGID: '3480', hazardClassificationID: '9', netWeightKg: 10 }] }),
    '/includedConsignmentItem/0/transportDangerousGoods/0/properShippingName',
    'missing-member',
  ],
  [
    'dangerous goods without packing group',
    item({ transportDangerousGoods: [{ uNDGID: '1263', hazardClassificationID: '3', properShippingName: 'PAINT', netWeightKg: 10 }] }),
    '/includedConsignmentItem/0/transportDangerousGoods/0/packagingDangerLevelCode',
    'dangerous-goods-incomplete',
  ],
  [
    'a temperature outside every reefer',
    {
      requestedEquipment: [{ unitTypeCode: '40RF', quantity: 1 }],
      ...item({ grossWeightKg: 10_000, transportTemperature: { minimumC: -90, maximumC: -80 } }),
    },
    '/includedConsignmentItem/0/transportTemperature/maximumC',
    'out-of-range',
  ],
  ['a time without offset', { readyDateTime: '2026-12-01T09:00:00' }, '/readyDateTime', 'wrong-type'],
  ['an unknown member', { colour: 'red' }, '/colour', 'unknown-member'],
  ['a negative weight', item({ grossWeightKg: -1 }), '/includedConsignmentItem/0/grossWeightKg', 'out-of-range'],
  ['a weight as text', item({ grossWeightKg: '85000' }), '/includedConsignmentItem/0/grossWeightKg', 'wrong-type'],
  ['an unknown mode', { modeCodes: ['7'] }, '/modeCodes/0', 'unknown-code'],
  [
    'coordinates off the globe',
    { carrierAcceptanceLocation: { geographicalCoordinates: { latitude: 106, longitude: 29 }, countryCode: 'CN' } },
    '/carrierAcceptanceLocation/geographicalCoordinates/latitude',
    'out-of-range',
  ],
])('HTTP: %s', async (_, change, pointer, code) => {
  const before = await quotes()
  for (const [language, words] of [
    ['en', /^[\x20-\x7e°³–—“”…]+$/],
    ['zh-CN', /[\u4e00-\u9fff]/],
  ] as const) {
    const answer = await send({ ...GOOD, ...change }, { 'accept-language': language })
    const { errors = [], ...rest } = problem.parse(await answer.json())
    expect({ status: answer.status, code: rest.code }).toEqual({ status: 400, code: 'invalid-request' })
    expect(errors.map((error) => ({ pointer: error.pointer, code: error.code }))).toContainEqual({ pointer, code })
    for (const { detail } of errors) expect(detail).toMatch(words)
  }
  expect(await quotes()).toBe(before)
})

test.each<[what: string, body: string, headers: Record<string, string>, status: number, code: string]>([
  ['broken JSON', '{"readyDateTime":', {}, 400, 'invalid-json'],
  ['duplicate members', `{"currency":"CNY","currency":"EUR"}`, {}, 400, 'invalid-json'],
  ['50 MB', JSON.stringify({ ...GOOD, note: 'x'.repeat(50 * 1024 * 1024) }), {}, 413, 'payload-too-large'],
  ['another content type', '<quote/>', { 'content-type': 'application/xml' }, 415, 'unsupported-media-type'],
  ['no key', JSON.stringify(GOOD), { 'idempotency-key': '' }, 400, 'idempotency-key-missing'],
])('HTTP: %s', async (_, body, headers, status, code) => {
  const before = await quotes()
  const answer = await send(body, headers).catch(() => undefined)
  // A sender of 50 MB may find the line cut before it has read the answer.
  const told = answer === undefined ? { status: 413, code: 'payload-too-large' } : problem.parse(await answer.json())
  expect(told).toMatchObject({ status, code })
  expect(await quotes()).toBe(before)
})

test('HTTP: a replayed key with another body', async () => {
  const key = { 'idempotency-key': crypto.randomUUID() }
  const first = await send(GOOD, key)
  const before = await quotes()
  const again = await send(GOOD, key)
  expect([again.status, again.headers.get('idempotency-replayed'), await again.text()]).toEqual([201, 'true', await first.text()])
  const refused = await send({ ...GOOD, currency: 'EUR' }, key)
  expect(problem.parse(await refused.json())).toMatchObject({ status: 422, code: 'idempotency-key-reused' })
  expect(await quotes()).toBe(before)
})

// --- the terminal ---

const works: Works = {
  start: () => Promise.resolve(0),
  checkNetwork: () => Promise.resolve({ ok: false, error: { zh: '无此文件夹', en: 'no such folder' } }),
  runCases: () => Promise.reject(new Error('not asked')),
}

async function type(words: readonly string[], environment: Record<string, string> = {}) {
  let [out, complaints] = ['', '']
  const terminal: Terminal = {
    out: (text) => void (out += `${text}\n`),
    complain: (text) => void (complaints += `${text}\n`),
    readInput: () => Promise.resolve(JSON.stringify(GOOD)),
    readFile: async (path) => (await import('node:fs/promises')).readFile(path, 'utf8'),
    environment: { YIDAN_URL: open.address, ...environment },
  }
  const code = await runCommand(words, works, terminal)
  return { code, out, complaints }
}

const QUOTE = {
  '--from': 'cq-xiyong-cbz',
  '--to': 'DEDUI',
  '--ready': '2026-12-01T09:00+08:00',
  '--unit': '40HC',
  '--quantity': '10',
  '--weight-kg': '85000',
  '--goods': 'laptops',
  '--hs': '847130',
}
const words = (change: Record<string, string | undefined>): string[] => [
  'quote',
  ...Object.entries({ ...QUOTE, '--to': 'de-duisburg', ...change }).flatMap(([name, value]) => (value === undefined ? [] : [name, value])),
]

test('terminal: the good question shows the options; --json and standard input too', async () => {
  const table = await type(words({}))
  expect([table.code, table.complaints]).toEqual([0, ''])
  expect(table.out).toMatch(/cheapest/)
  const json = await type(['quote', '--request', '-', '--json'])
  expect(json.code).toBe(0)
  expect(z.looseObject({ itineraries: z.array(z.unknown()).min(1) }).safeParse(JSON.parse(json.out)).success).toBe(true)
  expect((await type(words({ '--lang': 'zh', '--details': undefined }))).out).toMatch(/最省/)
})

test.each<[what: string, words: () => string[], code: number, complaint: RegExp]>([
  ['no option of that name', () => ['quote', '--colour', 'red'], 2, /--colour/],
  ['no command of that name', () => ['fly'], 2, /fly/],
  ['an option without its value', () => ['quote', '--from'], 2, /--from/],
  ['nothing given', () => ['quote'], 2, /--from[\s\S]*--to[\s\S]*--goods[\s\S]*--ready[\s\S]*--weight-kg/],
  ['a weight that is no number', () => words({ '--weight-kg': 'heavy' }), 2, /--weight-kg/],
  ['half a box', () => words({ '--quantity': '1.5' }), 2, /--quantity/],
  ['a mode nobody knows', () => words({ '--modes': 'zeppelin' }), 2, /zeppelin/],
  ['a temperature in words', () => words({ '--temperature': 'cold' }), 2, /--temperature/],
  ['an unknown place', () => words({ '--from': 'atlantis' }), 2, /atlantis/],
  ['a place that may be many', () => words({ '--from': '重庆' }), 2, /cq-ckg-airport/],
  ['same origin and destination', () => words({ '--to': 'cq-xiyong-cbz' }), 1, /consigneeReceiptLocation/],
  ['ready after deadline', () => words({ '--deadline': '2026-12-01T08:00+08:00' }), 1, /before-ready/],
  ['ready in the past', () => words({ '--ready': '2025-12-01T08:00+08:00' }), 1, /readyDateTime/],
  ['a time without offset', () => words({ '--ready': '2026-12-01T08:00' }), 1, /offset/],
  ['no boxes', () => words({ '--quantity': '0' }), 1, /out-of-range/],
  ['more than the units carry', () => words({ '--weight-kg': '9000000' }), 1, /unit-overweight/],
  ['half-declared dangerous goods', () => words({ '--un': '3480' }), 1, /properShippingName/],
  ['a request file that is not there', () => ['quote', '--request', '/nowhere.json'], 2, /\/nowhere.json/],
  ['a folder that is not there', () => ['network', 'check', '/nowhere'], 2, /no such folder/],
  ['a window that is not there', () => [...words({}), '--url', 'http://127.0.0.1:9'], 4, /npm start/],
])('terminal: %s', async (_, given, code, complaint) => {
  const before = await quotes()
  const told = await type(given())
  expect({ code: told.code, complaints: told.complaints }).toEqual({ code, complaints: expect.stringMatching(complaint) })
  const chinese = await type([...given(), '--lang', 'zh'])
  expect(chinese).toMatchObject({ code, complaints: expect.stringMatching(/[\u4e00-\u9fff]/) })
  expect(await quotes()).toBe(before)
})

test('terminal: a request file that is no JSON', async () => {
  const path = join(database.folder, 'broken.json')
  writeFileSync(path, '{')
  expect(await type(['quote', '--request', path])).toMatchObject({ code: 2, complaints: expect.stringContaining('not valid JSON') })
})

test('terminal: help teaches by example in both languages, for each command', async () => {
  for (const command of [[], ['quote'], ['places'], ['network', 'check']]) {
    const english = await type([...command, '--help'])
    expect([english.code, english.out]).toEqual([0, expect.stringMatching(/For example:\n {2}#/)])
    expect((await type([...command, '--help', '--lang', 'zh'])).out).toMatch(/例如:[\s\S]*npx yidan/)
  }
})
