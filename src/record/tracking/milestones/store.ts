// Milestones in the database: planned when a consignment is made, rebuilt whenever something was stated of it.
import { sql } from 'kysely'
import { instantText, wireId } from '#kernel'
import type { MilestoneName, Progress } from '#model'
import { type AnyTx, recordChange, unread } from '#postgres'
import { audiencesOf, type ConsignmentRecord, setProgress } from '#record/consignment'
import { milestonesOf, type StatedFact, type Tracked } from './milestones.ts'
import { nextSteps, plannedElements } from './plan.ts'

/** For whoever confirms a booking: writes what the consignment owes. */
export async function planMilestones(tx: AnyTx, record: ConsignmentRecord, _now: Temporal.Instant): Promise<void> {
  await writeTracked(tx, [{ record, tracked: milestonesOf(plannedElements(record), []) }])
}

/** Rebuilds these from all that was stated; whoever calls holds their rows, so that what two captures state is counted together. */
export async function rebuildMilestones(tx: AnyTx, records: readonly ConsignmentRecord[], now: Temporal.Instant): Promise<void> {
  if (records.length === 0) return
  const facts = await factsOf(
    tx,
    records.map(({ uuid }) => uuid),
  )
  const rebuilt = records.map((record) => ({ record, tracked: milestonesOf(plannedElements(record), facts.get(record.uuid) ?? []) }))
  await writeTracked(tx, rebuilt)
  for (const { record, tracked } of rebuilt) {
    await recordChange(tx, {
      code: 'milestone-stated',
      resource: 'consignment',
      resourceId: record.whole.id,
      audiences: audiencesOf(record),
    })
    if (hasMoved(record, tracked)) await setProgress(tx, record.uuid, { status: tracked.status, ...progressOf(tracked), now })
  }
}

interface FactRow {
  readonly consignment_id: string
  readonly element_sequence_number: number
  readonly milestone: MilestoneName
  readonly event_time: Temporal.Instant
  readonly event_hash: string
  readonly sender_id: string
  readonly record_time: Temporal.Instant
  readonly withdraws: boolean
}

async function factsOf(tx: AnyTx, uuids: readonly string[]): Promise<ReadonlyMap<string, readonly StatedFact[]>> {
  const { rows } =
    await sql<FactRow>`SELECT consignment_id, element_sequence_number, milestone, event_time, event_hash, sender_id, record_time,
      declaration_time > '-infinity' AS withdraws
    FROM tracking.event WHERE consignment_id = ANY (${uuids}::uuid[]) AND milestone IS NOT NULL`.execute(tx)
  const facts = new Map<string, StatedFact[]>()
  for (const row of rows) {
    const fact: StatedFact = {
      sequenceNumber: row.element_sequence_number,
      milestone: row.milestone,
      eventTime: row.event_time,
      eventHash: row.event_hash,
      sender: row.sender_id,
      recordedAt: row.record_time,
      ...(row.withdraws && { withdraws: true as const }),
    }
    const known = facts.get(row.consignment_id)
    if (known === undefined) facts.set(row.consignment_id, [fact])
    else known.push(fact)
  }
  return facts
}

interface Rebuilt {
  readonly record: ConsignmentRecord
  readonly tracked: Tracked
}

