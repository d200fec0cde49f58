// A case's typical chain by our own rules: the author's chain, km and lorry, on our calendar and at our prices.
import { assert, decimal, type NewUuid } from '#kernel'
import type { PlannedItinerary, PlannedLeg } from '#engines/planner'
import { type Itinerary, modeFor, type OnDemandLeg, type Service, storageAmount, unitsPerDeparture } from '#model'
import { buildItinerary } from './answer.ts'
import { type Book, placeOf, type RoadRide } from './book.ts'
import type { ChainLeg } from './case-row.ts'
import type { Front } from './front.ts'
import { type Asked, termsOf } from './terms.ts'

export interface TypicalChain {
  readonly itinerary: Itinerary
  readonly arrival: number
  readonly cost: number
  readonly emission: number
  /** Departures that the whole load needs on the leg that needs most. */
  readonly departures: number
}

export function typicalChain(front: Front, chain: readonly ChainLeg[], newUuid: NewUuid): TypicalChain {
  const { book, allowance } = front
  const asked: Asked = {
    ...termsOf(book, { ...allowance, ignoreCapacity: true, ignoreRefusals: true }),
    roads: chain.filter((leg) => leg.service === null).map((leg) => ownRoad(book, leg)),
  }
  const { legs, split } = ride(book, asked, chain, allowance.ready)
  const last = legs.at(-1)
  assert(last, 'a chain has legs')
  const arrival = split?.arrives ?? last.arrives
  const end = last.kind === 'RIDE' ? Math.max(0, placeOf(book.network, book.destination.index).minimumTransferMinutes ?? 0) : 0
  const planned: PlannedItinerary = { legs, arrival: arrival + end, cost: 0, emission: 0 }
  const itinerary = buildItinerary(book, asked, planned, newUuid)
  return {
    itinerary,
    arrival: arrival + end,
    emission: itinerary.criteria.emissionG,
    cost: Number(itinerary.criteria.totalAmount.minor) + (split?.storage ?? 0),
    departures: split?.departures ?? 1,
  }
}

/** The author's own road, whatever the links say. */
function ownRoad(book: Book, { from, to, km = 0, hours = 0, vehicle_type: vehicleType }: ChainLeg): RoadRide {
  const { placeIndex } = book.network
  const [a, b] = [placeIndex.get(from) ?? -1, placeIndex.get(to) ?? -1]
  const stage: OnDemandLeg = {
    kind: 'LEG',
    from: { place: placeOf(book.network, a) },
    to: { place: placeOf(book.network, b) },
    km: decimal(km),
    ...(vehicleType !== undefined && { vehicleType }),
  }
  return {
    from: a,
    to: b,
    km: stage.km,
    minutes: Math.ceil(Number((hours * 60).toFixed(6))),
    stage,
    mode: modeFor(book.modes, stage),
    refusal: 'not-asked',
    price: undefined,
  }
}

interface Split {
  readonly departures: number
  readonly arrives: number
  /** Minor units of storage beyond what the first departure's goods pay. */
  readonly storage: number
}

function ride(book: Book, asked: Asked, chain: readonly ChainLeg[], ready: number): { legs: PlannedLeg[]; split: Split | undefined } {
  const { network, load } = book
  const { timetable, serviceIndex, reference } = network
  const legs: PlannedLeg[] = []
  let split: Split | undefined
  let roads = 0
  chain.forEach((leg, k) => {
    const before = legs[k - 1]
    const place = reference.places.get(leg.from)
    const available = before ? before.arrives + (place?.minimumTransferMinutes ?? 0) : ready
    if (leg.service === null) {
      const road = asked.roads[roads]
      assert(road, `road ${roads}`)
      legs.push({ kind: 'ROAD', arc: roads++, from: road.from, to: road.to, departs: available, arrives: available + road.minutes })
      return
    }
    const [service, index] = [reference.services.get(leg.service), serviceIndex.get(leg.service) ?? -1]
    assert(service, `service ${leg.service}`)
    const base = timetable.serviceStopStart[index] ?? 0
    const fromStop = service.stops.findIndex((stop) => stop.placeId === leg.from)
    const toStop = service.stops.findIndex((stop, at) => at > fromStop && stop.placeId === leg.to)
    const trips = tripsFrom(timetable, index, fromStop, available)
    const timesOf = (trip: number | undefined): { departs: number; arrives: number } => {
      const start = timetable.tripTimeStart[trip ?? -1]
      assert(start !== undefined, `a departure of ${leg.service}`)
      return { departs: timetable.departs[start + fromStop] ?? 0, arrives: timetable.arrives[start + toStop] ?? 0 }
    }
    const first = timesOf(trips[0])
    legs.push({ kind: 'RIDE', service: index, trip: trips[0] ?? -1, fromStop: base + fromStop, toStop: base + toStop, ...first })
    const needed = departuresNeeded(book, service)
    if (needed < 2) return
    const last = timesOf(trips[needed - 1])
    const rest = load.boxCount - (needed - 1) * unitsPerDeparture(load, service.capacityTeu, service.capacityTonnes, false)
    split = {
      departures: needed,
      arrives: last.arrives,
      storage: before
        ? extraStorage(book, leg.from, { rest, first: first.departs - before.arrives, last: last.departs - before.arrives })
        : 0,
    }
  })
  return { legs, split }
}

function tripsFrom(timetable: Asked['question']['timetable'], service: number, stop: number, available: number): number[] {
  const trips: number[] = []
  for (let trip = timetable.serviceTripStart[service] ?? 0; trip < (timetable.serviceTripStart[service + 1] ?? 0); trip++) {
    if ((timetable.departs[(timetable.tripTimeStart[trip] ?? 0) + stop] ?? 0) - (timetable.cutOff[service] ?? 0) >= available)
      trips.push(trip)
  }
  return trips
}

function departuresNeeded({ load }: Book, service: Service): number {
  if (service.capacityBasis === 'truck') return 1
  const each = unitsPerDeparture(load, service.capacityTeu, service.capacityTonnes, false)
  return Math.ceil((load.boxCount > 0 ? load.boxCount : Number(load.grossTonnes.units) / 10 ** load.grossTonnes.scale) / each - 1e-9)
}

/** What the boxes left for the last departure pay more than those that went first (two departures; the data has no case of three). */
function extraStorage(
  { load, network, modes, exchange }: Book,
  placeId: string,
  stay: { rest: number; first: number; last: number },
): number {
  const place = network.reference.places.get(placeId)
  assert(place, placeId)
  const stage = { kind: 'HUB_OPERATION', place, bySea: false, stayMinutes: stay.last, last: false } as const
  return modeFor(modes, stage)
    .storage(load, stage, network.reference)
    .reduce((total, term) => {
      const fee = (minutes: number): number => exchange.minor(storageAmount(term, Math.ceil(minutes / 1440)))
      return total + Math.round(((fee(stay.last) - fee(stay.first)) * stay.rest) / load.boxCount)
    }, 0)
}
