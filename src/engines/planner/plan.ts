// The exact Pareto front over (arrival, cost, emission): rounds by legs, bounds by legs, a target set fed at once.
//
// Why later departures are tried. With storage an earlier arrival may be the dearer one, and a lorry or a train cannot
// be told to dawdle: waiting is free at the origin, and may be cheaper here than at the next place. So every departure
// of a run is tried, until the next place (and the places its roads lead to) has no storage that a later arrival could
// save, or a known itinerary covers whatever this departure, and so any later one, could lead to: with each further
// departure the arrival and the storage paid here only rise.
import { lorryLeaves } from './gates.ts'
import { OWES_SEA, UNDECLARED } from './hubs.ts'
import { MAY_BOARD, MAY_ROAD } from './labels.ts'
import { readItineraries } from './read-itineraries.ts'
import { openSearch, ROOT, type Search } from './search.ts'
import { startedDays, storageFee } from './storage.ts'
import { firstTrip } from './timetable-index.ts'
import type { PlanAnswer, Question } from './types.ts'

export function plan(question: Question): PlanAnswer {
  const search = openSearch(question)
  const { labels } = search
  // Only where storage makes later departures worth trying is there something that haste could miss.
  search.hasty = search.hubs.laterSavesMore.includes(1)
  rounds(search)
  if (search.hasty) {
    search.hasty = false
    search.labels.restart()
    search.boardings.restart()
    rounds(search)
  }
  const { target, boardings } = search
  return {
    itineraries: readItineraries(question, labels, target),
    statistics: { labels: labels.size, dominanceTests: labels.tests + target.tests + boardings.tests },
  }
}

/**
 * One label setting from the origin on. A hasty one takes the first departure of every run: it finds good itineraries
 * in a fraction of the time, not all of them, and leaves them in the target set. The exact one that follows is then
 * spared from trying three months of departures before the first chain of three or four legs is complete.
 */
function rounds(search: Search): void {
  const { question, labels, hubs } = search
  let start = ROOT
  let end = ROOT + 1
  for (let legs = 0; legs < question.maximumLegs && start < end; legs++) {
    search.remaining = question.maximumLegs - legs - 1
    const made = labels.startRound(hubs)
    for (let id = start; id < end; id++) {
      if ((labels.alive[id]! & MAY_ROAD) !== 0) takeRoads(search, id)
      if ((labels.alive[id]! & MAY_BOARD) !== 0) board(search, id)
    }
    start = made
    end = labels.size
  }
}

/** Storage at a place between two legs; the origin charges none. */
function stayFee(search: Search, id: number, leaves: number): number {
  const { labels, hubs } = search
  if (id === ROOT) return 0
  const table = hubs.storage[labels.place[id]!]
  return table === undefined ? 0 : storageFee(table, startedDays(leaves - labels.time[id]!))
}

function readyAt(search: Search, id: number): number {
  const { labels, question } = search
  return id === ROOT ? question.ready : labels.time[id]! + question.timetable.minimumTransfer[labels.place[id]!]!
}

function takeRoads(search: Search, id: number): void {
  const { terms } = search.question
  const place = search.labels.place[id]!
  for (let arc = terms.roadStart[place]!; arc < terms.roadStart[place + 1]!; arc++) takeRoad(search, id, arc, search.remaining)
}

function takeRoad(search: Search, id: number, arc: number, remaining: number): void {
  const { question, labels, bounds, target } = search
  const { terms } = question
  const to = terms.roadTo[arc]!
  const minutes = terms.roadMinutes[arc]!
  const bound = remaining * bounds.placeCount + to
  const ready = readyAt(search, id)
  const emission = labels.emission[id]! + terms.roadEmission[arc]!
  let cost = labels.cost[id]! + terms.roadCost[arc]!
  if (bounds.afterRoad.coveredBy(target, bound, ready + minutes, cost, emission)) return
  const from = labels.place[id]!
  const leaves = lorryLeaves(terms.gates[terms.gateOf[from]!], terms.gates[terms.gateOf[to]!], ready, minutes)
  if (leaves === Infinity) return
  cost += stayFee(search, id, leaves)
  const arrives = leaves + minutes
  if (bounds.afterRoad.coveredBy(target, bound, arrives, cost, emission)) return
  const { step } = search
  step.parent = id
  step.means = arc
  step.stop = -1
  step.run = leaves
  step.place = to
  const debt = labels.debt[id]! & ~terms.roadVia[arc]!
  if (to === question.destination && (debt & 255) === 0) return reach(search, arrives, cost, emission)
  arrive(search, arrives, cost, emission, debt, remaining)
}

/** A complete itinerary: its label stands in no bag, the target set rebuilds the chain from it. */
function reach(search: Search, arrives: number, cost: number, emission: number): void {
  const { target, labels, step } = search
  if (target.covers(arrives, cost, emission)) return
  target.insert(arrives, cost, emission, labels.add(step, arrives, cost, emission, 0))
}

