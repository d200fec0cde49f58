// Random miniature networks: few distinct values, so that equal times, costs and vectors are common, over enough days for storage to bite.
import type { MiniNetwork, MiniPlace, MiniRide, MiniService, MiniTrip } from './miniature.test-support.ts'

export type Draw = (below: number) => number

/** mulberry32: small, seeded and good enough to draw networks. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below)
  }
}

const STORAGE = [[], [], [0, 0, 0, 50, 110], [0, 30, 60], [0, 0, 5, 5, 90], [0, 10], [20, 20], [0, 0, 0, 1]]

export function randomNetwork(seed: number): MiniNetwork {
  const draw = drawFrom(seed)
  const pick = <T>(values: readonly T[]): T => values[draw(values.length)]!
  const stored = draw(4) > 0
  const gated = draw(3) === 0
  const vias = draw(3) === 0
  const zones = draw(3) === 0
  const legs = 1 + Math.max(draw(5), draw(4))
  const count = 3 + draw(3)
  const places = Array.from({ length: count }, (_, i): MiniPlace => ({
    name: String.fromCodePoint(65 + i),
    transfer: pick([0, 0, 60, 300, 60, draw(8) === 0 ? -1 : 0]),
    closed: draw(16) === 0,
    handling: [pick([0, 0, 10, 20]), pick([0, 0, 1, 2])],
    sea: pick([0, 0, 3, 5]),
    storage: stored ? pick(STORAGE) : [],
    gate: gated && draw(2) === 0 ? gateOf(draw) : [],
    zone: zones && draw(3) === 0,
    via: vias && draw(2) === 0 ? 1 << draw(2) : 0,
  }))
  const origin = draw(count)
  return {
    places,
    services: Array.from({ length: 3 + draw(legs > 3 ? 4 : 5) }, (_, s) => randomService(draw, `S${s}`, count)),
    roads: Array.from({ length: draw(legs > 3 ? 5 : 8) }, () => {
      const from = draw(count)
      return {
        from,
        to: (from + 1 + draw(count - 1)) % count,
        minutes: pick([60, 300, 900]),
        cost: pick([10, 30, 60]),
        emission: pick([1, 4, 9]),
      }
    }),
    declarationCost: zones ? pick([15, 40]) : 0,
    origin,
    destination: (origin + 1 + draw(count - 1)) % count,
    ready: pick([0, 30, 700]),
    deadline: draw(5) === 0 ? 1440 * (3 + draw(6)) : Infinity,
    legs,
    via: vias ? draw(4) : 0,
  }
}

function gateOf(draw: Draw): number[] {
  const opens = 60 * draw(12)
  const lasts = 60 * (2 + draw(10))
  return Array.from({ length: 10 }, (_, day) => (day % (3 + draw(4)) === 2 ? [] : [day * 1440 + opens, day * 1440 + opens + lasts])).flat()
}

function randomService(draw: Draw, name: string, count: number): MiniService {
  const stops: number[] = []
  const size = 2 + draw(3)
  while (stops.length < size) {
    const place = draw(count)
    if (place !== stops.at(-1)) stops.push(place)
  }
  const rides: MiniRide[] = []
  const price = 10 * (1 + draw(6))
  const grams = 1 + draw(7)
  for (let from = 0; from < size; from++) {
    for (let to = from + 1; to < size; to++)
      if (draw(8) > 0) rides.push({ from, to, cost: price * (to - from) + 10 * draw(2), emission: grams * (to - from) + draw(2) })
  }
  return { name, cutOff: [0, 0, 60, 240][draw(4)]!, sea: draw(3) === 0, stops, trips: randomTrips(draw, size), rides }
}

/** In order of time and without overtaking: one run's pattern, shifted by rising starts, later runs perhaps slower. */
function randomTrips(draw: Draw, size: number): MiniTrip[] {
  const run = Array.from({ length: size }, () => 120 * (1 + draw(8)))
  const dwell = Array.from({ length: size }, () => 60 * draw(3))
  const trips: MiniTrip[] = []
  let start = 120 * draw(16)
  let slower = 0
  for (let t = 1 + draw(6); t > 0; t--) {
    const arrives = [start]
    const departs = [start]
    for (let k = 1; k < size; k++) {
      arrives.push(departs[k - 1]! + run[k]! + slower)
      departs.push(arrives[k]! + (k < size - 1 ? dwell[k]! : 0))
    }
    trips.push({ arrives, departs, full: draw(4) === 0 ? [draw(size - 1)] : [] })
    start += [120, 360, 1440, 1440, 2880][draw(5)]!
    if (draw(5) === 0) slower += 60
  }
  return trips
}
