// A consignment's milestones from its plan and from what was stated: the same state whatever came first, twice or late.
import { type ConsignmentStatus, type MilestoneName, MILESTONES } from '#model'

/** One element of the chain with its plan. */
export interface PlannedElement {
  readonly sequenceNumber: number
  readonly kind: 'LEG' | 'HUB_OPERATION'
  readonly start: Temporal.Instant
  readonly end: Temporal.Instant
  readonly cutOff?: Temporal.Instant
  /** Of a hub operation: when goods are off the means, and when customs are done with them. */
  readonly discharged?: Temporal.Instant
  readonly released?: Temporal.Instant
  readonly owed: readonly MilestoneName[]
}

/** What one event says about one milestone. */
export interface StatedFact {
  readonly sequenceNumber: number
  readonly milestone: MilestoneName
  readonly eventTime: Temporal.Instant
  readonly eventHash: string
  /** UUID of the party. */
  readonly sender: string
  readonly recordedAt: Temporal.Instant
  /** An error declaration: what its sender said with this hash is withdrawn. */
  readonly withdraws?: true
}

export interface MilestoneState {
  readonly sequenceNumber: number
  readonly milestone: MilestoneName
  /** Among its element's milestones; what is stated though not owed stands last. */
  readonly position: number
  readonly owed: boolean
  /** By plan; absent where the plan does not say. */
  readonly due?: Temporal.Instant
  /** The latest by plan, always known: it orders what is owed. */
  readonly dueBy: Temporal.Instant
  readonly estimated?: Temporal.Instant
  readonly fact?: StatedFact
}

export interface Tracked {
  /** In the order of the chain. */
  readonly milestones: readonly MilestoneState[]
  readonly status: Exclude<ConsignmentStatus, 'CANCELLED'>
  /** The furthest that is known. */
  readonly progress?: MilestoneState
  readonly delivery: Temporal.Instant
}

/** Until then the goods have not begun their journey. */
const BEFORE_TRANSIT: ReadonlySet<MilestoneName> = new Set([
  'PICKED_UP',
  'STUFFED',
  'SEALED',
  'GATED_OUT',
  'GATED_IN',
  'CUSTOMS_SUBMITTED',
  'CUSTOMS_RELEASED',
])
/** Somewhere on the way; a plan of departures and arrivals does not say when. */
const UNDERWAY: ReadonlySet<MilestoneName> = new Set(['BORDER_CROSSED', 'GAUGE_CHANGED', 'HANDED_OVER'])

export function milestonesOf(elements: readonly PlannedElement[], facts: readonly StatedFact[]): Tracked {
  const chosen = chosenFacts(facts)
  const states = elements.flatMap((element) => statesOf(element, chosen))
  const progress = furthest(states)
  const milestones = withEstimates(states, progress)
  const last = elements.at(-1)
  const delivered = milestones.find(({ sequenceNumber, milestone }) => sequenceNumber === last?.sequenceNumber && milestone === 'DELIVERED')
  const moving = states.some(({ milestone, fact }) => fact !== undefined && !BEFORE_TRANSIT.has(milestone))
  return {
    milestones,
    status: delivered?.fact !== undefined ? 'DELIVERED' : moving ? 'IN_TRANSIT' : 'CONFIRMED',
    ...(progress && { progress }),
    delivery:
      delivered?.fact?.eventTime ?? delivered?.estimated ?? delivered?.due ?? last?.end ?? Temporal.Instant.fromEpochMilliseconds(0),
  }
}

/**
 * One fact a milestone: the earliest time stated, then the smallest hash, then the smallest sender. The first to see a thing is
 * nearest to when it happened, and the choice does not depend on who was recorded first.
 */
