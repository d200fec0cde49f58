// A chain of a quote is held: the capacity of every element in one go, or nothing and what there is instead.
import { type Caller, type Language, ok, refuse, type Result, uuidOf } from '#kernel'
import { booking, type BookingRequest, bookingRequest, loadOf, may, type Refusal, refusalOf, route } from '#model'
import type { AnyTx } from '#postgres'
import { markSold, refreshCapacity, type Sold } from '#record/network'
import { partiesAndDuties } from '#record/parties'
import type { ConsignmentParts } from '../../parts.ts'
import { askQuote } from '../../quote.ts'
import { storeQuote } from '../../store.ts'
import { claimsOf, closedLeg, departureIdsOf } from '../claims.ts'
import { usedEquipment } from '../equipment.ts'
import { type BookedParties, bookedParties, partiesNamed } from '../parties.ts'
import { capacityTaken, departureClosed } from '../refusals.ts'
import { answerOf, bookingOf, type BookingRow } from '../row.ts'
import { findDepartures, findQuoted, type Held, holdBooking, type QuotedItinerary, recordBookingChange, recordExpired } from '../store.ts'

export const postBooking = (parts: ConsignmentParts) =>
  route({
    operationId: 'postBooking',
    method: 'POST',
    path: '/v1/bookings',
    summary: {
      zh: '订舱：一次占住全程每一段，或者一段也不占',
      en: 'Book: hold every element of an itinerary or none',
    },
    act: 'booking.hold',
    body: bookingRequest,
    status: 201,
    answer: booking,
    problems: ['forbidden', 'not-found', 'quote-expired', 'departure-closed', 'capacity-taken'],
    async handle(request) {
      const held = await request.enter((tx) => hold(tx, request, parts))
      if (!held.ok) return held
      const { row, claims } = held.value
      request.afterCommit(() => {
        markSold(parts.network.current(), claims)
        void parts.network.refreshCapacity(claims.map(({ departureId }) => departureId)).catch(() => undefined)
      })
      const body = bookingOf(row, request.now)
      return ok(answerOf(201, body, `/v1/bookings/${body.id}`))
    },
  })

interface Asked {
  readonly caller: Caller
  readonly language: Language
  readonly now: Temporal.Instant
  readonly body: BookingRequest
  readonly text: string
}

async function hold(
  tx: AnyTx,
  asked: Asked,
  parts: ConsignmentParts,
): Promise<Result<{ readonly row: BookingRow; readonly claims: readonly Sold[] }, Refusal>> {
  const { now } = asked
  const found = await findOffer(tx, asked)
  if (!found.ok) return found
  const { quoted } = found.value
  const departures = await findDepartures(tx, departureIdsOf(quoted.itinerary))
  const withdrawn = new Set(departures.flatMap(({ id, state }) => (state === 'withdrawn' ? [id] : [])))
  const { places, unitTypes } = parts.network.current().reference
  const closed = closedLeg(quoted.itinerary, { withdrawn, places, now })
  if (closed) return refuse(departureClosed(closed))
  const claims = claimsOf(quoted.itinerary, loadOf(quoted.question, unitTypes), departures)
  if (!claims.ok) return refuse(departureClosed(claims.error))
  const row = heldRow(parts.newUuid(), found.value, asked, parts.holdMinutes)
  const held = await holdBooking(tx, row, claims.value, asked.text)
  await recordExpired(tx, held.expired)
  if (held.short.length > 0) return refuse(await insteadOf(tx, held, quoted, { ...asked, ...parts }))
  await recordBookingChange(tx, 'booking-held', row)
  return ok({ row, claims: claims.value })
}

type Chosen = QuotedItinerary & { readonly itinerary: NonNullable<QuotedItinerary['itinerary']> }
interface Offer {
  readonly quoteUuid: string
  readonly partyId: string
  readonly quoted: Chosen
  readonly parties: BookedParties
  readonly equipment: NonNullable<BookingRow['used_equipment']>
}

