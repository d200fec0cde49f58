// What the planner is asked and what it answers: numbers in, numbers out. Times are epoch minutes; costs whole minor
// units of one currency; emissions whole grams. Costs and grams are Float64 because they pass 2^31, yet stay exact integers below 2^53.

/** The timetable, the same for every cargo. Places are 0 … placeCount-1. */
export interface Timetable {
  readonly placeCount: number
  readonly serviceCount: number
  /** Minutes from arrival to the next cut-off at a place; -1 = no transfer possible. */
  readonly minimumTransfer: Int32Array
  /** CSR: stops of service s are serviceStopStart[s] … serviceStopStart[s+1]-1, in order of the run. */
  readonly serviceStopStart: Int32Array
  readonly stopPlace: Int32Array
  /** CSR: trips (departures) of service s, in order of time; no trip overtakes another of its service. */
  readonly serviceTripStart: Int32Array
  /** Times of trip t at the service's stop k stand at tripTimeStart[t] + k. */
  readonly tripTimeStart: Int32Array
  readonly arrives: Int32Array
  readonly departs: Int32Array
  /** Cut-off in minutes before departure, per service. */
  readonly cutOff: Int32Array
}

/** What one cargo may ride and what that costs and emits. Everything refused is simply absent. */
export interface CargoTerms {
  /** CSR by boarding stop (global stop index): accepted rides to a later stop of the same service. */
  readonly rideStart: Int32Array
  /** Alighting stop (global stop index), rising within one boarding stop. */
  readonly rideTo: Int32Array
  readonly rideCost: Float64Array
  readonly rideEmission: Float64Array
  /** Bit set of via places met from boarding to alighting, both ends included. */
  readonly rideVia: Uint8Array
  /** 1 where trip-time slot (tripTimeStart[t] + k), leg k → k+1, has no room for the whole load or does not run; indexed like `departs`. */
  readonly full: Uint8Array
  /** Per service: 1 = runs by sea, so that terminals at its ends count as sea terminals. */
  readonly bySea: Uint8Array
  /** Per place: 1 = the cargo may change means here. */
  readonly transferAllowed: Uint8Array
  /** Per place, charged on arrival where the chain goes on, or ends there by a service: handling and hub emission. */
  readonly handlingCost: Float64Array
  readonly handlingEmission: Float64Array
  /** Per place: emission added once when either leg that meets there runs by sea. */
  readonly seaEmission: Float64Array
  /** Per place: index into storageTables, -1 = none. storageTables[i][d] = cost of a stay of d started days (d = ceil(stay / 1440)), nondecreasing; past the end the last step repeats. Stay = departure − arrival at the place. */
  readonly storageOf: Int32Array
  readonly storageTables: readonly Float64Array[]
  /** CSR by place: on-demand road arcs. At most one between two rides, before the first, after the last, or alone. */
  readonly roadStart: Int32Array
  readonly roadTo: Int32Array
  readonly roadMinutes: Int32Array
  readonly roadCost: Float64Array
  readonly roadEmission: Float64Array
  /** Per road arc, bit set of via places at its ends. */
  readonly roadVia: Uint8Array
  /** Per place: index into gates, -1 = always open. A lorry leaves and arrives on demand only while the gate is open. gates[i] = open, close, open, close … epoch minutes, [open, close], rising. */
  readonly gateOf: Int32Array
  readonly gates: readonly Int32Array[]
  /** Charged once when the chain first meets (leg end, origin included) a place with zone 1; 0 cost switches it off. */
  readonly declarationZone: Uint8Array
  readonly declarationCost: number
}

/**
 * A ride from stop i boards a trip with departs − cutOff ≥ ready, where ready = the asker's `ready` at the origin (no
 * transfer time there) and arrival + minimumTransfer at any other place. A road arc leaves as soon as it may: ready,
 * moved to the first minute at which both gates are open (departure at its start, arrival at its end).
 * When the last leg is a ride, its minimumTransfer (if any), handling cost and emission at the destination are added.
 * Storage is charged for the stay at every place between two legs; the origin and the destination have none.
 */
export interface Question {
  readonly timetable: Timetable
  readonly terms: CargoTerms
  readonly origin: number
  readonly destination: number
  readonly ready: number
  /** Latest arrival; Infinity when there is none. */
  readonly deadline: number
  /** Most legs, road legs counted. */
  readonly maximumLegs: number
  /** Bits of via places that must be met; 0 = none. Bits of the origin itself count from the start. */
  readonly viaMask: number
  readonly originVia: number
}

export type PlannedLeg =
  | {
      readonly kind: 'RIDE'
      readonly service: number
      readonly trip: number
      readonly fromStop: number
      readonly toStop: number
      readonly departs: number
      readonly arrives: number
    }
  | {
      readonly kind: 'ROAD'
      readonly arc: number
      readonly from: number
      readonly to: number
      readonly departs: number
      readonly arrives: number
    }

export interface PlannedItinerary {
  readonly legs: readonly PlannedLeg[]
  readonly arrival: number
  readonly cost: number
  readonly emission: number
}

export interface PlanStatistics {
  readonly labels: number
  readonly dominanceTests: number
}
export interface PlanAnswer {
  /** The whole Pareto front over (arrival, cost, emission), by arrival, then cost; one member for equal vectors. */
  readonly itineraries: readonly PlannedItinerary[]
  readonly statistics: PlanStatistics
}

/** One leg's arrival delay is Gamma(mean, sd) minutes; `slack` is what it may be late before the next promise breaks. */
export interface DelayedArrival {
  readonly meanDelayMinutes: number
  readonly sdDelayMinutes: number
  /** Infinity when nothing depends on it. */
  readonly slackMinutes: number
}
