// Our own record changed: written with the change itself, read in an order in which nothing is skipped.
import { sql } from 'kysely'
import { ok, refuse, type Result } from '#kernel'
import { type AnyTx, unread } from './database.ts'

export interface NewChange {
  /** What happened, as `booking-held`; readers switch on it. */
  readonly code: string
  /** The kind of thing, as `booking`, and its id on the wire. */
  readonly resource: string
  readonly resourceId: string
  /** Who may hear of it: UUIDs of parties, or `public`, which is the standard. */
  readonly audiences?: readonly string[]
}

export interface Change extends Required<NewChange> {
  readonly cursor: Cursor
  readonly recordedAt: Temporal.Instant
}

declare const cursor: unique symbol
/** A place in the stream of changes; opaque to everybody else. */
export type Cursor = string & { readonly [cursor]: true }

export interface ChangeWishes {
  readonly after?: Cursor | undefined
  /** The last one wanted. */
  readonly upTo?: Cursor | undefined
  readonly limit: number
  /** Leaves out what is neither public nor for one of these; without it everything is read. */
  readonly audiences?: readonly string[]
}

export async function recordChange(tx: AnyTx, change: NewChange): Promise<void> {
  await sql`${unread}INSERT INTO postgres.change (code, resource, resource_id, audiences)
    VALUES (${change.code}, ${change.resource}, ${change.resourceId}, ${change.audiences ?? ['public']}::text[])`.execute(tx)
}

interface ChangeRow {
  readonly xact: string
  readonly position: bigint
  readonly code: string
  readonly resource: string
  readonly resource_id: string
  readonly audiences: readonly string[]
  readonly recorded_at: Temporal.Instant
}

/**
 * The changes after a cursor, oldest first. Positions are given before commit, so a later position may be seen before an
 * earlier one; transactions that may still commit lie above the snapshot's xmin, and there the reader stops (CONTRACT part 2 §9).
 * The order names the table's column: the bare name would be the answer's text, which puts 10 before 9.
 */
export async function changesAfter(tx: AnyTx, { after, upTo, limit, audiences }: ChangeWishes): Promise<Change[]> {
  const [xact, position] = after === undefined ? ['0', 0n] : pairOf(after)
  const heard = audiences === undefined ? sql`true` : sql`audiences && ${['public', ...audiences]}::text[]`
  const until = upTo === undefined ? sql`true` : sql`(xact, position) <= (${pairOf(upTo)[0]}::xid8, ${pairOf(upTo)[1]}::bigint)`
  const { rows } = await sql<ChangeRow>`
    SELECT xact::text, position, code, resource, resource_id, audiences, recorded_at FROM postgres.change
    WHERE (xact, position) > (${xact}::xid8, ${position}::bigint) AND xact < pg_snapshot_xmin(pg_current_snapshot()) AND ${until} AND ${heard}
    ORDER BY change.xact, change.position LIMIT ${limit}`.execute(tx)
  return rows.map((row) => ({
    cursor: cursorOf(row.xact, row.position),
    code: row.code,
    resource: row.resource,
    resourceId: row.resource_id,
    audiences: row.audiences,
    recordedAt: row.recorded_at,
  }))
}

/** Where a reader who has read everything stands now. */
export async function endOfChanges(tx: AnyTx): Promise<Cursor | undefined> {
  const { rows } = await sql<Pick<ChangeRow, 'xact' | 'position'>>`SELECT xact::text, position FROM postgres.change
    WHERE xact < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY change.xact DESC, change.position DESC LIMIT 1`.execute(tx)
  const [row] = rows
  return row === undefined ? undefined : cursorOf(row.xact, row.position)
}

/** Whether `one` stands behind `other` in the stream. */
export function isBehind(one: Cursor | undefined, other: Cursor | undefined): boolean {
  if (other === undefined || one === undefined) return other !== undefined
  const [[xact, position], [otherXact, otherPosition]] = [pairOf(one), pairOf(other)]
  return xact === otherXact ? position < otherPosition : BigInt(xact) < BigInt(otherXact)
}

/** A cursor that a client sent back. */
export function parseCursor(text: string): Result<Cursor, 'not-a-cursor'> {
  const plain = Buffer.from(text, 'base64url').toString('latin1')
  const match = /^(\d{1,19})\.(\d{1,18})$/.exec(plain)
  if (match === null) return refuse('not-a-cursor')
  return ok(text as Cursor)
}

export const cursorOf = (xact: string, position: bigint): Cursor => Buffer.from(`${xact}.${position}`).toString('base64url') as Cursor

export function pairOf(at: Cursor): readonly [xact: string, position: bigint] {
  const [xact = '0', position = '0'] = Buffer.from(at, 'base64url').toString('latin1').split('.')
  return [xact, BigInt(position)]
}
