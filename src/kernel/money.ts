// Money: whole minor units and a currency (CONTRACT §1). No float ever holds money.
import { type Decimal, roundHalfUp, times } from './decimal.ts'
import { assert } from './result.ts'

export interface Money {
  readonly minor: bigint
  readonly currency: string
}

/** ISO 4217 exponents of the currencies that are not 2. */
const EXPONENTS: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, VND: 0, CLP: 0, KWD: 3, BHD: 3, OMR: 3 }

export const minorDigits = (currency: string): number => EXPONENTS[currency] ?? 2

export const money = (minor: bigint, currency: string): Money => ({ minor, currency })

/** Whole minor units of an amount in major units, rounded half-up. */
export const fromMajor = (amount: Decimal, currency: string): Money => ({ minor: roundHalfUp(amount, minorDigits(currency)), currency })

export function addMoney(a: Money, b: Money): Money {
  assert(a.currency === b.currency, `adding ${a.currency} to ${b.currency}`)
  return { minor: a.minor + b.minor, currency: a.currency }
}

/** Converts at `rate` (units of `currency` for one unit of the amount's own), rounded half-up to its minor unit. */
export function convert(amount: Money, rate: Decimal, currency: string): Money {
  return fromMajor(times({ units: amount.minor, scale: minorDigits(amount.currency) }, rate), currency)
}

/** Splits without losing a unit: largest remainders first, ties by position. */
export function splitMoney(amount: Money, weights: readonly bigint[]): Money[] {
  const total = weights.reduce((a, b) => a + b, 0n)
  assert(total > 0n && weights.every((w) => w >= 0n), 'weights must be non-negative and not all zero')
  const sign = amount.minor < 0n ? -1n : 1n
  const magnitude = amount.minor * sign
  const shares = weights.map((weight, index) => ({ index, share: (magnitude * weight) / total, rest: (magnitude * weight) % total }))
  let left = magnitude - shares.reduce((a, s) => a + s.share, 0n)
  for (const s of shares.toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))) {
    if (left === 0n) break
    s.share += 1n
    left -= 1n
  }
  return shares.map((s) => ({ minor: s.share * sign, currency: amount.currency }))
}
