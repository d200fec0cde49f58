// Miniature networks for tests: a small description, its text form, and the question it makes.
import type { PlanAnswer, PlannedItinerary, Question } from './types.ts'

export interface MiniPlace {
  readonly name: string
  readonly transfer: number
  readonly closed: boolean
  readonly handling: readonly [number, number]
  readonly sea: number
  readonly storage: readonly number[]
  readonly gate: readonly number[]
  readonly zone: boolean
  readonly via: number
}
export interface MiniTrip {
  readonly arrives: readonly number[]
  readonly departs: readonly number[]
  readonly full: readonly number[]
}
export interface MiniRide {
  readonly from: number
  readonly to: number
  readonly cost: number
  readonly emission: number
}
export interface MiniService {
  readonly name: string
  readonly cutOff: number
  readonly sea: boolean
  readonly stops: readonly number[]
  readonly trips: readonly MiniTrip[]
  readonly rides: readonly MiniRide[]
}
export interface MiniRoad {
  readonly from: number
  readonly to: number
  readonly minutes: number
  readonly cost: number
  readonly emission: number
}
export interface MiniNetwork {
  readonly places: readonly MiniPlace[]
  readonly services: readonly MiniService[]
  readonly roads: readonly MiniRoad[]
  readonly declarationCost: number
  readonly origin: number
  readonly destination: number
  readonly ready: number
  readonly deadline: number
  readonly legs: number
  readonly via: number
}

function starts(sizes: readonly number[]): Int32Array {
  const result = new Int32Array(sizes.length + 1)
  sizes.forEach((size, i) => (result[i + 1] = result[i]! + size))
  return result
}

export function questionOf(network: MiniNetwork): Question {
  const { places, services } = network
  const trips = services.flatMap((service) => service.trips)
  const serviceStopStart = starts(services.map((service) => service.stops.length))
  const stopRides = services.flatMap((service, s) =>
    service.stops.map((_, k) =>
      service.rides
        .filter((ride) => ride.from === k)
        .map((ride) => ({ ride, stops: service.stops.slice(k, ride.to + 1), to: serviceStopStart[s]! + ride.to })),
    ),
  )
  const rides = stopRides.flat()
  const roads = network.roads.toSorted((a, b) => a.from - b.from)
  const stored = places.filter((place) => place.storage.length > 0)
  const gated = places.filter((place) => place.gate.length > 0)
  const met = (at: readonly number[]): number => at.reduce((bits, place) => bits | places[place]!.via, 0)
  return {
    timetable: {
      placeCount: places.length,
      serviceCount: services.length,
      minimumTransfer: Int32Array.from(places, (place) => place.transfer),
      serviceStopStart,
      stopPlace: Int32Array.from(services.flatMap((service) => service.stops)),
      serviceTripStart: starts(services.map((service) => service.trips.length)),
      tripTimeStart: starts(trips.map((trip) => trip.arrives.length)).subarray(0, trips.length),
      arrives: Int32Array.from(trips.flatMap((trip) => trip.arrives)),
      departs: Int32Array.from(trips.flatMap((trip) => trip.departs)),
      cutOff: Int32Array.from(services, (service) => service.cutOff),
    },
    terms: {
      rideStart: starts(stopRides.map((list) => list.length)),
      rideTo: Int32Array.from(rides, ({ to }) => to),
      rideCost: Float64Array.from(rides, ({ ride }) => ride.cost),
      rideEmission: Float64Array.from(rides, ({ ride }) => ride.emission),
      rideVia: Uint8Array.from(rides, ({ stops }) => met(stops)),
      full: Uint8Array.from(trips.flatMap((trip) => trip.arrives.map((_, k) => (trip.full.includes(k) ? 1 : 0)))),
      bySea: Uint8Array.from(services, (service) => (service.sea ? 1 : 0)),
      transferAllowed: Uint8Array.from(places, (place) => (place.closed ? 0 : 1)),
      handlingCost: Float64Array.from(places, (place) => place.handling[0]),
      handlingEmission: Float64Array.from(places, (place) => place.handling[1]),
      seaEmission: Float64Array.from(places, (place) => place.sea),
      storageOf: Int32Array.from(places, (place) => stored.indexOf(place)),
      storageTables: stored.map((place) => Float64Array.from(place.storage)),
      roadStart: starts(places.map((_, place) => roads.filter((road) => road.from === place).length)),
      roadTo: Int32Array.from(roads, (road) => road.to),
      roadMinutes: Int32Array.from(roads, (road) => road.minutes),
      roadCost: Float64Array.from(roads, (road) => road.cost),
      roadEmission: Float64Array.from(roads, (road) => road.emission),
      roadVia: Uint8Array.from(roads, (road) => met([road.from, road.to])),
      gateOf: Int32Array.from(places, (place) => gated.indexOf(place)),
      gates: gated.map((place) => Int32Array.from(place.gate)),
      declarationZone: Uint8Array.from(places, (place) => (place.zone ? 1 : 0)),
      declarationCost: network.declarationCost,
    },
    origin: network.origin,
    destination: network.destination,
    ready: network.ready,
    deadline: network.deadline,
    maximumLegs: network.legs,
    viaMask: network.via,
    originVia: places[network.origin]!.via,
  }
}

