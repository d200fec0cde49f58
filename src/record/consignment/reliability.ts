// How likely a chain keeps its promises: each leg's delay against what it may be late before the next promise breaks.
import { type DelayedArrival, expectedDelayMinutes, onTimeProbability, type PlannedItinerary } from '#engines/planner'
import type { Asked } from './terms.ts'

export type Reliability = { readonly onTimeProbability: number } | { readonly expectedDelayMinutes: number }

export function reliabilityOf(asked: Asked, planned: PlannedItinerary, deadline: number): Reliability {
  const arrivals = delayedArrivals(asked, planned, deadline)
  if (deadline === Infinity) return { expectedDelayMinutes: round(expectedDelayMinutes(arrivals), 3) }
  return { onTimeProbability: round(onTimeProbability(arrivals), 3) }
}

/**
 * One per scheduled leg: a lorry on demand waits for its goods and has no delay figures, so its predecessor's delay passes through it to
 * the cut-off after it. The least transfer time is asked of the plan; a late arrival may use it up, and only the cut-off is hard (the
 * worked example's 0.906 says so). Mean and variance scale with the share of the run's time, both at the last stop (CONTRACT §4).
 */
export function delayedArrivals({ question, rides }: Asked, { legs, arrival }: PlannedItinerary, deadline: number): DelayedArrival[] {
  const { timetable } = question
  return legs.flatMap((leg, index) => {
    if (leg.kind === 'ROAD') return []
    const service = rides.find((ride) => ride.service === leg.service)?.stage.service
    const next = legs.slice(index + 1).find((later) => later.kind === 'RIDE')
    const road = legs[index + 1]
    if (!service) return []
    const run = (service.stops.at(-1)?.arriveMinutes ?? 0) - (service.stops[0]?.departMinutes ?? 0)
    const share = run > 0 ? (leg.arrives - leg.departs) / run : 1
    // With a lorry in between, the goods are at the next departure's place when the lorry arrives.
    const reached = road?.kind === 'ROAD' ? road.arrives : leg.arrives
    const slackMinutes = next === undefined ? deadline - arrival : next.departs - (timetable.cutOff[next.service] ?? 0) - reached
    return [{ meanDelayMinutes: service.meanDelayMinutes * share, sdDelayMinutes: service.sdDelayMinutes * Math.sqrt(share), slackMinutes }]
  })
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits
