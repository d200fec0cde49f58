// The planner's question about one cargo: the book's accepted rides under what the asker allows, as typed arrays.
import type { CargoTerms, Question } from '#engines/planner'
import type { Exclusion, ModeCode } from '#model'
import type { NetworkState } from '#record/network'
import { type Book, HOME_COUNTRY, placeOf, priceOf, roadRefusal, type Ride, type RoadRide } from './book.ts'
import { placeGates } from './gates.ts'
import { countryOf } from './road-arcs.ts'

/** What may be ridden and until when; explaining asks again with one of these relaxed. */
export interface Allowance {
  readonly modeCodes: readonly ModeCode[]
  readonly avoid: readonly number[]
  readonly via: readonly number[]
  readonly ready: number
  readonly deadline: number
  readonly maximumLegs: number
  /** Take also rides and hubs that the cargo's rules refuse, where they can be priced. */
  readonly ignoreRefusals?: boolean
  readonly ignoreCapacity?: boolean
  readonly ignoreGates?: boolean
}

/** The question with the records behind its rides and roads, in the order of the arrays. */
export interface Asked {
  readonly question: Question
  readonly rides: readonly Ride[]
  readonly roads: readonly RoadRide[]
  readonly book: Book
}

export const SEA: ModeCode = '1'
const ROAD: ModeCode = '3'

/** Refusals worth relaxing: the cargo would fit and the ride has a price. */
const RELAXABLE = new Set(['dangerous-goods-not-accepted', 'temperature-not-kept', 'not-operational', 'out-of-season', 'unit-not-accepted'])
/** Boxes have TEU and tonnes, so every price applies: "why not by air?" is asked of them. Bulk on a box train nobody asks for. */
const RELAXABLE_FOR_BOXES = 'cargo-form-not-accepted'

export function termsOf(book: Book, allowance: Allowance): Asked {
  const { network } = book
  const { timetable } = network
  const avoided = new Set(allowance.avoid)
  const viaBit = new Map([...new Set(allowance.via)].map((place, bit) => [place, 1 << bit]))
  const modeCodes = new Set(allowance.modeCodes)
  const admitted = (refusal: Exclusion | undefined): boolean =>
    refusal === undefined ||
    (allowance.ignoreRefusals === true && (RELAXABLE.has(refusal.code) || (refusal.code === RELAXABLE_FOR_BOXES && book.load.boxCount > 0)))
  const rides = book.rides.filter(
    (ride) =>
      admitted(ride.refusal) &&
      (ride.refusal === undefined || isPriced(book, ride)) &&
      modeCodes.has(ride.modeCode) &&
      !touches(timetable.stopPlace, ride, avoided),
  )
  const roads = modeCodes.has(ROAD)
    ? usefulRoads(book, rides).filter((road) => !avoided.has(road.from) && !avoided.has(road.to) && roadRefusal(book, road) === undefined)
    : []
  const terms: CargoTerms = {
    ...rideColumns(book, rides, viaBit),
    ...roadColumns(book, roads, viaBit),
    ...hubColumns(book, rides, allowance.ignoreRefusals === true),
    ...gateColumns(network, allowance.ignoreGates === true),
    full: fullSlots(book, allowance),
    storageTables: book.storageTables,
    declarationZone: homeZone(book),
    declarationCost: book.customs?.cost ?? 0,
  }
  const { ready, deadline, maximumLegs } = allowance
  const originVia = viaBit.get(book.origin.index) ?? 0
  const question: Question = {
    timetable,
    terms,
    origin: book.origin.index,
    destination: book.destination.index,
    ready,
    deadline,
    maximumLegs,
    viaMask: (1 << viaBit.size) - 1,
    originVia,
  }
  return { question, rides, roads, book }
}

const isPriced = (book: Book, ride: Ride): boolean => !priceOf(book, ride).charges.unpriced.includes('FREIGHT')

/** A lorry starts where the chain does or a ride has come, and ends where the chain does or a ride goes on. */
function usefulRoads(
  {
    roads,
    origin,
    destination,
    network: {
      timetable: { stopPlace },
    },
  }: Book,
  rides: readonly Ride[],
): RoadRide[] {
  const starts = new Set([origin.index, ...rides.map((ride) => stopPlace[ride.to] ?? -1)])
  const ends = new Set([destination.index, ...rides.map((ride) => stopPlace[ride.from] ?? -1)])
  return roads.filter(({ from, to }) => starts.has(from) && ends.has(to) && from !== destination.index && to !== origin.index)
}

/** A stop in between is touched too (data README, rule 2). */
function touches(stopPlace: Int32Array, ride: Ride, places: ReadonlySet<number>): boolean {
  if (places.size === 0) return false
  for (let stop = ride.from; stop <= ride.to; stop++) if (places.has(stopPlace[stop] ?? -1)) return true
  return false
}

