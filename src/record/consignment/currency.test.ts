import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimal, decimalText, money } from '#kernel'
import type { ExchangeRate } from '#model'
import { exchangeInto, rateBetween } from './currency.ts'

const row = (currency: string, cny: string): ExchangeRate => ({
  currency,
  cnyPerUnit: decimal(cny),
  source: 'test',
  confidence: 'estimate',
})
const rates = [row('EUR', '7.75'), row('USD', '7.15'), row('JPY', '0.048')]

test.each([
  ['EUR', 'CNY', '7.75'],
  ['CNY', 'USD', '0.1398601399'],
  ['EUR', 'USD', '1.0839160839'],
  ['USD', 'JPY', '148.9583333333'],
])('%s to %s is %s', (from, to, rate) => expect(decimalText(rateBetween(rates, from, to).rate)).toBe(rate))

test('minor digits differ by currency', () => {
  expect(exchangeInto(rates, 'CNY').minor(money(100n, 'JPY'))).toBe(480)
  expect(exchangeInto(rates, 'JPY').minor(money(480n, 'CNY'))).toBe(100)
})

test('its own currency stays as it is, and more is never less', () => {
  const exchange = exchangeInto(rates, 'CNY')
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(0n, 10n ** 12n), (a, b) => {
      expect(exchange.minor(money(a, 'CNY'))).toBe(Number(a))
      expect(exchange.minor(money(a + b, 'EUR'))).toBeGreaterThanOrEqual(exchange.minor(money(a, 'EUR')))
    }),
  )
})
