// Park: who may change means where, and what handling, storage and customs cost.
import { decimal, decimalText } from '#kernel'
import { type Cargo, type Exclusion, type HubStage, loadOf, type Place, storageAmount } from '#model'
import { boxed, cold, dangerous, hubAt, miniature, place, unboxed } from '#model/testing'
import { describe, expect, test } from 'vitest'
import { park } from './index.ts'

const network = miniature()
const load = (cargo: Cargo) => loadOf(cargo, network.unitTypes)
const DAY = 1440
const { minimumTransferMinutes: _none, ...withoutTransfer } = place('p')
const { handlingPerTeu: _teu, handlingPerTonne: _tonne, ...withoutHandling } = place('p')

describe('acceptance of a transfer', () => {
  test.each<[string, Cargo, Place, Exclusion['code'] | undefined, string?]>([
    ['boxes', boxed('40HC', 1, 1), place('p'), undefined],
    ['no transfer here', boxed('40HC', 1, 1), withoutTransfer, 'no-connection', 'min_transfer_hours'],
    ['no boxes', boxed('40HC', 1, 1), place('p', { takesContainers: false }), 'unit-not-accepted', 'cap_container'],
    ['no cold', boxed('40RF', 1, 1, cold), place('p', { takesReefers: false }), 'temperature-not-kept', 'cap_reefer'],
    ['a reefer box without temperature', boxed('40RF', 1, 1), place('p', { takesReefers: false }), undefined],
    ['no dry bulk', unboxed('DRY_BULK', 1), place('p', { takesBulk: false }), 'cargo-form-not-accepted', 'cap_bulk'],
    ['no liquids', unboxed('LIQUID_BULK', 1), place('p', { takesBulk: false }), 'cargo-form-not-accepted', 'cap_bulk'],
    [
      'no cars',
      unboxed('ROLLING', 1, { goodsUnitQuantity: 1 }),
      place('p', { takesRolling: false }),
      'cargo-form-not-accepted',
      'cap_roro',
    ],
    [
      'loose goods anywhere',
      unboxed('LOOSE', 1),
      place('p', { takesContainers: false, takesBulk: false, takesRolling: false, takesReefers: false }),
      undefined,
    ],
    [
      'refused class',
      boxed('20GP', 1, 5, dangerous('3480', '9')),
      place('p', { dgClasses: ['3'] }),
      'dangerous-goods-not-accepted',
      'dg_classes',
    ],
    ['not in operation', boxed('20GP', 1, 5), place('p', { status: 'planned' }), 'not-operational', 'status'],
  ])('%s', (_name, cargo, at, code, column) => {
    const reason = park.accept(load(cargo), hubAt(at), network)
    expect([reason?.code, reason?.ruleId, reason?.placeId]).toEqual(
      code ? [code, `nodes.csv#p.${column}`, 'p'] : [undefined, undefined, undefined],
    )
  })
  test('at the end nothing changes means: only the class and the status are asked', () => {
    const bare = { ...withoutTransfer, takesContainers: false, takesReefers: false }
    expect(park.accept(load(boxed('40RF', 1, 1, cold)), hubAt(bare, { last: true }), network)).toBeUndefined()
    expect(
      park.accept(load(boxed('20GP', 1, 5, dangerous('3480', '9'))), hubAt({ ...bare, dgClasses: [] }, { last: true }), network)?.code,
    ).toBe('dangerous-goods-not-accepted')
  })
})

