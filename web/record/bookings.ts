// What the pages ask of bookings.
import { queryOptions } from '@tanstack/react-query'
import type { Language } from '#kernel'
import type { Booking, BookingRequest } from '#model'
import { type Answered, ask, askFor } from '../api.ts'

export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor?: string
}
const at = (id: string): string => `/v1/bookings/${encodeURIComponent(id)}`

export const bookingQuery = (id: string, language: Language) =>
  queryOptions({ queryKey: ['booking', id], queryFn: ({ signal }) => ask<Booking>(at(id), language, { signal }) })

export const heldQuery = (language: Language) =>
  queryOptions({
    queryKey: ['bookings', 'HELD'],
    queryFn: ({ signal }) => askFor<Page<Booking>>('/v1/bookings?status=HELD&limit=50', language, { signal }),
  })

interface How {
  readonly intent: string
  readonly language: Language
}
export const hold = (request: BookingRequest, { intent, language }: How): Promise<Answered<Booking>> =>
  ask<Booking>('/v1/bookings', language, { method: 'POST', body: request, intent })

export const confirmHold = (id: string, { intent, language }: How): Promise<Answered<Booking>> =>
  ask<Booking>(`${at(id)}/confirm`, language, { method: 'POST', intent })

export interface Cancelling {
  readonly id: string
  readonly reason: string
  /** Of what the person saw; a list brings none, so it is asked for. */
  readonly etag: string | undefined
}
export async function cancelHold({ id, reason, etag }: Cancelling, { intent, language }: How): Promise<Answered<Booking>> {
  const ifMatch = etag ?? (await ask<Booking>(at(id), language)).etag
  return ask<Booking>(`${at(id)}/cancel`, language, { method: 'POST', body: { reason }, intent, ifMatch })
}
