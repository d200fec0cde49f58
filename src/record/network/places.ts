// Finding places by Chinese or English name, UN/LOCODE or IATA code, and showing them.
import { z } from 'zod'
import { geographicalCoordinates, type Place } from '#model'
import type { NetworkState } from './state.ts'

export const placeJson = z.object({
  id: z.string(),
  name: z.object({ zh: z.string(), en: z.string() }),
  placeTypeCode: z.string(),
  UNLocationCode: z.string().optional(),
  iataCode: z.string().optional(),
  countryCode: z.string(),
  timeZone: z.string(),
  geographicalCoordinates,
  modes: z.array(z.string()),
  status: z.string(),
  confidence: z.string(),
})
export type PlaceJson = z.output<typeof placeJson>

/** The JSON of CONTRACT §3. Here `confidence` is the row's own, all three words. */
export function placeAnswer(place: Place): PlaceJson {
  return {
    id: place.id,
    name: place.name,
    placeTypeCode: place.placeTypeCode,
    ...(place.UNLocationCode === undefined ? {} : { UNLocationCode: place.UNLocationCode }),
    ...(place.iata === undefined ? {} : { iataCode: place.iata }),
    countryCode: place.countryCode,
    timeZone: place.timeZone,
    geographicalCoordinates: { latitude: place.latitude, longitude: place.longitude },
    modes: [...place.modes],
    status: place.status,
    confidence: place.confidence,
  }
}

/** Width, case and accents do not matter to who searches: "Ｄｕｉｓｂｕｒｇ", "duisburg" and "DUISBURG" are one. */
export const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()

/** Smaller is better; undefined = no match. */
function rank(place: Place, wanted: string): number | undefined {
  const codes = [place.UNLocationCode, place.iata, place.id].filter((code) => code !== undefined).map(folded)
  if (codes.includes(wanted)) return 0
  const names = [folded(place.name.zh), folded(place.name.en)]
  if (names.includes(wanted)) return 1
  if (names.some((name) => name.startsWith(wanted)) || codes.some((code) => code.startsWith(wanted))) return 2
  if (names.some((name) => name.split(/[\s()\-/,]+/).some((word) => word.startsWith(wanted)))) return 3
  if ([...names, ...codes, folded(place.district ?? '')].some((text) => text.includes(wanted))) return 4
  const words = wanted.split(/\s+/)
  return words.length > 1 && words.every((word) => [...names, ...codes].some((text) => text.includes(word))) ? 5 : undefined
}

const OPEN_FIRST: Readonly<Record<string, number>> = { operational: 0, generic: 1 }

export interface RankedPlace {
  readonly place: Place
  /** Sorts like the list; what a cursor holds. */
  readonly key: string
}

/** Every match, the best first; places at work before planned ones and shorter names first among equals. Without a query all, by id. */
export function rankPlaces({ reference }: NetworkState, query: string): RankedPlace[] {
  const wanted = folded(query)
  const places = [...reference.places.values()]
  const ranked = places.flatMap((place): RankedPlace[] => {
    if (wanted === '') return [{ place, key: place.id }]
    const found = rank(place, wanted)
    return found === undefined
      ? []
      : [{ place, key: `${found}${OPEN_FIRST[place.status] ?? 2}${String(place.name.zh.length).padStart(3, '0')}${place.id}` }]
  })
  return ranked.toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

export const searchPlaces = (state: NetworkState, query: string, limit: number): Place[] =>
  rankPlaces(state, query)
    .slice(0, limit)
    .map(({ place }) => place)