function chosenFacts(facts: readonly StatedFact[]): ReadonlyMap<string, StatedFact> {
  const withdrawn = new Set(facts.filter((fact) => fact.withdraws).map(({ eventHash, sender }) => `${eventHash} ${sender}`))
  const chosen = new Map<string, StatedFact>()
  for (const fact of facts) {
    if (fact.withdraws || withdrawn.has(`${fact.eventHash} ${fact.sender}`)) continue
    const key = `${fact.sequenceNumber} ${fact.milestone}`
    const before = chosen.get(key)
    if (before === undefined || comesFirst(fact, before)) chosen.set(key, fact)
  }
  return chosen
}

function comesFirst(a: StatedFact, b: StatedFact): boolean {
  const byTime = Temporal.Instant.compare(a.eventTime, b.eventTime)
  if (byTime !== 0) return byTime < 0
  if (a.eventHash !== b.eventHash) return a.eventHash < b.eventHash
  return a.sender < b.sender
}

function statesOf(element: PlannedElement, chosen: ReadonlyMap<string, StatedFact>): MilestoneState[] {
  const { sequenceNumber, owed } = element
  const unowed = MILESTONES.filter((milestone) => !owed.includes(milestone) && chosen.has(`${sequenceNumber} ${milestone}`))
  return [...owed, ...unowed].map((milestone, position) => {
    const isOwed = position < owed.length
    const due = isOwed ? dueOf(element, milestone, position) : undefined
    const fact = chosen.get(`${sequenceNumber} ${milestone}`)
    return { sequenceNumber, milestone, position, owed: isOwed, ...(due && { due }), dueBy: due ?? element.end, ...(fact && { fact }) }
  })
}

function dueOf(element: PlannedElement, milestone: MilestoneName, position: number): Temporal.Instant | undefined {
  const { start, end, cutOff, discharged, released } = element
  if (UNDERWAY.has(milestone)) return undefined
  if (milestone === 'ACCEPTED') return start
  if (element.kind === 'HUB_OPERATION') {
    if (milestone === 'DISCHARGED' || milestone === 'STORED' || milestone === 'CUSTOMS_SUBMITTED') return discharged ?? start
    if (milestone === 'CUSTOMS_RELEASED') return released ?? end
    return end
  }
  const departed = element.owed.indexOf('DEPARTED')
  const before = departed < 0 || position <= departed
  if (milestone === 'GATED_IN' && before) return cutOff ?? start
  return before && milestone !== 'ARRIVED' && milestone !== 'DISCHARGED' && milestone !== 'DELIVERED' ? start : end
}

/** The last one in the chain that was stated; what is not owed counts only while nothing owed is known. */
function furthest(states: readonly MilestoneState[]): MilestoneState | undefined {
  const stated = states.filter(({ fact }) => fact !== undefined)
  return stated.findLast(({ owed }) => owed) ?? stated.at(-1)
}

/** Later plans move by the delay that is known at the furthest milestone with a plan; being early moves no timetable. */
function withEstimates(states: readonly MilestoneState[], progress: MilestoneState | undefined): MilestoneState[] {
  if (progress === undefined) return [...states]
  const at = states.indexOf(progress)
  const known = states.findLast(({ fact, due, owed }, index) => index <= at && owed && fact !== undefined && due !== undefined)
  if (known?.fact === undefined || known.due === undefined) return [...states]
  const late = known.fact.eventTime.epochMilliseconds - known.due.epochMilliseconds
  if (late <= 0) return [...states]
  return states.map((state, index) =>
    index > at && state.fact === undefined && state.due !== undefined
      ? { ...state, estimated: state.due.add({ milliseconds: late }) }
      : state,
  )
}

/**
 * What its handler owes next in an element: the first after the furthest that was stated. One left out on the way stays to be
 * seen as such, and nobody is asked for it before the next.
 */
export function nextOwed(
  states: readonly MilestoneState[],
  among: (milestone: MilestoneName) => boolean = () => true,
): MilestoneState | undefined {
  const furthestStated = states.findLastIndex(({ owed, fact }) => owed && fact !== undefined)
  return states.find(({ owed, milestone }, index) => owed && index > furthestStated && among(milestone))
}
