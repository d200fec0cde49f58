// Work of the clock on quotes.
import type { Job } from '#model'
import type { Database } from '#postgres'
import { sweepQuotes } from './store.ts'

export const consignmentJobs = ({ db }: { readonly db: Database }): Job[] => [
  {
    name: 'quote-sweep',
    schedule: '17 3 * * *',
    run: async (now) => {
      await sweepQuotes(db, now)
    },
  },
]