/** A chain that goes on from `step.place`: pays the hub, and enters the bags it is worth. */
function arrive(search: Search, time: number, paid: number, emitted: number, owed: number, remaining: number): void {
  const { question, hubs, labels, step, lastRoad } = search
  const { terms, timetable } = question
  const { place } = step
  if (remaining === 0 || hubs.transfer[place] === 0) return
  const byRide = step.stop >= 0
  const bySea = byRide && terms.bySea[search.index.serviceOfStop[step.stop]!] === 1
  let cost = paid + terms.handlingCost[place]!
  const emission = emitted + terms.handlingEmission[place]! + (bySea ? terms.seaEmission[place]! : 0)
  let debt = owed & ~OWES_SEA
  if ((debt & UNDECLARED) !== 0 && terms.declarationZone[place] === 1) {
    cost += terms.declarationCost
    debt &= ~UNDECLARED
  }
  if (!bySea && hubs.seaDebt[place]! > 0) debt |= OWES_SEA
  const boards = labels.worthBoarding(place, time, cost, emission, debt, hubs)
  const roads = byRide && terms.roadStart[place + 1]! > terms.roadStart[place]! && labels.worthRoad(place, time, cost, emission, debt, hubs)
  if (!boards && !roads) return
  const id = labels.add(step, time, cost, emission, debt)
  if (boards) labels.enterBoarding(id, hubs)
  if (!roads) return
  labels.enterRoad(id, hubs)
  // Fed early: an itinerary known now prunes the rest of this round. The next round meets the arc again and drops it.
  const arc = lastRoad[place]!
  if (arc >= 0 && (debt & 255 & ~terms.roadVia[arc]!) === 0 && timetable.minimumTransfer[place]! >= 0)
    takeRoad(search, id, arc, remaining - 1)
}

function board(search: Search, id: number): void {
  const { index, labels, bounds, target } = search
  const place = labels.place[id]!
  const ready = readyAt(search, id)
  for (let at = index.placeStopStart[place]!; at < index.placeStopStart[place + 1]!; at++) {
    const stop = index.placeStop[at]!
    const bound = (search.remaining + 1) * bounds.stopCount + stop
    if (bounds.fromStop.coveredBy(target, bound, ready, labels.cost[id]!, labels.emission[id]!)) continue
    boardAt(search, id, stop, ready, bound)
  }
}

/** Tries the trips of one stop in order of time. */
function boardAt(search: Search, id: number, stop: number, ready: number, bound: number): void {
  const { question, index, labels, bounds, target, boardings, boarding, hubs, settled } = search
  const { timetable, terms } = question
  const { fromStop } = bounds
  const service = index.serviceOfStop[stop]!
  const k = stop - timetable.serviceStopStart[service]!
  const cutOff = timetable.cutOff[service]!
  const lastTrip = timetable.serviceTripStart[service + 1]!
  const place = labels.place[id]!
  const until = labels.until[id]! + (id === ROOT ? 0 : timetable.minimumTransfer[place]!) + cutOff
  const sea = (labels.debt[id]! & OWES_SEA) !== 0 && terms.bySea[service] === 1 ? hubs.seaDebt[place]! : 0
  const emission = labels.emission[id]! + sea
  const debt = labels.debt[id]! & ~OWES_SEA
  const rides = terms.rideStart[stop + 1]! - terms.rideStart[stop]!
  boarding.id = id
  boarding.stop = stop
  boarding.emission = emission
  boarding.debt = debt
  settled.fill(0, 0, rides)
  let open = rides
  for (let trip = firstTrip(timetable, service, k, ready + cutOff); trip < lastTrip && open > 0; trip++) {
    const slot = timetable.tripTimeStart[trip]! + k
    const departs = timetable.departs[slot]!
    if (departs >= until) return
    const cost = labels.cost[id]! + stayFee(search, id, departs)
    if (fromStop.coveredBy(target, bound, departs, cost, emission)) return
    if (terms.full[slot] !== 0) continue
    boarding.trip = trip
    boarding.cost = cost
    boarding.boarded = boardings.enter(slot, cost, emission, debt)
    open -= ride(search)
  }
}

/** Rides one trip to every stop it may be left at; answers how many rides are settled by it. */
function ride(search: Search): number {
  const { question, index, hubs, settled, boarding } = search
  const { timetable, terms } = question
  const { stop, trip } = boarding
  const laterSaves = search.remaining > 1 ? hubs.laterSavesMore : hubs.laterSavesOne
  const slot = timetable.tripTimeStart[trip]!
  const first = timetable.serviceStopStart[index.serviceOfStop[stop]!]!
  const rides = terms.rideStart[stop]!
  let closed = 0
  let leg = stop - first
  for (let means = rides; means < terms.rideStart[stop + 1]!; means++) {
    const to = terms.rideTo[means]! - first
    while (leg < to && terms.full[slot + leg] === 0) leg++
    // A full leg lies before this stop and so before every further one.
    if (leg < to) break
    if (settled[means - rides] === 1) continue
    const place = timetable.stopPlace[first + to]!
    const covered = boarding.boarded && alight(search, means, place, timetable.arrives[slot + to]!)
    if (!covered && !search.hasty && search.remaining > 0 && laterSaves[place] === 1) continue
    settled[means - rides] = 1
    closed++
  }
  return closed
}

/** True when a known itinerary covers all that this arrival, or a later one, could lead to. */
function alight(search: Search, means: number, place: number, arrives: number): boolean {
  const { question, index, bounds, target, step, boarding, remaining } = search
  const { timetable, terms } = question
  const cost = boarding.cost + terms.rideCost[means]!
  const emission = boarding.emission + terms.rideEmission[means]!
  const bound = remaining * bounds.placeCount + place
  if (bounds.afterRide.coveredBy(target, bound, arrives, cost, emission)) return true
  const debt = boarding.debt & ~terms.rideVia[means]!
  step.parent = boarding.id
  step.means = means
  step.stop = boarding.stop
  step.run = boarding.trip
  step.place = place
  if (place !== question.destination || (debt & 255) !== 0) {
    arrive(search, arrives, cost, emission, debt, remaining)
    return false
  }
  const sea = terms.bySea[index.serviceOfStop[boarding.stop]!] === 1 ? terms.seaEmission[place]! : 0
  const handed = arrives + Math.max(0, timetable.minimumTransfer[place]!)
  reach(search, handed, cost + terms.handlingCost[place]!, emission + terms.handlingEmission[place]! + sea)
  return false
}
