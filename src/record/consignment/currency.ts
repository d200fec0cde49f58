// Amounts of other currencies in the quote's own: each line by itself, at a stated rate, rounded half-up (CONTRACT §4).
import { assert, convert, type Decimal, decimal, type Money, roundHalfUp } from '#kernel'
import type { Confidence, ExchangeRate } from '#model'

export interface UsedRate {
  readonly fromCurrency: string
  readonly toCurrency: string
  readonly rate: Decimal
  readonly sourceId: string
  readonly confidence: Confidence
}

/** The data states what a unit costs in CNY; any other pair goes through CNY and is rounded to this many digits, as printed. */
const CROSS_RATE_DIGITS = 10
const ONE = decimal(1)

export function rateBetween(rates: readonly ExchangeRate[], fromCurrency: string, toCurrency: string): UsedRate {
  const inCny = (currency: string): Decimal => {
    if (currency === 'CNY') return ONE
    const row = rates.find((rate) => rate.currency === currency)
    assert(row, `a rate for ${currency}`)
    return row.cnyPerUnit
  }
  const [from, to] = [inCny(fromCurrency), inCny(toCurrency)]
  const foreign = [fromCurrency, toCurrency].filter((currency) => currency !== 'CNY')
  const sources = rates.filter((rate) => foreign.includes(rate.currency))
  return {
    fromCurrency,
    toCurrency,
    rate: toCurrency === 'CNY' ? from : quotient(from, to),
    sourceId: foreign.map((currency) => `tariffs.json#fx_cny_per_unit/${currency}`).join(' '),
    confidence: sources.find((rate) => rate.confidence === 'estimate')?.confidence ?? 'public-source',
  }
}

function quotient(a: Decimal, b: Decimal): Decimal {
  const digits = CROSS_RATE_DIGITS + 1
  const scaled = (a.units * 10n ** BigInt(digits + b.scale)) / (b.units * 10n ** BigInt(a.scale))
  return { units: roundHalfUp({ units: scaled, scale: digits }, CROSS_RATE_DIGITS), scale: CROSS_RATE_DIGITS }
}

/** Converts into one currency and remembers which rates were needed. */
export interface Exchange {
  readonly currency: string
  /** Minor units of the quote's currency; exact below 2^53, which no cargo reaches. */
  minor(amount: Money): number
  rate(fromCurrency: string): UsedRate
}

export function exchangeInto(rates: readonly ExchangeRate[], currency: string): Exchange {
  const known = new Map<string, UsedRate>()
  const rate = (from: string): UsedRate => {
    const found = known.get(from) ?? rateBetween(rates, from, currency)
    known.set(from, found)
    return found
  }
  return {
    currency,
    rate,
    minor(amount) {
      const minor = Number((amount.currency === currency ? amount : convert(amount, rate(amount.currency).rate, currency)).minor)
      assert(Number.isSafeInteger(minor), `${minor} minor units`)
      return minor
    },
  }
}
