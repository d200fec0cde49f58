// What the pages ask of the window, with how long an answer stays good.
import { QueryCache, QueryClient, queryOptions } from '@tanstack/react-query'
import type { Language } from '#kernel'
import type { Entrustment } from '#model'
import { askQuote, getPlace, getQuote, RequestFailure, searchPlaces } from './api.ts'

/** A refusal stays a refusal; only a dead line or a busy window is worth a second try. */
const worthRetry = (count: number, fault: Error): boolean =>
  count < 1 && fault instanceof RequestFailure && fault.problem !== undefined && fault.problem.status >= 502

export function newQueryClient(): QueryClient {
  // A session that has ended is noticed by whichever answer says so first.
  const onError = (fault: Error): void => {
    if (fault instanceof RequestFailure && fault.problem?.code === 'unauthenticated')
      void client.invalidateQueries({ queryKey: ['session'] })
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    defaultOptions: {
      queries: { retry: worthRetry, refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}

const HOUR = 3_600_000

/** A quote holds for a day, so an hour in one page's memory is safe. */
export const quoteQuery = (question: Entrustment, language: Language) =>
  queryOptions({
    queryKey: ['quote', JSON.stringify(question), language],
    queryFn: ({ signal }) => askQuote(question, language, signal),
    staleTime: HOUR,
    gcTime: HOUR,
  })

/** A quote by its id, as a link to a booking names it. */
export const savedQuoteQuery = (id: string, language: Language) =>
  queryOptions({ queryKey: ['saved-quote', id, language], queryFn: ({ signal }) => getQuote(id, language, signal), staleTime: HOUR })

export const placesQuery = (q: string, language: Language) =>
  queryOptions({
    queryKey: ['places', q],
    queryFn: ({ signal }) => searchPlaces(q, language, signal),
    staleTime: HOUR,
    enabled: q.trim() !== '',
  })

export const placeQuery = (id: string | undefined, language: Language) =>
  queryOptions({
    queryKey: ['place', id],
    queryFn: ({ signal }) => getPlace(id ?? '', language, signal),
    staleTime: HOUR,
    enabled: id !== undefined,
  })
