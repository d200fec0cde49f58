// This module's own jobs.
import { type AnyTx, withCaller } from './database.ts'
import { sweepRequests } from './idempotency.ts'
import type { JobRow } from './queue.ts'

export const postgresJobs: readonly JobRow[] = [
  {
    name: 'sweep-request-keys',
    schedule: '17 3 * * *',
    handle: async ({ database, now }) => {
      await withCaller(database, { kind: 'system', name: 'sweep-request-keys' }, (tx: AnyTx) => sweepRequests(tx, now))
    },
  },
]
