// The clock's work beside the window: the queue of jobs, and its line on the status page.
import type { Logger } from 'pino'
import { type Database, type JobRow, postgresJobs, startQueue } from '#postgres'
import type { Part } from './pages.ts'

export interface JobWishes {
  readonly db: Database
  readonly url: string
  readonly jobs: readonly JobRow[]
  readonly now: () => Temporal.Instant
  readonly log: Logger
}

export interface StartedJobs {
  readonly part: Part
  readonly stop: () => Promise<void>
}

/** The queue starts beside the window: nobody who asks for a quote waits for it. */
export function startJobs({ db, url, jobs, now, log }: JobWishes): StartedJobs {
  let state: 'starting' | 'running' | 'failed' = 'starting'
  const queueFault = onceAMinute((error, silent) =>
    log.error({ err: error, ...(silent > 0 ? { silent } : {}) }, 'the queue of jobs met a fault'),
  )
  const onFault = (job: string, error: unknown): void =>
    job === 'queue' ? queueFault(error) : log.error({ job, err: error }, 'a job failed')
  const started = startQueue({
    url,
    database: db,
    jobs: [...jobs, ...postgresJobs],
    clock: now,
    timeZone: 'Asia/Shanghai',
    onFault,
  }).then(
    (queue) => {
      state = 'running'
      return queue
    },
    (error: unknown) => {
      state = 'failed'
      log.error({ err: error }, 'the queue of jobs did not start')
      return undefined
    },
  )
  const details = {
    starting: { zh: '启动中', en: 'starting' },
    running: { zh: '运行中', en: 'running' },
    failed: { zh: '未能启动', en: 'did not start' },
  }
  const part: Part = {
    name: 'jobs',
    title: { zh: '定时任务', en: 'Jobs' },
    required: false,
    check: async () => ({ state: state === 'failed' ? 'DEGRADED' : 'OK', detail: details[state] }),
  }
  return { part, stop: async () => (await started)?.stop() }
}

const QUIET_MILLISECONDS = 60_000

/** While the database is away the queue asks it again and again; one line a minute says so, and how many it stands for. */
export function onceAMinute(say: (error: unknown, silent: number) => void, tick = () => performance.now()): (error: unknown) => void {
  let [last, silent] = [-Infinity, 0]
  return (error) => {
    if (tick() - last < QUIET_MILLISECONDS) return void silent++
    say(error, silent)
    last = tick()
    silent = 0
  }
}
