// A pool for a library that keeps its own tables (sign-in): it speaks SQL of its own and wants pg's own Dates, not our Temporal.
import pg from 'pg'

export interface LibraryPoolWishes {
  /** The application role's address. */
  readonly url: string
  /** Where the library's unqualified table names are looked up; it sees no other schema by accident. */
  readonly schema: string
  readonly connections: number
}

/** For a library that keeps its own tables; everything of ours goes by `withCaller`. Whoever asks for it ends it. */
export function libraryPool({ url, schema, connections }: LibraryPoolWishes): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `yidan-${schema}`,
    max: connections,
    options: `-c search_path=${schema}`,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
  })
  // As for our own pool: a connection that the server closed is replaced, and does not end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