/** The chain that is asked for and who is on it; everything wrong with the request at once, then what its state forbids. */
async function findOffer(tx: AnyTx, { caller, body, now }: Asked): Promise<Result<Offer, Refusal>> {
  const quoteUuid = uuidOf('qte', body.quoteId)
  const quoted = quoteUuid.ok ? await findQuoted(tx, quoteUuid.value, body.itineraryId) : undefined
  const verdict = may(caller, 'booking.hold', quoted ? { kind: 'owned', by: quoted.party_id ?? undefined } : { kind: 'missing' })
  if (!verdict.allowed) return refuse(refusalOf(verdict))
  if (!quoted || !quoteUuid.ok || caller.kind !== 'party') return refuse({ code: 'not-found' })
  const { itinerary } = quoted
  if (itinerary === null) return refuse({ code: 'invalid-request', errors: [NO_SUCH_ITINERARY] })
  const equipment = usedEquipment(body, quoted.question)
  if (!equipment.ok) return refuse({ code: 'invalid-request', errors: equipment.error })
  const { parties: known, duties } = await partiesAndDuties(tx, [caller.partyId, ...partiesNamed(body)], [CONTRACT])
  const own = known.get(caller.partyId)
  if (!own) return refuse({ code: 'not-found' })
  const parties = bookedParties(body, { caller: own, roles: caller.roles, known, operator: duties.get('CONTRACT:*') })
  if (!parties.ok) return parties
  if (Temporal.Instant.compare(quoted.expires_at, now) <= 0) return refuse({ code: 'quote-expired' })
  return ok({
    quoteUuid: quoteUuid.value,
    partyId: caller.partyId,
    quoted: { ...quoted, itinerary },
    parties: parties.value,
    equipment: equipment.value,
  })
}

const CONTRACT = { kind: 'CONTRACT', key: '*' } as const
const NO_SUCH_ITINERARY = {
  pointer: '/itineraryId',
  code: 'unknown-code',
  detail: { zh: '报价中没有这个方案', en: 'The quote has no such itinerary' },
}

function heldRow(
  id: string,
  { quoteUuid, partyId, quoted, parties, equipment }: Offer,
  { body, now }: Asked,
  holdMinutes: number,
): BookingRow {
  const { question, itinerary } = quoted
  return {
    id,
    quote_id: quoteUuid,
    itinerary_id: body.itineraryId,
    party_id: partyId,
    state: 'HELD',
    hold_expires_at: now.add({ minutes: holdMinutes }),
    version: 1,
    network_version: quoted.network_version,
    consignor_party_id: parties.consignorId ?? null,
    consignee_party_id: parties.consigneeId ?? null,
    freight_forwarder_party_id: parties.freightForwarderId ?? null,
    carrier_party_id: parties.carrierId,
    parties: parties.named,
    used_equipment: equipment.length === 0 ? null : equipment,
    question,
    itinerary,
    exchange_rates: quoted.exchange_rates,
    places: quoted.places,
    departure_ids: departureIdsOf(itinerary),
    consignor_assigned_id: body.consignorAssignedId ?? null,
    demo: parties.demo,
    consignment_id: null,
    cancellation_reason: null,
    created_at: now,
  }
}

/** The same question asked again of what is left now; its answer is kept as a quote, so that a chain of it can be booked at once. */
async function insteadOf(
  tx: AnyTx,
  { short }: Held,
  { itinerary, question }: Chosen,
  { caller, language, now, network, modes, newUuid }: Asked & ConsignmentParts,
): Promise<Refusal> {
  const state = network.current()
  await refreshCapacity(tx, state, departureIdsOf(itinerary))
  const isLate = Temporal.Instant.compare(Temporal.Instant.from(question.readyDateTime), now) < 0
  const again = isLate ? { ...question, readyDateTime: now.toString() } : question
  const answer = askQuote(again, { network: state, modes, now, newUuid, language })
  const full = [...new Set(short.map(({ departureId }) => departureId))]
  if (!answer.ok) return capacityTaken(full, { alternatives: [] })
  await storeQuote(tx, caller, again, answer.value)
  return capacityTaken(full, { alternatives: answer.value.itineraries, quoteId: answer.value.id })
}
