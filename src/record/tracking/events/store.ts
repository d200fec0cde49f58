// Events in the database: kept once as they were received, joined to the consignments their sender is on.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { uuidOf } from '#kernel'
import type { AnyTx } from '#postgres'
import { type ConsignmentRecord, findConsignments } from '#record/consignment'
import { type Fault, pointerTo } from '../epcis/fault.ts'
import { rebuildMilestones } from '../milestones/store.ts'
import { joinEvent, type Joined, type JoinFault, type Joining } from './join.ts'
import type { PreparedEvent } from './prepare.ts'

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export interface Recording {
  /** UUID of the party that sent them. */
  readonly sender: string
  readonly now: Temporal.Instant
  /** The rest is kept though some are refused. */
  readonly proceed: boolean
  /** The one consignment that the events name, where the caller has read and locked it already. */
  readonly locked?: ConsignmentRecord
}
export interface Recorded {
  readonly faults: readonly Fault[]
  /** Hashes that were not there before. */
  readonly added: ReadonlySet<string>
}

/**
 * Joins, keeps and counts events. The consignments are locked first, in the order of their ids, then the events' keys in the order of
 * their hashes: two captures of whatever never wait for each other in a circle.
 */
export async function recordEvents(
  tx: AnyTx,
  events: readonly PreparedEvent[],
  { sender, now, proceed, locked }: Recording,
): Promise<Recorded> {
  await sql`SELECT tracking.ensure_event_partition(${now})`.execute(tx)
  const joining =
    locked === undefined
      ? await joiningOf(tx, events, sender)
      : { sender, records: new Map([[locked.uuid, locked]]), byEquipment: new Map() }
  const joined = events.map((event) => ({ event, joined: joinEvent(event.reading, namedUuid(event), joining) }))
  const faults = joined.flatMap(({ event, joined }) => (joined.ok ? [] : [faultAt(event, joined.error)]))
  if (faults.length > 0 && !proceed) return { faults, added: new Set() }
  const kept = joined.flatMap(({ event, joined }) => (joined.ok ? [{ event, joined: joined.value }] : []))
  const added = await insertEvents(tx, kept, sender, now)
  const touched = new Set(
    kept.flatMap(({ event, joined }) => (joined?.milestone !== undefined && added.has(keyOf(event)) ? [joined.consignment] : [])),
  )
  await rebuildMilestones(
    tx,
    [...touched].toSorted().flatMap((uuid) => joining.records.get(uuid) ?? []),
    now,
  )
  return { faults, added: new Set(kept.filter(({ event }) => added.has(keyOf(event))).map(({ event }) => event.hash)) }
}

/** Our extension's consignment, or one that stands as EPC; an id that is none names nothing. */
function namedUuid({ reading }: PreparedEvent): string | undefined {
  const wire = reading.named.consignment ?? reading.consignmentIds[0]
  const uuid = wire === undefined ? undefined : uuidOf('csg', wire)
  return uuid?.ok === true ? uuid.value : undefined
}

function faultAt({ pointer }: PreparedEvent, { member, code, detail }: JoinFault): Fault {
  return { pointer: pointerTo(pointer, `yidan:${member}`), code, detail }
}

/** How far an event may lie from a consignment's plan and still be found by its box. */
const WINDOW = '14 days'

interface CandidateRow {
  readonly id: string
  readonly equipment_id: string | null
}

async function joiningOf(tx: AnyTx, events: readonly PreparedEvent[], sender: string): Promise<Joining> {
  const named = [...new Set(events.flatMap((event) => namedUuid(event) ?? []))]
  const unnamed = events.filter(({ reading }) => reading.named.consignment === undefined && reading.placeId !== undefined)
  const boxes = [...new Set(unnamed.flatMap(({ reading }) => reading.equipmentIds))]
  if (named.length === 0 && boxes.length === 0) return { sender, records: new Map(), byEquipment: new Map() }
  const times = unnamed.map(({ reading }) => reading.eventTime).toSorted((a, b) => Temporal.Instant.compare(a, b))
  const { rows } = await sql<CandidateRow>`SELECT p.consignment_id AS id, NULL AS equipment_id FROM consignment.consignment_party p
      WHERE p.party_id = ${sender} AND p.consignment_id = ANY (${named}::uuid[])
    UNION SELECT i.consignment_id, i.value FROM consignment.identifier i
      JOIN consignment.consignment_party p ON p.consignment_id = i.consignment_id AND p.party_id = ${sender}
      WHERE i.kind = 'EQUIPMENT' AND i.value = ANY (${boxes}::text[]) AND EXISTS (SELECT FROM consignment.element e
        WHERE e.consignment_id = i.consignment_id AND e.planned_start_at <= ${times.at(-1) ?? null}::timestamptz + ${WINDOW}::interval
          AND e.planned_end_at >= ${times[0] ?? null}::timestamptz - ${WINDOW}::interval)`.execute(tx)
  const byEquipment = new Map<string, string[]>()
  for (const { id, equipment_id } of rows)
    if (equipment_id !== null) byEquipment.set(equipment_id, [...(byEquipment.get(equipment_id) ?? []), id])
  const records = await lockConsignments(tx, [...new Set(rows.map(({ id }) => id))])
  return { sender, records: new Map(records.map((record) => [record.uuid, record])), byEquipment }
}