describe('charges', () => {
  const lines = (cargo: Cargo, stage: HubStage) =>
    park
      .charges(load(cargo), stage, network)
      .lines.map((line) => [
        line.chargeCode,
        line.calculationBasisCode,
        decimalText(line.basisQuantity),
        line.unitAmount.minor,
        line.appliedAmount.minor,
        line.sourceId,
      ])
  test.each<[string, Cargo, Place, number, (string | bigint)[][]]>([
    ['handling of boxes', boxed('40HC', 10, 85_000), place('p'), 600, [['HANDLING', 'TEU', '20', 21_000n, 420_000n, 'nodes.csv#p']]],
    ['handling by weight', unboxed('LOOSE', 1500), place('p'), 600, [['HANDLING', 'TONNE', '1.5', 1800n, 2700n, 'nodes.csv#p']]],
    ['rail yard, third day free', boxed('20GP', 1, 1), place('p'), 3 * DAY, [['HANDLING', 'TEU', '1', 21_000n, 21_000n, 'nodes.csv#p']]],
    [
      'rail yard, fourth day started',
      boxed('20GP', 2, 1),
      place('p'),
      3 * DAY + 1,
      [
        ['HANDLING', 'TEU', '2', 21_000n, 42_000n, 'nodes.csv#p'],
        ['STORAGE', 'TEU', '2', 2000n, 4000n, 'tariffs.json#storage_and_detention/rail terminal yard TEU'],
      ],
    ],
    [
      'rail yard, ten days',
      boxed('20GP', 1, 1),
      place('p'),
      10 * DAY,
      [
        ['HANDLING', 'TEU', '1', 21_000n, 21_000n, 'nodes.csv#p'],
        ['STORAGE', 'TEU', '1', 26_000n, 26_000n, 'tariffs.json#storage_and_detention/rail terminal yard TEU'],
      ],
    ],
    [
      'plugs from the first day',
      boxed('40RF', 2, 1, cold),
      place('p', { placeTypeCode: 'port' }),
      DAY + 1,
      [
        ['HANDLING', 'TEU', '4', 21_000n, 84_000n, 'nodes.csv#p'],
        ['STORAGE', 'UNIT', '2', 30_000n, 60_000n, 'tariffs.json#storage_and_detention/reefer plug-in'],
      ],
    ],
    [
      'the air warehouse by kilogram',
      unboxed('LOOSE', 1000),
      place('p', { placeTypeCode: 'airport' }),
      2 * DAY + 1,
      [
        ['HANDLING', 'TONNE', '1', 1800n, 1800n, 'nodes.csv#p'],
        ['STORAGE', 'KG', '1000', 25n, 25_000n, 'tariffs.json#storage_and_detention/airport warehouse'],
      ],
    ],
    [
      'bulk in a port has no tier',
      unboxed('DRY_BULK', 1000),
      place('p', { placeTypeCode: 'port' }),
      30 * DAY,
      [['HANDLING', 'TONNE', '1', 1800n, 1800n, 'nodes.csv#p']],
    ],
  ])('%s', (_name, cargo, at, stayMinutes, expected) => expect(lines(cargo, hubAt(at, { stayMinutes }))).toEqual(expected))

  test('abroad: own currency, and a long stay is unpriced', () => {
    const duisburg = place('de', { countryCode: 'DE', handlingPerTeu: decimal(195), handlingCurrency: 'EUR' })
    const boxes = load(boxed('40HC', 10, 85_000))
    expect(park.charges(boxes, hubAt(duisburg, { stayMinutes: 3 * DAY }), network)).toMatchObject({
      lines: [{ appliedAmount: { minor: 390_000n, currency: 'EUR' } }],
      unpriced: [],
    })
    expect(park.charges(boxes, hubAt(duisburg, { stayMinutes: 3 * DAY + 1 }), network).unpriced).toEqual(['STORAGE'])
    expect(park.charges(boxes, hubAt(duisburg, { stayMinutes: 9 * DAY, last: true }), network).unpriced).toEqual([])
  })
  test('no storage where the chain ends', () =>
    expect(park.storage(load(boxed('20GP', 1, 1)), hubAt(place('p'), { last: true, stayMinutes: 30 * DAY }), network)).toEqual([]))
  test('handling without a figure is named', () =>
    expect(park.charges(load(boxed('20GP', 1, 1)), hubAt(withoutHandling), network)).toMatchObject({ lines: [], unpriced: ['HANDLING'] }))
  test.each([
    ['export general', 30_000n, 'public-source'],
    ['import general', 50_000n, 'public-source'],
    ['transit CR Express', 25_000n, 'estimate'],
  ])('customs %s', (regime, minor, confidence) => {
    expect(park.charges(load(boxed('20GP', 1, 1)), hubAt(place('p'), { customsRegime: regime }), network).lines[1]).toMatchObject({
      chargeCode: 'CUSTOMS',
      calculationBasisCode: 'DECLARATION',
      basisQuantity: decimal(1),
      appliedAmount: { minor },
      sourceId: `tariffs.json#customs/${regime}`,
      confidence,
    })
  })
  test('a regime without a row is unpriced on its side', () =>
    expect(park.charges(load(boxed('20GP', 1, 1)), hubAt(place('p'), { customsRegime: 'export special' }), network).unpriced).toEqual([
      'CUSTOMS_EXPORT',
    ]))
  test('terms and lines agree for every stay', () => {
    const boxes = load(boxed('40RF', 3, 1, cold))
    for (let days = 0; days <= 40; days++) {
      const stage = hubAt(place('p'), { stayMinutes: days * DAY })
      const byTerms = park.storage(boxes, stage, network).reduce((total, term) => total + storageAmount(term, days).minor, 0n)
      const byLines = park
        .charges(boxes, stage, network)
        .lines.filter(({ chargeCode }) => chargeCode === 'STORAGE')
        .reduce((total, { appliedAmount }) => total + appliedAmount.minor, 0n)
      expect(byTerms).toBe(byLines)
    }
  })
})

