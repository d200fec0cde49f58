// The work list in the database: one walk over an index, whatever the number of consignments.
import { sql } from 'kysely'
import type { MilestoneName } from '#model'
import type { AnyTx } from '#postgres'

export interface StepKey {
  readonly dueBy: Temporal.Instant
  /** UUID. */
  readonly consignment: string
  readonly sequenceNumber: number
}
export interface WorkRow {
  readonly consignment_id: string
  readonly element_sequence_number: number
  readonly milestone: MilestoneName
  readonly due_by: Temporal.Instant
  readonly estimated_at: Temporal.Instant | null
}
export interface WorkWishes {
  /** UUID. */
  readonly partyId: string
  readonly after?: StepKey | undefined
  readonly limit: number
}

/** The earliest due first. */
export async function workRows(tx: AnyTx, { partyId, after, limit }: WorkWishes): Promise<readonly WorkRow[]> {
  const beyond =
    after === undefined
      ? sql`true`
      : sql`(s.due_by, s.consignment_id, s.element_sequence_number) > (${after.dueBy}::timestamptz, ${after.consignment}::uuid, ${after.sequenceNumber}::integer)`
  const { rows } = await sql<WorkRow>`SELECT s.consignment_id, s.element_sequence_number, s.milestone, s.due_by, s.estimated_at
    FROM tracking.next_step s JOIN consignment.consignment c ON c.id = s.consignment_id
    WHERE s.party_id = ${partyId} AND c.status <> 'CANCELLED' AND ${beyond}
    ORDER BY s.due_by, s.consignment_id, s.element_sequence_number LIMIT ${limit}`.execute(tx)
  return rows
}
