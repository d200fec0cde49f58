// Exact decimal numbers, so that prices, distances and factors multiply without a float's error.
import { assert } from './result.ts'

/** value = units / 10^scale */
export interface Decimal {
  readonly units: bigint
  readonly scale: number
}

const FORM = /^-?\d+(\.\d+)?$/

export const isDecimal = (text: string): boolean => FORM.test(text)

/** Reads plain decimal notation ("7.75", "-3", "0.048"); exponents are not decimals of ours. */
export function decimal(text: string | number | bigint): Decimal {
  if (typeof text === 'bigint' || Number.isSafeInteger(text)) return { units: BigInt(text), scale: 0 }
  const plain = String(text)
  assert(FORM.test(plain), `decimal ${plain}`)
  const [whole = '0', fraction = ''] = plain.split('.')
  return { units: BigInt(whole + fraction), scale: fraction.length }
}

export const ZERO: Decimal = { units: 0n, scale: 0 }

export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { units: shift(a, scale) + shift(b, scale), scale }
}

export function times(first: Decimal, ...rest: readonly Decimal[]): Decimal {
  let { units, scale } = first
  for (const next of rest) {
    units *= next.units
    scale += next.scale
  }
  return { units, scale }
}

export const sum = (all: readonly Decimal[]): Decimal => all.reduce(plus, ZERO)

/** Units at `scale` digits after the point, halves away from zero (half-up, as invoices round). */
export function roundHalfUp(value: Decimal, scale: number): bigint {
  if (value.scale <= scale) return value.units * 10n ** BigInt(scale - value.scale)
  const divisor = 10n ** BigInt(value.scale - scale)
  const negative = value.units < 0n
  const magnitude = negative ? -value.units : value.units
  const rounded = (magnitude + divisor / 2n) / divisor
  return negative ? -rounded : rounded
}

/** For display and for figures that are estimates anyway; never for money. */
export function toNumber(value: Decimal): number {
  const units = Number(value.units)
  // Both exact, so one division rounds as reading the text would.
  return Number.isSafeInteger(units) && value.scale <= MOST_EXACT_POWER ? units / 10 ** value.scale : Number(decimalText(value))
}
/** Powers of ten up to here are exact as numbers. */
const MOST_EXACT_POWER = 22

export function decimalText({ units, scale }: Decimal): string {
  if (scale === 0) return units.toString()
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const fraction = digits.slice(-scale).replace(/0+$/, '')
  return sign + digits.slice(0, -scale) + (fraction === '' ? '' : `.${fraction}`)
}

/** Negative, zero or positive, as sorting wants it. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale)
  const [left, right] = [shift(a, scale), shift(b, scale)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** How many whole times `part` goes into `whole`; both non-negative, `part` not zero. */
export function floorQuotient(whole: Decimal, part: Decimal): number {
  const scale = Math.max(whole.scale, part.scale)
  assert(part.units > 0n && whole.units >= 0n, `${decimalText(whole)} / ${decimalText(part)}`)
  return Number(shift(whole, scale) / shift(part, scale))
}

/** How many times `part` must be taken to hold `whole`. */
export function ceilQuotient(whole: Decimal, part: Decimal): number {
  const floor = floorQuotient(whole, part)
  return compareDecimals(times(part, { units: BigInt(floor), scale: 0 }), whole) < 0 ? floor + 1 : floor
}

const shift = (value: Decimal, scale: number): bigint =>
  value.scale === scale ? value.units : value.units * 10n ** BigInt(scale - value.scale)
