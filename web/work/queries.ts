// The work list, page after page.
import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Language } from '#kernel'
import type { Quote, WorkItem } from '#model'
import { askFor } from '../api.ts'

export type WorkPlaces = Quote['places']
export interface WorkPage {
  readonly items: readonly WorkItem[]
  readonly nextCursor?: string
  readonly places: WorkPlaces
}

export const workQuery = (language: Language) =>
  infiniteQueryOptions({
    queryKey: ['work', language],
    queryFn: ({ pageParam, signal }) =>
      askFor<WorkPage>(
        `/v1/work?${new URLSearchParams({ limit: '100', ...(pageParam === '' ? {} : { cursor: pageParam }) }).toString()}`,
        language,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page: WorkPage) => page.nextCursor,
  })
