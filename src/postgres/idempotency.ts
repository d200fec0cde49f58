// A POST with the same key is answered once (CONTRACT §2): remembered per party, method, path and key for seven days.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { assert, ok, refuse, type Result } from '#kernel'
import { type AnyTx, type Database, withCaller } from './database.ts'

export interface RequestKey {
  /** `partyOf(caller)`: callers without an account count as one. */
  readonly partyId: string
  readonly method: string
  readonly path: string
  readonly key: string
  readonly bodyHash: string
}

/** The right to answer this request; whoever holds it finishes or abandons it. */
export interface Ticket extends RequestKey {
  readonly holder: string
}

export type Begun =
  | { readonly kind: 'first'; readonly ticket: Ticket }
  | { readonly kind: 'again'; readonly status: number; readonly answer: string }

const KEPT_HOURS = 7 * 24

export interface BeginWishes {
  readonly now: Temporal.Instant
  /** A holder silent for longer has died, and the next caller takes its place; longer than any request may run. */
  readonly holderSeconds: number
}

/** Asks whether this request is to be carried out now; it commits by itself, so that a twin meanwhile is told so. */
export function beginRequest(database: Database, request: RequestKey, wishes: BeginWishes): Promise<Result<Begun, 'reused' | 'in-use'>> {
  return withCaller(database, { kind: 'system', name: 'idempotency' }, (tx: AnyTx) => begin(tx, request, wishes))
}

interface KeyRow {
  readonly body_hash: string
  readonly state: 'RUNNING' | 'DONE'
  readonly status: number | null
  readonly answer: string | null
  readonly started_at: Temporal.Instant
}

async function begin(tx: AnyTx, request: RequestKey, { now, holderSeconds }: BeginWishes): Promise<Result<Begun, 'reused' | 'in-use'>> {
  const ticket: Ticket = { ...request, holder: randomUUID() }
  const inserted = await sql`INSERT INTO postgres.idempotency (party_id, method, path, key, body_hash, holder, state, started_at)
    VALUES (${request.partyId}, ${request.method}, ${request.path}, ${request.key}, ${request.bodyHash}, ${ticket.holder}, 'RUNNING', ${now})
    ON CONFLICT DO NOTHING RETURNING 1`.execute(tx)
  if (inserted.rows.length === 1) return ok({ kind: 'first', ticket })
  const { rows } = await sql<KeyRow>`SELECT body_hash, state, status, answer, started_at FROM postgres.idempotency
    WHERE ${its(request)} FOR UPDATE`.execute(tx)
  const [row] = rows
  // Abandoned or swept between the two statements: the caller asks again, which is rarer than a retry loop is worth.
  if (row === undefined) return refuse('in-use')
  const age = now.since(row.started_at, { largestUnit: 'second' }).total('second')
  if (age < KEPT_HOURS * 3600) {
    if (row.body_hash !== request.bodyHash) return refuse('reused')
    if (row.state === 'DONE') return ok({ kind: 'again', status: row.status ?? 0, answer: row.answer ?? '' })
    if (age < holderSeconds) return refuse('in-use')
  }
  await sql`UPDATE postgres.idempotency SET holder = ${ticket.holder}, body_hash = ${request.bodyHash}, started_at = ${now},
    state = 'RUNNING', status = NULL, answer = NULL, finished_at = NULL WHERE ${its(request)}`.execute(tx)
  return ok({ kind: 'first', ticket })
}

export interface Answer {
  readonly status: number
  readonly answer: string
  readonly now: Temporal.Instant
}

/** Remembers the answer, best in the handler's own transaction: effect and answer are then there together or not at all. */
export async function finishRequest(tx: AnyTx, ticket: Ticket, { status, answer, now }: Answer): Promise<void> {
  const done = await sql`UPDATE postgres.idempotency SET state = 'DONE', status = ${status}, answer = ${answer}, finished_at = ${now}
    WHERE ${its(ticket)} AND holder = ${ticket.holder} AND state = 'RUNNING' RETURNING 1`.execute(tx)
  // Taken for dead and replaced: throwing undoes the late one's effect, so the twin's is the only one.
  assert(done.rows.length === 1, 'the request key is still held')
}

/** Forgets a request that is not to be remembered (401, 429, 5xx), so that the caller may try again at once. */
export async function abandonRequest(database: Database, ticket: Ticket): Promise<void> {
  await withCaller(database, { kind: 'system', name: 'idempotency' }, (tx: AnyTx) =>
    sql`DELETE FROM postgres.idempotency WHERE ${its(ticket)} AND holder = ${ticket.holder} AND state = 'RUNNING'`.execute(tx),
  )
}

/** Removes what is older than seven days; a daily job calls it. */
export async function sweepRequests(tx: AnyTx, now: Temporal.Instant): Promise<number> {
  const swept = await sql`DELETE FROM postgres.idempotency WHERE started_at <= ${now.subtract({ hours: KEPT_HOURS })} RETURNING 1`.execute(
    tx,
  )
  return swept.rows.length
}

const its = ({ partyId, method, path, key }: RequestKey) =>
  sql`party_id = ${partyId} AND method = ${method} AND path = ${path} AND key = ${key}`
