import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ceilQuotient, compareDecimals, decimal, decimalText, floorQuotient, plus, roundHalfUp, sum, times, toNumber } from './decimal.ts'

const anyDecimal = fc.record({ units: fc.bigInt(-(10n ** 12n), 10n ** 12n), scale: fc.integer({ min: 0, max: 6 }) })

describe('decimal', () => {
  test.each([
    ['0.048', '0.048'],
    ['-3', '-3'],
    ['7.750', '7.75'],
    ['0.50', '0.5'],
    ['100', '100'],
  ])('%s prints as %s', (text, printed) => expect(decimalText(decimal(text))).toBe(printed))

  test.each(['', '1e3', '1,5', '.5', '5.', 'NaN', ' 1'])('refuses "%s"', (text) => expect(() => decimal(text)).toThrow(/decimal/))

  test.each([
    ['0.5', 0, 1n],
    ['0.4999', 0, 0n],
    ['-0.5', 0, -1n],
    ['2.345', 2, 235n],
    ['2', 2, 200n],
  ] as const)('%s at %i digits is %s', (text, scale, units) => expect(roundHalfUp(decimal(text), scale)).toBe(units))

  test('print and parse are inverse', () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        expect(roundHalfUp(decimal(decimalText(value)), 6)).toBe(roundHalfUp(value, 6))
      }),
    )
  })

  test('sums and products are exact where floats are not', () => {
    expect(decimalText(sum([decimal('0.1'), decimal('0.2')]))).toBe('0.3')
    expect(decimalText(times(decimal('1.1'), decimal('1.1')))).toBe('1.21')
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (a, b) => {
        expect(decimalText(plus(a, b))).toBe(decimalText(plus(b, a)))
      }),
    )
  })

  test('quotients bracket the whole', () => {
    expect(floorQuotient(decimal('30'), decimal('7.5'))).toBe(4)
    expect(ceilQuotient(decimal('30'), decimal('7.5'))).toBe(4)
    expect(ceilQuotient(decimal('30.001'), decimal('7.5'))).toBe(5)
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 9 }),
        fc.integer({ min: 1, max: 10 ** 5 }),
        fc.integer({ min: 0, max: 3 }),
        (whole, part, scale) => {
          const [w, p] = [decimal(whole), { units: BigInt(part), scale }]
          const [floor, ceil] = [floorQuotient(w, p), ceilQuotient(w, p)]
          expect(ceil - floor).toBeLessThanOrEqual(1)
          expect(compareDecimals(times(p, decimal(floor)), w)).toBeLessThanOrEqual(0)
          expect(compareDecimals(times(p, decimal(ceil)), w)).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })

  test('toNumber is near', () => expect(toNumber(decimal('12.25'))).toBe(12.25))
})
