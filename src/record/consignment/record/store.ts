// Consignments in the database: made by a confirmed booking, read whole, moved on by the modules above through this door.
import { sql } from 'kysely'
import { assert, uuidOf, wireId } from '#kernel'
import type { Consignment, ConsignmentStatus, Progress } from '#model'
import { type AnyTx, recordChange } from '#postgres'
import type { NewConsignment } from '../booking/confirm.ts'
import { audiencesOf, type ConsignmentRecord } from './record.ts'
import { type ConsignmentRow, recordOf } from './row.ts'

/** No access check: whoever calls asks `may` with `rolesOf`. */
export async function findConsignment(tx: AnyTx, uuid: string): Promise<ConsignmentRecord | undefined> {
  return (await findConsignments(tx, [uuid]))[0]
}

/** Like `findConsignment`, and nobody changes it until this transaction ends. */
export async function lockConsignment(tx: AnyTx, uuid: string): Promise<ConsignmentRecord | undefined> {
  await sql`SELECT FROM consignment.consignment WHERE id = ${uuid} FOR UPDATE`.execute(tx)
  return findConsignment(tx, uuid)
}

/** In one statement, newest first; ids that are not there are left out. */
export async function findConsignments(tx: AnyTx, uuids: readonly string[]): Promise<ConsignmentRecord[]> {
  const { rows } = await sql<ConsignmentRow>`SELECT c.*,
      (SELECT json_agg(json_build_object('partyId', p.party_id, 'role', p.role) ORDER BY p.role, p.party_id)
        FROM consignment.consignment_party p WHERE p.consignment_id = c.id) AS party_roles,
      (SELECT json_agg(i.facts ORDER BY i.sequence_number) FROM consignment.item i WHERE i.consignment_id = c.id) AS items,
      (SELECT json_agg(q.facts ORDER BY q.sequence_number) FROM consignment.equipment q WHERE q.consignment_id = c.id) AS equipment,
      (SELECT json_agg(json_build_object('sequenceNumber', e.sequence_number, 'id', e.id, 'carrierId', e.carrier_id,
          'authorityId', e.authority_id, 'owed', e.owed, 'facts', e.facts) ORDER BY e.sequence_number)
        FROM consignment.element e WHERE e.consignment_id = c.id) AS elements,
      (SELECT json_agg(h.facts ORDER BY h.sequence_number) FROM consignment.charge h WHERE h.consignment_id = c.id) AS charges
    FROM consignment.consignment c WHERE c.id = ANY (${uuids}::uuid[]) ORDER BY c.id DESC`.execute(tx)
  return rows.map(recordOf)
}

/** The booking is confirmed, its claims are booked and the consignment is there, in one statement. Answers the number. */
export async function insertConsignment(tx: AnyTx, made: NewConsignment): Promise<string> {
  const { row, elements, numberPrefix } = made
  const json = (value: unknown) => sql`${JSON.stringify(value)}::json`
  const { rows } = await sql<{ number: string }>`SELECT consignment.confirm_booking(${row.booking_id}, ${row.id}, ${numberPrefix},
      ${json(headOf(made))}, ${json(row.party_roles ?? [])}, ${json(row.items ?? [])}, ${json(row.equipment ?? [])}, ${json(elements)},
      ${json(row.charges ?? [])}, ${json(identifiersOf(made))}) AS number`.execute(tx)
  const [numbered] = rows
  assert(numbered, 'the consignment was made')
  return numbered.number
}

const headOf = ({ row, closesAt, plannedDeliveryAt }: NewConsignment) => ({
  network_version: row.network_version,
  consignor_assigned_id: row.consignor_assigned_id,
  parties: row.parties,
  cargo_form_code: row.cargo_form_code,
  requested_equipment: row.requested_equipment ?? undefined,
  carrier_acceptance_location: row.carrier_acceptance_location,
  consignee_receipt_location: row.consignee_receipt_location,
  declared_value_minor: row.declared_value_minor?.toString(),
  declared_value_currency: row.declared_value_currency,
  total_minor: row.total_minor.toString(),
  total_currency: row.total_currency,
  emission_g: row.emission_g.toString(),
  unpriced: row.unpriced,
  exchange_rates: row.exchange_rates,
  places: row.places,
  demo: row.demo,
  closes_at: closesAt,
  planned_delivery_at: plannedDeliveryAt,
  created_at: row.created_at.toString(),
})

