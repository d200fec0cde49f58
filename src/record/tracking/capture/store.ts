// Capture jobs in the database: what became of a document, for whoever sent it.
import { sql } from 'kysely'
import type { AnyTx } from '#postgres'
import type { Fault } from '../epcis/fault.ts'

export const ERROR_BEHAVIOURS = ['rollback', 'proceed'] as const
export type ErrorBehaviour = (typeof ERROR_BEHAVIOURS)[number]

export interface CaptureJob {
  readonly uuid: string
  /** UUID. */
  readonly partyId: string
  readonly behaviour: ErrorBehaviour
  readonly createdAt: Temporal.Instant
  readonly finishedAt: Temporal.Instant
  readonly faults: readonly Fault[]
}

export async function insertJob(tx: AnyTx, job: CaptureJob): Promise<void> {
  await sql`INSERT INTO tracking.capture_job (id, party_id, error_behaviour, created_at, finished_at, success, errors)
    VALUES (${job.uuid}, ${job.partyId}, ${job.behaviour}, ${job.createdAt}, ${job.finishedAt}, ${job.faults.length === 0},
      ${JSON.stringify(job.faults)}::json)`.execute(tx)
}

interface JobRow {
  readonly party_id: string
  readonly error_behaviour: ErrorBehaviour
  readonly created_at: Temporal.Instant
  readonly finished_at: Temporal.Instant
  readonly errors: readonly Fault[]
}

export async function findJob(tx: AnyTx, uuid: string): Promise<CaptureJob | undefined> {
  const { rows } = await sql<JobRow>`SELECT party_id, error_behaviour, created_at, finished_at, errors FROM tracking.capture_job
    WHERE id = ${uuid}`.execute(tx)
  const [row] = rows
  return (
    row && {
      uuid,
      partyId: row.party_id,
      behaviour: row.error_behaviour,
      createdAt: row.created_at,
      finishedAt: row.finished_at,
      faults: row.errors,
    }
  )
}
