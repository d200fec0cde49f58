// A seeded network of about Chongqing's size: 300 places, 490 services, 48,000 departures in 90 days, storage and gates.
import type { CargoTerms, Question, Timetable } from '#engines/planner'

const PLACES = 300
const DAY = 1440
const DAYS = 90
const START = 29_500_000
/** Stops of the 490 services, as in data/chongqing. */
const SERVICE_SIZES: readonly (readonly [stops: number, services: number])[] = [
  [2, 297],
  [3, 106],
  [4, 40],
  [5, 29],
  [6, 16],
  [7, 2],
]

interface Mode {
  readonly kmPerHour: number
  readonly costPerKm: number
  readonly gramsPerKm: number
  readonly reach: number
  readonly cutOff: number
  readonly everyDays: number
  readonly sea: boolean
}
const MODES: readonly (Mode & { readonly share: number })[] = [
  { share: 0.2, kmPerHour: 45, costPerKm: 60, gramsPerKm: 250, reach: 4000, cutOff: 1440, everyDays: 1, sea: false },
  { share: 0.2, kmPerHour: 14, costPerKm: 22, gramsPerKm: 320, reach: 1200, cutOff: 720, everyDays: 1, sea: false },
  { share: 0.15, kmPerHour: 28, costPerKm: 14, gramsPerKm: 120, reach: 9000, cutOff: 2160, everyDays: 3.5, sea: true },
  { share: 0.15, kmPerHour: 700, costPerKm: 900, gramsPerKm: 9000, reach: 8000, cutOff: 360, everyDays: 1, sea: false },
  { share: 0.3, kmPerHour: 60, costPerKm: 110, gramsPerKm: 900, reach: 900, cutOff: 120, everyDays: 0.62, sea: false },
]

export type Draw = () => number

