// The clock's part: every night the day that comes into reach gets its departures.
import type { JobRow } from '#postgres'
import { extendDepartures, type NetworkHolder } from './store.ts'

export const networkJobs = (network: NetworkHolder): readonly JobRow[] => [
  {
    name: 'network-extend-departures',
    schedule: '10 0 * * *',
    handle: async ({ database, now }) => {
      await extendDepartures(database, now)
      await network.reload(now)
    },
  },
]
