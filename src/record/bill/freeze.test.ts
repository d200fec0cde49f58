import { describe, expect, test } from 'vitest'
import type { ConsignmentRole } from '#model'
import { sampleDocument } from '#model/testing'
import type { ConsignmentRecord } from '#record/consignment'
import { firstPossessor, freeze, issueDay, plannedSpan } from './freeze.ts'

const frozen = sampleDocument().consignment
/** The sample's consignment on its way, with prices, and with things said since it was booked. */
const record = (partyRoles: ConsignmentRecord['partyRoles'] = []): ConsignmentRecord => ({
  uuid: '01900000-0000-7000-8000-000000000001',
  version: 7,
  status: 'IN_TRANSIT',
  partyRoles,
  elementParties: [],
  whole: {
    ...frozen,
    slice: 'WHOLE',
    version: 7,
    consignmentStatus: 'IN_TRANSIT',
    progress: { elementSequenceNumber: 3, milestone: 'DEPARTED', milestoneDateTime: '2026-12-03T12:10:00Z' },
    estimatedDeliveryDateTime: '2026-12-18T05:00:00Z',
    totalAmount: { minor: '51992500', currency: 'CNY' },
    unpriced: [{ code: 'CUSTOMS_IMPORT', placeId: 'de-duisburg' }],
    elements: frozen.elements.map((element) =>
      element.kind === 'LEG'
        ? { ...element, freeTeu: 3, departureEvent: { ...element.departureEvent, actualOccurrenceDateTime: '2026-12-03T12:10:00Z' } }
        : { ...element, endEvent: { ...element.endEvent, estimatedOccurrenceDateTime: '2026-12-18T05:00:00Z' } },
    ),
  },
})

test('what moves on and what it costs is not frozen, so a draft is the same a week later', () => {
  const document = freeze(record(), { isToOrder: false })
  const { bookingId: _, ...rest } = frozen
  expect(document).toEqual({ ...sampleDocument(), transportDocumentReference: undefined, issueDate: undefined, consignment: rest })
})

test('number and day are all that issue adds', () => {
  const issueDate = Temporal.PlainDate.from('2026-12-01')
  const issued = freeze(record(), { isToOrder: true, transportDocumentReference: 'CQ261201000001771', issueDate })
  expect(issued).toEqual({
    ...freeze(record(), { isToOrder: true }),
    transportDocumentReference: 'CQ261201000001771',
    issueDate: '2026-12-01',
  })
})

test.each([
  ['2026-12-01T02:00:00Z', '2026-12-01'],
  ['2026-12-01T15:59:59Z', '2026-12-01'],
  ['2026-12-01T16:00:00Z', '2026-12-02'],
])('issued at %s it is %s at the place of taking in charge', (now, day) => {
  expect(issueDay(record(), Temporal.Instant.from(now)).toString()).toBe(day)
})

test('boxes are taken from the first planned moment to the last', () => {
  expect(plannedSpan(frozen)).toEqual({ from: '2026-12-01T04:00:00Z', until: '2026-12-18T04:00:00Z' })
  expect(plannedSpan({ elements: [] })).toBeUndefined()
})

describe('who holds it first', () => {
  const roles = (...of: readonly ConsignmentRole[]) => of.map((role) => ({ role, partyId: role }))
  test.each<[boolean, readonly ConsignmentRole[], string | undefined]>([
    [false, ['CARRIER', 'CONSIGNOR', 'CONSIGNEE'], 'CONSIGNEE'],
    [false, ['CARRIER', 'CONSIGNOR'], 'CONSIGNOR'],
    [false, ['CARRIER', 'FREIGHT_FORWARDER'], 'FREIGHT_FORWARDER'],
    [true, ['CARRIER', 'CONSIGNOR', 'CONSIGNEE'], 'CONSIGNOR'],
    [true, ['CARRIER', 'FREIGHT_FORWARDER', 'CONSIGNEE'], 'FREIGHT_FORWARDER'],
    [true, ['CARRIER', 'ELEMENT_CARRIER', 'HUB_OPERATOR'], undefined],
  ])('to order %s with %j: %s', (isToOrder, of, first) => {
    expect(firstPossessor(record(roles(...of)), isToOrder)).toBe(first)
  })
})