export function seeded(seed: number): Draw {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

interface Point {
  readonly x: number
  readonly y: number
}
interface Arc {
  readonly to: number
  readonly km: number
}
export interface BenchNetwork {
  readonly points: readonly Point[]
  readonly timetable: Timetable
  readonly terms: CargoTerms
  readonly links: readonly (readonly Arc[])[]
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

/** 100 places about one city, 120 in its country, 80 far away. */
function scatter(draw: Draw): Point[] {
  const centres = Array.from({ length: 24 }, (_, i) => ({
    x: (i < 14 ? 2000 : 9000) * (draw() - 0.5),
    y: (i < 14 ? 2000 : 6000) * (draw() - 0.5),
  }))
  return Array.from({ length: PLACES }, (_, i) => {
    const centre = i < 100 ? { x: 0, y: 0 } : centres[i < 220 ? i % 14 : 14 + (i % 10)]!
    const spread = i < 100 ? 200 : 120
    return { x: centre.x + spread * (draw() + draw() - 1), y: centre.y + spread * (draw() + draw() - 1) }
  })
}

interface Drawn {
  readonly mode: Mode
  readonly stops: number[]
  readonly trips: { readonly arrives: number[]; readonly departs: number[] }[]
}

function drawService(draw: Draw, points: readonly Point[], size: number): Drawn {
  let chance = draw()
  const mode = MODES.find((one) => (chance -= one.share) < 0) ?? MODES[4]!
  const stops = [Math.floor(draw() * (draw() < 0.7 ? 100 : PLACES))]
  for (let tries = 0; stops.length < size && tries < 5000; tries++) {
    const next = Math.floor(draw() * PLACES)
    const km = distance(points[stops.at(-1)!]!, points[next]!)
    if (!stops.includes(next) && km > 20 && km < mode.reach / (tries > 4000 ? 0.1 : 1)) stops.push(next)
  }
  const trips: Drawn['trips'] = []
  const every = mode.everyDays * DAY
  const first = START + Math.floor(draw() * every)
  const dwell = stops.map(() => 120 + Math.floor(draw() * 600))
  for (let start = first; start < START + DAYS * DAY; start += every) {
    let now = Math.round(start)
    const arrives = [now]
    const departs = [now]
    for (let k = 1; k < stops.length; k++) {
      now += Math.ceil((60 * distance(points[stops[k - 1]!]!, points[stops[k]!]!) * 1.3) / mode.kmPerHour) + 30
      arrives.push(now)
      if (k < stops.length - 1) now += dwell[k]!
      departs.push(now)
    }
    trips.push({ arrives, departs })
  }
  return { mode, stops, trips }
}

function starts(sizes: readonly number[]): Int32Array {
  const result = new Int32Array(sizes.length + 1)
  sizes.forEach((size, i) => (result[i + 1] = result[i]! + size))
  return result
}

/** `storage`: free for three days, then rising; or a plug for the cold from the first day on. */
export function benchNetwork(seed: number, storage: 'none' | 'dry' | 'cold'): BenchNetwork {
  const draw = seeded(seed)
  const points = scatter(draw)
  const services = SERVICE_SIZES.flatMap(([size, count]) => Array.from({ length: count }, () => drawService(draw, points, size)))
  const trips = services.flatMap((service) => service.trips)
  const serviceStopStart = starts(services.map(({ stops }) => stops.length))
  const times = starts(trips.map(({ arrives }) => arrives.length))
  const timetable: Timetable = {
    placeCount: PLACES,
    serviceCount: services.length,
    minimumTransfer: Int32Array.from(points, () => 60 * (2 + Math.floor(draw() * 8))),
    serviceStopStart,
    stopPlace: Int32Array.from(services.flatMap(({ stops }) => stops)),
    serviceTripStart: starts(services.map((service) => service.trips.length)),
    tripTimeStart: times.subarray(0, trips.length),
    arrives: Int32Array.from(trips.flatMap(({ arrives }) => arrives)),
    departs: Int32Array.from(trips.flatMap(({ departs }) => departs)),
    cutOff: Int32Array.from(services, ({ mode }) => mode.cutOff),
  }
  const links = points.map((from, i) => nearest(points, from, i, 3, 300))
  const bare = priced(draw, points, services, serviceStopStart)
  const gates = [hours(8, 20, 1), hours(7, 22, 1), hours(9, 17, 5 / 7)]
  const full = Uint8Array.from(timetable.departs, () => (draw() < 1 / 60 ? 1 : 0))
  const tables = {
    none: [],
    dry: [
      [0, 0, 0, 0, 5000, 10000, 15000, 25000, 35000, 50000],
      [0, 0, 0, 8000, 16000, 30000],
    ],
    cold: [
      [0, 12000, 24000, 36000, 53000, 70000, 87000],
      [0, 9000, 18000],
    ],
  }[storage]
  const terms: CargoTerms = {
    ...bare,
    ...roadTerms(links),
    full,
    bySea: Uint8Array.from(services, ({ mode }) => (mode.sea ? 1 : 0)),
    transferAllowed: Uint8Array.from(points, () => (draw() < 0.85 ? 1 : 0)),
    handlingCost: Float64Array.from(points, () => 10000 + Math.floor(draw() * 50000)),
    handlingEmission: Float64Array.from(points, () => 5000 + Math.floor(draw() * 5000)),
    seaEmission: Float64Array.from(points, () => (draw() < 0.3 ? 4000 : 0)),
    storageOf: Int32Array.from(points, (_, i) => (i < 220 && tables.length > 0 && draw() < 0.8 ? i % 2 : -1)),
    storageTables: tables.map((table) => Float64Array.from(table)),
    gateOf: Int32Array.from(points, () => (draw() < 0.1 ? Math.floor(draw() * 3) : -1)),
    gates,
    declarationZone: new Uint8Array(PLACES),
    declarationCost: 0,
  }
  return { points, timetable, terms, links }
}

function hours(opens: number, closes: number, share: number): Int32Array {
  return Int32Array.from(
    Array.from({ length: DAYS + 60 }, (_, day) =>
      day % 7 < share * 7 ? [START + day * DAY + opens * 60, START + day * DAY + closes * 60] : [],
    ).flat(),
  )
}

function nearest(points: readonly Point[], from: Point, self: number, count: number, most: number): Arc[] {
  return points
    .map((to, i) => ({ to: i, km: Math.ceil(distance(from, to) * 1.32) }))
    .filter(({ to, km }) => to !== self && km < most * 1.32)
    .toSorted((a, b) => a.km - b.km)
    .slice(0, count)
}

function priced(
  draw: Draw,
  points: readonly Point[],
  services: readonly Drawn[],
  serviceStopStart: Int32Array,
): Pick<CargoTerms, 'rideStart' | 'rideTo' | 'rideCost' | 'rideEmission' | 'rideVia'> {
  const counts: number[] = []
  const to: number[] = []
  const cost: number[] = []
  const grams: number[] = []
  services.forEach(({ mode, stops }, s) => {
    const noise = 0.7 + 0.6 * draw()
    const accepted = draw() < 0.75
    stops.forEach((_, i) => {
      let km = 0
      counts.push(accepted ? stops.length - i - 1 : 0)
      for (let j = i + 1; j < stops.length; j++) {
        km += distance(points[stops[j - 1]!]!, points[stops[j]!]!)
        if (!accepted) continue
        to.push(serviceStopStart[s]! + j)
        cost.push(Math.round(20000 + km * mode.costPerKm * noise))
        grams.push(Math.round(km * mode.gramsPerKm * (2 - noise)))
      }
    })
  })
  return {
    rideStart: starts(counts),
    rideTo: Int32Array.from(to),
    rideCost: Float64Array.from(cost),
    rideEmission: Float64Array.from(grams),
    rideVia: new Uint8Array(to.length),
  }
}

function roadTerms(
  links: readonly (readonly Arc[])[],
): Pick<CargoTerms, 'roadStart' | 'roadTo' | 'roadMinutes' | 'roadCost' | 'roadEmission' | 'roadVia'> {
  const arcs = links.flat()
  return {
    roadStart: starts(links.map((list) => list.length)),
    roadTo: Int32Array.from(arcs, ({ to }) => to),
    roadMinutes: Int32Array.from(arcs, ({ km }) => Math.ceil(km * 1.1) + 20),
    roadCost: Float64Array.from(arcs, ({ km }) => 35000 + km * 700),
    roadEmission: Float64Array.from(arcs, ({ km }) => km * 900),
    roadVia: new Uint8Array(arcs.length),
  }
}

/** A random question; lorries come to its ends from everywhere within 300 km, as a quote asks for. */
export function benchQuestion({ points, timetable, terms, links }: BenchNetwork, draw: Draw, maximumLegs: number): Question {
  const origin = Math.floor(draw() * 100)
  let destination = origin
  while (destination === origin || distance(points[origin]!, points[destination]!) < 250) destination = Math.floor(draw() * PLACES)
  const widened = links.map((list, place) => {
    if (place === origin) return nearest(points, points[origin]!, origin, PLACES, 300)
    const km = Math.ceil(distance(points[place]!, points[destination]!) * 1.32)
    return place !== destination && km < 396 && !list.some(({ to }) => to === destination) ? [...list, { to: destination, km }] : list
  })
  return {
    timetable,
    terms: { ...terms, ...roadTerms(widened) },
    origin,
    destination,
    ready: START + Math.floor(draw() * 14 * DAY),
    deadline: Infinity,
    maximumLegs,
    viaMask: 0,
    originVia: 0,
  }
}
