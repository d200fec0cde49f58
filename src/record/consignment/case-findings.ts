// What one case shows: is its typical chain on the front, are its figures in range, do they agree with check.py, and if not, by which rows.
import { arrivalMinute, type NewUuid, toNumber } from '#kernel'
import type { PlannedItinerary } from '#engines/planner'
import type { Itinerary } from '#model'
import { answerItinerary, legsOf } from './answer.ts'
import { roadRefusal } from './book.ts'
import type { CaseRow } from './case-row.ts'
import { CASES_START } from './cases-clock.ts'
import type { Front } from './front.ts'
import type { TypicalChain } from './typical-chain.ts'

export interface Figures {
  readonly arrival: number
  readonly days: number
  /** Minor units. */
  readonly cost: number
  /** In the case's own unit: total, per tonne or per lorry. */
  readonly costInUnit: number
  readonly emission: number
  readonly itinerary: Itinerary
}
export interface CaseFindings {
  readonly row: CaseRow
  readonly frontSize: number
  /** The typical chain with the author's own roads, by our rules. */
  readonly typical: Figures
  /** The same chain as the front has it, with our roads. */
  readonly onFront: Figures | undefined
  readonly inRange: { readonly days: boolean; readonly cost: boolean; readonly co2e: boolean }
  readonly checked: { readonly cost: boolean; readonly co2e: boolean; readonly arrivalMinutes: number; readonly agrees: boolean }
  /** A member that is nowhere worse than the typical chain. */
  readonly dominator: Figures | undefined
  /** Rules that keep the typical chain out. */
  readonly refusals: readonly string[]
  readonly departures: number
  /** Fastest, cheapest and greenest of the front. */
  readonly members: readonly Figures[]
}

interface CaseInput {
  readonly row: CaseRow
  readonly front: Front
  readonly typical: TypicalChain
  readonly newUuid: NewUuid
}

/** Times of ours are whole minutes, arrivals up and departures down, so each leg may add a minute to check.py's. */
const MINUTES_PER_LEG = 1

export function findingsOf({ row, front, typical, newUuid }: CaseInput): CaseFindings {
  const { book, asked, answer } = front
  const measure = ({ arrival, cost, emission }: { arrival: number; cost: number; emission: number }, itinerary: Itinerary): Figures => ({
    arrival,
    days: (arrival - CASES_START) / 1440,
    cost,
    costInUnit: inUnit(row, cost, front),
    emission,
    itinerary,
  })
  const member = (planned: PlannedItinerary): Figures => measure(planned, answerItinerary(book, asked, planned, newUuid))
  const own = measure(typical, typical.itinerary)
  const same = answer.itineraries.find((planned) => isChain(front, planned, row))
  const onFront = same && member(same)
  const judged = onFront ?? own
  const { typical_answer: range, model_check: check } = row
  const arrivalMinutes = typical.arrival - arrivalMinute(Temporal.Instant.from(check.arrivalDateTime))
  const checked = {
    cost: Math.abs(own.costInUnit - check.cost) < 0.0051,
    co2e: Math.abs(typical.emission / 1e6 - check.co2e_t) < 0.00051,
    arrivalMinutes,
  }
  const better = answer.itineraries.find((one) => one.arrival <= own.arrival && one.cost <= own.cost && one.emission <= own.emission)
  return {
    row,
    frontSize: answer.itineraries.length,
    typical: own,
    onFront,
    departures: typical.departures,
    inRange: {
      days: within(judged.days, range.days_min, range.days_max),
      cost: within(judged.costInUnit, range.cost_min, range.cost_max),
      co2e: within(judged.emission / 1e6, range.co2e_t_min, range.co2e_t_max),
    },
    checked: {
      ...checked,
      agrees: checked.cost && checked.co2e && arrivalMinutes >= 0 && arrivalMinutes <= MINUTES_PER_LEG * row.typical_answer.chain.length,
    },
    dominator: same || !better ? undefined : member(better),
    refusals: same ? [] : refusalsOf(front, row, typical),
    members: pick(answer.itineraries).map(member),
  }
}

const within = (value: number, low: number, high: number): boolean => value >= low - 1e-9 && value <= high + 1e-9

function inUnit(row: CaseRow, cost: number, { book }: Front): number {
  if (row.typical_answer.cost_unit === 'CNY/tonne') return cost / 100 / toNumber(book.load.grossTonnes)
  return row.typical_answer.cost_unit.includes('per truck') ? cost / 100 / Math.max(...row.model_check.trucks) : cost / 100
}

function isChain({ book, asked }: Front, planned: PlannedItinerary, { typical_answer: { chain } }: CaseRow): boolean {
  const legs = legsOf(book, asked, planned)
  const { placeIds } = book.network
  return (
    legs.length === chain.length &&
    legs.every(({ leg, from, to }, k) => {
      const serviceId = 'service' in leg ? leg.stage.service.id : null
      return serviceId === chain[k]?.service && placeIds[from] === chain[k]?.from && placeIds[to] === chain[k]?.to
    })
  )
}

function pick(front: readonly PlannedItinerary[]): PlannedItinerary[] {
  const least = (value: (one: PlannedItinerary) => number): PlannedItinerary | undefined =>
    front.reduce<PlannedItinerary | undefined>((best, one) => (!best || value(one) < value(best) ? one : best), undefined)
  return [...new Set([least((one) => one.arrival), least((one) => one.cost), least((one) => one.emission)])].flatMap((one) => one ?? [])
}

/** Which rules of ours refuse the chain, leg by leg and hub by hub. */
function refusalsOf({ book }: Front, { typical_answer: { chain } }: CaseRow, typical: TypicalChain): string[] {
  const { placeIndex, reference } = book.network
  const why: string[] = []
  chain.forEach((leg, k) => {
    const [from, to] = [placeIndex.get(leg.from) ?? -1, placeIndex.get(leg.to) ?? -1]
    if (leg.service === null) {
      const road = book.roads.find((one) => one.from === from && one.to === to)
      if (!road)
        why.push(
          `no on-demand road from ${leg.from} to ${leg.to}: drayage-links.csv has none, and it is neither the chain's first nor its last leg`,
        )
      else {
        const refusal = roadRefusal(book, road)
        if (refusal) why.push(`${refusal.ruleId}: ${refusal.detail.en}`)
      }
    } else {
      const { stopPlace } = book.network.timetable
      const ride = book.rides.find(
        (one) => one.stage.service.id === leg.service && stopPlace[one.from] === from && stopPlace[one.to] === to,
      )
      if (ride?.refusal) why.push(`${ride.refusal.ruleId}: ${ride.refusal.detail.en}`)
    }
    const hub = k < chain.length - 1 ? book.hub(to).refusal : undefined
    if (hub) why.push(`${hub.ruleId}: ${hub.detail.en}`)
  })
  if (typical.departures > 1) {
    const trains = chain
      .flatMap((leg) => reference.services.get(leg.service ?? '') ?? [])
      .filter((service) => service.capacityBasis === 'departure')
    why.push(
      `${trains.map((service) => `services.csv#${service.id}.capacity_tonnes`).join(', ')}: the whole load needs ${typical.departures} departures, and a chain here is one departure per leg`,
    )
  }
  return why
}
