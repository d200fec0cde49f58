import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { type AnyTx, withCaller } from './database.ts'
import { postgresJobs } from './jobs.ts'
import { type JobRow, type Queue, startQueue } from './queue.ts'

let database: TestDatabase
let queue: Queue | undefined
const now = Temporal.Instant.from('2026-12-01T01:00:00Z')
const faults: string[] = []

beforeEach(async () => {
  database = await testDatabase()
  faults.length = 0
})
afterEach(async () => {
  await queue?.stop()
  await database.close()
})

const start = async (jobs: readonly JobRow[]): Promise<Queue> => {
  const { db, url } = database
  queue = await startQueue({
    url,
    database: db,
    jobs,
    clock: () => now,
    timeZone: 'Asia/Shanghai',
    onFault: (job, error) => faults.push(`${job}: ${String(error)}`),
  })
  return queue
}
/** A job that tells when it ran, and with what. */
const telling = (name: string, act: (data: unknown, at: Temporal.Instant) => void = () => undefined) => {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const row: JobRow = {
    name,
    handle: async ({ data, now: at }) => {
      act(data, at)
      resolve({ data, now: at })
    },
  }
  return { row, ran: promise }
}

test('a job runs with its data and the given clock', async () => {
  const { row, ran } = telling('greet')
  const { send } = await start([row])
  await send('greet', { data: { to: 'Chongqing' } })
  expect(await ran).toEqual({ data: { to: 'Chongqing' }, now })
})

test('a job asked for in a transaction runs exactly when that commits', async () => {
  const seen: unknown[] = []
  const { row, ran } = telling('notify', (data) => seen.push(data))
  const { send } = await start([row])
  const undone = withCaller(database.db, { kind: 'anonymous' }, async (tx: AnyTx) => {
    await send('notify', { tx, data: { committed: false } })
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  await withCaller(database.db, { kind: 'anonymous' }, (tx: AnyTx) => send('notify', { tx, data: { committed: true } }))
  await ran
  expect(seen).toEqual([{ committed: true }])
})

test('requests without a key all run, those with one key are one while they wait', async () => {
  const seen: unknown[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const handle: JobRow['handle'] = async ({ data }) => {
    seen.push(data)
    if (seen.length === 3) resolve()
  }
  const { send } = await start([{ name: 'hook', handle }])
  const ask = (tx: AnyTx, data: object, key?: string) => send('hook', { tx, data, ...(key === undefined ? {} : { key }) })
  await withCaller(database.db, { kind: 'anonymous' }, async (tx: AnyTx) => {
    await ask(tx, { n: 1 })
    await ask(tx, { n: 2 })
    await ask(tx, { n: 3 }, 'sweep')
    await ask(tx, { n: 4 }, 'sweep')
  })
  await promise
  await queue?.stop()
  expect(seen).toHaveLength(3)
  expect(seen).toEqual(expect.arrayContaining([{ n: 1 }, { n: 2 }, { n: 3 }]))
})

test('a failed job is told and tried again', async () => {
  let tries = 0
  const { row, ran } = telling('flaky', () => {
    if (++tries === 1) throw new Error('first time')
  })
  const { send } = await start([row])
  await send('flaky')
  await ran
  expect(tries).toBe(2)
  expect(faults).toEqual(['flaky: Error: first time'])
})

test('schedules follow the rows, in the city’s time zone', async () => {
  const { row } = telling('sweep')
  await start([
    { ...row, schedule: '0 3 * * *' },
    { ...row, name: 'old', schedule: '* * * * *' },
  ])
  await queue?.stop()
  await start([{ ...row, schedule: '0 4 * * *' }])
  const { rows } = await withCaller(database.db, { kind: 'anonymous' }, (tx: AnyTx) =>
    sql`SELECT name, cron, timezone FROM pgboss.schedule`.execute(tx),
  )
  expect(rows).toEqual([{ name: 'sweep', cron: '0 4 * * *', timezone: 'Asia/Shanghai' }])
})

test('request keys older than seven days are swept by the job’s clock', async () => {
  await withCaller(database.db, { kind: 'anonymous' }, (tx: AnyTx) =>
    sql`INSERT INTO postgres.idempotency (party_id, method, path, key, body_hash, status, answer, started_at)
      VALUES ('', 'POST', '/', 'k-old-enough', '', 200, '', ${now.subtract({ hours: 168 })}),
             ('', 'POST', '/', 'k-not-yet-old', '', 200, '', ${now.subtract({ hours: 167 })})`.execute(tx),
  )
  for (const job of postgresJobs) await job.handle({ database: database.db, now, data: undefined })
  const { rows } = await withCaller(database.db, { kind: 'anonymous' }, (tx: AnyTx) =>
    sql`SELECT key FROM postgres.idempotency`.execute(tx),
  )
  expect(rows).toEqual([{ key: 'k-not-yet-old' }])
})
