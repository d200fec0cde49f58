// A POST with the same key is answered once (CONTRACT §2): remembered per party, method, path and key for seven days.
import { sql } from 'kysely'
import { assert, type Caller, ok, refuse, type Result } from '#kernel'
import { type AnyTx, type Database, inTransaction, partyOf, unread, userOf } from './database.ts'
import { isDeadlock } from './faults.ts'

export interface RequestKey {
  /** `partyOf` it counts: callers without an account are one. */
  readonly caller: Caller
  readonly method: string
  readonly path: string
  readonly key: string
  readonly bodyHash: string
  readonly now: Temporal.Instant
}

/** What is remembered and given again. */
export interface Answer {
  readonly status: number
  readonly answer: string
}

export interface Worked<A> {
  readonly value: A
  /** What to remember; without it the request was never made: everything is undone and the key is free. */
  readonly remember?: Answer
  /** What the work wrote stays; otherwise it is undone and the answer alone is kept. */
  readonly keepsWork: boolean
}

/** Enters the request's transaction. Its first call sets the mark that a refusal falls back to. */
export type Enter = <T>(work: (tx: AnyTx) => Promise<T>) => Promise<T>

export type Once<A> =
  /** `committed`: what was written is there to stay. */
  { readonly kind: 'first'; readonly value: A; readonly committed: boolean } | ({ readonly kind: 'again' } & Answer)

const KEPT_HOURS = 7 * 24
/** How often a request is carried out before a deadlock becomes the caller's business. */
const ATTEMPTS = 3

interface EnteredRow {
  readonly held: boolean
  readonly body_hash: string | null
  readonly status: number | null
  readonly answer: string | null
}

/** Leaves the transaction undone, yet with a value: Kysely undoes only what throws. */
class Undone<A> extends Error {
  readonly value: A
  constructor(value: A) {
    super('undone on purpose')
    this.value = value
  }
}

/**
 * Carries a request out once. One transaction holds the lock on its key, the work and the remembered answer: a crash at any
 * point leaves nothing behind, and an acknowledged effect always has its answer. `in-use`: a twin is at work at this moment.
 * Work that ran into a deadlock has left nothing either and is done again.
 */
export async function answerOnce<A>(
  database: Database,
  request: RequestKey,
  work: (enter: Enter) => Promise<Worked<A>>,
): Promise<Result<Once<A>, 'reused' | 'in-use'>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(database, request, work)
    } catch (error) {
      if (!isDeadlock(error) || attempt === ATTEMPTS) throw error
    }
  }
}

async function attemptOnce<A>(
  database: Database,
  request: RequestKey,
  work: (enter: Enter) => Promise<Worked<A>>,
): Promise<Result<Once<A>, 'reused' | 'in-use'>> {
  try {
    return await inTransaction(database, async (tx: AnyTx) => {
      const { held, body_hash, status, answer } = await enterOnce(tx, request)
      if (!held) return refuse('in-use')
      if (body_hash !== null && status !== null && answer !== null)
        return body_hash === request.bodyHash ? ok({ kind: 'again' as const, status, answer }) : refuse('reused')
      const { enter, undo } = marked(tx)
      const worked = await work(enter)
      if (worked.remember === undefined) throw new Undone(worked.value)
      await undo(worked.keepsWork)
      await remember(tx, request, worked.remember)
      return ok({ kind: 'first' as const, value: worked.value, committed: worked.keepsWork })
    })
  } catch (error) {
    if (error instanceof Undone) return ok({ kind: 'first', value: error.value, committed: false })
    throw error
  }
}

async function enterOnce(tx: AnyTx, { caller, method, path, key, now }: RequestKey): Promise<EnteredRow> {
  const { rows } = await sql<EnteredRow>`SELECT held, body_hash, status, answer FROM postgres.enter_once(
    ${partyOf(caller)}, ${userOf(caller)}, ${method}, ${path}, ${key}, ${now.subtract({ hours: KEPT_HOURS })})`.execute(tx)
  const [row] = rows
  assert(row !== undefined, 'enter_once answers with one row')
  return row
}

/** A request that never touches the record needs no mark to fall back to. */
function marked(tx: AnyTx): { readonly enter: Enter; readonly undo: (keepsWork: boolean) => Promise<void> } {
  let mark: Promise<unknown> | undefined
  let threw = false
  return {
    enter: async (work) => {
      await (mark ??= sql`SAVEPOINT work`.execute(tx))
      try {
        return await work(tx)
      } catch (error) {
        threw = true
        throw error
      }
    },
    undo: async (keepsWork) => {
      // Half of what the work that threw had written would be committed with it.
      assert(!keepsWork || !threw, 'work that threw is not kept')
      if (!keepsWork && mark !== undefined) await sql`ROLLBACK TO SAVEPOINT work`.execute(tx)
    },
  }
}

/**
 * The lock keeps twins away; a row older than seven days is the only one that may stand here. Its answer is not waited for:
 * were there another row, the division by nothing would fail the commit.
 */
async function remember(tx: AnyTx, { caller, method, path, key, bodyHash, now }: RequestKey, { status, answer }: Answer): Promise<void> {
  await sql`${unread}WITH written AS (INSERT INTO postgres.idempotency AS kept (party_id, method, path, key, body_hash, status, answer, started_at)
      VALUES (${partyOf(caller)}, ${method}, ${path}, ${key}, ${bodyHash}, ${status}, ${answer}, ${now})
      ON CONFLICT (party_id, method, path, key) DO UPDATE SET body_hash = excluded.body_hash, status = excluded.status,
        answer = excluded.answer, started_at = excluded.started_at WHERE kept.started_at <= ${now.subtract({ hours: KEPT_HOURS })}
      RETURNING 1)
    SELECT 1 / count(*) FROM written`.execute(tx)
}

/** Removes what is older than seven days; a daily job calls it. */
export async function sweepRequests(tx: AnyTx, now: Temporal.Instant): Promise<number> {
  const swept = await sql`DELETE FROM postgres.idempotency WHERE started_at <= ${now.subtract({ hours: KEPT_HOURS })} RETURNING 1`.execute(
    tx,
  )
  return swept.rows.length
}
