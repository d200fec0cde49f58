// What another chain changes against the one that is gone: price, arrival, CO2e. Pure.
import type { Itinerary } from '#model'
import { minutesBetween } from '../format.ts'

export interface Difference {
  /** Undefined where the currencies differ, which one quote never does. */
  readonly amountMinor: bigint | undefined
  readonly minutes: number
  readonly emissionG: number
}

export function differenceOf(from: Itinerary, to: Itinerary): Difference {
  const [before, after] = [from.criteria, to.criteria]
  const comparable = before.totalAmount.currency === after.totalAmount.currency
  return {
    amountMinor: comparable ? BigInt(after.totalAmount.minor) - BigInt(before.totalAmount.minor) : undefined,
    minutes: minutesBetween(before.arrivalDateTime, after.arrivalDateTime),
    emissionG: after.emissionG - before.emissionG,
  }
}

/** The nearest first: what costs least more, then what arrives soonest. */
export const nearestFirst = (from: Itinerary, others: readonly Itinerary[]): readonly Itinerary[] =>
  others.toSorted((a, b) => {
    const [left, right] = [differenceOf(from, a), differenceOf(from, b)]
    const money = (left.amountMinor ?? 0n) - (right.amountMinor ?? 0n)
    return money < 0n ? -1 : money > 0n ? 1 : left.minutes - right.minutes
  })
