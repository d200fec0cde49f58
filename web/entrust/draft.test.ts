import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { entrustment, UNIT_TYPES_OF_FORM } from '#model'
import { check, fieldOf, POINTERS } from './check.ts'
import { COLD_CLASSES } from './cold-classes.ts'
import { draftOf, EMPTY_DRAFT, entrustmentOf, UNITS_OF_FORM, withOffset } from './draft.ts'
import { EXAMPLES, exampleDraft } from './examples.ts'

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
    expect([...check(draft, NOW)]).toEqual([])
    const question = entrustmentOf(draft)
    expect(entrustment.parse(question)).toEqual(question)
  },
)

test.each(EXAMPLES.map((example) => [example.id, example] as const))('example %s comes back from its question as it was', (_, example) => {
  const draft = exampleDraft(example, NOW)
  const question = entrustmentOf(draft)
  expect(entrustmentOf(draftOf(question, draft.from.place?.timeZone))).toEqual(question)
})

test('a time on the wall carries the offset of its place', () => {
  expect(withOffset('2026-12-01T09:00', 'Asia/Shanghai')).toBe('2026-12-01T09:00:00+08:00')
  expect(withOffset('2026-07-01T09:00', 'Europe/Berlin')).toBe('2026-07-01T09:00:00+02:00')
})

test('an empty form says everything it lacks', () => {
  const faults = check(EMPTY_DRAFT, NOW)
  expect([...faults.keys()]).toEqual([POINTERS.from, POINTERS.to, POINTERS.ready, POINTERS.goods, POINTERS.kg])
})

const [laptops] = EXAMPLES
const good = laptops === undefined ? EMPTY_DRAFT : exampleDraft(laptops, NOW)
test.each([
  [{ to: good.from }, POINTERS.to, 'same-places'],
  [{ ready: '2026-11-01T09:00' }, POINTERS.ready, 'in-the-past'],
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
  expect(check({ ...good, ...part }, NOW).get(pointer)).toBe(fault)
})

test("a window's error finds the field that shows it", () => {
  const shown = Object.values(POINTERS)
  expect(fieldOf('/carrierAcceptanceLocation/placeId', shown)).toBe(POINTERS.from)
  expect(fieldOf('/includedConsignmentItem/0/transportTemperature/minimumC', shown)).toBe(POINTERS.temperature)
  expect(fieldOf('/nothing', shown)).toBeUndefined()
})
