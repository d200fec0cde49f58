// A booking as the database gives it, and as the caller sees it by the clock. What we stored ourselves is not judged again.
import { instantText, uuidOf, wireId } from '#kernel'
import { type Booking, type BookingRequest, type Entrustment, etagOf, type Itinerary, type Quote, type Subject } from '#model'

export type BookingState = Booking['bookingStatus']

export interface BookingRow {
  readonly id: string
  readonly quote_id: string
  readonly itinerary_id: string
  readonly party_id: string
  readonly state: BookingState
  readonly hold_expires_at: Temporal.Instant
  readonly version: number
  readonly network_version: number
  readonly consignor_party_id: string | null
  readonly consignee_party_id: string | null
  readonly freight_forwarder_party_id: string | null
  readonly carrier_party_id: string
  readonly parties: Pick<Booking, 'consignor' | 'consignee' | 'freightForwarder' | 'carrier'>
  readonly used_equipment: NonNullable<BookingRequest['usedTransportEquipment']> | null
  readonly question: Entrustment
  readonly itinerary: Itinerary
  readonly exchange_rates: Quote['exchangeRates']
  readonly places: Quote['places']
  readonly departure_ids: readonly string[]
  readonly consignor_assigned_id: string | null
  readonly demo: boolean
  readonly consignment_id: string | null
  readonly cancellation_reason: string | null
  readonly created_at: Temporal.Instant
}

/** A hold that has run out is over, whether or not the sweep has come by. */
export const stateAt = ({ state, hold_expires_at }: Pick<BookingRow, 'state' | 'hold_expires_at'>, now: Temporal.Instant): BookingState =>
  state === 'HELD' && Temporal.Instant.compare(hold_expires_at, now) <= 0 ? 'EXPIRED' : state

export function bookingOf(row: BookingRow, now: Temporal.Instant): Booking {
  const state = stateAt(row, now)
  return {
    id: wireId('bkg', row.id),
    version: row.version,
    bookingStatus: state,
    ...((state === 'HELD' || state === 'EXPIRED') && { holdExpiresDateTime: instantText(row.hold_expires_at) }),
    quoteId: wireId('qte', row.quote_id),
    itineraryId: row.itinerary_id,
    ...(row.consignor_assigned_id !== null && { consignorAssignedId: row.consignor_assigned_id }),
    ...row.parties,
    ...(row.consignment_id !== null && { consignmentId: wireId('csg', row.consignment_id) }),
    ...(row.cancellation_reason !== null && { cancellationReason: row.cancellation_reason }),
    createdDateTime: instantText(row.created_at),
    itinerary: row.itinerary,
    places: row.places,
  }
}

/** The UUID in a path, or undefined for what is no id of a booking. */
export const bookingUuid = (wire: string): string | undefined => {
  const uuid = uuidOf('bkg', wire)
  return uuid.ok ? uuid.value : undefined
}

/** The places that a chain and its two ends name, of those that the quote named. */
export function placesOf(itinerary: Itinerary, question: Entrustment, named: Quote['places']): Quote['places'] {
  const ids = new Set<string | undefined>()
  for (const end of [question.carrierAcceptanceLocation, question.consigneeReceiptLocation]) if ('placeId' in end) ids.add(end.placeId)
  for (const element of itinerary.elements) {
    if (element.kind === 'HUB_OPERATION') ids.add(element.occurrenceLocation.placeId)
    else for (const event of [element.departureEvent, element.arrivalEvent]) ids.add(event.occurrenceLocation?.placeId)
  }
  for (const { placeId } of itinerary.unpriced) ids.add(placeId)
  return Object.fromEntries(Object.entries(named).filter(([id]) => ids.has(id)))
}

/** What `may` is asked about: a booking is its party's alone. */
export const subjectOf = (row: Pick<BookingRow, 'party_id'> | undefined): Subject =>
  row === undefined ? { kind: 'missing' } : { kind: 'owned', by: row.party_id }

export const answerOf = <Status extends 200 | 201>(status: Status, body: Booking, location?: string) => ({
  status,
  body,
  headers: { etag: etagOf(body.version, 'WHOLE') },
  ...(location !== undefined && { location }),
})
