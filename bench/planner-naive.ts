// The plain engine the planner is measured against: rounds of labels as objects in lists, exact, without lower bounds.
import type { Question } from '#engines/planner'

export type Vector = readonly [arrival: number, cost: number, emission: number]

interface Label {
  readonly place: number
  readonly time: number
  readonly cost: number
  readonly emission: number
  readonly byRoad: boolean
  readonly bySea: boolean
  readonly root: boolean
}

const better = (a: Vector, b: Vector): boolean => a[0] <= b[0] && a[1] <= b[1] && a[2] <= b[2]

/** The front over the same rules, but for via places and declarations, which the bench does not ask for. */
export function planNaively(question: Question): Vector[] {
  const { origin, ready, maximumLegs } = question
  const stops = stopsOf(question)
  const hubs = hubsOf(question)
  const boarded = new Map<number, Vector[]>()
  let front: Vector[] = []
  const reached: Label[][] = Array.from({ length: question.timetable.placeCount }, () => [])
  let labels: Label[] = [{ place: origin, time: ready, cost: 0, emission: 0, byRoad: false, bySea: false, root: true }]
  const useless = (vector: Vector): boolean => vector[0] > question.deadline || front.some((member) => better(member, vector))
  for (let legs = 0; legs < maximumLegs; legs++) {
    const next: Label[] = []
    for (const label of labels) {
      for (const arrival of onwards(question, label, { stops, hubs, boarded, useless })) {
        if (arrival.place === question.destination) {
          const end = finished(question, arrival)
          if (!useless(end)) front = [...front.filter((member) => !better(end, member)), end]
        }
        if (useless([arrival.time, arrival.cost, arrival.emission])) continue
        const bag = reached[arrival.place]!
        if (bag.some((other) => covers(hubs[arrival.place]!, other, arrival))) continue
        reached[arrival.place] = [...bag.filter((other) => !covers(hubs[arrival.place]!, arrival, other)), arrival]
        next.push(arrival)
      }
    }
    labels = next
  }
  return front.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
}

function stopsOf({ timetable }: Question): [service: number, stop: number][][] {
  const stops: [number, number][][] = Array.from({ length: timetable.placeCount }, () => [])
  for (let service = 0; service < timetable.serviceCount; service++) {
    for (let stop = timetable.serviceStopStart[service]!; stop < timetable.serviceStopStart[service + 1]!; stop++)
      stops[timetable.stopPlace[stop]!]!.push([service, stop])
  }
  return stops
}

interface Hub {
  /** Storage here or where its lorries go: arriving later may be cheaper. */
  readonly stored: boolean
  readonly gated: boolean
  /** Most that k days more may cost, here or where its lorries go. */
  readonly rises: readonly number[]
  readonly sea: number
}

function hubsOf(question: Question): Hub[] {
  const { terms, timetable } = question
  return Array.from({ length: timetable.placeCount }, (_, place) => {
    const near = [place, ...terms.roadTo.subarray(terms.roadStart[place], terms.roadStart[place + 1])]
    const tables = [...new Set(near.map((end) => terms.storageOf[end]!))].filter((table) => table >= 0)
    const rises = Array.from({ length: 100 }, (_, k) =>
      Math.max(
        0,
        ...tables.flatMap((table) =>
          Array.from({ length: 12 }, (_day, d) => feeOf(terms.storageTables[table]!, d + k) - feeOf(terms.storageTables[table]!, d)),
        ),
      ),
    )
    return { stored: tables.length > 0, gated: near.some((end) => terms.gateOf[end]! >= 0), rises, sea: terms.seaEmission[place]! }
  })
}

function covers(hub: Hub, a: Label, b: Label): boolean {
  if (a.time > b.time || a.cost > b.cost || a.emission > b.emission || (a.byRoad && !b.byRoad)) return false
  if (hub.sea > 0 && a.bySea !== b.bySea) return false
  if (!hub.stored || a.time === b.time) return true
  return !hub.gated && a.cost + (hub.rises[Math.ceil((b.time - a.time) / 1440)] ?? Infinity) <= b.cost
}

function finished({ timetable, terms, destination }: Question, label: Label): Vector {
  if (label.byRoad) return [label.time, label.cost, label.emission]
  const sea = label.bySea ? terms.seaEmission[destination]! : 0
  return [
    label.time + Math.max(0, timetable.minimumTransfer[destination]!),
    label.cost + terms.handlingCost[destination]!,
    label.emission + terms.handlingEmission[destination]! + sea,
  ]
}

