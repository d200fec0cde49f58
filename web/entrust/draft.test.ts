import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { type Entrustment, entrustment, UNIT_TYPES_OF_FORM } from '#model'
import { check, fieldOf, POINTERS } from './check.ts'
import { COLD_CLASSES } from './cold-classes.ts'
import { type Draft, draftOf, EMPTY_DRAFT, keptItems, UNITS_OF_FORM, withOffset } from './draft.ts'
import { EXAMPLES, exampleDraft } from './examples.ts'
import { entrustmentOf } from './write-question.ts'

const NOW = Temporal.Instant.from('2026-12-01T01:00:00Z')

test('the units of a form are those of the model', () => expect(UNITS_OF_FORM).toEqual(UNIT_TYPES_OF_FORM))

test('the cold-chain classes are those of the data', () => {
  const rows: Record<string, string>[] = parse(readFileSync(join(import.meta.dirname, '../../data/chongqing/coldchain.csv')), {
    columns: true,
  })
  const number = (text: string | undefined) => (text === undefined || text === '' ? undefined : Number(text))
  const expected = rows.map((row) => [row['id'], row['name_zh'], row['name_en'], number(row['temp_min_c']), number(row['temp_max_c'])])
  expect(COLD_CLASSES.map((each) => [each.id, each.name.zh, each.name.en, each.minimumC, each.maximumC])).toEqual(expected)
})

test.each(EXAMPLES.map((example) => [example.id, example] as const))(
  'example %s is a question without faults that the contract accepts',
  (_, example) => {
    const draft = exampleDraft(example, NOW)
    expect([...check(draft)]).toEqual([])
    const question = entrustmentOf(draft)
    expect(entrustment.parse(question)).toEqual(question)
  },
)

test.each(EXAMPLES.map((example) => [example.id, example] as const))('example %s comes back from its question as it was', (_, example) => {
  const draft = exampleDraft(example, NOW)
  const question = entrustmentOf(draft)
  expect(entrustmentOf(draftOf(question, draft.from.place?.timeZone))).toEqual(question)
})

const FULL = entrustment.parse({
  carrierAcceptanceLocation: { geographicalCoordinates: { latitude: 29.5, longitude: 106.5 }, countryCode: 'CN', name: 'a yard' },
  consigneeReceiptLocation: { placeId: 'de-duisburg' },
  readyDateTime: '2026-12-01T01:00:30Z',
  deadlineDateTime: '2026-12-21T09:00:00+01:00',
  cargoFormCode: 'LOOSE',
  requestedEquipment: [{ unitTypeCode: 'pallet', quantity: 12 }],
  includedConsignmentItem: [
    {
      sequenceNumber: 7,
      natureIdentificationCargo: { identificationText: 'laptops', statisticalClassificationCode: '847130' },
      grossWeightKg: 850.5,
      netWeightKg: 800,
      grossVolumeM3: 3.2,
      goodsUnitQuantity: 400,
      transportPackage: { typeCode: 'CT', itemQuantity: 40, lengthMm: 1205, shippingMarks: 'ABC 1-40' },
      transportTemperature: { minimumC: -20 },
      transportDangerousGoods: [
        { uNDGID: '3481', hazardClassificationID: '9', properShippingName: 'BATTERIES PACKED WITH EQUIPMENT', netWeightKg: 30 },
        { uNDGID: '1263', hazardClassificationID: '3', properShippingName: 'PAINT', netWeightKg: 5, packagingDangerLevelCode: '2' },
      ],
      associatedTransportEquipment: [{ id: 'MSKU1234565' }],
    },
    { sequenceNumber: 9, natureIdentificationCargo: { identificationText: 'tables' }, grossWeightKg: 60 },
  ],
  declaredValueForCarriageAmount: { minor: '12345', currency: 'USD' },
  modeCodes: ['4', '3'],
  maximumLegs: 3,
  viaPlaceIds: ['cq-guoyuan-port'],
})

test('a question changed in nothing stays itself, also in what the form has no field for', () => {
  expect(entrustmentOf(draftOf(FULL))).toEqual(FULL)
  expect(keptItems(draftOf(FULL))).toHaveLength(1)
})

