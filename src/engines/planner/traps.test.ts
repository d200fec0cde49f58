// One miniature network for each way an "exact" planner is known to lose answers. Each case fails when its rule is taken
// out of the search (tried by breaking each in turn); the oracle and the judge see every one of them too.
import { describe, expect, test } from 'vitest'
import { CHAIN_TRAPS } from './chain-traps.test-support.ts'
import { DEBT_TRAPS } from './debt-traps.test-support.ts'
import { exhaustive } from './exhaustive.test-support.ts'
import { networkOf, printed, questionOf } from './miniature.test-support.ts'
import { plan } from './plan.ts'
import { validate } from './validate.ts'
import { WAITING_TRAPS } from './waiting-traps.test-support.ts'

describe('plan()', () => {
  test.for([...WAITING_TRAPS, ...CHAIN_TRAPS, ...DEBT_TRAPS])('$name', ({ network: text, journeys }) => {
    const network = networkOf(text)
    const question = questionOf(network)
    const answer = plan(question)
    expect(printed(network, answer)).toEqual(journeys)
    expect(answer.itineraries.map(({ arrival, cost, emission }) => [arrival, cost, emission])).toEqual(exhaustive(question))
    for (const itinerary of answer.itineraries) expect(validate(question, itinerary)).toEqual([])
  })
})
