// The oracle: walks every chain of every departure, loops included, with no dominance and no bounds, and only then filters.
import type { Question } from './types.ts'

export type Vector = readonly [arrival: number, cost: number, emission: number]

interface State {
  readonly place: number
  readonly time: number
  readonly by: 'START' | 'RIDE' | 'ROAD'
  readonly bySea: boolean
  readonly cost: number
  readonly emission: number
  readonly via: number
  readonly declared: boolean
  readonly legs: number
}

interface Onward {
  readonly departs: number
  readonly arrives: number
  readonly to: number
  readonly by: 'RIDE' | 'ROAD'
  readonly bySea: boolean
  readonly cost: number
  readonly emission: number
  readonly via: number
}

/** The front as vectors by arrival, cost, emission; `undefined` when more than `most` chains would have to be walked. */
export function exhaustive(question: Question, most = Infinity): Vector[] | undefined {
  const found: Vector[] = []
  const { terms, origin, ready, originVia } = question
  const zone = terms.declarationZone[origin] === 1
  const open: State[] = [
    {
      place: origin,
      time: ready,
      by: 'START',
      bySea: false,
      cost: zone ? terms.declarationCost : 0,
      emission: 0,
      via: originVia,
      declared: zone,
      legs: 0,
    },
  ]
  let walked = 0
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (++walked > most) return undefined
    if (state.by !== 'START') finish(question, state, found)
    if (state.legs < question.maximumLegs) for (const onward of onwards(question, state)) open.push(next(question, state, onward))
  }
  return front(found)
}

export function front(vectors: readonly Vector[]): Vector[] {
  const sorted = vectors.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
  const kept: Vector[] = []
  for (const vector of sorted) if (!kept.some((other) => other[1] <= vector[1] && other[2] <= vector[2])) kept.push(vector)
  return kept
}

function finish({ timetable, terms, destination, viaMask, deadline }: Question, state: State, found: Vector[]): void {
  const { place } = state
  if (place !== destination || (state.via & viaMask) !== viaMask) return
  const byRide = state.by === 'RIDE'
  const arrival = state.time + (byRide ? Math.max(0, timetable.minimumTransfer[place]!) : 0)
  const sea = byRide && state.bySea ? terms.seaEmission[place]! : 0
  if (arrival > deadline) return
  found.push([
    arrival,
    state.cost + (byRide ? terms.handlingCost[place]! : 0),
    state.emission + (byRide ? terms.handlingEmission[place]! + sea : 0),
  ])
}

function next({ terms }: Question, state: State, onward: Onward): State {
  const { place } = state
  let { cost, emission } = state
  if (state.by !== 'START') {
    cost += terms.handlingCost[place]! + stay(terms.storageTables[terms.storageOf[place]!], onward.departs - state.time)
    emission += terms.handlingEmission[place]! + (state.bySea || onward.bySea ? terms.seaEmission[place]! : 0)
  }
  const enters = !state.declared && terms.declarationZone[onward.to] === 1
  return {
    place: onward.to,
    time: onward.arrives,
    by: onward.by,
    bySea: onward.bySea,
    cost: cost + onward.cost + (enters ? terms.declarationCost : 0),
    emission: emission + onward.emission,
    via: state.via | onward.via,
    declared: state.declared || enters,
    legs: state.legs + 1,
  }
}

function stay(table: Float64Array | undefined, minutes: number): number {
  if (table === undefined) return 0
  let fee = table[0]!
  for (let day = 1; (day - 1) * 1440 < minutes; day++)
    fee += day < table.length ? table[day]! - table[day - 1]! : table.length > 1 ? table.at(-1)! - table.at(-2)! : 0
  return fee
}

function onwards(question: Question, state: State): Onward[] {
  const { timetable, terms } = question
  const transfer = timetable.minimumTransfer[state.place]!
  if (state.by !== 'START' && (terms.transferAllowed[state.place] !== 1 || transfer < 0)) return []
  const ready = state.by === 'START' ? question.ready : state.time + transfer
  return [...rides(question, state.place, ready), ...(state.by === 'ROAD' ? [] : roads(question, state.place, ready))]
}

function* rides({ timetable, terms }: Question, place: number, ready: number): Generator<Onward> {
  for (let service = 0; service < timetable.serviceCount; service++) {
    const first = timetable.serviceStopStart[service]!
    for (let stop = first; stop < timetable.serviceStopStart[service + 1]!; stop++) {
      if (timetable.stopPlace[stop] !== place) continue
      for (let trip = timetable.serviceTripStart[service]!; trip < timetable.serviceTripStart[service + 1]!; trip++) {
        const slot = timetable.tripTimeStart[trip]!
        const departs = timetable.departs[slot + stop - first]!
        if (departs - timetable.cutOff[service]! < ready) continue
        for (let ride = terms.rideStart[stop]!; ride < terms.rideStart[stop + 1]!; ride++) {
          const to = terms.rideTo[ride]!
          if (terms.full.subarray(slot + stop - first, slot + to - first).includes(1)) continue
          const arrives = timetable.arrives[slot + to - first]!
          yield {
            departs,
            arrives,
            to: timetable.stopPlace[to]!,
            by: 'RIDE',
            bySea: terms.bySea[service] === 1,
            cost: terms.rideCost[ride]!,
            emission: terms.rideEmission[ride]!,
            via: terms.rideVia[ride]!,
          }
        }
      }
    }
  }
}

/** Looks at every minute from `ready` to the last closing, an hour at a time where both gates stay as they are is not worth the doubt. */
function* roads({ terms }: Question, place: number, ready: number): Generator<Onward> {
  for (let arc = terms.roadStart[place]!; arc < terms.roadStart[place + 1]!; arc++) {
    const to = terms.roadTo[arc]!
    const minutes = terms.roadMinutes[arc]!
    const here = terms.gates[terms.gateOf[place]!]
    const there = terms.gates[terms.gateOf[to]!]
    const last = Math.max(ready, here?.at(-1) ?? 0, there?.at(-1) ?? 0)
    for (let departs = ready; departs <= last; departs++) {
      if (!isOpen(here, departs) || !isOpen(there, departs + minutes)) continue
      yield {
        departs,
        arrives: departs + minutes,
        to,
        by: 'ROAD',
        bySea: false,
        cost: terms.roadCost[arc]!,
        emission: terms.roadEmission[arc]!,
        via: terms.roadVia[arc]!,
      }
      break
    }
  }
}

function isOpen(gate: Int32Array | undefined, minute: number): boolean {
  if (gate === undefined) return true
  for (let i = 0; i < gate.length; i += 2) if (gate[i]! <= minute && minute <= gate[i + 1]!) return true
  return false
}
