// Rail, and with it the rules every scheduled leg has: each refusal once, then price, grams and milestones.
import { decimalText } from '#kernel'
import { type Cargo, type Exclusion, loadOf, type Place, type Service } from '#model'
import { boxed, cold, dangerous, hubAt, miniature, place, service, unboxed, wholeRun } from '#model/testing'
import { describe, expect, test } from 'vitest'
import { rail } from './index.ts'

const STOPS = ['cq', 'mid', 'de']
function ask(cargo: Cargo, change: Partial<Service> = {}, middle: Partial<Place> = {}, start: Partial<Place> = {}) {
  const run = service('r-1', 'rail', STOPS, change)
  const network = miniature([place('cq', start), place('mid', middle), place('de', { countryCode: 'DE' })], [run])
  return { load: loadOf(cargo, network.unitTypes), stage: wholeRun(run), network }
}
const refusal = ({ load, stage, network }: ReturnType<typeof ask>): Exclusion | undefined => rail.accept(load, stage, network)

describe('refusals', () => {
  test.each<[Exclusion['code'], string, Cargo, Partial<Service>?, Partial<Place>?, Partial<Place>?]>([
    ['not-operational', 'services.csv#r-1.status', boxed('40HC', 1, 1), { status: 'suspended-at-times' }],
    ['not-operational', 'nodes.csv#cq.status', boxed('40HC', 1, 1), {}, {}, { status: 'planned' }],
    ['unit-not-accepted', 'services.csv#r-1.unit_types', boxed('45HC', 1, 1)],
    [
      'unit-not-accepted',
      'services.csv#r-1.unit_types',
      {
        ...boxed('40HC', 1, 1),
        requestedEquipment: [
          { unitTypeCode: '40HC', quantity: 1 },
          { unitTypeCode: '45HC', quantity: 1 },
        ],
      },
    ],
    ['cargo-form-not-accepted', 'services.csv#r-1.unit_types', unboxed('DRY_BULK', 1000)],
    ['temperature-not-kept', 'services.csv#r-1.reefer', boxed('40RF', 1, 1, cold), { reefer: false }],
    ['dangerous-goods-not-accepted', 'services.csv#r-1.dg_classes', boxed('20GP', 1, 1, dangerous('1203', '3'))],
    ['dangerous-goods-not-accepted', 'services.csv#r-1.dg_classes', boxed('20GP', 1, 1, dangerous('1950', '2')), { dgClasses: ['2.1'] }],
    ['dangerous-goods-not-accepted', 'nodes.csv#mid.dg_classes', boxed('20GP', 1, 1, dangerous('3480', '9')), {}, { dgClasses: [] }],
    [
      'dangerous-goods-not-accepted',
      'dangerous-goods.csv#belly-3480',
      boxed('20GP', 1, 1, dangerous('3480', '9')),
      { vehicleType: 'air-belly-long' },
    ],
    ['too-heavy', 'services.csv#r-1.capacity_tonnes', boxed('20GP', 1, 28_000), { capacityTonnes: { units: 27n, scale: 0 } }],
    ['too-large', 'services.csv#r-1.capacity_teu', boxed('40HC', 1, 1000), { capacityTeu: 1 }],
    [
      'too-heavy',
      'services.csv#r-1.unit_types',
      unboxed('LOOSE', 100, { transportPackage: { typeCode: 'PC', itemQuantity: 1 } }),
      { unitTypes: ['parcel'] },
    ],
    [
      'too-heavy',
      'services.csv#r-1.unit_types',
      unboxed('LOOSE', 15_000, { transportPackage: { typeCode: 'PX', itemQuantity: 1 } }),
      { unitTypes: ['17.5m-trailer'], capacityTonnes: { units: 10n, scale: 0 } },
    ],
  ])('%s by %s', (code, ruleId, ...question) => {
    const reason = refusal(ask(...question))
    expect([reason?.code, reason?.ruleId]).toEqual([code, ruleId])
    expect(reason?.detail.zh).toMatch(/\p{Script=Han}/u)
    expect(reason?.detail.en).not.toMatch(/undefined/)
    expect(reason?.serviceId ?? reason?.placeId).toBeDefined()
  })
})

