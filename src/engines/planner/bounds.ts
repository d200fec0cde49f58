// Lower bounds to the destination, one set for every number of legs that remain: without the leg index a bound promises
// short cuts that the leg cap forbids, and the search grows twenty-fold (planner-design.md §0).
import type { Hubs } from './hubs.ts'
import { LowerFronts } from './lower-fronts.ts'
import { startedDays, storageFee } from './storage.ts'
import { timetableIndex } from './timetable-index.ts'
import type { Question } from './types.ts'

/** Sets of triples (minutes, cost, emission), empty where the destination is out of reach. */
export interface Bounds {
  /** Row k, index i stands at k * count + i. */
  readonly placeCount: number
  readonly stopCount: number
  /** From a ride's arrival at a place, its handling not yet paid, with at most k legs to come. */
  readonly afterRide: LowerFronts
  /** From a lorry's arrival at a place, its handling not yet paid: at most k legs, the first a ride. */
  readonly afterRoad: LowerFronts
  /** From a departure at a stop: at most k legs, that ride included. */
  readonly fromStop: LowerFronts
}

interface Ground {
  readonly question: Question
  readonly hubs: Hubs
  readonly farthest: Int32Array
  /** Of the row at hand: from readiness at a place, by ride and by road. */
  readonly board: LowerFronts
  readonly road: LowerFronts
}

export function lowerBounds(question: Question, hubs: Hubs): Bounds {
  const { placeCount, stopPlace } = question.timetable
  const rows = question.maximumLegs + 1
  const bounds: Bounds = {
    placeCount,
    stopCount: stopPlace.length,
    afterRide: new LowerFronts(placeCount * rows),
    afterRoad: new LowerFronts(placeCount * rows),
    fromStop: new LowerFronts(stopPlace.length * rows),
  }
  const ground = {
    question,
    hubs,
    farthest: farthestStops(question),
    board: new LowerFronts(placeCount),
    road: new LowerFronts(placeCount),
  }
  for (let k = 0; k < rows; k++) {
    ground.board.clear()
    ground.road.clear()
    if (k > 0) {
      boundStops(ground, bounds, k)
      boundRoads(ground, bounds, k)
    }
    boundArrivals(ground, bounds, k)
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
function boundStops({ question, hubs, farthest, board }: Ground, bounds: Bounds, k: number): void {
  const { timetable, terms } = question
  const { stopPlace, cutOff } = timetable
  const { reach, leave, serviceOfStop } = timetableIndex(timetable)
  const { afterRide, fromStop, placeCount, stopCount } = bounds
  for (let stop = 0; stop < stopCount; stop++) {
    const own = k * stopCount + stop
    for (let ride = terms.rideStart[stop]!; ride < terms.rideStart[stop + 1]!; ride++) {
      const to = terms.rideTo[ride]!
      if (to > farthest[stop]!) break
      fromStop.extend(
        own,
        afterRide,
        (k - 1) * placeCount + stopPlace[to]!,
        reach[to]! - leave[stop]!,
        terms.rideCost[ride]!,
        terms.rideEmission[ride]!,
      )
    }
    if (fromStop.size[own] === 0) continue
    const place = stopPlace[stop]!
    const wait = cutOff[serviceOfStop[stop]!]!
    board.extend(place, fromStop, own, wait, leastFee(hubs, place, timetable.minimumTransfer[place]! + wait), 0)
  }
}

/** No stay between two legs is shorter than the minimum transfer and the cut-off, nor its storage cheaper. */
function leastFee(hubs: Hubs, place: number, minutes: number): number {
  const table = hubs.storage[place]
  return table === undefined ? 0 : storageFee(table, startedDays(minutes))
}

/** A road, then a ride or the end. Gates only delay, so open gates bound from below. */
function boundRoads({ question, road }: Ground, { afterRoad, placeCount }: Bounds, k: number): void {
  const { terms } = question
  for (let place = 0; place < placeCount; place++) {
    for (let arc = terms.roadStart[place]!; arc < terms.roadStart[place + 1]!; arc++) {
      road.extend(
        place,
        afterRoad,
        (k - 1) * placeCount + terms.roadTo[arc]!,
        terms.roadMinutes[arc]!,
        terms.roadCost[arc]!,
        terms.roadEmission[arc]!,
      )
    }
  }
}

/** Handling and the minimum transfer, then a ride or (after a ride) a road; or the end, if this is the destination. */
function boundArrivals({ question, hubs, board, road }: Ground, { afterRide, afterRoad, placeCount }: Bounds, k: number): void {
  const { timetable, terms, destination } = question
  for (let place = 0; place < placeCount; place++) {
    const own = k * placeCount + place
    const transfer = timetable.minimumTransfer[place]!
    const cost = terms.handlingCost[place]!
    const emission = terms.handlingEmission[place]!
    if (place === destination) {
      afterRoad.add(own, 0, 0, 0)
      afterRide.add(own, Math.max(0, transfer), cost, emission)
    }
    if (hubs.transfer[place] === 0) continue
    afterRoad.extend(own, board, place, transfer, cost, emission)
    afterRide.extend(own, board, place, transfer, cost, emission)
    afterRide.extend(own, road, place, transfer, cost + leastFee(hubs, place, transfer), emission)
  }
}
