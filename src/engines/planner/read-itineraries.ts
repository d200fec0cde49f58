// Turns the target set into itineraries by walking each label back to the origin.
import type { Labels } from './labels.ts'
import type { TargetSet } from './target.ts'
import type { PlannedItinerary, PlannedLeg, Question } from './types.ts'

export function readItineraries(question: Question, labels: Labels, target: TargetSet): PlannedItinerary[] {
  const itineraries: PlannedItinerary[] = []
  for (let i = 0; i < target.size; i++) {
    const legs: PlannedLeg[] = []
    for (let id = target.label[i]!; labels.parent[id]! >= 0; id = labels.parent[id]!) legs.push(readLeg(question, labels, id))
    itineraries.push({ legs: legs.toReversed(), arrival: target.arrival[i]!, cost: target.cost[i]!, emission: target.emission[i]! })
  }
  return itineraries.toSorted((a, b) => a.arrival - b.arrival || a.cost - b.cost || a.emission - b.emission)
}

function readLeg({ timetable, terms }: Question, labels: Labels, id: number): PlannedLeg {
  const means = labels.means[id]!
  const run = labels.run[id]!
  const fromStop = labels.stop[id]!
  if (fromStop < 0) {
    const from = labels.place[labels.parent[id]!]!
    return { kind: 'ROAD', arc: means, from, to: terms.roadTo[means]!, departs: run, arrives: run + terms.roadMinutes[means]! }
  }
  const toStop = terms.rideTo[means]!
  const service = timetable.serviceStopStart.findLastIndex((start) => start <= fromStop)
  const slot = timetable.tripTimeStart[run]! - timetable.serviceStopStart[service]!
  return {
    kind: 'RIDE',
    service,
    trip: run,
    fromStop,
    toStop,
    departs: timetable.departs[slot + fromStop]!,
    arrives: timetable.arrives[slot + toStop]!,
  }
}
