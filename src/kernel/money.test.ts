import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimal } from './decimal.ts'
import { addMoney, convert, fromMajor, money, splitMoney } from './money.ts'

describe('money', () => {
  test('the exponent is the currency’s own', () => {
    expect(fromMajor(decimal('195'), 'EUR')).toEqual(money(19500n, 'EUR'))
    expect(fromMajor(decimal('195.5'), 'JPY')).toEqual(money(196n, 'JPY'))
  })

  test('conversion rounds half-up to the target’s minor unit', () => {
    expect(convert(money(390000n, 'EUR'), decimal('7.75'), 'CNY')).toEqual(money(3022500n, 'CNY'))
    expect(convert(money(1000n, 'JPY'), decimal('0.048'), 'CNY')).toEqual(money(4800n, 'CNY'))
    expect(convert(money(1n, 'CNY'), decimal('0.5'), 'USD')).toEqual(money(1n, 'USD'))
  })

  test('adding two currencies is a fault', () => expect(() => addMoney(money(1n, 'CNY'), money(1n, 'EUR'))).toThrow(/adding/))

  test('a split adds up to the amount and no share is off by more than one unit', () => {
    const weights = fc.array(fc.bigInt(0n, 1000n), { minLength: 1, maxLength: 9 }).filter((w) => w.some((x) => x > 0n))
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 12n), 10n ** 12n), weights, (minor, w) => {
        const shares = splitMoney(money(minor, 'CNY'), w)
        const total = w.reduce((a, b) => a + b, 0n)
        expect(shares.reduce((a, s) => a + s.minor, 0n)).toBe(minor)
        for (const [i, s] of shares.entries()) {
          const off = s.minor * total - minor * (w[i] ?? 0n)
          expect(off < total && off > -total).toBe(true)
        }
      }),
    )
  })
})
