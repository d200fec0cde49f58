// What this module tidies up by itself.
import { type AnyTx, type JobRow, withCaller } from '#postgres'
import { sweepSetUps } from './set-up/store.ts'
import { sweepSessions } from './store.ts'

export const partiesJobs = (): readonly JobRow[] => [
  {
    name: 'sweep-sessions',
    schedule: '41 3 * * *',
    handle: ({ database, now }) =>
      withCaller(database, { kind: 'system', name: 'sweep-sessions' }, async (tx: AnyTx) => {
        await sweepSessions(tx)
        await sweepSetUps(tx, now)
      }),
  },
]