describe('acceptance', () => {
  test.each<[string, Cargo, Partial<Service>?, Partial<Place>?]>([
    [
      'boxes of two kinds',
      {
        ...boxed('40HC', 1, 1),
        requestedEquipment: [
          { unitTypeCode: '40HC', quantity: 1 },
          { unitTypeCode: '20GP', quantity: 1 },
        ],
      },
    ],
    ['a stop in between need not be open', boxed('40HC', 1, 1), {}, { status: 'planned' }],
    ['a main class covers its divisions', boxed('20GP', 1, 1, dangerous('1978', '2.1')), { dgClasses: ['2'] }],
    ['more than one train takes: the counter says so, not the mode', boxed('40HC', 50, 1_250_000)],
    ['a season in the data is a remark', boxed('40RF', 1, 1, cold), { season: '04-08 peak; banana all year' }],
    [
      'loose goods in pieces that fit a pallet',
      unboxed('LOOSE', 8000, { transportPackage: { typeCode: 'PC', itemQuantity: 4000 } }),
      { unitTypes: ['parcel'] },
    ],
  ])('%s', (_name, ...question) => expect(refusal(ask(...question))).toBeUndefined())
})

describe('figures', () => {
  test('boxes pay by TEU, from boarding to alighting only', () => {
    const { load, stage, network } = ask(boxed('40HC', 10, 85_000))
    const [line] = rail.charges(load, { ...stage, toStop: 1 }, network).lines
    expect(line).toMatchObject({
      chargeCode: 'FREIGHT',
      calculationBasisCode: 'TEU',
      unitAmount: { minor: 100_000n, currency: 'CNY' },
      appliedAmount: { minor: 2_000_000n },
      sourceId: 'services.csv#r-1',
      confidence: 'estimate',
    })
    expect(line && decimalText(line.basisQuantity)).toBe('20')
    expect(rail.charges(load, stage, network).lines[0]?.appliedAmount.minor).toBe(4_000_000n)
    expect(rail.emission(load, stage, network)).toEqual({
      emissionG: 200 * 18 * 85,
      emissionFactorId: 'rail-electric-cn',
      confidence: 'estimate',
    })
  })
  test('groupage pays by weight, rounded half-up once', () => {
    const { load, stage, network } = ask(unboxed('DRY_BULK', 1000.005), { costUnit: 'CNY/tonne', unitTypes: ['bulk'] })
    expect(rail.charges(load, stage, network).lines[0]).toMatchObject({ calculationBasisCode: 'TONNE', appliedAmount: { minor: 200_001n } })
  })
  test('a price per TEU says nothing of pallets: unpriced, never zero', () => {
    const { load, stage, network } = ask(unboxed('LOOSE', 1000), { unitTypes: ['pallet'] })
    expect(rail.charges(load, stage, network)).toEqual({ lines: [], unpriced: ['FREIGHT'] })
  })
  test('TEU-km only where the factor has no tonne-km', () => {
    const { load, stage, network } = ask(boxed('45HC', 1, 1000), { vehicleType: 'rail-teu-only', unitTypes: ['45HC'] })
    expect(rail.emission(load, stage, network).emissionG).toBe(200 * 180 * 2.25)
  })
  test('no operations, no storage, code 2', () => {
    const { load, stage, network } = ask(boxed('40HC', 1, 1))
    expect([
      rail.operations(load, stage, network),
      rail.storage(load, stage, network),
      rail.modeCode('rail-hsr-cn'),
      rail.modeCode('sea-x'),
    ]).toEqual([[], [], '2', undefined])
  })
})

describe('milestones', () => {
  test.each([
    ['at home', 'CN', 'CN', ['LOADED', 'DEPARTED', 'ARRIVED']],
    ['to Vietnam on 1,435 mm', 'CN', 'VN', ['LOADED', 'DEPARTED', 'BORDER_CROSSED', 'HANDED_OVER', 'ARRIVED']],
    ['to Germany over Kazakhstan', 'KZ', 'DE', ['LOADED', 'DEPARTED', 'BORDER_CROSSED', 'HANDED_OVER', 'GAUGE_CHANGED', 'ARRIVED']],
  ])('%s', (_name, middle, end, words) => {
    const run = service('r-1', 'rail', STOPS)
    const network = miniature([place('cq'), place('mid', { countryCode: middle }), place('de', { countryCode: end })], [run])
    expect(rail.milestones(loadOf(boxed('40HC', 1, 1), network.unitTypes), wholeRun(run), network)).toEqual(words)
  })
})

test('another mode’s stage is a fault', () => {
  const { load, network } = ask(boxed('40HC', 1, 1))
  expect(() => rail.accept(load, hubAt(place('cq')), network)).toThrow(/assertion/)
  expect(() => rail.charges(load, wholeRun(service('w-1', 'water', STOPS)), network)).toThrow(/assertion/)
})
