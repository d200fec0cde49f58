// The Gamma distribution against known values, and the product of CONTRACT §4.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectedDelayMinutes, onTimeProbability, probabilityWithin, regularisedGamma, transferProbability } from './reliability.ts'

/** Reckoned with 60 digits (series, Stirling's ln Γ), and equal to SciPy's gammainc as far as that goes. */
const KNOWN: readonly (readonly [a: number, x: number, p: number])[] = [
  [0.5, 0.5, 0.6826894921370859],
  [0.1, 0.01, 0.6626212599544798],
  [0.01, 3, 0.9998670286434298],
  [0.4, 2, 0.9671471952390333],
  [1, 1, 0.6321205588285576],
  [2.25, 0.3, 0.0212766531227312],
  [5, 5, 0.5595067149347875],
  [5, 12, 0.992399609318933],
  [100, 90, 0.1582209891864301],
  [100, 120, 0.9721362601094793],
  [1000, 1010, 0.6276789447369947],
]

describe('regularisedGamma()', () => {
  test.for(KNOWN)('P(%f, %f)', ([a, x, p]) => {
    expect(Math.abs(regularisedGamma(a, x) - p)).toBeLessThan(1e-10)
  })
  test('for whole a it is one minus the first terms of Poisson', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.001, max: 150, noNaN: true }), (a, x) => {
        let term = Math.exp(-x)
        let sum = 0
        for (let k = 0; k < a; k++, term *= x / k) sum += term
        expect(Math.abs(regularisedGamma(a, x) - (1 - sum))).toBeLessThan(1e-10)
      }),
    )
  })
})

describe('probabilityWithin()', () => {
  test('without spread the delay is its mean', () => {
    expect(probabilityWithin(30, 0, 29)).toBe(0)
    expect(probabilityWithin(30, 0, 30)).toBe(1)
    expect(probabilityWithin(0, 0, 0)).toBe(1)
    expect(probabilityWithin(0, 10, -1)).toBe(0)
  })
  test('an exponential delay (mean = sd)', () => {
    expect(probabilityWithin(60, 60, 120)).toBeCloseTo(1 - Math.exp(-2), 12)
  })
  test('no slack, no chance; nothing to miss, no risk', () => {
    expect(probabilityWithin(60, 60, 0)).toBe(0)
    expect(probabilityWithin(60, 60, -5)).toBe(0)
    expect(probabilityWithin(60, 60, Infinity)).toBe(1)
  })
  test('more slack never makes it less likely, and it stays a probability', () => {
    const minutes = fc.double({ min: 0, max: 20_000, noNaN: true })
    fc.assert(
      fc.property(minutes, minutes, minutes, minutes, (mean, sd, slack, more) => {
        const p = probabilityWithin(mean, sd, slack)
        expect(p).toBeGreaterThanOrEqual(0)
        expect(probabilityWithin(mean, sd, slack + more)).toBeGreaterThanOrEqual(p - 1e-8)
        expect(probabilityWithin(mean, sd, slack + more)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('a chain', () => {
  const arrivals = [
    { meanDelayMinutes: 60, sdDelayMinutes: 60, slackMinutes: 120 },
    { meanDelayMinutes: 30, sdDelayMinutes: 0, slackMinutes: 30 },
    { meanDelayMinutes: 600, sdDelayMinutes: 600, slackMinutes: 600 },
  ]
  test('keeps its promise when every leg does', () => {
    expect(onTimeProbability(arrivals)).toBeCloseTo((1 - Math.exp(-2)) * (1 - Math.exp(-1)), 12)
    expect(transferProbability(arrivals[1]!)).toBe(1)
    expect(onTimeProbability([])).toBe(1)
  })
  test('is late by the last leg’s mean', () => {
    expect(expectedDelayMinutes(arrivals)).toBe(600)
    expect(expectedDelayMinutes([])).toBe(0)
  })
})
