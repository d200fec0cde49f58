// Bookings in the database: what a quote promised, held, confirmed, expired or cancelled; capacity goes by the SQL functions alone.
import { sql } from 'kysely'
import { type Caller, ok, refuse, type Result, wireId } from '#kernel'
import { type Act, type Booking, type Entrustment, type Itinerary, may, type Refusal, refusalOf } from '#model'
import type { QuotedOffer } from '../store.ts'
import { type AnyTx, recordChange } from '#postgres'
import { networkStands, type Sold } from '#record/network'
import type { DepartureRow } from './claims.ts'
import { type BookingRow, type BookingState, bookingUuid, subjectOf } from './row.ts'

export interface QuotedItinerary extends Omit<QuotedOffer, 'itinerary'> {
  readonly party_id: string | null
  readonly question: Entrustment
  readonly network_version: number
  readonly expires_at: Temporal.Instant
  /** Null when the quote has no such itinerary. */
  readonly itinerary: Itinerary | null
}

/** One chain of a quote; from here on no import lands until the transaction ends, so departures are read as they are sold. */
export async function findQuoted(tx: AnyTx, quoteUuid: string, itineraryId: string): Promise<QuotedItinerary | undefined> {
  const { rows } = await sql<Omit<QuotedItinerary, 'question' | keyof QuotedOffer> & { question: string; offer: string | null }>`
    SELECT q.party_id, q.question, o.offer, q.network_version, q.expires_at, ${networkStands} AS stands FROM consignment.quote q
    LEFT JOIN consignment.quote_offer o ON o.quote_id = q.id AND o.itinerary_id = ${itineraryId} WHERE q.id = ${quoteUuid}`.execute(tx)
  const [row] = rows
  if (!row) return undefined
  const { question, offer, ...quoted } = row
  const nothing = { itinerary: null, exchange_rates: [], places: {} }
  const offered: Pick<QuotedItinerary, keyof QuotedOffer> = offer === null ? nothing : JSON.parse(offer)
  return { ...quoted, question: JSON.parse(question), ...offered }
}

export async function findDepartures(tx: AnyTx, ids: readonly string[]): Promise<DepartureRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<DepartureRow>`SELECT id, state, place_ids, arrives, departs FROM network.departure
    WHERE id = ANY (${ids}::text[])`.execute(tx)
  return rows
}

export interface Short {
  readonly departureId: string
  readonly legNumber: number
  readonly resource: string
  readonly free: bigint
}
export interface Held {
  /** Counters without enough room; when there are any, nothing was taken. */
  readonly short: readonly Short[]
  /** UUIDs of bookings whose hold on these departures had run out and gave its room back on the way. */
  readonly expired: readonly string[]
}

/** Takes everything and keeps the booking, or nothing. `request` is the body as it came. */
export async function holdBooking(tx: AnyTx, row: BookingRow, claims: readonly Sold[], request: string): Promise<Held> {
  const json = (value: unknown) => sql`${value === null ? null : JSON.stringify(value)}::json`
  const { rows } = await sql<{
    departure_id: string | null
    leg_number: number | null
    resource: string | null
    free: bigint | null
    expired_booking_id: string | null
  }>`WITH held AS MATERIALIZED (SELECT * FROM consignment.hold_capacity(${row.id}, ${claims.map(({ departureId }) => departureId)}::text[],
      ${claims.map(({ legNumber }) => legNumber)}::integer[], ${claims.map(({ resource }) => resource)}::text[],
      ${claims.map(({ quantity }) => quantity.toString())}::bigint[], ${row.created_at})),
    kept AS (INSERT INTO consignment.booking (id, quote_id, itinerary_id, party_id, state, hold_expires_at, version, network_version,
      consignor_party_id, consignee_party_id, freight_forwarder_party_id, carrier_party_id, parties, request, used_equipment, question,
      itinerary, exchange_rates, places, departure_ids, consignor_assigned_id, demo, created_at)
    SELECT ${row.id}::uuid, ${row.quote_id}::uuid, ${row.itinerary_id}::text, ${row.party_id}::uuid, ${row.state}::text,
      ${row.hold_expires_at}::timestamptz, ${row.version}::integer, ${row.network_version}::integer, ${row.consignor_party_id}::uuid,
      ${row.consignee_party_id}::uuid, ${row.freight_forwarder_party_id}::uuid, ${row.carrier_party_id}::uuid, ${json(row.parties)},
      ${request}::text, ${json(row.used_equipment)}, ${json(row.question)}, ${json(row.itinerary)}, ${json(row.exchange_rates)},
      ${json(row.places)}, ${row.departure_ids}::text[], ${row.consignor_assigned_id}::text, ${row.demo}::boolean, ${row.created_at}::timestamptz
    WHERE NOT EXISTS (SELECT FROM held WHERE held.departure_id IS NOT NULL))
    SELECT * FROM held`.execute(tx)
  return {
    short: rows.flatMap(({ departure_id: departureId, leg_number: legNumber, resource, free }) =>
      departureId === null || legNumber === null || resource === null || free === null ? [] : [{ departureId, legNumber, resource, free }],
    ),
    expired: rows.flatMap(({ expired_booking_id: id }) => id ?? []),
  }
}

