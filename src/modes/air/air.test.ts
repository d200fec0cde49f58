// Air: pieces against the contour, batteries against the belly.
import { type Cargo, loadOf } from '#model'
import { boxed, dangerous, miniature, place, service, unboxed, wholeRun } from '#model/testing'
import { expect, test } from 'vitest'
import { air } from './index.ts'

const flight = (vehicleType: string) =>
  service('a-1', 'air', ['a', 'b'], {
    vehicleType,
    unitTypes: ['ULD', 'pallet', 'parcel'],
    costUnit: 'CNY/tonne',
    capacityTonnes: { units: 20n, scale: 0 },
  })
const [freighter, belly] = [flight('air-freighter-long'), flight('air-belly-long')]
const network = miniature([place('a', { placeTypeCode: 'airport' }), place('b', { placeTypeCode: 'airport' })])
const pieces = (lengthMm: number, widthMm: number, heightMm: number, kg = 100): Cargo =>
  unboxed('LOOSE', kg, { transportPackage: { typeCode: 'PX', itemQuantity: 1, lengthMm, widthMm, heightMm } })
const small = { transportPackage: { typeCode: 'PX', itemQuantity: 1, lengthMm: 1, widthMm: 1, heightMm: 1 } }

test.each([
  ['fits a belly', pieces(3180, 2440, 1630), belly, undefined, undefined],
  ['turned on the floor', pieces(2440, 3180, 1000), belly, undefined, undefined],
  ['too high for a belly', pieces(1000, 1000, 1631), belly, 'too-large', 'modes/air#contours/air-belly'],
  ['yet not for a main deck', pieces(1000, 1000, 1631), freighter, undefined, undefined],
  ['too high for a main deck', pieces(1000, 1000, 3001), freighter, 'too-large', 'modes/air#contours/air-freighter'],
  ['too long', pieces(3181, 1, 1), freighter, 'too-large', 'modes/air#contours/air-freighter'],
  ['too wide both ways', pieces(2441, 2441, 1), freighter, 'too-large', 'modes/air#contours/air-freighter'],
  ['not measured', unboxed('LOOSE', 100), freighter, 'too-large', 'entrustment.includedConsignmentItem.transportPackage'],
  ['heavier than a ULD', pieces(100, 100, 100, 6685), freighter, 'too-heavy', 'services.csv#a-1.unit_types'],
  ['a container', boxed('20GP', 1, 1), freighter, 'cargo-form-not-accepted', 'services.csv#a-1.unit_types'],
  [
    'batteries in a belly',
    unboxed('LOOSE', 5, { ...small, ...dangerous('3480', '9') }),
    belly,
    'dangerous-goods-not-accepted',
    'dangerous-goods.csv#belly-3480',
  ],
  ['batteries in a freighter', unboxed('LOOSE', 5, { ...small, ...dangerous('3480', '9') }), freighter, undefined, undefined],
  ['batteries in equipment in a belly', unboxed('LOOSE', 5, { ...small, ...dangerous('3481', '9') }), belly, undefined, undefined],
] as const)('%s', (_name, cargo, run, code, ruleId) => {
  const reason = air.accept(loadOf(cargo, network.unitTypes), wholeRun(run), network)
  expect([reason?.code, reason?.ruleId]).toEqual([code, ruleId])
})

test('the reason names the contour in both languages and calls it an estimate', () => {
  const reason = air.accept(loadOf(pieces(1000, 1000, 1631), network.unitTypes), wholeRun(belly), network)
  expect(reason?.detail.zh).toContain('3180×2440×1630 mm（IATA 惯例，估算）')
  expect(reason?.detail.en).toContain('3180×2440×1630 mm (IATA practice, estimate)')
})

test('freight by weight, grams, code 4', () => {
  const load = loadOf(pieces(1000, 1000, 1000, 2000), network.unitTypes)
  expect(air.charges(load, wholeRun(freighter), network).lines[0]).toMatchObject({
    calculationBasisCode: 'TONNE',
    appliedAmount: { minor: 200_000n },
  })
  expect(air.emission(load, wholeRun(freighter), network).emissionG).toBe(100 * 608 * 2)
  expect([air.modeCode('air-belly-short'), air.modeCode('road-van-diesel')]).toEqual(['4', undefined])
})
