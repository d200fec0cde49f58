// Road: whole trucks on scheduled services, and the cheapest truck on demand.
import { decimal, decimalText } from '#kernel'
import { type Cargo, loadOf, type OnDemandLeg, type Place, type Service } from '#model'
import { boxed, cold, dangerous, lorry, miniature, place, service, unboxed, wholeRun } from '#model/testing'
import { describe, expect, test } from 'vitest'
import { road } from './index.ts'

const network = miniature([place('a'), place('b', { placeTypeCode: 'park' })])
const load = (cargo: Cargo) => loadOf(cargo, network.unitTypes)
const shuttle = (change: Partial<Service> = {}) =>
  wholeRun(
    service('d-1', 'road', ['a', 'b'], {
      capacityBasis: 'truck',
      capacityTeu: 2,
      capacityTonnes: decimal(28),
      vehicleType: 'road-artic-40t-electric-cn',
      unitTypes: ['20GP', '40HC', '45HC', 'pallet'],
      ...change,
    }),
  )
const pieces = (quantity: number) => ({ transportPackage: { typeCode: 'PX', itemQuantity: quantity } })

describe('scheduled lorries', () => {
  test.each([
    ['full trucks pay by TEU', boxed('40HC', 10, 85_000), 'TEU', '20', 100_000n, 2_000_000n],
    ['half-empty trucks pay by the truck', boxed('20GP', 3, 30_000), 'TRUCK', '2', 200_000n, 400_000n],
    ['heavy boxes go alone', boxed('20GP', 4, 64_000), 'TRUCK', '4', 200_000n, 800_000n],
    ['a 45 ft box fills a truck', boxed('45HC', 2, 20_000), 'TRUCK', '2', 200_000n, 400_000n],
    ['loose goods take whole trucks', unboxed('LOOSE', 28_001), 'TRUCK', '2', 200_000n, 400_000n],
  ] as const)('%s', (_name, cargo, basis, quantity, unit, applied) => {
    const [line] = road.charges(load(cargo), shuttle(), network).lines
    expect([
      line?.calculationBasisCode,
      line && decimalText(line.basisQuantity),
      line?.unitAmount.minor,
      line?.appliedAmount.minor,
      line?.sourceId,
    ]).toEqual([basis, quantity, unit, applied, 'services.csv#d-1'])
  })
  test('groupage pays by weight', () => {
    expect(road.charges(load(unboxed('LOOSE', 1500)), shuttle({ costUnit: 'CNY/tonne' }), network).lines[0]).toMatchObject({
      calculationBasisCode: 'TONNE',
      appliedAmount: { minor: 150_000n },
    })
  })
  test('one box too heavy for the truck', () =>
    expect(road.accept(load(boxed('20GP', 1, 28_200)), shuttle(), network)?.code).toBe('too-heavy'))
})

