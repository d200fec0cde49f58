// An independent judge: walks one itinerary through the rules of types.ts and reckons times, cost and emission anew. It
// shares no code with the search, so a fault in one shows in the other.
import type { PlannedItinerary, PlannedLeg, Question } from './types.ts'

interface Walk {
  readonly question: Question
  readonly faults: string[]
  place: number
  time: number
  cost: number
  emission: number
  via: number
  declared: boolean
}

/** Faults of an itinerary in words; empty when it keeps every rule. */
export function validate(question: Question, itinerary: PlannedItinerary): string[] {
  const { terms, origin, destination, ready, deadline, maximumLegs, viaMask, originVia } = question
  const walk: Walk = { question, faults: [], place: origin, time: ready, cost: 0, emission: 0, via: originVia, declared: false }
  const { legs } = itinerary
  if (legs.length === 0 || legs.length > maximumLegs) walk.faults.push(`${legs.length} legs, allowed are 1 to ${maximumLegs}`)
  declare(walk)
  for (const [number, leg] of legs.entries()) {
    const before = legs[number - 1]
    const where = `leg ${number + 1}`
    if (before !== undefined) meet(walk, before, leg, where)
    const earliest = before === undefined ? ready : walk.time + question.timetable.minimumTransfer[walk.place]!
    if (leg.kind === 'RIDE') ride(walk, leg, earliest, where)
    else road(walk, leg, before?.kind === 'ROAD', earliest, where)
    walk.time = leg.arrives
    declare(walk)
  }
  const last = legs.at(-1)
  if (last?.kind === 'RIDE') {
    walk.time += Math.max(0, question.timetable.minimumTransfer[walk.place]!)
    walk.cost += terms.handlingCost[walk.place]!
    walk.emission += terms.handlingEmission[walk.place]! + (terms.bySea[last.service] === 1 ? terms.seaEmission[walk.place]! : 0)
  }
  if (walk.place !== destination) walk.faults.push(`ends at place ${walk.place}, not at ${destination}`)
  if ((viaMask & ~walk.via) !== 0) walk.faults.push(`via places missed: ${(viaMask & ~walk.via).toString(2)}`)
  if (walk.time > deadline) walk.faults.push(`arrives at ${walk.time}, after the deadline ${deadline}`)
  same(walk, 'arrival', itinerary.arrival, walk.time)
  same(walk, 'cost', itinerary.cost, walk.cost)
  same(walk, 'emission', itinerary.emission, walk.emission)
  return walk.faults
}

function same({ faults }: Walk, what: string, stated: number, reckoned: number): void {
  if (stated !== reckoned) faults.push(`${what} ${stated} is stated, ${reckoned} reckoned`)
}

function declare(walk: Walk): void {
  const { terms } = walk.question
  if (walk.declared || terms.declarationZone[walk.place] !== 1) return
  walk.declared = true
  walk.cost += terms.declarationCost
}

/** Between two legs: the change itself, its handling and hub emission, and storage for the stay. */
function meet(walk: Walk, before: PlannedLeg, after: PlannedLeg, where: string): void {
  const { question, place, faults } = walk
  const { terms, timetable } = question
  if (terms.transferAllowed[place] !== 1 || timetable.minimumTransfer[place]! < 0)
    faults.push(`${where}: no change of means at place ${place}`)
  const bySea = [before, after].some((leg) => leg.kind === 'RIDE' && terms.bySea[leg.service] === 1)
  walk.cost += terms.handlingCost[place]! + storage(question, place, after.departs - before.arrives)
  walk.emission += terms.handlingEmission[place]! + (bySea ? terms.seaEmission[place]! : 0)
}

function storage({ terms }: Question, place: number, stay: number): number {
  const table = terms.storageTables[terms.storageOf[place]!]
  if (table === undefined) return 0
  const days = Math.ceil(stay / (24 * 60))
  const known = table[days]
  if (known !== undefined) return known
  const last = table[table.length - 1]!
  return last + (days - table.length + 1) * (last - (table[table.length - 2] ?? last))
}

