// A place as a person writes it: its id, a name in Chinese or English, a UN/LOCODE, or coordinates with a country.
import { ok, refuse, type Result } from '#kernel'
import type { Failure, WindowClient } from './window-client.ts'

export interface Candidate {
  readonly id: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly countryCode: string
  readonly placeTypeCode?: string | undefined
  readonly UNLocationCode?: string | undefined
  readonly iataCode?: string | undefined
}

export type WireLocation = { placeId: string } | { geographicalCoordinates: { latitude: number; longitude: number }; countryCode: string }

export type PlaceFault =
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'ambiguous' | 'unknown'; readonly word: string; readonly candidates: readonly Candidate[] }

const COORDINATES = /^(-?\d+(?:\.\d+)?)\s*[,,]\s*(-?\d+(?:\.\d+)?)\s*[,,@]\s*([A-Za-z]{2})$/
const MOST = 20

export async function findLocation(word: string, client: WindowClient): Promise<Result<WireLocation, PlaceFault>> {
  const point = COORDINATES.exec(word.trim())
  if (point !== null)
    return ok({
      geographicalCoordinates: { latitude: Number(point[1]), longitude: Number(point[2]) },
      countryCode: (point[3] ?? '').toUpperCase(),
    })
  const found = await client.ask('GET /v1/places', { query: { q: word, limit: MOST } })
  if (!found.ok) return refuse({ kind: 'failure', failure: found.error })
  const chosen = choose(word, found.value.items)
  if (chosen !== undefined) return ok({ placeId: chosen.id })
  return refuse({ kind: found.value.items.length === 0 ? 'unknown' : 'ambiguous', word, candidates: found.value.items })
}

/** The only one found, or the only one that is called exactly so. */
export function choose(word: string, candidates: readonly Candidate[]): Candidate | undefined {
  const plain = (text: string | undefined): string => (text ?? '').trim().toLowerCase()
  const byId = candidates.find(({ id }) => id === word)
  if (byId !== undefined) return byId
  if (candidates.length === 1) return candidates[0]
  const exact = candidates.filter(({ name, UNLocationCode, iataCode }) =>
    [name.zh, name.en, UNLocationCode, iataCode].some((text) => plain(text) === plain(word)),
  )
  return exact.length === 1 ? exact[0] : undefined
}
