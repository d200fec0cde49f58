// The story of a consignment: what is done, late, silent and next; where the goods are; plan against record.
import { describe, expect, test } from 'vitest'
import type { Consignment, MilestoneJson, MilestoneName } from '#model'
import { readChanges } from './changes.ts'
import { instantAt, placeClock, spanOf, wallTime } from './clock.ts'
import { costsByStage } from './costs.ts'
import { rolesOn } from './roles.ts'
import { plannedStretches, storyOf, tracedStretches } from './timeline.ts'

const at = (day: number, hour = 0): string => `2026-12-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`
const event = (placeId: string, scheduledOccurrenceDateTime: string) => ({ occurrenceLocation: { placeId }, scheduledOccurrenceDateTime })
const CONSIGNMENT: Consignment = {
  id: 'csg_1',
  version: 1,
  consignmentNumber: 'CQ26-1201-000001',
  consignmentStatus: 'CONFIRMED',
  createdDateTime: at(1),
  slice: 'WHOLE',
  cargoFormCode: 'CONTAINERISED',
  includedConsignmentItem: [],
  places: {},
  consignor: { partyId: 'pty_shipper', name: 'Shipper' },
  carrier: { partyId: 'pty_operator', name: 'Operator' },
  elements: [
    {
      id: 'elm_1',
      sequenceNumber: 1,
      kind: 'LEG',
      stageCode: 'PRE',
      modeCode: '3',
      distanceKm: 12,
      departureEvent: event('works', at(1, 4)),
      arrivalEvent: event('station', at(1, 5)),
      emissionG: 1,
      emissionFactorId: 'f',
      carrier: { partyId: 'pty_road', name: 'Road' },
    },
    {
      id: 'elm_2',
      sequenceNumber: 2,
      kind: 'HUB_OPERATION',
      occurrenceLocation: { placeId: 'station' },
      operations: [{ operationCode: 'LOADING' }],
      startEvent: { scheduledOccurrenceDateTime: at(1, 5) },
      endEvent: { scheduledOccurrenceDateTime: at(3, 12) },
      emissionG: 1,
      emissionFactorId: 'f',
    },
    {
      id: 'elm_3',
      sequenceNumber: 3,
      kind: 'LEG',
      stageCode: 'MAIN',
      modeCode: '2',
      distanceKm: 11_000,
      departureEvent: event('station', at(3, 12)),
      arrivalEvent: event('abroad', at(17, 22)),
      emissionG: 1,
      emissionFactorId: 'f',
    },
  ],
}
const owed = (sequence: number, milestone: MilestoneName, planned: string, more: Partial<MilestoneJson> = {}): MilestoneJson => ({
  milestone,
  elementId: `elm_${sequence}`,
  elementSequenceNumber: sequence,
  scheduledOccurrenceDateTime: planned,
  ...more,
})
const stated = (actualOccurrenceDateTime: string): Partial<MilestoneJson> => ({
  actualOccurrenceDateTime,
  statedBy: { partyId: 'pty_road', name: 'Road' },
  recordedDateTime: actualOccurrenceDateTime,
})
const PLAN: readonly MilestoneJson[] = [
  owed(1, 'ACCEPTED', at(1, 4)),
  owed(1, 'DEPARTED', at(1, 4)),
  owed(1, 'ARRIVED', at(1, 5)),
  owed(2, 'LOADED', at(3, 11)),
  owed(3, 'DEPARTED', at(3, 12)),
  owed(3, 'ARRIVED', at(17, 22)),
  owed(3, 'DELIVERED', at(17, 23)),
]
/** The plan with the first `count` milestones stated as planned. */
const after = (count: number): MilestoneJson[] =>
  PLAN.map((row, i) => (i < count ? { ...row, ...stated(row.scheduledOccurrenceDateTime ?? at(1)) } : row))

describe('the story', () => {
  test('before anything happened the goods are at the origin and the first milestone is next', () => {
    const story = storyOf(CONSIGNMENT, PLAN, at(1, 3))
    expect(story.position).toEqual({ kind: 'origin', at: { placeId: 'works' } })
    expect(story.next?.milestone).toBe('ACCEPTED')
    expect(story.stages.map((stage) => stage.state)).toEqual(['ahead', 'ahead', 'ahead'])
  })

  test('after a departure they are on the way, between the ends of that leg', () => {
    const story = storyOf({ ...CONSIGNMENT, consignmentStatus: 'IN_TRANSIT' }, after(5), at(5))
    expect(story.position).toMatchObject({ kind: 'between', stage: { from: { placeId: 'station' }, to: { placeId: 'abroad' } } })
    expect(story.next).toMatchObject({ milestone: 'ARRIVED', sequence: 3, state: 'ahead' })
    expect(story.stages.map((stage) => stage.state)).toEqual(['done', 'done', 'now'])
  })

  test('what is past its time is late; the estimate moves the time', () => {
    expect(storyOf(CONSIGNMENT, PLAN, at(1, 6)).next?.state).toBe('late')
    const moved = PLAN.map((row) => (row.milestone === 'ACCEPTED' ? { ...row, estimatedOccurrenceDateTime: at(1, 8) } : row))
    expect(storyOf(CONSIGNMENT, moved, at(1, 6)).next).toMatchObject({ state: 'ahead', lag: 240 })
  })

  test('a milestone that was passed over is not reported, and is not next', () => {
    const gap = after(5).map((row) => (row.milestone === 'LOADED' ? owed(2, 'LOADED', at(3, 11)) : row))
    const story = storyOf(CONSIGNMENT, gap, at(5))
    expect(story.stages[1]?.steps[0]?.state).toBe('unreported')
    expect(story.next?.milestone).toBe('ARRIVED')
  })

  test('what is beside the plan is shown but moves nothing', () => {
    const story = storyOf(CONSIGNMENT, [...PLAN, owed(3, 'SEALED', at(1), { ...stated(at(1, 4)), unowed: true })], at(1, 4))
    expect(story.position.kind).toBe('origin')
    expect(story.stages[2]?.steps.at(-1)).toMatchObject({ milestone: 'SEALED', unowed: true, state: 'done' })
  })

  test('delivered and cancelled have nothing next', () => {
    const delivered = storyOf({ ...CONSIGNMENT, consignmentStatus: 'DELIVERED' }, after(7), at(18))
    expect(delivered.position).toEqual({ kind: 'delivered', at: { placeId: 'abroad' } })
    expect(delivered.next).toBeUndefined()
    expect(delivered.stages.map((stage) => stage.state)).toEqual(['done', 'done', 'done'])
    expect(storyOf({ ...CONSIGNMENT, consignmentStatus: 'CANCELLED' }, PLAN, at(1)).next).toBeUndefined()
  })

  test('a slice without milestones still shows its stages', () => {
    const story = storyOf(CONSIGNMENT, [], at(1))
    expect(story.stages).toHaveLength(3)
    expect(story.next).toBeUndefined()
  })
})