function ride(walk: Walk, leg: PlannedLeg & { kind: 'RIDE' }, earliest: number, where: string): void {
  const { question, faults } = walk
  const { timetable, terms } = question
  const { service, trip, fromStop, toStop } = leg
  const first = timetable.serviceStopStart[service]!
  if (fromStop < first || toStop <= fromStop || toStop >= timetable.serviceStopStart[service + 1]!)
    faults.push(`${where}: stops ${fromStop} to ${toStop} are not of service ${service}`)
  if (trip < timetable.serviceTripStart[service]! || trip >= timetable.serviceTripStart[service + 1]!)
    faults.push(`${where}: trip ${trip} is not of service ${service}`)
  if (timetable.stopPlace[fromStop] !== walk.place) faults.push(`${where}: boards away from place ${walk.place}`)
  const slot = timetable.tripTimeStart[trip]! - first
  if (leg.departs !== timetable.departs[slot + fromStop] || leg.arrives !== timetable.arrives[slot + toStop])
    faults.push(`${where}: times are not the timetable's`)
  if (leg.departs - timetable.cutOff[service]! < earliest) faults.push(`${where}: misses the cut-off of trip ${trip}`)
  for (let stop = fromStop; stop < toStop; stop++)
    if (terms.full[slot + stop] !== 0) faults.push(`${where}: trip ${trip} is full from stop ${stop}`)
  walk.place = timetable.stopPlace[toStop]!
  for (let means = terms.rideStart[fromStop]!; means < terms.rideStart[fromStop + 1]!; means++) {
    if (terms.rideTo[means] !== toStop) continue
    walk.cost += terms.rideCost[means]!
    walk.emission += terms.rideEmission[means]!
    walk.via |= terms.rideVia[means]!
    return
  }
  faults.push(`${where}: the cargo is not accepted from stop ${fromStop} to ${toStop}`)
}

function road(walk: Walk, leg: PlannedLeg & { kind: 'ROAD' }, chained: boolean, earliest: number, where: string): void {
  const { question, faults } = walk
  const { terms } = question
  const { arc } = leg
  if (chained) faults.push(`${where}: a road follows a road`)
  if (leg.from !== walk.place || arc < terms.roadStart[walk.place]! || arc >= terms.roadStart[walk.place + 1]!)
    faults.push(`${where}: arc ${arc} does not leave place ${walk.place}`)
  if (leg.to !== terms.roadTo[arc]) faults.push(`${where}: arc ${arc} does not lead to place ${leg.to}`)
  const minutes = terms.roadMinutes[arc]!
  if (leg.arrives !== leg.departs + minutes) faults.push(`${where}: takes ${leg.arrives - leg.departs} minutes, not ${minutes}`)
  const leaves = firstOpenMinute(terms.gates[terms.gateOf[leg.from]!], terms.gates[terms.gateOf[leg.to]!], earliest, minutes)
  if (leg.departs !== leaves) faults.push(`${where}: leaves at ${leg.departs}, the gates say ${leaves ?? 'never'}`)
  walk.place = leg.to
  walk.cost += terms.roadCost[arc]!
  walk.emission += terms.roadEmission[arc]!
  walk.via |= terms.roadVia[arc]!
}

/** Every pair of windows meets in a stretch of departures, perhaps empty; the earliest one that is not past wins. */
function firstOpenMinute(from: Int32Array | undefined, to: Int32Array | undefined, earliest: number, minutes: number): number | undefined {
  let best: number | undefined
  for (const [opensHere, closesHere] of windows(from)) {
    for (const [opensThere, closesThere] of windows(to)) {
      const leaves = Math.max(earliest, opensHere, opensThere - minutes)
      if (leaves <= closesHere && leaves + minutes <= closesThere && (best === undefined || leaves < best)) best = leaves
    }
  }
  return best
}

function windows(gate: Int32Array | undefined): [number, number][] {
  if (gate === undefined) return [[-Infinity, Infinity]]
  return Array.from({ length: gate.length / 2 }, (_, i) => [gate[2 * i]!, gate[2 * i + 1]!])
}
