// Jobs: rows with a name, a time or a trigger, and a handler; pg-boss runs them as the application role.
import { randomUUID } from 'node:crypto'
import { PgBoss, fromKysely } from 'pg-boss'
import { assert } from '#kernel'
import type { AnyTx, Database } from './database.ts'

/** One row at a module's door (DESIGN §4). A job may run twice, so its handler must not mind. */
export interface JobRow {
  readonly name: string
  /** When it runs by itself: a cron expression in the city's time zone. Without one it runs when `send` asks. */
  readonly schedule?: string
  /** Tries after a failure, with growing pauses; 5 unless told. */
  readonly retries?: number
  readonly handle: (work: JobWork) => Promise<void>
}

export interface JobWork {
  readonly database: Database
  readonly now: Temporal.Instant
  /** What `send` handed over, as JSON; nothing for a scheduled run. */
  readonly data: unknown
}

export interface Queue {
  /** Asks for a run; with `tx` it is asked exactly when that transaction commits. */
  readonly send: (name: string, wishes?: SendWishes) => Promise<void>
  /** Lets running jobs end, then stops. */
  readonly stop: () => Promise<void>
}

export interface SendWishes {
  readonly tx?: AnyTx
  readonly data?: object
  readonly afterSeconds?: number
  /** While a job of this key waits, another is not added. */
  readonly key?: string
}

export interface QueueWishes {
  /** The application role's address. */
  readonly url: string
  readonly database: Database
  readonly jobs: readonly JobRow[]
  readonly clock: () => Temporal.Instant
  readonly timeZone: string
  readonly onFault: (job: string, error: unknown) => void
}

const POLL_SECONDS = 0.5
const STOP_MILLISECONDS = 10_000

export async function startQueue(wishes: QueueWishes): Promise<Queue> {
  const { url, jobs, onFault } = wishes
  const names = new Set(jobs.map((job) => job.name))
  assert(names.size === jobs.length, 'each job has its own name')
  // The owner made and migrated the schema (`prepareDatabase`); this role may not, and need not rebuild indexes either.
  const boss = new PgBoss({
    connectionString: url,
    schema: 'pgboss',
    application_name: 'yidan-queue',
    max: 3,
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
  })
  boss.on('error', (error) => onFault('queue', error))
  await boss.start()
  const scheduled = await boss.getSchedules()
  for (const { name } of scheduled) if (!names.has(name)) await boss.unschedule(name)
  for (const job of jobs) await register(boss, job, wishes)
  return {
    send: async (name, { tx, data = {}, afterSeconds, key } = {}) => {
      assert(names.has(name), `the job ${name} has a row`)
      await boss.send(name, data, {
        ...(tx === undefined ? {} : { db: fromKysely(tx) }),
        ...(afterSeconds === undefined ? {} : { startAfter: afterSeconds }),
        singletonKey: key ?? randomUUID(),
      })
    },
    stop: () => boss.stop({ graceful: true, timeout: STOP_MILLISECONDS }),
  }
}

async function register(boss: PgBoss, job: JobRow, { database, clock, timeZone, onFault }: QueueWishes): Promise<void> {
  const settings = { retryLimit: job.retries ?? 5, retryBackoff: true, retryDelay: 1 }
  // `short`: at most one waiting job per key, so a thousand wake-ups of one sweep are one run; who names no key gets his own.
  await boss.createQueue(job.name, { policy: 'short', ...settings })
  await boss.work(job.name, { pollingIntervalSeconds: POLL_SECONDS }, async (batch) => {
    for (const { data } of batch) {
      try {
        await job.handle({ database, now: clock(), data })
      } catch (error) {
        onFault(job.name, error)
        throw error
      }
    }
  })
  if (job.schedule === undefined) await boss.unschedule(job.name)
  else await boss.schedule(job.name, job.schedule, {}, { tz: timeZone })
}