describe('plan against record', () => {
  test('the plan is whole; the record ends now, and the estimate goes on', () => {
    const milestones = after(5).map((row) =>
      row.elementSequenceNumber === 3 && row.milestone === 'ARRIVED' ? { ...row, estimatedOccurrenceDateTime: at(19) } : row,
    )
    const { stages } = storyOf({ ...CONSIGNMENT, consignmentStatus: 'IN_TRANSIT' }, milestones, at(5))
    expect(plannedStretches(stages).map(({ sequence, from, to }) => [sequence, from, to])).toEqual([
      [1, at(1, 4), at(1, 5)],
      [2, at(1, 5), at(3, 12)],
      [3, at(3, 12), at(17, 22)],
    ])
    expect(tracedStretches(stages, at(5)).map(({ sequence, known, to }) => [sequence, known, to])).toEqual([
      [1, 'actual', at(1, 5)],
      [2, 'actual', at(3, 11)],
      [3, 'actual', at(5)],
      [3, 'estimated', at(19)],
    ])
  })
})

describe('clocks', () => {
  test('a foreign time names its offset and the reader’s own time', () => {
    expect(placeClock(at(18, 4), 'Europe/Berlin', 'Asia/Shanghai')).toEqual({
      day: '12-18',
      clock: '05:00',
      offset: 'UTC+1',
      reader: { day: '12-18', clock: '12:00', hours: 7 },
    })
    expect(placeClock(at(18, 4), 'Asia/Shanghai', 'Asia/Shanghai').reader).toBeUndefined()
  })
  test('a wall time typed for a place is read by that place’s clock, and back', () => {
    expect(instantAt('2026-12-18T05:00', 'Europe/Berlin')).toBe(at(18, 4))
    expect(wallTime(at(18, 4), 'Europe/Berlin')).toBe('2026-12-18T05:00')
    expect(instantAt('', 'Europe/Berlin')).toBeUndefined()
  })
  test.each([
    [35, { amount: 35, unit: 'minutes', late: true }],
    [-150, { amount: 3, unit: 'hours', late: false }],
    [4320, { amount: 3, unit: 'days', late: true }],
  ] as const)('%i minutes', (minutes, span) => {
    expect(spanOf(minutes)).toEqual(span)
  })
})

test('charges add up by stage and currency, in whole minor units', () => {
  const line = (elementSequenceNumber: number, minor: string, currency = 'CNY') => ({
    chargeCode: 'FREIGHT' as const,
    elementSequenceNumber,
    calculationBasisCode: 'TEU' as const,
    basisQuantity: 1,
    unitAmount: { minor, currency },
    appliedAmount: { minor, currency },
    sourceId: 's',
  })
  expect(
    costsByStage([line(3, '90071992547409930'), line(1, '5'), line(3, '7'), line(3, '2', 'EUR')]).map(({ sequence, sums }) => [
      sequence,
      sums,
    ]),
  ).toEqual([
    [1, [{ minor: '5', currency: 'CNY' }]],
    [
      3,
      [
        { minor: '90071992547409937', currency: 'CNY' },
        { minor: '2', currency: 'EUR' },
      ],
    ],
  ])
})

test('what the reader is on a consignment follows from the parties he is shown', () => {
  expect(rolesOn(CONSIGNMENT, 'pty_operator')).toEqual(['CARRIER'])
  expect(rolesOn(CONSIGNMENT, 'pty_road')).toEqual(['ELEMENT_CARRIER'])
  expect(rolesOn(CONSIGNMENT, 'pty_nobody')).toEqual([])
  expect(rolesOn(CONSIGNMENT, undefined)).toEqual([])
})

test('changes are read from whole events only, whatever the pieces they come in', () => {
  const change = (cursor: string) => ({
    cursor,
    code: 'milestone-stated',
    resource: 'consignment',
    resourceId: 'csg_1',
    recordedDateTime: at(1),
  })
  const text = `retry: 2000\n\nid: 1\nevent: change\ndata: ${JSON.stringify(change('1'))}\n\n: still here\n\ndata: nonsense\n\nid: 2\ndata: ${JSON.stringify(change('2'))}\n\n`
  for (const size of [1, 7, 64, text.length]) {
    let rest = ''
    const heard: string[] = []
    for (let i = 0; i < text.length; i += size) {
      const read = readChanges(rest + text.slice(i, i + size))
      rest = read.rest
      heard.push(...read.changes.map(({ cursor }) => cursor))
    }
    expect(heard).toEqual(['1', '2'])
  }
})