function identifiersOf({ row }: NewConsignment): { kind: string; value: string }[] {
  const boxes = (row.equipment ?? []).map(({ id }) => ({ kind: 'EQUIPMENT', value: normalIdentifier(id) }))
  const reference = row.consignor_assigned_id === null ? '' : normalIdentifier(row.consignor_assigned_id)
  return [...(reference === '' ? [] : [{ kind: 'CONSIGNOR_ASSIGNED_ID', value: reference }]), ...boxes]
}

export interface ProgressWishes {
  readonly status: ConsignmentStatus
  readonly progress?: Progress
  readonly now: Temporal.Instant
}

/** For tracking: bumps the version and records the change. The status only moves forward; the same again changes nothing. */
export async function setProgress(tx: AnyTx, uuid: string, { status, progress }: ProgressWishes): Promise<void> {
  assert(status !== 'CANCELLED', 'a consignment is cancelled by its own route')
  const estimated = progress?.estimatedDeliveryDateTime ?? null
  const { rows } = await sql<{ status: ConsignmentStatus; was: ConsignmentStatus }>`
    WITH was AS (SELECT id, status FROM consignment.consignment WHERE id = ${uuid} FOR UPDATE),
    next AS (SELECT was.id, was.status AS was,
        CASE WHEN ${rank(sql`${status}`)} > ${rank(sql`was.status`)} THEN ${status} ELSE was.status END AS status,
        ${progress?.elementSequenceNumber ?? null}::integer AS sequence, ${progress?.milestone ?? null}::text AS milestone,
        ${progress?.milestoneDateTime ?? null}::timestamptz AS at, ${estimated}::timestamptz AS estimated
      FROM was WHERE was.status <> 'CANCELLED')
    UPDATE consignment.consignment c SET version = c.version + 1, status = next.status,
      progress_element_sequence_number = coalesce(next.sequence, c.progress_element_sequence_number),
      progress_milestone = coalesce(next.milestone, c.progress_milestone), progress_milestone_at = coalesce(next.at, c.progress_milestone_at),
      estimated_delivery_at = coalesce(next.estimated, c.estimated_delivery_at)
    FROM next WHERE c.id = next.id AND (c.status <> next.status
      OR (next.sequence IS NOT NULL AND (c.progress_element_sequence_number, c.progress_milestone, c.progress_milestone_at) IS DISTINCT FROM (next.sequence, next.milestone, next.at))
      OR (next.estimated IS NOT NULL AND c.estimated_delivery_at IS DISTINCT FROM next.estimated))
    RETURNING c.status, next.was`.execute(tx)
  const [row] = rows
  if (row === undefined) return
  await recordChange(tx, {
    code: row.status === 'DELIVERED' && row.was !== 'DELIVERED' ? 'consignment-delivered' : 'consignment-progressed',
    resource: 'consignment',
    resourceId: wireId('csg', uuid),
    audiences: await audiences(tx, uuid),
  })
}

const rank = (status: ReturnType<typeof sql>) => sql`array_position(ARRAY['CONFIRMED', 'IN_TRANSIT', 'DELIVERED'], ${status}::text)`

