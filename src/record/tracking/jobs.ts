// Tracking's own jobs: the months of events, made ahead.
import { sql } from 'kysely'
import { type AnyTx, type JobRow, withCaller } from '#postgres'

const MONTHS_AHEAD = 2

export const trackingJobs: readonly JobRow[] = [
  {
    name: 'make-event-months',
    schedule: '41 2 * * *',
    handle: async ({ database, now }) => {
      // Each month its own transaction: attaching one waits for nobody longer than it must.
      for (let month = 0; month <= MONTHS_AHEAD; month++) {
        const at = now.toZonedDateTimeISO('UTC').add({ months: month }).toInstant()
        await withCaller(database, { kind: 'system', name: 'make-event-months' }, async (tx: AnyTx) => {
          await sql`SELECT tracking.ensure_event_partition(${at})`.execute(tx)
        })
      }
    },
  },
]
