// All that one search holds, made ready for its first round.
import { Boardings } from './boardings.ts'
import { lowerBounds, type Bounds } from './bounds.ts'
import { hubs as readHubs, UNDECLARED, type Hubs } from './hubs.ts'
import { Labels, MAY_BOARD, MAY_ROAD, type Step } from './labels.ts'
import { TargetSet } from './target.ts'
import { timetableIndex, type TimetableIndex } from './timetable-index.ts'
import type { Question } from './types.ts'

/** The label every chain begins with: it waits for free, needs no transfer time and stands in no bag. */
export const ROOT = 0

/** One record is written anew for every departure tried: making 10^5 of them a question is work for the collector. */
export interface Boarding {
  id: number
  stop: number
  trip: number
  cost: number
  emission: number
  debt: number
  /** False: another chain boards here at least as well, so only note which rides need no later departure. */
  boarded: boolean
}

export interface Search {
  readonly question: Question
  readonly index: TimetableIndex
  readonly hubs: Hubs
  readonly bounds: Bounds
  readonly labels: Labels
  readonly boardings: Boardings
  readonly target: TargetSet
  /** By place, the first road arc from there to the destination; −1 = none. */
  readonly lastRoad: Int32Array
  /** Rides of the stop at hand that need no later departure; indexed from the stop's first ride. */
  readonly settled: Uint8Array
  readonly step: Step
  readonly boarding: Boarding
  /** Legs that remain after the leg at hand. */
  remaining: number
  /** Takes the first departure only: see `rounds`. */
  hasty: boolean
}

// The arenas outlive a question, grown to the largest one yet; plan() runs to its end before another begins.
const arenas = { labels: new Labels(), boardings: new Boardings(), target: new TargetSet() }

export function openSearch(question: Question): Search {
  const { timetable, terms, origin, viaMask, originVia } = question
  const hubs = readHubs(question)
  const { labels, boardings, target } = arenas
  labels.reset(timetable.placeCount, terms.declarationCost)
  boardings.reset(timetable.departs.length, terms.declarationCost)
  target.reset(question.deadline)
  const step = { parent: -1, place: origin, means: -1, stop: -1, run: -1 }
  const debt = (viaMask & ~originVia) | (hubs.declaredAtStart ? 0 : UNDECLARED)
  const paid = hubs.declaredAtStart ? terms.declarationCost : 0
  labels.add(step, question.ready, paid, 0, debt)
  labels.alive[ROOT] = MAY_BOARD | MAY_ROAD
  return {
    question,
    index: timetableIndex(timetable),
    hubs,
    bounds: lowerBounds(question, hubs),
    labels,
    boardings,
    target,
    lastRoad: lastRoads(question),
    settled: new Uint8Array(mostRides(question)),
    step,
    boarding: { id: ROOT, stop: 0, trip: 0, cost: 0, emission: 0, debt: 0, boarded: false },
    remaining: 0,
    hasty: false,
  }
}

function lastRoads({ timetable, terms, destination }: Question): Int32Array {
  const last = new Int32Array(timetable.placeCount).fill(-1)
  for (let place = 0; place < timetable.placeCount; place++) {
    for (let arc = terms.roadStart[place + 1]! - 1; arc >= terms.roadStart[place]!; arc--)
      if (terms.roadTo[arc] === destination) last[place] = arc
  }
  return last
}

function mostRides({ timetable, terms }: Question): number {
  let most = 0
  for (let stop = 0; stop < timetable.stopPlace.length; stop++) most = Math.max(most, terms.rideStart[stop + 1]! - terms.rideStart[stop]!)
  return most
}