test.each([
  [{ kg: '900' }, { grossWeightKg: 900 }],
  [
    { hs: '847141' },
    { natureIdentificationCargo: { identificationText: 'laptops', statisticalClassificationCode: '847141', nomenclatureCode: 'HS2022' } },
  ],
  [{ hs: '' }, { natureIdentificationCargo: { identificationText: 'laptops' } }],
] as const)('an edit changes only its own member: %o', (part, changed) => {
  const [first, ...rest] = FULL.includedConsignmentItem
  expect(entrustmentOf({ ...draftOf(FULL), ...part })).toEqual({ ...FULL, includedConsignmentItem: [{ ...first, ...changed }, ...rest] })
})

test('goods no longer cold or dangerous lose those members; another form of cargo loses the units of the old one', () => {
  const draft: Draft = { ...draftOf(FULL), cold: false, dangerous: false, form: 'DRY_BULK' }
  const changed: Entrustment = entrustmentOf(draft)
  const [first] = changed.includedConsignmentItem
  expect(first).not.toHaveProperty('transportTemperature')
  expect(first).not.toHaveProperty('transportDangerousGoods')
  expect(changed).not.toHaveProperty('requestedEquipment')
})

test('an example chosen over a question keeps nothing of it', () => {
  const [example] = EXAMPLES
  if (example === undefined) throw new Error('no example')
  const chosen = exampleDraft(example, NOW)
  expect(entrustmentOf({ ...draftOf(FULL), ...chosen })).toEqual(entrustmentOf(chosen))
})

test('a time on the wall carries the offset of its place', () => {
  expect(withOffset('2026-12-01T09:00', 'Asia/Shanghai')).toBe('2026-12-01T09:00:00+08:00')
  expect(withOffset('2026-07-01T09:00', 'Europe/Berlin')).toBe('2026-07-01T09:00:00+02:00')
})

test('an empty form says everything it lacks', () => {
  const faults = check(EMPTY_DRAFT)
  expect([...faults.keys()]).toEqual([POINTERS.from, POINTERS.to, POINTERS.ready, POINTERS.goods, POINTERS.kg])
})

const [laptops] = EXAMPLES
const good = laptops === undefined ? EMPTY_DRAFT : exampleDraft(laptops, NOW)
test.each([
  [{ to: good.from }, POINTERS.to, 'same-places'],
  [{ deadline: good.ready }, POINTERS.deadline, 'before-ready'],
  [{ kg: '-1' }, POINTERS.kg, 'out-of-range'],
  [{ kg: 'many' }, POINTERS.kg, 'not-a-number'],
  [{ hs: '84713' }, POINTERS.hs, 'bad-hs'],
  [{ boxes: [{ unit: '40HC', quantity: '10000' }] }, '/requestedEquipment/0/quantity', 'out-of-range'],
  [{ cold: true }, POINTERS.temperature, 'missing'],
  [{ cold: true, minimumC: '8', maximumC: '2' }, POINTERS.temperature, 'bad-band'],
  [{ dangerous: true, un: '348' }, POINTERS.un, 'bad-un'],
  [{ value: '1.234' }, POINTERS.value, 'bad-amount'],
  [{ modes: [] }, POINTERS.modes, 'no-mode'],
  [{ from: { ...good.from, byCoordinates: true, latitude: '91', longitude: '0' } }, POINTERS.from, 'out-of-range'],
] as const)('a fault is told at its field: %o', (part, pointer, fault) => {
  expect(check({ ...good, ...part }).get(pointer)).toBe(fault)
})

test("a window's error finds the field that shows it", () => {
  const shown = Object.values(POINTERS)
  expect(fieldOf('/carrierAcceptanceLocation/placeId', shown)).toBe(POINTERS.from)
  expect(fieldOf('/includedConsignmentItem/0/transportTemperature/minimumC', shown)).toBe(POINTERS.temperature)
  expect(fieldOf('/nothing', shown)).toBeUndefined()
})

test("a time in the past is not the browser's to refuse: the window's clock may stand elsewhere, and its error stands at the field", () => {
  expect([...check({ ...good, ready: '2001-01-01T09:00', deadline: '' })]).toEqual([])
  expect(fieldOf('/readyDateTime', Object.values(POINTERS))).toBe(POINTERS.ready)
})