describe('trucks on demand', () => {
  const leg = lorry(place('a'), place('b'), 100)
  test.each<[string, Cargo, OnDemandLeg, string, number, bigint]>([
    ['1 t in a van', unboxed('LOOSE', 1000), leg, 'van-3.5t', 1, 31_000n],
    ['3 t: two vans beat a rigid truck', unboxed('LOOSE', 3000), leg, 'van-3.5t', 2, 62_000n],
    ['a 3 t piece needs the rigid truck', unboxed('LOOSE', 3000, pieces(1)), leg, 'rigid-18t', 1, 71_000n],
    ['25 t on an artic', unboxed('LOOSE', 25_000), leg, 'artic-49t', 1, 111_000n],
    ['cold loose goods', unboxed('LOOSE', 3000, cold), leg, 'artic-49t-reefer', 1, 140_000n],
    ['a reefer box cools itself', boxed('40RF', 2, 40_000, cold), leg, 'artic-49t', 2, 222_000n],
    ['liquids in a tanker', unboxed('LIQUID_BULK', 28_000), leg, 'tank-dg', 1, 185_000n],
    ['dry bulk', unboxed('DRY_BULK', 61_000), leg, 'artic-49t', 3, 333_000n],
    ['cars', unboxed('ROLLING', 14_000, { goodsUnitQuantity: 8 }), leg, 'artic-49t', 1, 111_000n],
    [
      'a whole trailer asked for',
      { ...unboxed('LOOSE', 1000), requestedEquipment: [{ unitTypeCode: '17.5m-trailer', quantity: 1 }] },
      leg,
      'artic-49t',
      1,
      111_000n,
    ],
    [
      'a reefer lorry asked for',
      { ...unboxed('LOOSE', 1000), requestedEquipment: [{ unitTypeCode: 'reefer-truck', quantity: 1 }] },
      leg,
      'artic-49t-reefer',
      1,
      140_000n,
    ],
    [
      'the link names the truck: first row with it',
      unboxed('LOOSE', 1000),
      lorry(place('a'), place('b'), 100, 'road-artic-40t-diesel-cn'),
      'artic-49t',
      1,
      111_000n,
    ],
    [
      'electric where a link says so',
      boxed('40HC', 1, 20_000),
      lorry(place('a'), place('b'), 100, 'road-artic-40t-electric-cn'),
      'artic-49t-electric',
      1,
      101_000n,
    ],
  ])('%s', (_name, cargo, stage, vehicleClass, trucks, applied) => {
    expect(road.accept(load(cargo), stage, network)).toBeUndefined()
    const { lines, unpriced } = road.charges(load(cargo), stage, network)
    expect(lines).toMatchObject([
      {
        chargeCode: 'FREIGHT',
        calculationBasisCode: 'TRUCK',
        sourceId: `tariffs.json#truck_cost_per_km/${vehicleClass}`,
        appliedAmount: { minor: applied, currency: 'CNY' },
      },
    ])
    expect([lines[0] && decimalText(lines[0].basisQuantity), unpriced]).toEqual([String(trucks), []])
  })

  test.each<[string, Cargo, OnDemandLeg, string]>([
    ['no such truck', unboxed('LOOSE', 1), lorry(place('a'), place('b'), 1, 'road-rocket'), 'unit-not-accepted'],
    ['a van takes no box', boxed('20GP', 1, 1), lorry(place('a'), place('b'), 1, 'road-van-diesel'), 'cargo-form-not-accepted'],
    [
      'a named truck that is not cold',
      unboxed('LOOSE', 1, cold),
      lorry(place('a'), place('b'), 1, 'road-van-diesel'),
      'temperature-not-kept',
    ],
    ['a piece heavier than any truck', unboxed('LOOSE', 31_000, pieces(1)), leg, 'too-heavy'],
    ['a cold piece heavier than the reefer', unboxed('LOOSE', 28_000, { ...cold, ...pieces(1) }), leg, 'too-heavy'],
    [
      'a box heavier than the named truck',
      boxed('20GP', 1, 28_200),
      lorry(place('a'), place('b'), 1, 'road-artic-40t-electric-cn'),
      'too-heavy',
    ],
    [
      'a place that refuses the class',
      boxed('20GP', 1, 5, dangerous('3480', '9')),
      lorry(place('a'), place('b', { dgClasses: [] }), 1),
      'dangerous-goods-not-accepted',
    ],
    [
      'a place not in operation',
      unboxed('LOOSE', 1),
      lorry(place('a', { status: 'under-construction' }), place('b'), 1),
      'not-operational',
    ],
  ])('refuses: %s', (_name, cargo, stage, code) => {
    const reason = road.accept(load(cargo), stage, network)
    expect(reason?.code).toBe(code)
    expect(reason?.detail.zh).not.toBe(reason?.detail.en)
  })

  test('a stand-in place works, and a point outside the network has no rules of its own', () => {
    const point = { latitude: 29, longitude: 106, countryCode: 'CN' }
    expect(
      road.accept(
        load(unboxed('LOOSE', 1, dangerous('1203', '3'))),
        { kind: 'LEG', from: { place: place('a', { status: 'generic' }) }, to: point, km: decimal('12.5') },
        network,
      ),
    ).toBeUndefined()
  })
  test('grams of the chosen truck', () => {
    expect(road.emission(load(boxed('40HC', 2, 20_000)), leg, network)).toEqual({
      emissionG: 100 * 86 * 20,
      emissionFactorId: 'road-artic-40t-diesel-cn',
      confidence: 'estimate',
    })
    expect(road.emission(load(boxed('40HC', 2, 20_000)), shuttle(), network).emissionFactorId).toBe('road-artic-40t-electric-cn')
  })
})

test.each<[string, Cargo, Place, Place, string[]]>([
  ['loose goods', unboxed('LOOSE', 1), place('a'), place('b'), ['LOADED', 'DEPARTED', 'ARRIVED']],
  [
    'a box into a yard',
    boxed('20GP', 1, 1),
    place('a', { placeTypeCode: 'park' }),
    place('b'),
    ['LOADED', 'DEPARTED', 'ARRIVED', 'GATED_IN'],
  ],
  [
    'a box from port to park over the border',
    boxed('20GP', 1, 1),
    place('a', { placeTypeCode: 'port' }),
    place('b', { placeTypeCode: 'park', countryCode: 'VN' }),
    ['LOADED', 'GATED_OUT', 'DEPARTED', 'BORDER_CROSSED', 'ARRIVED'],
  ],
])('milestones: %s', (_name, cargo, from, to, words) => {
  expect(road.milestones(load(cargo), lorry(from, to, 1), network)).toEqual(words)
  expect(road.milestones(load(cargo), shuttle(), miniature([from, to]))).toEqual(words)
})

test('road is code 3 and has no storage', () =>
  expect([
    road.modeCode('road-van-diesel'),
    road.modeCode('iww-roro'),
    road.storage(load(unboxed('LOOSE', 1)), shuttle(), network),
  ]).toEqual(['3', undefined, []]))
