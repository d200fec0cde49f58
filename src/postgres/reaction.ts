// Reactions: what a module does when another's record changed. Each keeps its own cursor, goes in order and never skips.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Change, changesAfter, cursorOf, pairOf } from './change.ts'
import { type AnyTx, type Database, withCaller } from './database.ts'

/** One row at a module's door (DESIGN §4). */
export interface ReactionRow {
  readonly name: string
  /** The codes it hears; others are passed by. */
  readonly to: readonly string[]
  /** Runs in the transaction that moves the cursor: its own writes happen exactly once, anything else at least once. */
  readonly handle: (tx: AnyTx, change: Change, now: Temporal.Instant) => Promise<void>
}

export interface ReactionRun {
  readonly name: string
  readonly handled: number
  /** The change it is stuck at: it is tried again at the next run, and nothing after it before that. */
  readonly fault?: { readonly change: Change; readonly error: unknown }
}

const BATCH = 200

/** Brings every reaction up to the present, or to its first fault; several programs may run it at once. */
export async function runReactions(database: Database, reactions: readonly ReactionRow[], now: Temporal.Instant): Promise<ReactionRun[]> {
  const runs: ReactionRun[] = []
  for (const reaction of reactions) {
    let handled = 0
    for (;;) {
      const turn = await withCaller(database, { kind: 'system', name: reaction.name }, (tx: AnyTx) => oneBatch(tx, reaction, now))
      handled += turn.handled
      if (turn.fault === undefined && turn.read === BATCH) continue
      runs.push({ name: reaction.name, handled, ...(turn.fault === undefined ? {} : { fault: turn.fault }) })
      break
    }
  }
  return runs
}

interface Turn {
  readonly read: number
  readonly handled: number
  readonly fault?: { readonly change: Change; readonly error: unknown }
}

async function oneBatch(tx: AnyTx, reaction: ReactionRow, now: Temporal.Instant): Promise<Turn> {
  await sql`INSERT INTO postgres.reaction (name, xact, position) VALUES (${reaction.name}, '0', 0) ON CONFLICT DO NOTHING`.execute(tx)
  const { rows } = await sql<{ xact: string; position: bigint }>`
    SELECT xact::text, position FROM postgres.reaction WHERE name = ${reaction.name} FOR UPDATE SKIP LOCKED`.execute(tx)
  const [at] = rows
  // Another program is at it.
  if (at === undefined) return { read: 0, handled: 0 }
  const changes = await changesAfter(tx, { after: cursorOf(at.xact, at.position), limit: BATCH })
  let handled = 0
  let last: Change | undefined
  for (const change of changes) {
    if (reaction.to.includes(change.code)) {
      const error = await attempt(tx, () => reaction.handle(tx, change, now))
      if (error !== undefined) {
        await move(tx, reaction.name, last)
        return { read: changes.length, handled, fault: { change, error: error.fault } }
      }
      handled++
    }
    last = change
  }
  await move(tx, reaction.name, last)
  return { read: changes.length, handled }
}

/** A handler that throws is undone alone, so what was handled before it stays handled. */
async function attempt(tx: AnyTx, work: () => Promise<void>): Promise<{ readonly fault: unknown } | undefined> {
  await sql`SAVEPOINT reaction`.execute(tx)
  try {
    await work()
    await sql`RELEASE SAVEPOINT reaction`.execute(tx)
    return undefined
  } catch (fault) {
    await sql`ROLLBACK TO SAVEPOINT reaction`.execute(tx)
    return { fault }
  }
}

async function move(tx: AnyTx, name: string, last: Change | undefined): Promise<void> {
  if (last === undefined) return
  const [xact, position] = pairOf(last.cursor)
  await sql`UPDATE postgres.reaction SET xact = ${xact}::xid8, position = ${position} WHERE name = ${name}`.execute(tx)
}

export interface ReactionWishes {
  readonly database: Database
  readonly reactions: readonly ReactionRow[]
  readonly clock: () => Temporal.Instant
  readonly everySeconds: number
  readonly onFault: (reaction: string, error: unknown) => void
}

/** Keeps running the reactions until `stop`, which waits for the run under way. */
export function startReactions({ database, reactions, clock, everySeconds, onFault }: ReactionWishes): {
  readonly stop: () => Promise<void>
} {
  const ending = new AbortController()
  const loop = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      try {
        for (const { name, fault } of await runReactions(database, reactions, clock())) if (fault !== undefined) onFault(name, fault.error)
      } catch (error) {
        onFault('reactions', error)
      }
      await sleep(everySeconds * 1000, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }
  const running = loop()
  return {
    stop: () => {
      ending.abort()
      return running
    },
  }
}