export type LockedBooking = BookingRow & {
  /** Departures of its chain that the network no longer runs. */
  readonly withdrawn: readonly string[] | null
}

/** Nobody changes it until this transaction ends. */
export async function lockBooking(tx: AnyTx, uuid: string): Promise<LockedBooking | undefined> {
  const { rows } = await sql<LockedBooking>`SELECT b.*, (
      SELECT array_agg(d.id) FROM network.departure d WHERE d.id = ANY (b.departure_ids) AND d.state = 'withdrawn') AS withdrawn
    FROM consignment.booking b WHERE b.id = ${uuid} FOR UPDATE OF b`.execute(tx)
  return rows[0]
}

/** The caller's own booking, held still; a stranger's is not there. */
export async function lockOwn(tx: AnyTx, caller: Caller, act: Act, id: string): Promise<Result<LockedBooking, Refusal>> {
  const uuid = bookingUuid(id)
  const row = uuid === undefined ? undefined : await lockBooking(tx, uuid)
  const verdict = may(caller, act, subjectOf(row))
  if (!verdict.allowed) return refuse(refusalOf(verdict))
  return row === undefined ? refuse({ code: 'not-found' }) : ok(row)
}

export async function findBooking(tx: AnyTx, uuid: string): Promise<BookingRow | undefined> {
  const { rows } = await sql<BookingRow>`SELECT * FROM consignment.booking WHERE id = ${uuid}`.execute(tx)
  return rows[0]
}

export interface BookingListWishes {
  readonly partyId: string
  readonly status?: BookingState | undefined
  readonly before?: string | undefined
  readonly limit: number
  readonly now: Temporal.Instant
}

/** Newest first: ids are made in order of time. A hold that has run out counts as expired, swept or not. */
export async function listBookings(tx: AnyTx, { partyId, status, before, limit, now }: BookingListWishes): Promise<BookingRow[]> {
  const byStatus =
    status === undefined ? sql`true` : sql`CASE WHEN state = 'HELD' AND hold_expires_at <= ${now} THEN 'EXPIRED' ELSE state END = ${status}`
  const { rows } = await sql<BookingRow>`SELECT * FROM consignment.booking
    WHERE party_id = ${partyId} AND (${before ?? null}::uuid IS NULL OR id < ${before ?? null}::uuid) AND ${byStatus}
    ORDER BY id DESC LIMIT ${limit}`.execute(tx)
  return rows
}

/** Answers the departures that have more room now. */
export async function cancelBooking(tx: AnyTx, booking: BookingRow, reason: string): Promise<readonly string[]> {
  const { rows } = await sql<{ departure_id: string }>`
    WITH cancelled AS (UPDATE consignment.booking SET state = 'CANCELLED', version = version + 1, cancellation_reason = ${reason}
      WHERE id = ${booking.id} RETURNING id)
    SELECT consignment.release_capacity(ARRAY[id]) AS departure_id FROM cancelled`.execute(tx)
  await recordBookingChange(tx, 'booking-cancelled', booking)
  return rows.map(({ departure_id }) => departure_id)
}

export function recordBookingChange(
  tx: AnyTx,
  code: `booking-${Lowercase<Booking['bookingStatus']>}`,
  { id, party_id }: Pick<BookingRow, 'id' | 'party_id'>,
): Promise<void> {
  return recordChange(tx, { code, resource: 'booking', resourceId: wireId('bkg', id), audiences: [party_id] })
}

/** Holds that have run out at `now` end, at most so many at once; answers how many, and the departures with more room. */
export async function expireHolds(
  tx: AnyTx,
  now: Temporal.Instant,
  most: number,
): Promise<{ readonly count: number; readonly departureIds: readonly string[] }> {
  const { rows } = await sql<{ id: string; party_id: string }>`
    WITH due AS (SELECT id FROM consignment.booking WHERE state = 'HELD' AND hold_expires_at <= ${now}
      ORDER BY hold_expires_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
    UPDATE consignment.booking b SET state = 'EXPIRED', version = b.version + 1 FROM due WHERE b.id = due.id RETURNING b.id, b.party_id`.execute(
    tx,
  )
  if (rows.length === 0) return { count: 0, departureIds: [] }
  const released = await sql<{
    departure_id: string
  }>`SELECT consignment.release_capacity(${rows.map(({ id }) => id)}::uuid[]) AS departure_id`.execute(tx)
  for (const row of rows) await recordBookingChange(tx, 'booking-expired', row)
  return { count: rows.length, departureIds: released.rows.map(({ departure_id }) => departure_id) }
}

/** The changes of holds that a hold of another found run out; their departures are its own. */
export async function recordExpired(tx: AnyTx, bookings: readonly string[]): Promise<void> {
  if (bookings.length === 0) return
  const { rows } = await sql<{
    id: string
    party_id: string
  }>`SELECT id, party_id FROM consignment.booking WHERE id = ANY (${bookings}::uuid[])`.execute(tx)
  for (const row of rows) await recordBookingChange(tx, 'booking-expired', row)
}
