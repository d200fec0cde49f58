// What the page of keys asks of the window, and when a new key ends.
import type { Language } from '#kernel'
import type { KeyJson, MadeKey, NewKey } from '#model'
import { askFor } from '../api.ts'
import type { Page } from '../record/bookings.ts'

export const listKeys = (cursor: string | undefined, language: Language, signal: AbortSignal): Promise<Page<KeyJson>> => {
  const search = new URLSearchParams({ limit: '50', ...(cursor === undefined ? {} : { cursor }) })
  return askFor<Page<KeyJson>>(`/v1/keys?${search.toString()}`, language, { signal })
}

interface How {
  readonly intent: string
  readonly language: Language
}
export const makeKey = (key: NewKey, { intent, language }: How): Promise<MadeKey> =>
  askFor<MadeKey>('/v1/keys', language, { method: 'POST', body: key, intent })

export const revokeKey = (id: string, { language }: How): Promise<KeyJson> =>
  askFor<KeyJson>(`/v1/keys/${encodeURIComponent(id)}`, language, { method: 'DELETE' })

/** The end of a key that shall last so many days from now; none for one without end. */
export const endOf = (days: string, now: Temporal.Instant): string | undefined =>
  days === '' ? undefined : now.add({ hours: 24 * Number(days) }).toString({ smallestUnit: 'second' })

export type KeyState = 'live' | 'revoked' | 'ended'
export function stateOf(key: KeyJson, now: Temporal.Instant): KeyState {
  if (key.revokedDateTime !== undefined) return 'revoked'
  if (key.expiresDateTime === undefined) return 'live'
  return Temporal.Instant.compare(Temporal.Instant.from(key.expiresDateTime), now) <= 0 ? 'ended' : 'live'
}
