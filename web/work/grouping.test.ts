// The work list's order: what is overdue, due now, later; one group per vehicle or gate; nothing lost.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WorkItem } from '#model'
import { dueOf, filtered, groupsOf, placesIn, servicesIn, urgencyOf } from './grouping.ts'

const NOW = '2026-12-01T01:00:00Z'
const item = (more: Partial<WorkItem> = {}): WorkItem => ({
  consignmentId: 'csg_1',
  consignmentNumber: 'CQ26-1201-000001',
  elementId: 'elm_1',
  elementSequenceNumber: 1,
  kind: 'LEG',
  modeCode: '2',
  serviceId: 'r-1',
  departureId: 'r-1.20261201T2000',
  departureLocation: { placeId: 'station' },
  arrivalLocation: { placeId: 'abroad' },
  milestone: 'DEPARTED',
  scheduledOccurrenceDateTime: NOW,
  mayReport: true,
  ...more,
})

test.each([
  ['2026-12-01T00:59:00Z', undefined, 'overdue'],
  ['2026-12-01T00:59:00Z', '2026-12-01T03:00:00Z', 'now'],
  [NOW, undefined, 'now'],
  ['2026-12-01T05:00:00Z', undefined, 'now'],
  ['2026-12-01T05:01:00Z', undefined, 'later'],
] as const)('planned %s, estimated %s: %s', (scheduledOccurrenceDateTime, estimatedOccurrenceDateTime, urgency) => {
  const estimate = estimatedOccurrenceDateTime === undefined ? {} : { estimatedOccurrenceDateTime }
  expect(urgencyOf(item({ scheduledOccurrenceDateTime, ...estimate }), NOW)).toBe(urgency)
})

test('a departure is one group, a place without one another; a lorry and a hub at the same gate are apart', () => {
  const { departureId: _, serviceId: __, ...lorry } = item({ modeCode: '3', consignmentNumber: 'B' })
  const { departureLocation: ___, arrivalLocation: ____, modeCode: _____, ...hub } = lorry
  const groups = groupsOf([
    item({ consignmentNumber: 'D' }),
    item({ consignmentNumber: 'C', milestone: 'ARRIVED' }),
    lorry,
    { ...hub, kind: 'HUB_OPERATION', occurrenceLocation: { placeId: 'station' } },
  ])
  expect(groups.map(({ kind, items }) => `${items.length} by ${kind}`).toSorted()).toEqual(['1 by place', '1 by place', '2 by departure'])
})

test('the filter works on where the next milestone happens', () => {
  const rows = [item(), item({ milestone: 'ARRIVED' })]
  expect(placesIn(rows)).toEqual(['station', 'abroad'])
  expect(servicesIn(rows)).toEqual(['r-1'])
  expect(filtered(rows, { place: 'abroad', service: undefined })).toEqual([rows[1]])
  expect(filtered(rows, { place: undefined, service: 'r-2' })).toEqual([])
})

test('groups lose nothing, double nothing, and begin with the earliest', () => {
  const rows = fc.array(
    fc.record({ hour: fc.integer({ min: 0, max: 23 }), train: fc.integer({ min: 0, max: 3 }), number: fc.integer({ min: 0, max: 99 }) }),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(rows, (drawn) => {
      const items = drawn.map(({ hour, train, number }) =>
        item({
          consignmentNumber: String(number),
          departureId: `t.${train}`,
          scheduledOccurrenceDateTime: `2026-12-01T${String(hour).padStart(2, '0')}:00:00Z`,
        }),
      )
      const groups = groupsOf(items)
      expect(groups.flatMap((group) => group.items)).toHaveLength(items.length)
      expect(new Set(groups.flatMap((group) => group.items))).toEqual(new Set(items))
      const firsts = groups.map((group) => dueOf(group.first))
      expect(firsts).toEqual(firsts.toSorted())
      for (const group of groups) expect(group.items.map(dueOf)).toEqual(group.items.map(dueOf).toSorted())
    }),
  )
})
