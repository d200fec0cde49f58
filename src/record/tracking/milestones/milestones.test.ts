// Milestones rebuilt from events: their plan, their choice among statements, estimates, and the laws of order.
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { MilestoneName } from '#model'
import { type MilestoneState, milestonesOf, nextOwed, type PlannedElement, type StatedFact } from './milestones.ts'

const at = (text: string): Temporal.Instant => Temporal.Instant.from(`2026-12-${text}Z`)
const CHAIN: readonly PlannedElement[] = [
  {
    sequenceNumber: 1,
    kind: 'LEG',
    start: at('01T04:00'),
    end: at('01T05:00'),
    cutOff: at('01T03:00'),
    owed: ['ACCEPTED', 'LOADED', 'DEPARTED', 'ARRIVED', 'GATED_IN'],
  },
  {
    sequenceNumber: 2,
    kind: 'HUB_OPERATION',
    start: at('01T05:00'),
    end: at('03T12:00'),
    discharged: at('01T08:00'),
    owed: ['DISCHARGED', 'CUSTOMS_SUBMITTED', 'CUSTOMS_RELEASED', 'STORED'],
  },
  {
    sequenceNumber: 3,
    kind: 'LEG',
    start: at('03T12:00'),
    end: at('16T12:00'),
    cutOff: at('03T06:00'),
    owed: ['GATED_IN', 'LOADED', 'DEPARTED', 'BORDER_CROSSED', 'GAUGE_CHANGED', 'ARRIVED'],
  },
  {
    sequenceNumber: 4,
    kind: 'HUB_OPERATION',
    start: at('16T12:00'),
    end: at('18T04:00'),
    owed: ['DISCHARGED', 'AVAILABLE_FOR_PICKUP', 'DELIVERED'],
  },
]
const said = (sequenceNumber: number, milestone: MilestoneName, time: string, more: Partial<StatedFact> = {}): StatedFact => ({
  sequenceNumber,
  milestone,
  eventTime: at(time),
  eventHash: `${sequenceNumber}${milestone}${time}`,
  sender: 'rail',
  recordedAt: at('20T00:00'),
  ...more,
})
const printed = (states: readonly MilestoneState[]): string[] =>
  states.map(({ sequenceNumber, milestone, due, estimated, fact }) =>
    [
      sequenceNumber,
      milestone,
      due?.toString().slice(8, 16),
      estimated && `~${estimated.toString().slice(8, 16)}`,
      fact && `!${fact.eventTime.toString().slice(8, 16)}`,
    ]
      .filter((part) => part !== undefined)
      .join(' '),
  )

describe('the plan', () => {
  it('dates what the plan knows and leaves the rest open', () => {
    expect(printed(milestonesOf(CHAIN, []).milestones)).toEqual([
      '1 ACCEPTED 01T04:00',
      '1 LOADED 01T04:00',
      '1 DEPARTED 01T04:00',
      '1 ARRIVED 01T05:00',
      '1 GATED_IN 01T05:00',
      '2 DISCHARGED 01T08:00',
      '2 CUSTOMS_SUBMITTED 01T08:00',
      '2 CUSTOMS_RELEASED 03T12:00',
      '2 STORED 01T08:00',
      '3 GATED_IN 03T06:00',
      '3 LOADED 03T12:00',
      '3 DEPARTED 03T12:00',
      '3 BORDER_CROSSED',
      '3 GAUGE_CHANGED',
      '3 ARRIVED 16T12:00',
      '4 DISCHARGED 16T12:00',
      '4 AVAILABLE_FOR_PICKUP 18T04:00',
      '4 DELIVERED 18T04:00',
    ])
  })

  it('is confirmed until the goods move, and delivered when the last element says so', () => {
    expect(milestonesOf(CHAIN, []).status).toBe('CONFIRMED')
    expect(milestonesOf(CHAIN, [said(3, 'GATED_IN', '03T05:00')]).status).toBe('CONFIRMED')
    expect(milestonesOf(CHAIN, [said(1, 'ACCEPTED', '01T03:50')]).status).toBe('IN_TRANSIT')
    expect(milestonesOf(CHAIN, [said(4, 'DELIVERED', '18T03:00')]).status).toBe('DELIVERED')
    expect(milestonesOf(CHAIN, [said(1, 'DELIVERED', '18T03:00')]).status).toBe('IN_TRANSIT')
  })
})