describe('emission', () => {
  const [boxes, loose] = [boxed('40HC', 10, 85_000), unboxed('LOOSE', 2000)]
  test.each<[string, Cargo, Partial<Place>, boolean, string, number]>([
    ['boxes at a river port', boxes, { placeTypeCode: 'port' }, false, 'hub-container-terminal-river', 120_000],
    ['boxes at a port by sea', boxes, { placeTypeCode: 'port' }, true, 'hub-container-terminal-sea', 200_000],
    ['boxes at a rail terminal', boxes, {}, true, 'hub-rail-terminal', 100_000],
    ['boxes at an inland hub on rails', boxes, { placeTypeCode: 'overseas-hub' }, false, 'hub-rail-terminal', 100_000],
    ['boxes at a park without rails', boxes, { placeTypeCode: 'park', modes: ['road'] }, false, 'hub-transhipment-ambient', 102_000],
    ['loose goods at an airport', loose, { placeTypeCode: 'airport' }, false, 'hub-air-terminal', 18_000],
    ['loose goods at a rail terminal', loose, {}, false, 'hub-transhipment-ambient', 2400],
    ['cold loose goods', unboxed('LOOSE', 2000, cold), {}, false, 'hub-transhipment-cold', 9000],
  ])('%s', (_name, cargo, change, bySea, factor, grams) => {
    expect(park.emission(load(cargo), hubAt(place('p', change), { bySea }), network)).toEqual({
      emissionG: grams,
      emissionFactorId: factor,
      confidence: 'estimate',
    })
  })
})

describe('what the goods go through', () => {
  test.each<[string, Partial<HubStage>, string[], string[]]>([
    ['a quick transfer', { stayMinutes: 360 }, ['DISCHARGE', 'LOADING'], ['DISCHARGED']],
    ['a longer stay', { stayMinutes: 361 }, ['DISCHARGE', 'STORAGE', 'LOADING'], ['DISCHARGED', 'STORED']],
    [
      'export',
      { stayMinutes: 3330, customsRegime: 'export general' },
      ['DISCHARGE', 'CUSTOMS_EXPORT', 'STORAGE', 'LOADING'],
      ['DISCHARGED', 'CUSTOMS_SUBMITTED', 'CUSTOMS_RELEASED', 'STORED'],
    ],
    [
      'transit',
      { stayMinutes: 100, customsRegime: 'transit CR Express' },
      ['DISCHARGE', 'CUSTOMS_TRANSIT', 'LOADING'],
      ['DISCHARGED', 'CUSTOMS_SUBMITTED', 'CUSTOMS_RELEASED'],
    ],
    ['the end', { last: true, stayMinutes: 400 }, ['DISCHARGE'], ['DISCHARGED', 'AVAILABLE_FOR_PICKUP']],
  ])('%s', (_name, change, operations, milestones) => {
    const stage = hubAt(place('p'), change)
    expect(park.operations(load(boxed('20GP', 1, 1)), stage, network).map(({ operationCode }) => operationCode)).toEqual(operations)
    expect(park.milestones(load(boxed('20GP', 1, 1)), stage, network)).toEqual(milestones)
  })
  test('clearance takes the tariff’s mean time', () => {
    expect(park.operations(load(boxed('20GP', 1, 1)), hubAt(place('p'), { customsRegime: 'import general' }), network)).toContainEqual({
      operationCode: 'CUSTOMS_IMPORT',
      durationMinutes: 1920,
    })
  })
})