/** Milestones and next steps of any number of consignments in one statement; what stays as it was is not written. */
async function writeTracked(tx: AnyTx, rebuilt: readonly Rebuilt[]): Promise<void> {
  const uuids = rebuilt.map(({ record }) => record.uuid)
  const states = rebuilt.flatMap(({ record, tracked }) => tracked.milestones.map((state) => ({ uuid: record.uuid, state })))
  const steps = rebuilt.flatMap(({ record, tracked }) => nextSteps(record, tracked.milestones).map((step) => ({ uuid: record.uuid, step })))
  const facts = states.map(({ state }) => state.fact)
  await sql`${unread}WITH
    state AS (SELECT * FROM unnest(${states.map(({ uuid }) => uuid)}::uuid[], ${states.map(({ state }) => state.sequenceNumber)}::integer[],
      ${states.map(({ state }) => state.milestone)}::text[], ${states.map(({ state }) => state.position)}::integer[],
      ${states.map(({ state }) => state.owed)}::boolean[], ${states.map(({ state }) => state.due ?? null)}::timestamptz[],
      ${states.map(({ state }) => state.estimated ?? null)}::timestamptz[], ${facts.map((fact) => fact?.eventTime ?? null)}::timestamptz[],
      ${facts.map((fact) => fact?.eventHash ?? null)}::text[], ${facts.map((fact) => fact?.sender ?? null)}::uuid[],
      ${facts.map((fact) => fact?.recordedAt ?? null)}::timestamptz[])
      AS s (consignment_id, element_sequence_number, milestone, position, owed, due_at, estimated_at, actual_at, event_hash, stated_by, recorded_at)),
    step AS (SELECT * FROM unnest(${steps.map(({ step }) => step.partyId)}::uuid[], ${steps.map(({ uuid }) => uuid)}::uuid[],
      ${steps.map(({ step }) => step.sequenceNumber)}::integer[], ${steps.map(({ step }) => step.state.milestone)}::text[],
      ${steps.map(({ step }) => step.state.dueBy)}::timestamptz[], ${steps.map(({ step }) => step.state.estimated ?? null)}::timestamptz[])
      AS s (party_id, consignment_id, element_sequence_number, milestone, due_by, estimated_at)),
    gone AS (DELETE FROM tracking.milestone m WHERE m.consignment_id = ANY (${uuids}::uuid[]) AND NOT EXISTS (SELECT FROM state s
      WHERE (s.consignment_id, s.element_sequence_number, s.milestone) = (m.consignment_id, m.element_sequence_number, m.milestone))),
    done AS (DELETE FROM tracking.next_step n WHERE n.consignment_id = ANY (${uuids}::uuid[]) AND NOT EXISTS (SELECT FROM step s
      WHERE (s.consignment_id, s.element_sequence_number, s.party_id) = (n.consignment_id, n.element_sequence_number, n.party_id))),
    stated AS (INSERT INTO tracking.milestone AS m SELECT * FROM state ON CONFLICT (consignment_id, element_sequence_number, milestone) DO UPDATE
      SET (position, owed, due_at, estimated_at, actual_at, event_hash, stated_by, recorded_at) = (excluded.position, excluded.owed,
        excluded.due_at, excluded.estimated_at, excluded.actual_at, excluded.event_hash, excluded.stated_by, excluded.recorded_at)
      WHERE m IS DISTINCT FROM excluded)
    INSERT INTO tracking.next_step AS n SELECT * FROM step ON CONFLICT (consignment_id, element_sequence_number, party_id) DO UPDATE
      SET (milestone, due_by, estimated_at) = (excluded.milestone, excluded.due_by, excluded.estimated_at) WHERE n IS DISTINCT FROM excluded`.execute(
    tx,
  )
}

function progressOf({ progress, delivery }: Tracked): { progress?: Progress } {
  if (progress?.fact === undefined) return {}
  return {
    progress: {
      elementSequenceNumber: progress.sequenceNumber,
      milestone: progress.milestone,
      milestoneDateTime: instantText(progress.fact.eventTime),
      estimatedDeliveryDateTime: instantText(delivery),
    },
  }
}

/** Whether the consignment's own row would change; most events of a long journey do not move it. */
function hasMoved({ whole, status }: ConsignmentRecord, tracked: Tracked): boolean {
  if (status === 'CANCELLED') return false
  const { progress } = progressOf(tracked)
  return status !== tracked.status || JSON.stringify(progress) !== JSON.stringify(whole.progress)
}

export interface MilestoneRow {
  readonly element_sequence_number: number
  readonly milestone: MilestoneName
  readonly owed: boolean
  readonly due_at: Temporal.Instant | null
  readonly estimated_at: Temporal.Instant | null
  readonly actual_at: Temporal.Instant | null
  readonly event_hash: string | null
  readonly stated_by: string | null
  readonly recorded_at: Temporal.Instant | null
}

/** In the order in which they are owed. */
export async function milestoneRows(tx: AnyTx, uuid: string): Promise<readonly MilestoneRow[]> {
  const { rows } =
    await sql<MilestoneRow>`SELECT element_sequence_number, milestone, owed, due_at, estimated_at, actual_at, event_hash, stated_by, recorded_at
    FROM tracking.milestone WHERE consignment_id = ${uuid} ORDER BY element_sequence_number, position`.execute(tx)
  return rows
}

export const elementIdOf = (record: ConsignmentRecord, sequenceNumber: number): string => {
  const element = record.elementParties.find((one) => one.sequenceNumber === sequenceNumber)
  return element === undefined ? '' : wireId('elm', element.elementUuid)
}
