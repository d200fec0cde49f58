// What a chain takes of each departure: hundredths of a TEU and kilograms on every leg of the run that it rides.
import { ok, refuse, type Result } from '#kernel'
import type { Itinerary, LegElement, Load, ReferenceNetwork } from '#model'
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
 * withdrawn. A lorry on demand is in no timetable and goes when it is told to: it is closed once it would miss the cut-off that
 * it goes to, or, going to none, once it would have arrived.
 */
export function closedLeg(
  itinerary: Itinerary,
  {
    withdrawn,
    places,
    now,
  }: { readonly withdrawn: ReadonlySet<string>; readonly places: ReferenceNetwork['places']; readonly now: Temporal.Instant },
): ClosedLeg | undefined {
  const legs = legsOf(itinerary)
  const found = legs.find((leg, k) => {
    if (leg.departureId !== undefined && withdrawn.has(leg.departureId)) return true
    const closes = legCloses(legs, k, places)
    return closes !== undefined && Temporal.Instant.compare(closes, now) <= 0
  })
  return found && closed(found)
}

/** Until when a chain has not begun. */
export const chainCloses = (itinerary: Itinerary, places: ReferenceNetwork['places']): Temporal.Instant | undefined =>
  legCloses(legsOf(itinerary), 0, places)

function legCloses(legs: readonly LegElement[], k: number, places: ReferenceNetwork['places']): Temporal.Instant | undefined {
  const leg = legs[k]
  return leg && (leg.departureId === undefined ? lorryCloses(leg, legs.slice(k + 1), places) : closesAt(leg))
}

const closesAt = ({ cutOffDateTime, departureEvent }: LegElement): Temporal.Instant | undefined =>
  instant(cutOffDateTime ?? departureEvent.scheduledOccurrenceDateTime)

function lorryCloses(lorry: LegElement, after: readonly LegElement[], places: ReferenceNetwork['places']): Temporal.Instant | undefined {
  const [departs, arrives] = [lorry.departureEvent, lorry.arrivalEvent].map((event) => instant(event.scheduledOccurrenceDateTime))
  const next = after.find(({ departureId }) => departureId !== undefined)
  const cutOff = next && closesAt(next)
  if (cutOff === undefined || departs === undefined || arrives === undefined) return arrives
  const transfer = places.get(next?.departureEvent.occurrenceLocation?.placeId ?? '')?.minimumTransferMinutes ?? 0
  // A second too late is too late; the minute itself still makes it.
  return cutOff.subtract({ minutes: transfer }).subtract(arrives.since(departs)).add({ seconds: 1 })
}

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
