// The work list as the gate reads it: overdue, due now, later; within each by departure or place. Pure: "now" is a parameter.
import type { WorkItem } from '#model'
import { minutesBetween } from '../format.ts'

export const URGENCIES = ['overdue', 'now', 'later'] as const
export type Urgency = (typeof URGENCIES)[number]
/** What comes within these hours is prepared now. */
export const NOW_HOURS = 4

export const dueOf = (item: WorkItem): string => item.estimatedOccurrenceDateTime ?? item.scheduledOccurrenceDateTime

/** By the estimate where there is one: a train known to be late does not make its own arrival overdue. */
export function urgencyOf(item: WorkItem, now: string): Urgency {
  const minutes = minutesBetween(now, dueOf(item))
  if (minutes < 0) return 'overdue'
  return minutes <= NOW_HOURS * 60 ? 'now' : 'later'
}

export type Place = NonNullable<WorkItem['occurrenceLocation']>
const AT_DEPARTURE: readonly string[] = [
  'ACCEPTED',
  'PICKED_UP',
  'STUFFED',
  'SEALED',
  'GATED_OUT',
  'LOADED',
  'DEPARTED',
  'CUSTOMS_SUBMITTED',
  'CUSTOMS_RELEASED',
]

/** Where the next milestone happens. */
export const placeOf = (item: WorkItem): Place | undefined =>
  item.occurrenceLocation ?? (AT_DEPARTURE.includes(item.milestone) ? item.departureLocation : item.arrivalLocation)

export interface Group {
  readonly key: string
  /** A departure's group is one vehicle; a place's is one gate. */
  readonly kind: 'departure' | 'place'
  readonly first: WorkItem
  readonly items: readonly WorkItem[]
}

const keyOf = (item: WorkItem): string => {
  if (item.departureId !== undefined) return `departure ${item.departureId}`
  const place = placeOf(item)
  return `place ${place?.placeId ?? place?.name ?? ''} ${item.kind === 'LEG' ? (item.serviceId ?? item.modeCode ?? '') : ''}`
}

/** The earliest due first, groups by their earliest. */
export function groupsOf(items: readonly WorkItem[]): Group[] {
  const sorted = items.toSorted((a, b) => minutesBetween(dueOf(b), dueOf(a)) || a.consignmentNumber.localeCompare(b.consignmentNumber))
  const groups = new Map<string, [WorkItem, ...WorkItem[]]>()
  for (const item of sorted) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return [...groups].map(([key, own]) => ({
    key,
    kind: own[0].departureId === undefined ? 'place' : 'departure',
    first: own[0],
    items: own,
  }))
}

export interface Filter {
  readonly place: string | undefined
  readonly service: string | undefined
}
export const filtered = (items: readonly WorkItem[], { place, service }: Filter): WorkItem[] =>
  items.filter((item) => (place === undefined || placeOf(item)?.placeId === place) && (service === undefined || item.serviceId === service))

/** What can be filtered by: each place and service of the list once, in the list's order. */
export const placesIn = (items: readonly WorkItem[]): string[] => [...new Set(items.flatMap((item) => placeOf(item)?.placeId ?? []))]
export const servicesIn = (items: readonly WorkItem[]): string[] => [...new Set(items.flatMap((item) => item.serviceId ?? []))]
