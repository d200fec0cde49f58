// What a chain takes of each departure: hundredths of a TEU and kilograms on every leg of the run that it rides.
import { ok, refuse, type Result } from '#kernel'
import type { Itinerary, LegElement, Load } from '#model'
import type { Sold } from '#record/network'
import { demandOf } from '../terms.ts'

/** A departure as the database has it: it may have been withdrawn, or got other times, since the quote was asked. */
export interface DepartureRow {
  readonly id: string
  readonly state: 'scheduled' | 'withdrawn'
  readonly place_ids: readonly string[]
  readonly arrives: readonly Temporal.Instant[]
  readonly departs: readonly Temporal.Instant[]
}

/** A leg that can no longer be ridden. */
export interface ClosedLeg {
  readonly sequenceNumber: number
  readonly departureId?: string
}

const instant = (text: string | undefined): Temporal.Instant | undefined => (text === undefined ? undefined : Temporal.Instant.from(text))
const isPast = (text: string | undefined, now: Temporal.Instant): boolean => {
  const at = instant(text)
  return at !== undefined && Temporal.Instant.compare(at, now) <= 0
}
const closed = ({ sequenceNumber, departureId }: LegElement): ClosedLeg => ({
  sequenceNumber,
  ...(departureId !== undefined && { departureId }),
})

export const legsOf = ({ elements }: Pick<Itinerary, 'elements'>): LegElement[] =>
  elements.flatMap((element) => (element.kind === 'LEG' ? [element] : []))

export const departureIdsOf = (itinerary: Pick<Itinerary, 'elements'>): string[] => [
  ...new Set(legsOf(itinerary).flatMap(({ departureId }) => departureId ?? [])),
]

/**
 * The first leg that can no longer be ridden: its cut-off, or its departure where it has none, has passed, or its departure is
 * withdrawn. A lorry on demand is in no timetable: it goes when it is told to, and the cut-off after it says whether that is
 * too late; so it is closed only once it would have arrived.
 */
export function closedLeg(itinerary: Itinerary, withdrawn: ReadonlySet<string>, now: Temporal.Instant): ClosedLeg | undefined {
  const found = legsOf(itinerary).find(
    (leg) => isPast(closesAt(leg), now) || (leg.departureId !== undefined && withdrawn.has(leg.departureId)),
  )
  return found && closed(found)
}

const closesAt = ({ departureId, cutOffDateTime, departureEvent, arrivalEvent }: LegElement): string | undefined =>
  departureId === undefined ? arrivalEvent.scheduledOccurrenceDateTime : (cutOffDateTime ?? departureEvent.scheduledOccurrenceDateTime)

/** What to hold; lorries, being elastic, have no counters and so are simply not found among them. */
export function claimsOf(itinerary: Itinerary, load: Load, departures: readonly DepartureRow[]): Result<readonly Sold[], ClosedLeg> {
  const { teuCenti, kg } = demandOf({ load })
  const byId = new Map(departures.map((row) => [row.id, row]))
  const claims = new Map<string, Sold>()
  for (const leg of legsOf(itinerary)) {
    if (leg.departureId === undefined) continue
    const run = byId.get(leg.departureId)
    const stops = run && stopsOf(leg, run)
    if (stops === undefined) return refuse(closed(leg))
    for (let legNumber = stops.from; legNumber < stops.to; legNumber++)
      for (const [resource, quantity] of [
        ['TEU_CENTI', teuCenti],
        ['KG', kg],
      ] as const) {
        if (quantity === 0) continue
        const key = `${leg.departureId} ${legNumber} ${resource}`
        const before = claims.get(key)?.quantity ?? 0n
        claims.set(key, { departureId: leg.departureId, legNumber, resource, quantity: before + BigInt(quantity) })
      }
  }
  return ok([...claims.values()])
}

/** Where the leg boards and alights, by place and by the minute: undefined once the departure runs by another plan. */
function stopsOf({ departureEvent, arrivalEvent }: LegElement, run: DepartureRow): { from: number; to: number } | undefined {
  const isAt = (event: LegElement['departureEvent'], stop: number, times: readonly Temporal.Instant[]): boolean => {
    const [at, time] = [instant(event.scheduledOccurrenceDateTime), times[stop]]
    return event.occurrenceLocation?.placeId === run.place_ids[stop] && at !== undefined && time !== undefined && at.equals(time)
  }
  const from = run.place_ids.findIndex((_, stop) => isAt(departureEvent, stop, run.departs))
  const to = run.place_ids.findIndex((_, stop) => stop > from && isAt(arrivalEvent, stop, run.arrives))
  return from < 0 || to < 0 ? undefined : { from, to }
}
