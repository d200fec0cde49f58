// The planner against the oracle, and every itinerary before the judge.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exhaustive } from './exhaustive.test-support.ts'
import { questionOf } from './miniature.test-support.ts'
import { plan } from './plan.ts'
import { randomNetwork } from './random-network.test-support.ts'
import { validate } from './validate.ts'

const NETWORKS = Number(process.env['PLANNER_NETWORKS'] ?? 4000)
const SEED = Number(process.env['PLANNER_SEED'] ?? 20261201)
/** Networks with more chains than this are left out: the oracle, not the planner, would take too long. */
const MOST_CHAINS = 60_000

test('plan() finds exactly the front of exhaustive search, by itineraries that keep every rule', { timeout: 600_000 }, () => {
  const seen = { compared: 0, empty: 0, members: 0, widest: 0 }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const network = randomNetwork(seed)
      const question = questionOf(network)
      const expected = exhaustive(question, MOST_CHAINS)
      if (expected === undefined) return
      const answer = plan(question)
      const found = answer.itineraries.map(({ arrival, cost, emission }) => [arrival, cost, emission])
      expect(found).toEqual(expected)
      for (const itinerary of answer.itineraries) expect(validate(question, itinerary)).toEqual([])
      seen.compared++
      seen.members += expected.length
      seen.widest = Math.max(seen.widest, expected.length)
      if (expected.length === 0) seen.empty++
    }),
    { numRuns: NETWORKS, seed: SEED, endOnFailure: true },
  )
  expect(seen.compared).toBeGreaterThan(NETWORKS * 0.9)
  expect(seen.compared - seen.empty).toBeGreaterThan(NETWORKS * 0.5)
})
