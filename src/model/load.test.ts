// How much fits, as check.py's Cargo.per has it.
import fc from 'fast-check'
import { decimal, decimalText } from '#kernel'
import { describe, expect, test } from 'vitest'
import { loadOf, piecesOf, truckUnits, unitsPerDeparture } from './load.ts'
import { boxed, cold, dangerous, item, miniature, unboxed } from './testing/index.ts'

const { unitTypes } = miniature()
const load = (cargo: Parameters<typeof loadOf>[0]) => loadOf(cargo, unitTypes)

describe('loadOf', () => {
  test('adds items and boxes', () => {
    const mixed = load({
      cargoFormCode: 'CONTAINERISED',
      requestedEquipment: [
        { unitTypeCode: '45HC', quantity: 2 },
        { unitTypeCode: '20GP', quantity: 3 },
      ],
      includedConsignmentItem: [item(1000.25, dangerous('3480', '9')), item(0.125, { ...cold, ...dangerous('3480', '9') })],
    })
    expect({
      kg: decimalText(mixed.grossWeightKg),
      t: decimalText(mixed.grossTonnes),
      teu: decimalText(mixed.teu),
      boxes: mixed.boxCount,
    }).toEqual({ kg: '1000.375', t: '1.000375', teu: '7.5', boxes: 5 })
    expect([mixed.needsCold, mixed.hazardClasses, mixed.unNumbers]).toEqual([true, ['9'], ['3480']])
  })
  test('goods without boxes have no TEU, whatever unit they ask for', () => {
    const loose = load({ ...unboxed('LOOSE', 500), requestedEquipment: [{ unitTypeCode: 'pallet', quantity: 2 }] })
    expect([loose.boxCount, decimalText(loose.teu)]).toEqual([0, '0'])
  })
  test('a piece weighs its share, rounded up to the gram', () => {
    expect(
      piecesOf(load(unboxed('LOOSE', 10, { transportPackage: { typeCode: 'PX', itemQuantity: 3, lengthMm: 100 } }))).map(
        ({ kg, lengthMm }) => [kg && decimalText(kg), lengthMm],
      ),
    ).toEqual([['3.334', 100]])
    expect(piecesOf(load(unboxed('LOOSE', 10)))).toEqual([{ itemIndex: 0 }])
  })
})

describe('what fits', () => {
  test.each([
    ['two 20GP on a truck', boxed('20GP', 10, 120_000), 2, 30, true, 2, 5],
    ['heavy 20GP go alone', boxed('20GP', 4, 64_000), 2, 30, true, 1, 4],
    ['a 45 ft box fills a truck of two TEU', boxed('45HC', 3, 30_000), 2, 26, true, 1, 3],
    ['a 45 ft box counts 2.25 on a train', boxed('45HC', 3, 30_000), 100, 1200, false, 44, undefined],
    ['too heavy a box', boxed('20GP', 1, 28_000), 2, 27, true, 0, undefined],
    ['1,250 t in 50 boxes: 48 on one train', boxed('40HC', 50, 1_250_000), 100, 1200, false, 48, undefined],
  ] as const)('%s', (_name, cargo, teu, tonnes, truck, per, trucks) => {
    expect(unitsPerDeparture(load(cargo), teu, decimal(tonnes), truck)).toBe(per)
    expect(truck ? truckUnits(load(cargo), teu, decimal(tonnes)) : undefined).toBe(trucks)
  })
  test('loose goods fill trucks by weight', () => expect(truckUnits(load(unboxed('LOOSE', 28_001)), 2, decimal(28))).toBe(2))
  test('no TEU, no box', () => expect(unitsPerDeparture(load(boxed('20GP', 1, 1000)), undefined, decimal(28), false)).toBe(0))
  test('mixed boxes share trucks with their own kind only', () => {
    const mixed = load({
      ...boxed('20GP', 3, 30_000),
      requestedEquipment: [
        { unitTypeCode: '20GP', quantity: 3 },
        { unitTypeCode: '40HC', quantity: 2 },
      ],
    })
    expect(truckUnits(mixed, 2, decimal(30))).toBe(4)
  })
  test('law: the trucks carry all boxes, one truck fewer does not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('20GP', '40HC', '45HC'),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 26_000 }),
        (code, quantity, kgEach) => {
          const one = load(boxed(code, quantity, kgEach * quantity))
          const [per, trucks = 0] = [unitsPerDeparture(one, 2, decimal(28), true), truckUnits(one, 2, decimal(28))]
          expect(per * trucks).toBeGreaterThanOrEqual(quantity)
          expect(per * (trucks - 1)).toBeLessThan(quantity)
        },
      ),
    )
  })
})
