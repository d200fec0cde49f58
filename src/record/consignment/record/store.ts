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

/**
 * The booking is confirmed, its claims are booked and the consignment is there, in one statement. Answers the number.
 * Foreign keys between the rows are asked at the statement's end.
 */
export async function insertConsignment(
  tx: AnyTx,
  { row, elements, numberPrefix, closesAt, plannedDeliveryAt }: NewConsignment,
): Promise<string> {
  const json = (value: unknown) => sql`${value === null ? null : JSON.stringify(value)}::json`
  const boxes = (row.equipment ?? []).map(({ id }) => ({ kind: 'EQUIPMENT', value: normalIdentifier(id) }))
  const reference = row.consignor_assigned_id === null ? '' : normalIdentifier(row.consignor_assigned_id)
  const identifiers = [...(reference === '' ? [] : [{ kind: 'CONSIGNOR_ASSIGNED_ID', value: reference }]), ...boxes]
  const { rows } = await sql<{ number: string }>`WITH
    confirmed AS (UPDATE consignment.booking SET state = 'CONFIRMED', version = version + 1, consignment_id = ${row.id} WHERE id = ${row.booking_id}),
    claimed AS (UPDATE consignment.capacity_claim SET state = 'BOOKED' WHERE booking_id = ${row.booking_id} AND state = 'HELD'),
    counted AS MATERIALIZED (SELECT nextval('consignment.consignment_number')::text AS n),
    made AS (INSERT INTO consignment.consignment (id, number, status, booking_id, network_version, consignor_assigned_id, parties,
        cargo_form_code, requested_equipment, carrier_acceptance_location, consignee_receipt_location, declared_value_minor,
        declared_value_currency, total_minor, total_currency, emission_g, unpriced, exchange_rates, places, demo, closes_at,
        planned_delivery_at, created_at)
      SELECT ${row.id}::uuid, ${numberPrefix}::text || repeat('0', greatest(0, 6 - length(n))) || n, ${row.status}::text, ${row.booking_id}::uuid,
        ${row.network_version}::integer, ${row.consignor_assigned_id}::text, ${json(row.parties)}, ${row.cargo_form_code}::text,
        ${json(row.requested_equipment)}, ${json(row.carrier_acceptance_location)}, ${json(row.consignee_receipt_location)},
        ${row.declared_value_minor}::bigint, ${row.declared_value_currency}::char(3), ${row.total_minor}::bigint, ${row.total_currency}::char(3),
        ${row.emission_g}::bigint, ${json(row.unpriced)}, ${json(row.exchange_rates)}, ${json(row.places)}, ${row.demo}::boolean,
        ${closesAt}::timestamptz, ${plannedDeliveryAt}::timestamptz, ${row.created_at}::timestamptz FROM counted RETURNING number),
    named AS (INSERT INTO consignment.consignment_party (consignment_id, party_id, role)
      SELECT ${row.id}::uuid, "partyId", role FROM json_to_recordset(${json(row.party_roles ?? [])}) AS p("partyId" uuid, role text)),
    items AS (INSERT INTO consignment.item (consignment_id, sequence_number, gross_weight_kg, facts)
      SELECT ${row.id}::uuid, (value->>'sequenceNumber')::integer, (value->>'grossWeightKg')::numeric, value FROM json_array_elements(${json(row.items ?? [])})),
    boxes AS (INSERT INTO consignment.equipment (consignment_id, sequence_number, equipment_id, unit_type_code, facts)
      SELECT ${row.id}::uuid, ordinality, value->>'id', value->>'unitTypeCode', value FROM json_array_elements(${json(row.equipment ?? [])}) WITH ORDINALITY),
    elements AS (INSERT INTO consignment.element (consignment_id, sequence_number, id, kind, mode, departure_id, carrier_id, authority_id,
        planned_start_at, planned_end_at, owed, facts)
      SELECT ${row.id}::uuid, e."sequenceNumber", e.id, e.kind, e.mode, e."departureId", e."carrierId", e."authorityId", e."plannedStart", e."plannedEnd",
        ARRAY(SELECT json_array_elements_text(e.owed)), e.facts
      FROM json_to_recordset(${json(elements)}) AS e("sequenceNumber" integer, id uuid, kind text, mode text, "departureId" text, "carrierId" uuid,
        "authorityId" uuid, "plannedStart" timestamptz, "plannedEnd" timestamptz, owed json, facts json)),
    charges AS (INSERT INTO consignment.charge (consignment_id, sequence_number, charge_code, element_sequence_number, applied_minor, applied_currency, facts)
      SELECT ${row.id}::uuid, ordinality, value->>'chargeCode', (value->>'elementSequenceNumber')::integer, (value->'appliedAmount'->>'minor')::bigint,
        value->'appliedAmount'->>'currency', value FROM json_array_elements(${json(row.charges ?? [])}) WITH ORDINALITY),
    numbers AS (INSERT INTO consignment.identifier (kind, value, consignment_id)
      SELECT kind, value, ${row.id}::uuid FROM json_to_recordset(${json(identifiers)}) AS i(kind text, value text)
      UNION ALL SELECT 'CONSIGNMENT_NUMBER', replace(number, '-', ''), ${row.id}::uuid FROM made)
    SELECT number FROM made`.execute(tx)
  const [made] = rows
  assert(made, 'the consignment was made')
  return made.number
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
