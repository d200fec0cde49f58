// The city's directory of organisations, as a page asks it.
import { queryOptions } from '@tanstack/react-query'
import type { Language, PartyRole } from '#kernel'
import type { PartyJson } from '#model'
import { askFor } from '../api.ts'

export const partiesQuery = (q: string, role: PartyRole, language: Language) =>
  queryOptions({
    queryKey: ['parties', q, role],
    queryFn: async ({ signal }) => {
      const search = new URLSearchParams({ role, limit: '12', ...(q.trim() === '' ? {} : { q: q.trim() }) })
      return (await askFor<{ readonly items: readonly PartyJson[] }>(`/v1/parties?${search.toString()}`, language, { signal })).items
    },
    staleTime: 60_000,
  })
