// The network in memory: reference rows, and the departures as the planner's typed-array timetable.
import { assert } from '#kernel'
import type { Timetable } from '#engines/planner'
import type { ReferenceNetwork, Service } from '#model'
import { gateWindows, isInWindow } from './hours.ts'
import { capacityOf, type Departure } from './schedule/index.ts'

export interface NetworkState {
  readonly version: number
  readonly checksum: string
  readonly reference: ReferenceNetwork
  readonly placeIds: readonly string[]
  readonly placeIndex: ReadonlyMap<string, number>
  readonly serviceIds: readonly string[]
  readonly serviceIndex: ReadonlyMap<string, number>
  /** Places in order of placeIds, then two spare ones for ends given by coordinates: placeIds.length and + 1. */
  readonly timetable: Timetable
  /** Per trip of the timetable. */
  readonly departureIds: readonly string[]
  /** Room per trip-time slot (leg k → k + 1), like timetable.departs; -1 = elastic (lorries) or not counted. */
  readonly freeTeuCenti: Int32Array
  readonly freeKg: Int32Array
  /** Epoch minutes the timetable covers. */
  readonly from: number
  readonly until: number
}

export interface NetworkInput {
  readonly reference: ReferenceNetwork
  readonly version: number
  readonly checksum: string
  readonly departures: readonly Departure[]
  readonly from: number
  readonly until: number
}

const SPARE_PLACES = 2

export function networkState({ reference, version, checksum, departures, from, until }: NetworkInput): NetworkState {
  const placeIds = [...reference.places.keys()]
  const placeIndex = new Map(placeIds.map((id, k) => [id, k]))
  const services = [...reference.services.values()]
  const runs = new Map<string, Departure[]>(services.map(({ id }) => [id, []]))
  for (const departure of departures) runs.get(departure.serviceId)?.push(departure)
  const gates = gateKeeper(reference, from, until)
  const tripsOf = services.map((service) => inOrder(service, runs.get(service.id) ?? []).filter((trip) => gates(service, trip)))
  const slots = slotArrays(services, tripsOf)
  const minimumTransfer = new Int32Array(placeIds.length + SPARE_PLACES).fill(-1)
  for (const [k, id] of placeIds.entries()) minimumTransfer[k] = reference.places.get(id)?.minimumTransferMinutes ?? -1
  const serviceIds = services.map(({ id }) => id)
  return {
    version,
    checksum,
    reference,
    placeIds,
    placeIndex,
    serviceIds,
    serviceIndex: new Map(serviceIds.map((id, k) => [id, k])),
    timetable: {
      placeCount: placeIds.length + SPARE_PLACES,
      serviceCount: services.length,
      minimumTransfer,
      serviceStopStart: startsOf(services.map(({ stops }) => stops.length)),
      stopPlace: Int32Array.from(services.flatMap(({ stops }) => stops.map(({ placeId }) => indexOf(placeIndex, placeId)))),
      serviceTripStart: startsOf(tripsOf.map((trips) => trips.length)),
      tripTimeStart: slots.tripTimeStart,
      arrives: slots.arrives,
      departs: slots.departs,
      cutOff: Int32Array.from(services.map(({ cutOffMinutes }) => cutOffMinutes)),
    },
    departureIds: tripsOf.flatMap((trips) => trips.map(({ id }) => id)),
    freeTeuCenti: slots.freeTeuCenti,
    freeKg: slots.freeKg,
    from,
    until,
  }
}

function indexOf(index: ReadonlyMap<string, number>, id: string): number {
  const found = index.get(id)
  assert(found !== undefined, `place ${id}`)
  return found
}

/** CSR starts of lists of these lengths. */
function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1)
  for (const [k, length] of lengths.entries()) starts[k + 1] = (starts[k] ?? 0) + length
  return starts
}

/**
 * By time, none overtaking another: the planner's search relies on it. A departure that keeps an older plan because
 * something is booked on it may break that, or have other stops; it runs, but is no longer offered.
 */
function inOrder({ stops }: Service, trips: readonly Departure[]): Departure[] {
  const offered: Departure[] = []
  for (const trip of trips.toSorted((a, b) => (a.departs[0] ?? 0) - (b.departs[0] ?? 0))) {
    if (trip.departs.length !== stops.length) continue
    const before = offered.at(-1)
    const overtakes =
      before !== undefined && stops.some((_, k) => trip.departs[k]! < before.departs[k]! || trip.arrives[k]! < before.arrives[k]!)
    if (!overtakes) offered.push(trip)
  }
  return offered
}

/** Scheduled lorries keep their timetable, but one that would meet a closed border gate does not run. */
function gateKeeper({ places, holidays }: ReferenceNetwork, from: number, until: number): (service: Service, trip: Departure) => boolean {
  const windows = new Map<string, Int32Array | undefined>()
  const margin = 30 * 1440
  const openAt = (placeId: string, minute: number): boolean => {
    const place = places.get(placeId)
    if (place?.placeTypeCode !== 'border-crossing') return true
    if (!windows.has(placeId))
      windows.set(placeId, gateWindows(place.openingHours, place.timeZone, holidays, place.countryCode, from - margin, until + margin))
    const open = windows.get(placeId)
    return open === undefined || isInWindow(open, minute)
  }
  const country = (placeId: string | undefined): string | undefined => places.get(placeId ?? '')?.countryCode
  return (service, trip) => {
    if (service.mode !== 'road') return true
    for (let k = 0; k + 1 < service.stops.length; k++) {
      const [a, b] = [service.stops[k]!.placeId, service.stops[k + 1]!.placeId]
      if (country(a) !== country(b) && !(openAt(a, trip.departs[k]!) && openAt(b, trip.arrives[k + 1]!))) return false
    }
    return true
  }
}

function slotArrays(
  services: readonly Service[],
  tripsOf: readonly (readonly Departure[])[],
): { tripTimeStart: Int32Array; arrives: Int32Array; departs: Int32Array; freeTeuCenti: Int32Array; freeKg: Int32Array } {
  const tripTimeStart = startsOf(tripsOf.flatMap((trips) => trips.map(({ departs }) => departs.length)))
  const size = tripTimeStart.at(-1) ?? 0
  const [arrives, departs, freeTeuCenti, freeKg] = [
    new Int32Array(size),
    new Int32Array(size),
    new Int32Array(size).fill(-1),
    new Int32Array(size).fill(-1),
  ]
  let trip = 0
  for (const [s, trips] of tripsOf.entries()) {
    const whole = capacityOf(services[s]!)
    for (const { arrives: arriving, departs: leaving, freeTeuCenti: teuCenti, freeKg: kg } of trips) {
      const start = tripTimeStart[trip]!
      for (let k = 0; k < leaving.length; k++) {
        arrives[start + k] = arriving[k]!
        departs[start + k] = leaving[k]!
        if (k + 1 === leaving.length) continue
        freeTeuCenti[start + k] = teuCenti?.[k] ?? whole.teuCenti
        freeKg[start + k] = kg?.[k] ?? whole.kg
      }
      trip += 1
    }
  }
  return { tripTimeStart, arrives, departs, freeTeuCenti, freeKg }
}
