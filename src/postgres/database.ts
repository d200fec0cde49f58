// The one way in: every look at the database happens in one transaction, in somebody's name.
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { assert, type Caller } from '#kernel'
import { toWire, types } from './wire.ts'

declare const opaque: unique symbol
/** A database one can enter by `withCaller` only; no pool and no connection leaves this module. */
export interface Database {
  readonly [opaque]: true
}

/** A transaction over the tables that a module states: `withCaller(db, caller, async (tx: Tx<NetworkTables>) => …)`. */
export type Tx<Tables> = Transaction<Tables>

export interface DatabaseWishes {
  /** The application role's address, as `prepareDatabase` gives it. */
  readonly url: string
  readonly connections?: number
  readonly statementSeconds?: number
}

/** A transaction over whatever tables: jobs, reactions and this module's own functions take anybody's. */
// oxlint-disable-next-line typescript/no-explicit-any -- the tables are the callers' business; each states its own.
export type AnyTx = Tx<any>
// oxlint-disable-next-line typescript/no-explicit-any -- as above
type AnyTables = any
const opened = new WeakMap<Database, Kysely<AnyTables>>()

export function openDatabase({ url, connections = 10, statementSeconds = 30 }: DatabaseWishes): Database {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'yidan',
    max: connections,
    types,
    connectionTimeoutMillis: 10_000,
    statement_timeout: statementSeconds * 1000,
    idle_in_transaction_session_timeout: 60_000,
    // A statement whose answer says nothing new is sent with the one after it, in one journey.
    pipeline: true,
  })
  // An idle connection that the server closed is replaced at the next use; without this it would end the process.
  pool.on('error', () => undefined)
  // The pool listens to idle connections only; one that breaks while it is lent fails its statement, and no more.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const connect = async () => {
    const client = await pool.connect()
    return { query: queryOn(client), release: (destroy?: boolean) => client.release(destroy) }
  }
  // Kysely also allows a cursor in the place of the text; we stream nothing, so our `query` lacks that form.
  const ours = { connect, end: () => pool.end(), options: {} } as never
  const database = Object.freeze({}) as Database
  opened.set(database, new Kysely({ dialect: new PostgresDialect({ pool: ours }) }))
  return database
}

const UNREAD = '/* unread */ '
/**
 * Put before a statement whose answer nobody reads: it is sent, and its caller goes on at once. Should it fail, the commit
 * fails with its error, so what was acknowledged was written; a rollback to a savepoint forgets it with its effect.
 */
export const unread = sql.raw(UNREAD)

/** Statements that begin something: they fail only with their connection, and then so does what follows. */
const MARKS: ReadonlySet<string> = new Set(['begin', 'SAVEPOINT work'])
interface Queried {
  readonly command: string
  readonly rowCount: number | null
  readonly rows: readonly unknown[]
}

/** One transaction's statements, each journey to the server with as many as need not wait for each other. */
function queryOn(client: pg.PoolClient): (text: string, values: readonly unknown[]) => Promise<Queried> {
  let sent: Promise<unknown>[] = []
  let held = false
  const { stream } = client.connection
  return async (text, values) => {
    const name = values.length > 0 ? statementName(text) : undefined
    const isSilent = MARKS.has(text) || text.startsWith(UNREAD)
    // Held back until the next statement that is waited for: each write to the server wakes it, which costs more than the work.
    if (isSilent && !held) stream.cork()
    const statement = client.query({ text, values: values.map(toWire), ...(name !== undefined && { name }) })
    if (!isSilent && held) stream.uncork()
    held = isSilent
    if (isSilent) {
      statement.catch(() => undefined)
      if (text.startsWith(UNREAD)) sent.push(statement)
      return { command: text, rowCount: null, rows: [] }
    }
    const before = sent
    if (/^(commit|rollback)/i.test(text)) sent = []
    if (before.length === 0 || /^rollback/i.test(text)) return statement
    // What failed first says why; whatever comes after it says only that the transaction is lost.
    const [answer] = await Promise.all([statement, ...before]).catch(async (error: unknown) => {
      await Promise.all(before)
      throw error
    })
    return answer
  }
}

/** Beyond this many texts something makes them up as it goes along, and preparing them would only fill the server's memory. */
const MOST_STATEMENTS = 500
const statements = new Map<string, { readonly name: string; seen: number }>()
/** A text that comes back is prepared once for each connection: planning costs more than running it. */
function statementName(text: string): string | undefined {
  const known = statements.get(text)
  if (known === undefined) {
    if (statements.size < MOST_STATEMENTS) statements.set(text, { name: `s${statements.size}`, seen: 1 })
    return undefined
  }
  known.seen += 1
  return known.seen > 2 ? known.name : undefined
}

/** Runs `work` in one transaction as `caller`; it commits when `work` returns and is undone when it throws. */
export function withCaller<Tables, T>(database: Database, caller: Caller, work: (tx: Tx<Tables>) => Promise<T>): Promise<T> {
  return inTransaction<Tables, T>(database, async (tx) => {
    // Transaction-local, so the next user of the connection (or of a pooler's) starts as nobody.
    await sql`SELECT set_config('yidan.party_id', ${partyOf(caller)}, true), set_config('yidan.user_id', ${userOf(caller)}, true)`.execute(
      tx,
    )
    return work(tx)
  })
}

/** For this module alone, whose callers say first in whose name they enter. */
export function inTransaction<Tables, T>(database: Database, work: (tx: Tx<Tables>) => Promise<T>): Promise<T> {
  const kysely: Kysely<Tables> | undefined = opened.get(database)
  assert(kysely !== undefined, 'the database is open')
  return kysely.transaction().execute(work)
}

/** Whether the database answers, for the window's readiness. */
export async function databaseAnswers(database: Database): Promise<boolean> {
  try {
    await withCaller(database, { kind: 'system', name: 'readiness' }, (tx) => sql`SELECT 1`.execute(tx))
    return true
  } catch {
    return false
  }
}

export async function closeDatabase(database: Database): Promise<void> {
  await opened.get(database)?.destroy()
  opened.delete(database)
}

/** What policies and keys know the caller by; callers without an account count as one party. */
export function partyOf(caller: Caller): string {
  switch (caller.kind) {
    case 'anonymous':
      return ''
    case 'user':
      return `user:${caller.userId}`
    case 'party':
      return caller.partyId
    case 'system':
      return `system:${caller.name}`
  }
}

export const userOf = (caller: Caller): string => (caller.kind === 'party' || caller.kind === 'user' ? (caller.userId ?? '') : '')