/** Nobody else states anything of them, issues their bill or cancels them until this transaction ends. */
async function lockConsignments(tx: AnyTx, uuids: readonly string[]): Promise<readonly ConsignmentRecord[]> {
  if (uuids.length === 0) return []
  await sql`SELECT FROM consignment.consignment WHERE id = ANY (${uuids}::uuid[]) ORDER BY id FOR UPDATE`.execute(tx)
  return findConsignments(tx, uuids)
}

interface Kept {
  readonly event: PreparedEvent
  readonly joined: Joined | undefined
}

const declarationOf = ({ reading }: PreparedEvent): string => reading.declared?.toString() ?? '-infinity'
const keyOf = (event: PreparedEvent): string => `${event.hash} ${declarationOf(event)}`

/** All of them in one statement; answers the keys that were new. */
async function insertEvents(tx: AnyTx, kept: readonly Kept[], sender: string, now: Temporal.Instant): Promise<ReadonlySet<string>> {
  const once = [...new Map(kept.map((one) => [keyOf(one.event), one])).values()].toSorted((a, b) =>
    keyOf(a.event) < keyOf(b.event) ? -1 : 1,
  )
  if (once.length === 0) return new Set()
  const events = once.map(({ event }) => event)
  const joins = once.map(({ joined }) => joined)
  const subjects = once.flatMap(({ event, joined }) =>
    [...event.reading.subjects, ...(joined === undefined ? [] : [`consignment:${joined.consignment}`])].map((subject) => ({
      subject,
      event,
    })),
  )
  const { rows } = await sql<{ index: bigint }>`WITH
    given AS (SELECT * FROM unnest(${events.map(({ hash }) => hash)}::text[], ${events.map(declarationOf)}::timestamptz[],
      ${events.map(({ reading }) => reading.eventTime)}::timestamptz[], ${events.map(({ reading }) => reading.type)}::text[],
      ${events.map(({ reading }) => reading.bizStep ?? null)}::text[], ${joins.map((join) => join?.consignment ?? null)}::uuid[],
      ${joins.map((join) => join?.sequenceNumber ?? null)}::integer[], ${joins.map((join) => join?.milestone ?? null)}::text[],
      ${events.map(({ text }) => text)}::text[], ${events.map(({ context }) => context)}::text[]) WITH ORDINALITY
      AS g (event_hash, declaration_time, event_time, event_type, biz_step, consignment_id, element_sequence_number, milestone, event_text, context, index)),
    fresh AS (INSERT INTO tracking.event_key (event_hash, sender_id, declaration_time, record_time)
      SELECT event_hash, ${sender}::uuid, declaration_time, ${now}::timestamptz FROM given ORDER BY index ON CONFLICT DO NOTHING
      RETURNING event_hash, declaration_time),
    kept AS (INSERT INTO tracking.event (record_time, event_hash, sender_id, declaration_time, event_time, event_type, biz_step, consignment_id,
        element_sequence_number, milestone, event_text, context)
      SELECT ${now}::timestamptz, event_hash, ${sender}::uuid, declaration_time, event_time, event_type, biz_step, consignment_id,
        element_sequence_number, milestone, event_text, context FROM given JOIN fresh USING (event_hash, declaration_time)),
    about AS (INSERT INTO tracking.event_subject (subject, event_time, event_hash, sender_id)
      SELECT s.subject, g.event_time, g.event_hash, ${sender}::uuid
      FROM unnest(${subjects.map(({ subject }) => subject)}::text[], ${subjects.map(({ event }) => event.hash)}::text[]) AS s (subject, event_hash)
      JOIN (SELECT DISTINCT event_hash, event_time FROM given JOIN fresh USING (event_hash, declaration_time)) g USING (event_hash)
      ORDER BY s.subject, g.event_time, g.event_hash ON CONFLICT DO NOTHING)
    SELECT index FROM given JOIN fresh USING (event_hash, declaration_time)`.execute(tx)
  return new Set(
    rows.flatMap(({ index }) => {
      const event = events[Number(index) - 1]
      return event === undefined ? [] : [keyOf(event)]
    }),
  )
}
