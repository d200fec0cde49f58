// Quotes in the database: kept as asked and answered, read by whoever may, swept when long expired.
import { sql } from 'kysely'
import { assert, type Caller, uuidOf } from '#kernel'
import type { Entrustment, Itinerary, Quote } from '#model'
import { type AnyTx, type Database, unread, withCaller } from '#postgres'
import { placesOf } from './booking/row.ts'

export interface StoredQuote {
  readonly uuid: string
  readonly question: string
  readonly answer: string
  readonly networkVersion: number
  readonly createdAt: Temporal.Instant
  readonly expiresAt: Temporal.Instant
}

/** What booking one chain of a quote needs of its answer. */
export interface QuotedOffer {
  readonly itinerary: Itinerary
  readonly exchange_rates: Quote['exchangeRates']
  readonly places: Quote['places']
}

interface QuoteRow {
  readonly question: string
  readonly answer: string
  readonly network_version: number
  readonly created_at: Temporal.Instant
  readonly expires_at: Temporal.Instant
}

/** Question and answer as they are kept. */
function storedQuote(question: Entrustment, answer: Quote): StoredQuote {
  const uuid = uuidOf('qte', answer.id)
  assert(uuid.ok, `${answer.id} is an id of ours`)
  return {
    uuid: uuid.value,
    question: JSON.stringify(question),
    answer: JSON.stringify(answer),
    networkVersion: answer.networkVersion,
    createdAt: Temporal.Instant.from(answer.createdDateTime),
    expiresAt: Temporal.Instant.from(answer.expiresDateTime),
  }
}

/** The UUID of the caller's party; nobody's for whoever asks without one. */
export const partyIdOf = (caller: Caller): string | null => (caller.kind === 'party' ? caller.partyId : null)

/** Each chain also by itself, so that whoever books it need not read the whole answer again. */
export async function storeQuote(tx: AnyTx, caller: Caller, question: Entrustment, answer: Quote): Promise<void> {
  const quote = storedQuote(question, answer)
  await sql`INSERT INTO consignment.quote (id, party_id, question, answer, network_version, created_at, expires_at)
    VALUES (${quote.uuid}, ${partyIdOf(caller)}, ${quote.question}, ${quote.answer}, ${quote.networkVersion}, ${quote.createdAt}, ${quote.expiresAt})`.execute(
    tx,
  )
  if (answer.itineraries.length === 0) return
  const offers = answer.itineraries.map((itinerary): QuotedOffer => ({
    itinerary,
    exchange_rates: answer.exchangeRates,
    places: placesOf(itinerary, question, answer.places),
  }))
  await sql`${unread}INSERT INTO consignment.quote_offer (quote_id, itinerary_id, offer)
    SELECT ${quote.uuid}::uuid, * FROM unnest(${offers.map(({ itinerary }) => itinerary.id)}::text[],
      ${offers.map((offer) => JSON.stringify(offer))}::text[])`.execute(tx)
}

/** A quote asked without an account is anybody's who knows its id; another party's is not there. */
export async function findQuote(tx: AnyTx, caller: Caller, uuid: string): Promise<StoredQuote | undefined> {
  const { rows } = await sql<QuoteRow>`SELECT question, answer, network_version, created_at, expires_at FROM consignment.quote
    WHERE id = ${uuid} AND (party_id IS NULL OR party_id = ${partyIdOf(caller)}::uuid)`.execute(tx)
  const [row] = rows
  return (
    row && {
      uuid,
      question: row.question,
      answer: row.answer,
      networkVersion: row.network_version,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    }
  )
}

/** An expired quote can no longer be booked (409 `quote-expired`), yet is readable for this long, so that a link still explains itself. */
export const READABLE_DAYS_AFTER_EXPIRY = 7

export function sweepQuotes(db: Database, now: Temporal.Instant): Promise<number> {
  return withCaller(db, { kind: 'system', name: 'quote-sweep' }, async (tx) => {
    const swept =
      await sql`DELETE FROM consignment.quote WHERE expires_at <= ${now.subtract({ hours: READABLE_DAYS_AFTER_EXPIRY * 24 })} RETURNING 1`.execute(
        tx,
      )
    return swept.rows.length
  })
}