describe('what was stated', () => {
  it('moves later plans by the delay, never by being early', () => {
    const { milestones, progress, delivery } = milestonesOf(CHAIN, [said(1, 'LOADED', '01T03:00'), said(3, 'DEPARTED', '03T14:00')])
    expect(printed(milestones).slice(10)).toEqual([
      '3 LOADED 03T12:00',
      '3 DEPARTED 03T12:00 !03T14:00',
      '3 BORDER_CROSSED',
      '3 GAUGE_CHANGED',
      '3 ARRIVED 16T12:00 ~16T14:00',
      '4 DISCHARGED 16T12:00 ~16T14:00',
      '4 AVAILABLE_FOR_PICKUP 18T04:00 ~18T06:00',
      '4 DELIVERED 18T04:00 ~18T06:00',
    ])
    expect([progress?.milestone, delivery.toString()]).toEqual(['DEPARTED', '2026-12-18T06:00:00Z'])
    expect(milestonesOf(CHAIN, [said(3, 'DEPARTED', '03T11:00')]).delivery.toString()).toBe('2026-12-18T04:00:00Z')
  })

  it('takes the earliest of two, and forgets what its sender withdrew', () => {
    const [wrong, right] = [said(3, 'DEPARTED', '03T12:30'), said(3, 'DEPARTED', '03T14:00', { sender: 'hub' })]
    expect(milestonesOf(CHAIN, [right, wrong]).progress?.fact).toBe(wrong)
    expect(milestonesOf(CHAIN, [right, wrong, { ...wrong, withdraws: true }]).progress?.fact).toBe(right)
    expect(milestonesOf(CHAIN, [right, wrong, { ...wrong, sender: 'hub', withdraws: true }]).progress?.fact).toBe(wrong)
  })

  it('shows what is stated and not owed, without moving the goods back', () => {
    const { milestones, progress } = milestonesOf(CHAIN, [said(3, 'ARRIVED', '16T12:00'), said(3, 'SEALED', '03T10:00')])
    expect(milestones.filter(({ owed }) => !owed).map(({ milestone }) => milestone)).toEqual(['SEALED'])
    expect(progress?.milestone).toBe('ARRIVED')
  })

  it('asks for the one after the furthest', () => {
    const { milestones } = milestonesOf(CHAIN, [said(3, 'DEPARTED', '03T14:00')])
    const third = milestones.filter(({ sequenceNumber }) => sequenceNumber === 3)
    expect(nextOwed(third)?.milestone).toBe('BORDER_CROSSED')
    expect(nextOwed(third, (milestone) => milestone === 'CUSTOMS_RELEASED')).toBeUndefined()
  })
})

const fact: fc.Arbitrary<StatedFact> = fc
  .record({
    element: fc.constantFrom(...CHAIN),
    pick: fc.nat(20),
    minutes: fc.integer({ min: 0, max: 30_000 }),
    hash: fc.constantFrom('a', 'b', 'c', 'd'),
    sender: fc.constantFrom('rail', 'hub', 'operator'),
    withdraws: fc.boolean(),
  })
  .map(({ element, pick, minutes, hash, sender, withdraws }) => ({
    sequenceNumber: element.sequenceNumber,
    milestone: element.owed[pick % element.owed.length] ?? 'SEALED',
    eventTime: at('01T00:00').add({ minutes }),
    eventHash: `${hash}${minutes}`,
    sender,
    recordedAt: at('20T00:00'),
    ...(withdraws && { withdraws: true as const }),
  }))

test('events shuffled or doubled give the same state', () => {
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 40 }), fc.array(fc.nat(), { maxLength: 40 }), (facts, order) => {
      const shuffled = facts.map((one, index) => ({ one, key: order[index] ?? 0 })).toSorted((a, b) => a.key - b.key)
      const doubled = [...shuffled.map(({ one }) => one), ...facts.slice(0, 5)]
      expect(milestonesOf(CHAIN, doubled)).toEqual(milestonesOf(CHAIN, facts))
    }),
  )
})

test('a late event changes nothing that it does not speak of', () => {
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 20 }), fact, (facts, late) => {
      const [before, after] = [milestonesOf(CHAIN, facts), milestonesOf(CHAIN, [...facts, late])]
      const others = (states: readonly MilestoneState[]) =>
        states
          .filter(({ sequenceNumber, milestone }) => sequenceNumber !== late.sequenceNumber || milestone !== late.milestone)
          .map((state) => state.fact)
      expect(others(after.milestones)).toEqual(late.withdraws ? others(after.milestones) : others(before.milestones))
    }),
  )
})
