// What can be read off a timetable before any question is asked: who stops where, and how fast a run is at best.
import type { Timetable } from './types.ts'

export interface TimetableIndex {
  /** CSR by place: global stop indices. */
  readonly placeStopStart: Int32Array
  readonly placeStop: Int32Array
  readonly serviceOfStop: Int32Array
  /** A ride from stop i to stop j takes at least reach[j] − leave[i] minutes on every trip of the service. */
  readonly reach: Int32Array
  readonly leave: Int32Array
}

/** Timetables are immutable: a changed one is another object, so the index may be kept with it. */
const kept = new WeakMap<Timetable, TimetableIndex>()

export function timetableIndex(timetable: Timetable): TimetableIndex {
  const known = kept.get(timetable)
  if (known !== undefined) return known
  const index = { ...stopsByPlace(timetable), ...fastestRuns(timetable) }
  kept.set(timetable, index)
  return index
}

function stopsByPlace(timetable: Timetable): Pick<TimetableIndex, 'placeStopStart' | 'placeStop' | 'serviceOfStop'> {
  const { placeCount, serviceCount, serviceStopStart, stopPlace } = timetable
  const placeStopStart = new Int32Array(placeCount + 1)
  for (const place of stopPlace) placeStopStart[place + 1]!++
  for (let place = 0; place < placeCount; place++) placeStopStart[place + 1]! += placeStopStart[place]!
  const filled = placeStopStart.slice()
  const placeStop = new Int32Array(stopPlace.length)
  const serviceOfStop = new Int32Array(stopPlace.length)
  for (let service = 0; service < serviceCount; service++) {
    for (let stop = serviceStopStart[service]!; stop < serviceStopStart[service + 1]!; stop++) {
      serviceOfStop[stop] = service
      placeStop[filled[stopPlace[stop]!]!++] = stop
    }
  }
  return { placeStopStart, placeStop, serviceOfStop }
}

function fastestRuns(timetable: Timetable): Pick<TimetableIndex, 'reach' | 'leave'> {
  const { serviceCount, serviceStopStart, serviceTripStart, tripTimeStart, arrives, departs, stopPlace } = timetable
  const reach = new Int32Array(stopPlace.length)
  const leave = new Int32Array(stopPlace.length)
  for (let service = 0; service < serviceCount; service++) {
    const first = serviceStopStart[service]!
    const stops = serviceStopStart[service + 1]! - first
    for (let k = 1; k < stops; k++) {
      let run = Infinity
      let dwell = Infinity
      for (let trip = serviceTripStart[service]!; trip < serviceTripStart[service + 1]!; trip++) {
        const slot = tripTimeStart[trip]! + k
        run = Math.min(run, arrives[slot]! - departs[slot - 1]!)
        if (k < stops - 1) dwell = Math.min(dwell, departs[slot]! - arrives[slot]!)
      }
      reach[first + k] = leave[first + k - 1]! + (run === Infinity ? 0 : run)
      leave[first + k] = reach[first + k]! + (dwell === Infinity ? 0 : dwell)
    }
  }
  return { reach, leave }
}

/** The first trip of `service` that leaves its k-th stop at `minute` or later; the end of its trips when there is none. */
export function firstTrip(timetable: Timetable, service: number, k: number, minute: number): number {
  const { serviceTripStart, tripTimeStart, departs } = timetable
  let low = serviceTripStart[service]!
  let high = serviceTripStart[service + 1]!
  while (low < high) {
    const middle = (low + high) >> 1
    if (departs[tripTimeStart[middle]! + k]! < minute) low = middle + 1
    else high = middle
  }
  return low
}