/** `word 1 2` within `words`, as numbers; [] when the word is absent. */
function after(words: readonly string[], word: string): number[] {
  const at = words.indexOf(word)
  return at < 0 ? [] : words[at + 1]!.split(/[,/-]/).map(Number)
}

/**
 * One line each: `place B transfer 60 handle 10/1 sea 7 store 0,0,50 gate 480-1080 zone via 1 closed` ·
 * `service RAIL A B C cut 30 sea` · `trip RAIL 100 200/210 300 full 1` · `ride RAIL A C 10/5` · `road A B 60 10/5` ·
 * `declare 100` · `ask A C ready 0 deadline 900 legs 3 via 1`. Days may be written 2d6h.
 */
export function networkOf(text: string): MiniNetwork {
  const lines = text
    .replaceAll(/\b(\d+)d(\d+)h\b/g, (_, days: string, hours: string) => String(Number(days) * 1440 + Number(hours) * 60))
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  const of = (kind: string): string[][] => lines.filter(([word]) => word === kind).map(([, ...rest]) => rest)
  const names = of('place').map(([name]) => name!)
  const indexOf = (name: string | undefined): number => {
    const index = names.indexOf(name ?? '')
    if (index < 0) throw new Error(`no place ${name}`)
    return index
  }
  const [ask] = of('ask')
  return {
    places: of('place').map((words) => ({
      name: words[0]!,
      transfer: after(words, 'transfer')[0] ?? 0,
      closed: words.includes('closed'),
      handling: [after(words, 'handle')[0] ?? 0, after(words, 'handle')[1] ?? 0],
      sea: after(words, 'sea')[0] ?? 0,
      storage: after(words, 'store'),
      gate: after(words, 'gate'),
      zone: words.includes('zone'),
      via: after(words, 'via')[0] ?? 0,
    })),
    services: of('service').map((words) => serviceOf(words, of('trip'), of('ride'), indexOf)),
    roads: of('road').map(([from, to, minutes, price]) => {
      const [cost, emission] = price!.split('/').map(Number)
      return { from: indexOf(from), to: indexOf(to), minutes: Number(minutes), cost: cost!, emission: emission! }
    }),
    declarationCost: Number(of('declare')[0]?.[0] ?? 0),
    origin: indexOf(ask![0]),
    destination: indexOf(ask![1]),
    ready: after(ask!, 'ready')[0] ?? 0,
    deadline: after(ask!, 'deadline')[0] ?? Infinity,
    legs: after(ask!, 'legs')[0] ?? 5,
    via: after(ask!, 'via')[0] ?? 0,
  }
}

function serviceOf(
  words: readonly string[],
  trips: readonly string[][],
  rides: readonly string[][],
  indexOf: (name: string | undefined) => number,
): MiniService {
  const [name] = words
  const end = words.findIndex((word) => word === 'cut' || word === 'sea')
  const stops = words.slice(1, end < 0 ? undefined : end).map(indexOf)
  return {
    name: name!,
    cutOff: after(words, 'cut')[0] ?? 0,
    sea: words.includes('sea'),
    stops,
    trips: trips
      .filter(([service]) => service === name)
      .map((trip) => {
        const times = trip.slice(1, 1 + stops.length).map((time) => time.split('/').map(Number))
        return { arrives: times.map(([arrives]) => arrives!), departs: times.map((time) => time.at(-1)!), full: after(trip, 'full') }
      }),
    rides: rides
      .filter(([service]) => service === name)
      .map(([, from, to, price]) => {
        const [cost, emission] = price!.split('/').map(Number)
        const start = stops.indexOf(indexOf(from))
        return { from: start, to: stops.indexOf(indexOf(to), start + 1), cost: cost!, emission: emission! }
      }),
  }
}

/** `A 0 ~ B 60 | B 100 RAIL C 300 = 300 min, cost 20, 6 g`, one itinerary a line. */
export function printed(network: MiniNetwork, { itineraries }: PlanAnswer): string[] {
  return itineraries.map((itinerary) => printedItinerary(network, itinerary))
}

function printedItinerary(network: MiniNetwork, { legs, arrival, cost, emission }: PlannedItinerary): string {
  const { places, services } = network
  const stops = services.flatMap((service) => service.stops)
  const parts = legs.map((leg) => {
    const [from, to, means] =
      leg.kind === 'ROAD' ? [leg.from, leg.to, '~'] : [stops[leg.fromStop]!, stops[leg.toStop]!, services[leg.service]!.name]
    return `${places[from]!.name} ${leg.departs} ${means} ${places[to]!.name} ${leg.arrives}`
  })
  return `${parts.join(' | ')} = ${arrival} min, cost ${cost}, ${emission} g`
}