interface Known {
  readonly stops: readonly (readonly (readonly [number, number])[])[]
  readonly hubs: readonly Hub[]
  readonly boarded: Map<number, Vector[]>
  readonly useless: (vector: Vector) => boolean
}

function* onwards(question: Question, label: Label, { stops, hubs, boarded, useless }: Known): Generator<Label> {
  const { timetable, terms } = question
  const { place, root } = label
  if (!root && (terms.transferAllowed[place] === 0 || timetable.minimumTransfer[place]! < 0)) return
  const ready = root ? label.time : label.time + timetable.minimumTransfer[place]!
  const left = (departs: number, bySea: boolean): [number, number] => {
    if (root) return [label.cost, label.emission]
    const sea = label.bySea || bySea ? terms.seaEmission[place]! : 0
    return [
      label.cost + terms.handlingCost[place]! + fee(question, place, departs - label.time),
      label.emission + terms.handlingEmission[place]! + sea,
    ]
  }
  for (let arc = terms.roadStart[place]!; !label.byRoad && arc < terms.roadStart[place + 1]!; arc++) {
    const to = terms.roadTo[arc]!
    const departs = lorryLeaves(terms.gates[terms.gateOf[place]!], terms.gates[terms.gateOf[to]!], ready, terms.roadMinutes[arc]!)
    if (departs === Infinity) continue
    const [cost, emission] = left(departs, false)
    yield {
      place: to,
      time: departs + terms.roadMinutes[arc]!,
      cost: cost + terms.roadCost[arc]!,
      emission: emission + terms.roadEmission[arc]!,
      byRoad: true,
      bySea: false,
      root: false,
    }
  }
  for (const [service, stop] of stops[place]!) {
    const first = timetable.serviceStopStart[service]!
    const bySea = terms.bySea[service] === 1
    const settled = new Set<number>()
    for (let trip = timetable.serviceTripStart[service]!; trip < timetable.serviceTripStart[service + 1]!; trip++) {
      const slot = timetable.tripTimeStart[trip]! - first
      const departs = timetable.departs[slot + stop]!
      if (departs < ready + timetable.cutOff[service]!) continue
      const [cost, emission] = left(departs, bySea)
      if (useless([departs, cost, emission])) break
      const known = boarded.get(slot + stop) ?? []
      if (known.some((other) => other[1] <= cost && other[2] <= emission)) continue
      boarded.set(slot + stop, [...known, [departs, cost, emission]])
      for (let ride = terms.rideStart[stop]!; ride < terms.rideStart[stop + 1]!; ride++) {
        const to = terms.rideTo[ride]!
        if (settled.has(ride)) continue
        if (terms.full.subarray(slot + stop, slot + to).includes(1)) break
        if (!hubs[timetable.stopPlace[to]!]!.stored) settled.add(ride)
        yield {
          place: timetable.stopPlace[to]!,
          time: timetable.arrives[slot + to]!,
          cost: cost + terms.rideCost[ride]!,
          emission: emission + terms.rideEmission[ride]!,
          byRoad: false,
          bySea,
          root: false,
        }
      }
    }
  }
}

function fee({ terms }: Question, place: number, minutes: number): number {
  const table = terms.storageTables[terms.storageOf[place]!]
  return table === undefined ? 0 : feeOf(table, Math.ceil(minutes / 1440))
}

function feeOf(table: Float64Array, days: number): number {
  const last = table.length - 1
  return days <= last ? table[days]! : table[last]! + (days - last) * (table[last]! - table[last - 1]!)
}

/** As the planner does it, but window by window and without haste. */
function lorryLeaves(from: Int32Array | undefined, to: Int32Array | undefined, ready: number, minutes: number): number {
  const windows = (gate: Int32Array | undefined): [number, number][] =>
    gate === undefined ? [[-Infinity, Infinity]] : Array.from({ length: gate.length / 2 }, (_, i) => [gate[2 * i]!, gate[2 * i + 1]!])
  for (const [opens, closes] of windows(from)) {
    if (closes < ready) continue
    for (const [opensThere, closesThere] of windows(to)) {
      const departs = Math.max(ready, opens, opensThere - minutes)
      if (departs <= closes && departs + minutes <= closesThere) return departs
    }
  }
  return Infinity
}
