// Work of the clock on quotes and holds.
import { type JobRow, withCaller } from '#postgres'
import type { NetworkHolder } from '#record/network'
import { expireHolds } from './booking/store.ts'
import { sweepQuotes } from './store.ts'

/** So many holds end in one transaction that those who book meanwhile wait no longer than for a booking. */
const HOLDS_AT_ONCE = 100

export const consignmentJobs = (network?: Pick<NetworkHolder, 'refreshCapacity'>): readonly JobRow[] => [
  {
    name: 'quote-sweep',
    schedule: '17 3 * * *',
    handle: async ({ database, now }) => {
      await sweepQuotes(database, now)
    },
  },
  {
    name: 'hold-sweep',
    schedule: '* * * * *',
    handle: async ({ database, now }) => {
      for (;;) {
        const { count, departureIds } = await withCaller(database, { kind: 'system', name: 'hold-sweep' }, (tx) =>
          expireHolds(tx, now, HOLDS_AT_ONCE),
        )
        await network?.refreshCapacity(departureIds)
        if (count < HOLDS_AT_ONCE) return
      }
    },
  },
]
