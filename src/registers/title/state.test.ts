import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply, actsOpenTo, type TitleMove, type TitleState } from './state.ts'

const checksum = 'c'.repeat(64)
const issue: TitleMove = { act: 'ISSUE', actor: 'carrier', recipient: 'consignor', transportDocumentChecksum: checksum }
const after = (...moves: readonly TitleMove[]): TitleState => {
  let state: TitleState | undefined
  for (const move of moves) {
    const next = apply(state, move)
    if (!next.ok) throw new Error(`${move.act}: ${next.error}`)
    state = next.value
  }
  if (state === undefined) throw new Error('no move')
  return state
}
const transfer: TitleMove = { act: 'TRANSFER', actor: 'consignor', recipient: 'bank' }
const surrender: TitleMove = { act: 'SURRENDER_FOR_DELIVERY', actor: 'bank' }
const accept: TitleMove = { act: 'SACC', actor: 'carrier' }
const reject: TitleMove = { act: 'SREJ', actor: 'carrier', reason: 'freight is open' }

test('the life of a bill', () => {
  expect(after(issue)).toMatchObject({ status: 'ISSUED', possessor: 'consignor', sequence: 0 })
  expect(after(issue, transfer)).toMatchObject({ status: 'ISSUED', possessor: 'bank', sequence: 1 })
  expect(after(issue, transfer, surrender)).toMatchObject({
    status: 'PENDING_SURRENDER_FOR_DELIVERY',
    possessor: 'carrier',
    surrenderedBy: 'bank',
  })
  expect(after(issue, transfer, surrender, accept)).toMatchObject({ status: 'SURRENDERED_FOR_DELIVERY', possessor: 'carrier', sequence: 3 })
  const back = after(issue, transfer, surrender, reject)
  expect(back).toMatchObject({ status: 'ISSUED', possessor: 'bank', sequence: 3 })
  expect(back).not.toHaveProperty('surrenderedBy')
  expect(after(issue, transfer, surrender, reject, surrender, accept).sequence).toBe(5)
})

describe('every act × every wrong actor and every wrong state is refused', () => {
  const parties = ['carrier', 'consignor', 'bank', 'stranger']
  const states = {
    none: undefined,
    issued: after(issue),
    held: after(issue, transfer),
    pending: after(issue, transfer, surrender),
    gone: after(issue, transfer, surrender, accept),
  }
  const right: Readonly<Record<string, readonly string[]>> = {
    none: ['ISSUE by carrier', 'ISSUE by consignor', 'ISSUE by bank', 'ISSUE by stranger'],
    issued: ['TRANSFER by consignor', 'SURRENDER_FOR_DELIVERY by consignor'],
    held: ['TRANSFER by bank', 'SURRENDER_FOR_DELIVERY by bank'],
    pending: ['SACC by carrier', 'SREJ by carrier'],
    gone: [],
  }
  test.each(Object.entries(states))('%s', (name, state) => {
    const allowed = parties.flatMap((actor) => {
      const moves: TitleMove[] = [
        { ...issue, actor },
        { act: 'TRANSFER', actor, recipient: 'somebody' },
        { act: 'SURRENDER_FOR_DELIVERY', actor },
        { act: 'SACC', actor },
        { act: 'SREJ', actor, reason: '' },
      ]
      return moves.filter((move) => apply(state, move).ok).map(({ act }) => `${act} by ${actor}`)
    })
    expect(allowed.toSorted()).toEqual((right[name] ?? []).toSorted())
    const open = state === undefined ? [] : parties.flatMap((actor) => actsOpenTo(state, actor).map((act) => `${act} by ${actor}`))
    expect(open.toSorted()).toEqual(state === undefined ? [] : allowed.toSorted())
  })

  test('nobody gives it to himself', () => {
    expect(apply(after(issue), { act: 'TRANSFER', actor: 'consignor', recipient: 'consignor' })).toEqual({ ok: false, error: 'same-party' })
  })
})

test('whatever is tried, one party controls it, steps are counted, the checksum stays, and what is surrendered stays so', () => {
  const party = fc.constantFrom('a', 'b', 'c')
  const move: fc.Arbitrary<TitleMove> = fc.oneof(
    fc.record({ act: fc.constant('ISSUE' as const), actor: party, recipient: party, transportDocumentChecksum: fc.constant(checksum) }),
    fc.record({ act: fc.constant('TRANSFER' as const), actor: party, recipient: party }),
    fc.record({ act: fc.constant('SURRENDER_FOR_DELIVERY' as const), actor: party }),
    fc.record({ act: fc.constant('SACC' as const), actor: party }),
    fc.record({ act: fc.constant('SREJ' as const), actor: party, reason: fc.constant('no') }),
  )
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      let state: TitleState | undefined
      for (const one of moves) {
        const next = apply(state, one)
        if (!next.ok) continue
        expect(next.value.sequence).toBe(state === undefined ? 0 : state.sequence + 1)
        expect(state?.status).not.toBe('SURRENDERED_FOR_DELIVERY')
        expect(next.value.transportDocumentChecksum).toBe(checksum)
        expect(next.value.status === 'ISSUED').toBe(next.value.surrenderedBy === undefined)
        // Whoever acted had control, or was the issuer to whom it had been given up.
        expect(one.actor).toBe(state?.possessor ?? one.actor)
        state = next.value
      }
    }),
    { numRuns: 500 },
  )
})