/** For bill: bumps the version; the bill records its own change. The document's reference becomes a number to search by. */
export async function setTransportDocument(
  tx: AnyTx,
  uuid: string,
  document: NonNullable<Consignment['transportContractDocument']>,
  _now: Temporal.Instant,
): Promise<void> {
  const bill = uuidOf('bil', document.billId)
  assert(bill.ok, `${document.billId} is an id of ours`)
  const reference = document.transportDocumentReference ?? null
  await sql`WITH found AS (
      INSERT INTO consignment.identifier (kind, value, consignment_id)
      SELECT 'TRANSPORT_DOCUMENT_REFERENCE', ${reference === null ? null : normalIdentifier(reference)}::text, ${uuid}::uuid WHERE ${reference}::text IS NOT NULL
      ON CONFLICT DO NOTHING)
    UPDATE consignment.consignment SET version = version + 1, bill_id = ${bill.value}, transport_document_reference = ${reference},
      transport_document_status = ${document.transportDocumentStatus} WHERE id = ${uuid}`.execute(tx)
}

/** A number as people write it, as it is searched: nobody copies spaces, dashes and capitals faithfully. */
export const normalIdentifier = (text: string): string => text.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase()

async function audiences(tx: AnyTx, uuid: string): Promise<readonly string[]> {
  const { rows } = await sql<{
    party_id: string
  }>`SELECT DISTINCT party_id FROM consignment.consignment_party WHERE consignment_id = ${uuid}`.execute(tx)
  return rows.map(({ party_id }) => party_id)
}

/** Until when it may be cancelled. */
export async function closesAt(tx: AnyTx, uuid: string): Promise<Temporal.Instant> {
  const { rows } = await sql<{ closes_at: Temporal.Instant }>`SELECT closes_at FROM consignment.consignment WHERE id = ${uuid}`.execute(tx)
  const [row] = rows
  assert(row, 'the consignment is there')
  return row.closes_at
}

export async function cancelConsignment(tx: AnyTx, record: ConsignmentRecord, reason: string): Promise<readonly string[]> {
  const { rows } = await sql<{ departure_id: string }>`
    WITH cancelled AS (UPDATE consignment.consignment SET status = 'CANCELLED', version = version + 1, cancellation_reason = ${reason}
      WHERE id = ${record.uuid} RETURNING booking_id)
    SELECT consignment.release_capacity(ARRAY[booking_id]) AS departure_id FROM cancelled`.execute(tx)
  await recordChange(tx, {
    code: 'consignment-cancelled',
    resource: 'consignment',
    resourceId: record.whole.id,
    audiences: audiencesOf(record),
  })
  return rows.map(({ departure_id }) => departure_id)
}

export interface ListWishes {
  readonly partyId: string
  readonly status?: ConsignmentStatus | undefined
  /** An exact number, in whatever spelling. */
  readonly q?: string | undefined
  /** The last one of the page before. */
  readonly before?: string | undefined
  readonly limit: number
}

/**
 * Ids, newest first, of consignments the party is on: ids are made in order of time. The shipper's own reference and the
 * bill's are found only by those whose slice shows them.
 */
export async function listConsignmentIds(tx: AnyTx, { partyId, status, q, before, limit }: ListWishes): Promise<string[]> {
  const found =
    q === undefined
      ? sql`true`
      : sql`EXISTS (SELECT FROM consignment.identifier i WHERE i.value = ${normalIdentifier(q)} AND i.consignment_id = p.consignment_id
          AND (i.kind IN ('CONSIGNMENT_NUMBER', 'EQUIPMENT') OR p.role IN ('CONSIGNOR', 'CONSIGNEE', 'FREIGHT_FORWARDER', 'CARRIER')))`
  const { rows } = await sql<{ id: string }>`SELECT p.consignment_id AS id FROM consignment.consignment_party p
    JOIN consignment.consignment c ON c.id = p.consignment_id
    WHERE p.party_id = ${partyId} AND (${status ?? null}::text IS NULL OR c.status = ${status ?? null}::text)
      AND (${before ?? null}::uuid IS NULL OR p.consignment_id < ${before ?? null}::uuid) AND ${found}
    GROUP BY p.consignment_id ORDER BY p.consignment_id DESC LIMIT ${limit}`.execute(tx)
  return rows.map(({ id }) => id)
}
