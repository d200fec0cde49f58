// Lower bounds to the destination, one set for every number of legs that remain: without the leg index a bound promises
// short cuts that the leg cap forbids, and the search grows twenty-fold (planner-design.md §0).
import type { Hubs } from './hubs.ts'
import { startedDays, storageFee } from './storage.ts'
import { timetableIndex } from './timetable-index.ts'
import type { Question } from './types.ts'

/** Triples (minutes, cost, emission); Infinity = the destination is out of reach. Minima may stem from different paths. */
export interface Bounds {
  /** Where row k, index i begins: 3 * (k * count + i). */
  readonly placeCount: number
  readonly stopCount: number
  /** From a ride's arrival at a place, its handling not yet paid, with at most k legs to come. */
  readonly afterRide: Float64Array
  /** From a lorry's arrival at a place, its handling not yet paid: at most k legs, the first a ride. */
  readonly afterRoad: Float64Array
  /** From a departure at a stop: at most k legs, that ride included. */
  readonly fromStop: Float64Array
  /** From a lorry's departure at a place: at most k legs, that road included. */
  readonly fromRoad: Float64Array
}

const WIDTH = 3

function lower(bounds: Float64Array, at: number, minutes: number, cost: number, emission: number): void {
  if (minutes < bounds[at]!) bounds[at] = minutes
  if (cost < bounds[at + 1]!) bounds[at + 1] = cost
  if (emission < bounds[at + 2]!) bounds[at + 2] = emission
}

export function lowerBounds(question: Question, hubs: Hubs): Bounds {
  const { placeCount, stopPlace } = question.timetable
  const rows = question.maximumLegs + 1
  const bounds: Bounds = {
    placeCount,
    stopCount: stopPlace.length,
    afterRide: new Float64Array(WIDTH * placeCount * rows).fill(Infinity),
    afterRoad: new Float64Array(WIDTH * placeCount * rows).fill(Infinity),
    fromStop: new Float64Array(WIDTH * stopPlace.length * rows).fill(Infinity),
    fromRoad: new Float64Array(WIDTH * placeCount * rows).fill(Infinity),
  }
  const board = new Float64Array(WIDTH * placeCount)
  const farthest = farthestStops(question)
  for (let k = 0; k < rows; k++) {
    board.fill(Infinity)
    if (k > 0) {
      boundStops({ question, hubs, farthest }, bounds, board, k)
      boundRoads(question, bounds, k)
    }
    boundArrivals(question, hubs, bounds, board, k)
  }
  return bounds
}

/** By stop, the last stop a ride from there may reach: some trip has room on every leg between. A bound over trains that are all too small for the load promises a way that no label finds. */
function farthestStops({ timetable, terms }: Question): Int32Array {
  const { serviceCount, serviceStopStart, serviceTripStart, tripTimeStart } = timetable
  const farthest = new Int32Array(timetable.stopPlace.length)
  for (let service = 0; service < serviceCount; service++) {
    const first = serviceStopStart[service]!
    for (let stop = serviceStopStart[service + 1]! - 1; stop >= first; stop--) {
      farthest[stop] = stop
      let trip = serviceTripStart[service]!
      while (trip < serviceTripStart[service + 1]! && terms.full[tripTimeStart[trip]! + stop - first] !== 0) trip++
      if (trip < serviceTripStart[service + 1]!) farthest[stop] = Math.max(stop + 1, farthest[stop + 1] ?? 0)
    }
  }
  return farthest
}

/** A ride, then what may follow its arrival with one leg less. */
interface Ground {
  readonly question: Question
  readonly hubs: Hubs
  readonly farthest: Int32Array
}

function boundStops({ question, hubs, farthest }: Ground, bounds: Bounds, board: Float64Array, k: number): void {
  const { timetable, terms } = question
  const { stopPlace, cutOff } = timetable
  const { reach, leave, serviceOfStop } = timetableIndex(timetable)
  const { afterRide, fromStop, placeCount, stopCount } = bounds
  for (let stop = 0; stop < stopCount; stop++) {
    const own = WIDTH * (k * stopCount + stop)
    for (let ride = terms.rideStart[stop]!; ride < terms.rideStart[stop + 1]!; ride++) {
      const to = terms.rideTo[ride]!
      if (to > farthest[stop]!) break
      const next = WIDTH * ((k - 1) * placeCount + stopPlace[to]!)
      if (afterRide[next] === Infinity) continue
      const minutes = reach[to]! - leave[stop]! + afterRide[next]!
      lower(fromStop, own, minutes, terms.rideCost[ride]! + afterRide[next + 1]!, terms.rideEmission[ride]! + afterRide[next + 2]!)
    }
    if (fromStop[own] === Infinity) continue
    const place = stopPlace[stop]!
    const wait = cutOff[serviceOfStop[stop]!]!
    const fee = leastFee(hubs, place, timetable.minimumTransfer[place]! + wait)
    lower(board, WIDTH * place, fromStop[own]! + wait, fromStop[own + 1]! + fee, fromStop[own + 2]!)
  }
}

/** No stay between two legs is shorter than the minimum transfer and the cut-off, nor its storage cheaper. */
function leastFee(hubs: Hubs, place: number, minutes: number): number {
  const table = hubs.storage[place]
  return table === undefined ? 0 : storageFee(table, startedDays(minutes))
}

/** A road, then a ride or the end. Gates only delay, so open gates bound from below. */
function boundRoads(question: Question, bounds: Bounds, k: number): void {
  const { terms } = question
  const { afterRoad, fromRoad, placeCount } = bounds
  for (let place = 0; place < placeCount; place++) {
    const own = WIDTH * (k * placeCount + place)
    for (let arc = terms.roadStart[place]!; arc < terms.roadStart[place + 1]!; arc++) {
      const next = WIDTH * ((k - 1) * placeCount + terms.roadTo[arc]!)
      if (afterRoad[next] === Infinity) continue
      lower(
        fromRoad,
        own,
        terms.roadMinutes[arc]! + afterRoad[next]!,
        terms.roadCost[arc]! + afterRoad[next + 1]!,
        terms.roadEmission[arc]! + afterRoad[next + 2]!,
      )
    }
  }
}

/** Handling and the minimum transfer, then a ride or (after a ride) a road; or the end, if this is the destination. */
function boundArrivals(question: Question, hubs: Hubs, bounds: Bounds, board: Float64Array, k: number): void {
  const { timetable, terms, destination } = question
  const { afterRide, afterRoad, fromRoad, placeCount } = bounds
  for (let place = 0; place < placeCount; place++) {
    const own = WIDTH * (k * placeCount + place)
    const transfer = timetable.minimumTransfer[place]!
    const cost = terms.handlingCost[place]!
    const emission = terms.handlingEmission[place]!
    if (place === destination) {
      lower(afterRoad, own, 0, 0, 0)
      lower(afterRide, own, Math.max(0, transfer), cost, emission)
    }
    if (transfer < 0 || terms.transferAllowed[place] === 0) continue
    const next = WIDTH * place
    lower(afterRoad, own, transfer + board[next]!, cost + board[next + 1]!, emission + board[next + 2]!)
    lower(afterRide, own, transfer + board[next]!, cost + board[next + 1]!, emission + board[next + 2]!)
    lower(
      afterRide,
      own,
      transfer + fromRoad[own]!,
      cost + fromRoad[own + 1]! + leastFee(hubs, place, transfer),
      emission + fromRoad[own + 2]!,
    )
  }
}
