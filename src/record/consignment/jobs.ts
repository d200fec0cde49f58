// Work of the clock on quotes.
import type { JobRow } from '#postgres'
import { sweepQuotes } from './store.ts'

export const consignmentJobs = (): readonly JobRow[] => [
  {
    name: 'quote-sweep',
    schedule: '17 3 * * *',
    handle: async ({ database, now }) => {
      await sweepQuotes(database, now)
    },
  },
]
