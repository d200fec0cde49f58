// How likely a chain keeps its promises: every arrival's delay is Gamma, legs are independent (CONTRACT §4).
import type { DelayedArrival } from './types.ts'

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012,
  9.9843695780195716e-6, 1.5056327351493116e-7,
]
const SMALLEST = 1e-300
const CLOSE_ENOUGH = 1e-15
const MOST_TERMS = 100_000
/** Beyond these shapes double precision has nothing left to tell: no spread at all, or nearly always no delay. */
const STEEPEST = 1e7
const FLATTEST = 1e-12

/** ln Γ(x) for x > 0, by Lanczos (g = 7, nine terms). */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const z = x - 1
  const t = z + 7.5
  const sum = LANCZOS.reduce((total, term, i) => total + term / (z + i + 1), 0.99999999999980993)
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** P(a, x), the regularised lower incomplete gamma function: a series below the bend, a continued fraction above it. */
export function regularisedGamma(a: number, x: number): number {
  if (x <= 0) return 0
  if (x === Infinity) return 1
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a))
  return x < a + 1 ? scale * lowerSeries(a, x) : 1 - scale * upperFraction(a, x)
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < MOST_TERMS && term > sum * CLOSE_ENOUGH; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

/** Lentz's method, modified so that no denominator is nought. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / SMALLEST
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < MOST_TERMS; n++) {
    const factor = -n * (n - a)
    b += 2
    d = factor * d + b
    d = 1 / (Math.abs(d) < SMALLEST ? SMALLEST : d)
    c = b + factor / c
    if (Math.abs(c) < SMALLEST) c = SMALLEST
    fraction *= d * c
    if (Math.abs(d * c - 1) < CLOSE_ENOUGH) break
  }
  return fraction
}

/** P(delay ≤ slack) of a Gamma delay; without spread, the delay is its mean. */
export function probabilityWithin(meanDelayMinutes: number, sdDelayMinutes: number, slackMinutes: number): number {
  if (slackMinutes === Infinity) return 1
  if (!(meanDelayMinutes > 0) || !(sdDelayMinutes > 0)) return slackMinutes >= Math.max(0, meanDelayMinutes) ? 1 : 0
  if (slackMinutes <= 0) return 0
  const shape = (meanDelayMinutes / sdDelayMinutes) ** 2
  if (shape > STEEPEST) return slackMinutes >= meanDelayMinutes ? 1 : 0
  if (shape < FLATTEST) return 1
  return regularisedGamma(shape, (slackMinutes / meanDelayMinutes) * shape)
}

/** P(the arrival still makes what comes next). */
export function transferProbability(arrival: DelayedArrival): number {
  return probabilityWithin(arrival.meanDelayMinutes, arrival.sdDelayMinutes, arrival.slackMinutes)
}

/** The product over all legs: each transfer makes its cut-off and the last arrival its deadline. */
export function onTimeProbability(arrivals: readonly DelayedArrival[]): number {
  return arrivals.reduce((probability, arrival) => probability * transferProbability(arrival), 1)
}

/** Without a deadline: the mean delay of the last leg. */
export function expectedDelayMinutes(arrivals: readonly DelayedArrival[]): number {
  return arrivals.at(-1)?.meanDelayMinutes ?? 0
}
