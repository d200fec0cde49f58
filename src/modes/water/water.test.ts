// Water answers for ships at sea and on rivers.
import { type Cargo, loadOf } from '#model'
import { boxed, dangerous, miniature, place, service, unboxed, wholeRun } from '#model/testing'
import { expect, test } from 'vitest'
import { water } from './index.ts'

const river = service('w-1', 'water', ['a', 'lock', 'b'], { vehicleType: 'iww-container-135m', dgClasses: ['3', '9'] })
const bulk = service('w-2', 'water', ['a', 'b'], { vehicleType: 'iww-container-135m', unitTypes: ['bulk'], costUnit: 'CNY/tonne' })
const network = miniature(
  [
    place('a', { placeTypeCode: 'port' }),
    place('lock', { placeTypeCode: 'lock', dgClasses: ['3'] }),
    place('b', { placeTypeCode: 'port' }),
  ],
  [river, bulk],
)
const load = (cargo: Cargo) => loadOf(cargo, network.unitTypes)

test.each([
  ['sea-container-asia-eu', '1'],
  ['iww-small-1000t', '8'],
  ['rail-hsr-cn', undefined],
])('%s is mode %s', (vehicleType, code) => expect(water.modeCode(vehicleType)).toBe(code))

test.each([
  ['boxes', boxed('20GP', 1, 1000), river, undefined],
  ['class 3 through the lock', boxed('20GP', 1, 1000, dangerous('1203', '3')), river, undefined],
  ['class 9 not through the lock', boxed('20GP', 1, 1000, dangerous('3480', '9')), river, 'dangerous-goods-not-accepted'],
  ['sand in the hold', unboxed('DRY_BULK', 5_000_000), bulk, undefined],
  ['boxes not in the hold', boxed('20GP', 1, 1000), bulk, 'cargo-form-not-accepted'],
] as const)('%s', (_name, cargo, run, code) => expect(water.accept(load(cargo), wholeRun(run), network)?.code).toBe(code))

test('freight, grams, milestones', () => {
  const [one, leg] = [load(unboxed('DRY_BULK', 5_000_000)), wholeRun(bulk)]
  expect(water.charges(one, leg, network).lines[0]).toMatchObject({ calculationBasisCode: 'TONNE', appliedAmount: { minor: 500_000_000n } })
  expect(water.emission(one, leg, network)).toMatchObject({ emissionG: 100 * 22.6 * 5000, emissionFactorId: 'iww-container-135m' })
  expect(water.milestones(one, leg, network)).toEqual(['LOADED', 'DEPARTED', 'ARRIVED'])
})
