// Every fault that a cargo can have by itself, with its pointer and code.
import { describe, expect, test } from 'vitest'
import { cargo as cargoSchema, type Cargo } from './cargo.ts'
import { cargoFaults } from './cargo-faults.ts'
import { boxed, cold, dangerous, item, miniature, unboxed } from './testing/index.ts'

const reference = miniature()
const faults = (cargo: Cargo, base?: string) => cargoFaults(cargo, reference, base).map(({ pointer, code }) => [pointer, code])
const at = (member: string) => `/includedConsignmentItem/0/${member}`

describe('cargo without fault', () => {
  test.each([
    ['boxes', boxed('40HC', 10, 85_000)],
    ['lithium batteries, an article', boxed('20GP', 10, 120_000, dangerous('3480', '9'))],
    ['gas, a class without packing group', boxed('20GP', 1, 1000, dangerous('1978', '2.1'))],
    ['organic peroxide, without packing group', boxed('20GP', 1, 1000, dangerous('3105', '5.2'))],
    ['infectious substance, without packing group', boxed('20GP', 1, 1000, dangerous('2814', '6.2'))],
    ['self-reactive, without packing group', boxed('20GP', 1, 1000, dangerous('3224', '4.1'))],
    [
      'petrol with its packing group',
      boxed('20GP', 1, 1000, {
        transportDangerousGoods: [
          { uNDGID: '1203', hazardClassificationID: '3', properShippingName: 'PETROL', packagingDangerLevelCode: '2', netWeightKg: 900 },
        ],
      }),
    ],
    ['frozen meat in a reefer', boxed('40RF', 2, 50_000, { transportTemperature: { coldChainClassId: 'frozen-meat' } })],
    ['cold loose goods', unboxed('LOOSE', 100, cold)],
    ['loose goods without dimensions: only air asks for them', unboxed('LOOSE', 100)],
    ['cars', unboxed('ROLLING', 1_100_000, { goodsUnitQuantity: 750 })],
    ['a box filled to its payload', boxed('20GP', 2, 56_460)],
  ])('%s', (_name, cargo) => expect(faults(cargo)).toEqual([]))
})

describe('faults', () => {
  test.each<[string, Cargo, string, string]>([
    ['no boxes asked for', { ...unboxed('CONTAINERISED', 1) }, '/requestedEquipment', 'missing-member'],
    ['0 boxes', boxed('20GP', 0, 1), '/requestedEquipment/0/quantity', 'out-of-range'],
    ['unknown unit type', boxed('60XX', 1, 1), '/requestedEquipment/0/unitTypeCode', 'unknown-code'],
    ['unit type of another form', boxed('bulk', 1, 1), '/requestedEquipment/0/unitTypeCode', 'unknown-code'],
    [
      'a box for bulk',
      { ...unboxed('DRY_BULK', 1), requestedEquipment: [{ unitTypeCode: '20GP', quantity: 1 }] },
      '/requestedEquipment/0/unitTypeCode',
      'unknown-code',
    ],
    ['a temperature in a dry box', boxed('40HC', 1, 1, cold), '/requestedEquipment/0/unitTypeCode', 'unknown-code'],
    ['overweight box', boxed('40HC', 2, 53_241), '/requestedEquipment/0/quantity', 'unit-overweight'],
    [
      'overweight pallet',
      { ...unboxed('LOOSE', 2001), requestedEquipment: [{ unitTypeCode: 'pallet', quantity: 2 }] },
      '/requestedEquipment/0/quantity',
      'unit-overweight',
    ],
    [
      'one number for two items',
      { ...unboxed('DRY_BULK', 1), includedConsignmentItem: [item(1), item(1)] },
      '/includedConsignmentItem/1/sequenceNumber',
      'out-of-range',
    ],
    ['weight 0', unboxed('DRY_BULK', 0), at('grossWeightKg'), 'out-of-range'],
    ['net over gross', unboxed('DRY_BULK', 5, { netWeightKg: 6 }), at('netWeightKg'), 'out-of-range'],
    ['vehicles not counted', unboxed('ROLLING', 5), at('goodsUnitQuantity'), 'missing-member'],
    [
      'unknown cold-chain class',
      unboxed('LOOSE', 5, { transportTemperature: { coldChainClassId: 'x' } }),
      at('transportTemperature/coldChainClassId'),
      'unknown-code',
    ],
    ['empty temperature', unboxed('LOOSE', 5, { transportTemperature: {} }), at('transportTemperature'), 'missing-member'],
    [
      'temperature upside down',
      unboxed('LOOSE', 5, { transportTemperature: { minimumC: 8, maximumC: 2 } }),
      at('transportTemperature/minimumC'),
      'out-of-range',
    ],
    [
      'colder than every reefer',
      unboxed('LOOSE', 5, { transportTemperature: { maximumC: -60 } }),
      at('transportTemperature/maximumC'),
      'out-of-range',
    ],
    [
      'a class colder than every reefer',
      unboxed('LOOSE', 5, { transportTemperature: { coldChainClassId: 'pharma-ultracold' } }),
      at('transportTemperature/coldChainClassId'),
      'out-of-range',
    ],
    [
      'warmer than every reefer',
      unboxed('LOOSE', 5, { transportTemperature: { minimumC: 31 } }),
      at('transportTemperature/minimumC'),
      'out-of-range',
    ],
    [
      'no packing group',
      boxed('20GP', 1, 5, dangerous('1203', '3')),
      at('transportDangerousGoods/0/packagingDangerLevelCode'),
      'dangerous-goods-incomplete',
    ],
    [
      'dangerous net over gross',
      boxed('20GP', 1, 0.5, dangerous('3480', '9')),
      at('transportDangerousGoods/0/netWeightKg'),
      'dangerous-goods-incomplete',
    ],
  ])('%s', (_name, cargo, pointer, code) => {
    expect(faults(cargo)).toEqual([[pointer, code]])
    for (const { detail } of cargoFaults(cargo, reference))
      expect([detail.zh, detail.en].every((sentence) => sentence.length > 5)).toBe(true)
  })

  test('all at once, beneath the base pointer', () => {
    const cargo = {
      ...boxed('60XX', 1, 1),
      includedConsignmentItem: [item(1), item(5, { sequenceNumber: 2, netWeightKg: 6, transportTemperature: {} })],
    }
    expect(faults(cargo, '/entrustment')).toEqual([
      ['/entrustment/requestedEquipment/0/unitTypeCode', 'unknown-code'],
      ['/entrustment/includedConsignmentItem/1/netWeightKg', 'out-of-range'],
      ['/entrustment/includedConsignmentItem/1/transportTemperature', 'missing-member'],
    ])
  })

  test('the schema stops 0 boxes and 0 kg before', () => {
    expect(cargoSchema.safeParse(boxed('20GP', 0, 1)).success).toBe(false)
    expect(cargoSchema.safeParse(unboxed('DRY_BULK', 0)).success).toBe(false)
  })
})