type RideColumns = Pick<CargoTerms, 'rideStart' | 'rideTo' | 'rideCost' | 'rideEmission' | 'rideVia' | 'bySea'>
function rideColumns(book: Book, rides: readonly Ride[], viaBit: ReadonlyMap<number, number>): RideColumns {
  const { timetable } = book.network
  const rideStart = new Int32Array(timetable.stopPlace.length + 1)
  const bySea = new Uint8Array(timetable.serviceCount)
  const rideVia = new Uint8Array(rides.length)
  const prices = rides.map((ride) => priceOf(book, ride))
  rides.forEach((ride, k) => {
    rideStart[ride.from + 1] = k + 1
    if (ride.modeCode === SEA) bySea[ride.service] = 1
    if (viaBit.size > 0)
      for (let stop = ride.from; stop <= ride.to; stop++)
        rideVia[k] = (rideVia[k] ?? 0) | (viaBit.get(timetable.stopPlace[stop] ?? -1) ?? 0)
  })
  fillGaps(rideStart)
  return {
    rideStart,
    rideVia,
    bySea,
    rideTo: Int32Array.from(rides, (ride) => ride.to),
    rideCost: Float64Array.from(prices, (price) => price.cost),
    rideEmission: Float64Array.from(prices, (price) => price.emission.emissionG),
  }
}

/** Starts of empty groups are where the group before them ended. */
function fillGaps(starts: Int32Array): void {
  for (let i = 1; i < starts.length; i++) starts[i] = Math.max(starts[i] ?? 0, starts[i - 1] ?? 0)
}

type RoadColumns = Pick<CargoTerms, 'roadStart' | 'roadTo' | 'roadMinutes' | 'roadCost' | 'roadEmission' | 'roadVia'>
function roadColumns(book: Book, roads: readonly RoadRide[], viaBit: ReadonlyMap<number, number>): RoadColumns {
  const roadStart = new Int32Array(book.network.timetable.placeCount + 1)
  const prices = roads.map((road) => priceOf(book, road))
  roads.forEach((road, k) => {
    roadStart[road.from + 1] = k + 1
  })
  fillGaps(roadStart)
  return {
    roadStart,
    roadTo: Int32Array.from(roads, (road) => road.to),
    roadMinutes: Int32Array.from(roads, (road) => road.minutes),
    roadCost: Float64Array.from(prices, (price) => price.cost),
    roadEmission: Float64Array.from(prices, (price) => price.emission.emissionG),
    roadVia: Uint8Array.from(roads, (road) => (viaBit.get(road.from) ?? 0) | (viaBit.get(road.to) ?? 0)),
  }
}

type HubColumns = Pick<CargoTerms, 'transferAllowed' | 'handlingCost' | 'handlingEmission' | 'seaEmission' | 'storageOf'>
function hubColumns(book: Book, rides: readonly Ride[], ignoreRefusals: boolean): HubColumns {
  const {
    placeIds,
    timetable: { placeCount, stopPlace },
  } = book.network
  const columns = {
    transferAllowed: new Uint8Array(placeCount),
    handlingCost: new Float64Array(placeCount),
    handlingEmission: new Float64Array(placeCount),
    seaEmission: new Float64Array(placeCount),
    storageOf: new Int32Array(placeCount).fill(-1),
  }
  // The chain changes means only where some ride of this cargo begins or ends.
  const reached = new Set(rides.flatMap((ride) => [stopPlace[ride.from] ?? -1, stopPlace[ride.to] ?? -1]))
  for (const index of reached) {
    if (index < 0 || index >= placeIds.length) continue
    const hub = book.hub(index)
    columns.transferAllowed[index] = hub.refusal === undefined || (ignoreRefusals && RELAXABLE.has(hub.refusal.code)) ? 1 : 0
    columns.handlingCost[index] = hub.handlingCost
    columns.handlingEmission[index] = hub.emissionG
    columns.seaEmission[index] = hub.seaEmissionG
    columns.storageOf[index] = hub.storage
  }
  return columns
}

function gateColumns(network: NetworkState, ignoreGates: boolean): Pick<CargoTerms, 'gateOf' | 'gates'> {
  return ignoreGates ? { gateOf: new Int32Array(network.timetable.placeCount).fill(-1), gates: [] } : placeGates(network)
}

/** Hundredths of a TEU and whole kilograms (rounded up) that the load takes of a departure. */
export function demandOf({ load }: Pick<Book, 'load'>): { teuCenti: number; kg: number } {
  const kg = Number(load.grossWeightKg.units) / 10 ** load.grossWeightKg.scale
  return { teuCenti: Math.ceil(Number(load.teu.units * 100n) / 10 ** load.teu.scale - 1e-9), kg: Math.ceil(kg - 1e-9) }
}

/** One departure takes the whole load or none of it; lorries are elastic and have no counter (-1). */
function fullSlots(book: Book, allowance: Allowance): Uint8Array {
  const { freeTeuCenti, freeKg } = book.network
  const full = new Uint8Array(freeKg.length)
  if (allowance.ignoreCapacity === true) return full
  const { teuCenti, kg } = demandOf(book)
  for (let slot = 0; slot < full.length; slot++) {
    const [teu = -1, weight = -1] = [freeTeuCenti[slot], freeKg[slot]]
    if ((teu >= 0 && teu < teuCenti) || (weight >= 0 && weight < kg)) full[slot] = 1
  }
  return full
}

function homeZone(book: Book): Uint8Array {
  const {
    network: { placeIds, timetable },
    origin,
    destination,
  } = book
  const zone = new Uint8Array(timetable.placeCount)
  placeIds.forEach((_, index) => {
    if (placeOf(book.network, index).countryCode === HOME_COUNTRY) zone[index] = 1
  })
  for (const end of [origin, destination]) if (countryOf(end.at) === HOME_COUNTRY) zone[end.index] = 1
  return zone
}
