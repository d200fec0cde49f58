// Why not: what a person would ask for, found by asking the planner again with one thing relaxed (CONTRACT §4, `excluded`).
import { toNumber, ZERO } from '#kernel'
import { plan } from '#engines/planner'
import { DEFAULT_MAXIMUM_LEGS, type Entrustment, type Exclusion, MODE_CODES, type ModeCode, type Modes, type UnitType } from '#model'
import type { NetworkState } from '#record/network'
import { legsOf } from './answer.ts'
import { type Book, placeOf } from './book.ts'
import { lastReasons } from './last-reasons.ts'
import { type Front, frontOf } from './front.ts'
import { type Understood, understand } from './question.ts'
import {
  capacityReason,
  deadlineReason,
  earlierReadyReason,
  gateReason,
  type Found,
  legsReason,
  modeReason,
  avoidReason,
  viaReason,
} from './reasons.ts'
import { type Allowance, termsOf } from './terms.ts'

/** A reason, with the one member of the entrustment that would admit what it excludes. */
export interface Explained extends Exclusion {
  readonly relaxation?: { readonly pointer: string; readonly value?: unknown }
}

export interface ExplainContext {
  readonly network: NetworkState
  readonly modes: Modes
  readonly now: Temporal.Instant
}

const MOST_REASONS = 20
/** The planner's dominance tests spent on explaining; once passed nothing further is asked, so that hard questions stay answerable. */
const MOST_TESTS = 30_000_000
const MOST_LEGS = 8

export function explain(front: Front, understood: Understood, context: ExplainContext): Explained[] {
  const { book, answer } = front
  const none = answer.itineraries.length === 0
  const spent: Spent = { tests: 0 }
  const again = relaxer(front, spent)
  // What the asker wrote himself comes first, in search and in the list; what it costs to ask decides how far we get.
  const reasons = [
    ...deadline(understood, again),
    ...avoided(understood, again, book),
    ...modes(understood, again),
    ...capacity(front, again, admitter(context, spent), understood),
    ...legs(understood, again, none),
    ...refusals(again, admitter(context, spent), context.network, understood),
  ]
  if (none) reasons.push(...vias(understood, again, book), ...gates(again), ...cutOffs(understood, again, context))
  if (none && reasons.length === 0) reasons.push(...lastReasons(front, understood))
  // What one change would admit helps more than what no change does.
  const ranked = [...reasons.filter((reason) => reason.relaxation), ...reasons.filter((reason) => !reason.relaxation)]
  return distinct(none ? ranked : reasons).slice(0, MOST_REASONS)
}

function distinct(reasons: readonly Explained[]): Explained[] {
  const seen = new Map<string, Explained>()
  for (const reason of reasons) {
    const key = [reason.code, reason.ruleId, reason.serviceId ?? '', reason.placeId ?? ''].join(' ')
    if (!seen.has(key)) seen.set(key, reason)
  }
  return [...seen.values()]
}

interface Spent {
  tests: number
}

/** Asks with something relaxed; answers what the front had not, or had only worse. */
export type Again = (change: Partial<Allowance>) => Found[]

function relaxer({ book, allowance, answer }: Front, spent: Spent): Again {
  const known = new Set(answer.itineraries.map((one) => `${one.arrival} ${one.cost} ${one.emission}`))
  return (change) => {
    if (spent.tests > MOST_TESTS) return []
    const asked = termsOf(book, { ...allowance, ...change })
    const again = plan(asked.question)
    spent.tests += again.statistics.dominanceTests
    return again.itineraries
      .filter((one) => !known.has(`${one.arrival} ${one.cost} ${one.emission}`))
      .map((planned) => ({ planned, legs: legsOf(book, asked, planned), asked }))
  }
}

function modes({ modeCodes }: Understood, again: Again): Explained[] {
  const missing = MODE_CODES.filter((code) => !modeCodes.includes(code))
  const inOrder = (codes: readonly ModeCode[]): ModeCode[] => MODE_CODES.filter((code) => modeCodes.includes(code) || codes.includes(code))
  const reasons = missing.flatMap((code): Explained[] => {
    const rides = ({ legs: ridden }: Found): boolean => ridden.some((leg) => leg.modeCode === code)
    const found = again({ modeCodes: inOrder([code]) }).find(rides)
    if (found) return [modeReason([code], found, inOrder([code]))]
    // The mode alone would not do: its services refuse the cargo, too. Both are said, neither as the one change.
    const refused = again({ modeCodes: inOrder([code]), ignoreRefusals: true }).find(rides)
    return refused
      ? [modeReason([code], refused), ...refusalsOf({ ...refused, legs: refused.legs.filter((leg) => leg.modeCode === code) })]
      : []
  })
  if (reasons.some((reason) => reason.relaxation) || missing.length < 2) return reasons
  const [found] = again({ modeCodes: MODE_CODES })
  return found
    ? [
        modeReason(
          missing.filter((code) => found.legs.some((leg) => leg.modeCode === code)),
          found,
          MODE_CODES,
        ),
        ...reasons,
      ]
    : reasons
}

/** The earliest of what comes too late, and the cheapest and the greenest, where they are other ones. */
function deadline(understood: Understood, again: Again): Explained[] {
  if (understood.deadline === Infinity) return []
  const late = again({ deadline: Infinity }).filter((one) => one.planned.arrival > understood.deadline)
  const least = (value: (one: Found) => number): Found | undefined =>
    late.reduce<Found | undefined>((best, one) => (!best || value(one) < value(best) ? one : best), undefined)
  const chosen = [least(({ planned }) => planned.arrival), least(({ planned }) => planned.cost), least(({ planned }) => planned.emission)]
  return [...new Set(chosen)].flatMap((one) => (one ? [deadlineReason(one)] : []))
}

function capacity({ asked, book }: Front, again: Again, admits: Admits, understood: Understood): Explained[] {
  if (!asked.question.terms.full.includes(1)) return []
  return again({ ignoreCapacity: true })
    .slice(0, 3)
    .flatMap((found) => capacityReason(found, book, understood.entrustment, admits))
}

/** Whether the changed entrustment is answered with a chain on this service. */
export type Admits = (entrustment: Entrustment, serviceId: string) => boolean

const admitter =
  ({ network, modes: all, now }: ExplainContext, spent: Spent): Admits =>
  (entrustment, serviceId) => {
    const changed = spent.tests > MOST_TESTS ? undefined : understand(entrustment, network, now)
    if (!changed?.ok) return false
    const { answer } = frontOf(changed.value, network, all)
    spent.tests += answer.statistics.dominanceTests
    const index = network.serviceIndex.get(serviceId)
    return answer.itineraries.some((one) => one.legs.some((leg) => leg.kind === 'RIDE' && leg.service === index))
  }

function avoided({ avoid }: Understood, again: Again, book: Book): Explained[] {
  return avoid.flatMap((place) => {
    const rest = avoid.filter((other) => other !== place)
    const [found] = again({ avoid: rest })
    return found
      ? [
          avoidReason(
            placeOf(book.network, place),
            found,
            rest.map((index) => placeOf(book.network, index).id),
          ),
        ]
      : []
  })
}

/** More legs are worth a second search when the asker allowed fewer than is usual, or when nothing was found. */
function legs({ maximumLegs }: Understood, again: Again, none: boolean): Explained[] {
  const most = none ? MOST_LEGS : Math.min(DEFAULT_MAXIMUM_LEGS, maximumLegs + 1)
  for (let legCount = maximumLegs + 1; legCount <= most; legCount++) {
    const found = again({ maximumLegs: legCount }).find((one) => one.legs.length > maximumLegs)
    if (found) return [legsReason(found)]
  }
  return []
}

/** What the cargo's own rules refuse though it would stand on the front. */
function refusals(again: Again, admits: Admits, network: NetworkState, { entrustment }: Understood): Explained[] {
  const reasons = again({ ignoreRefusals: true }).flatMap((found) => refusalsOf(found))
  const [unit] = entrustment.requestedEquipment ?? []
  let asked = false
  return distinct(reasons).map((reason) => {
    if (
      asked ||
      !unit ||
      reason.code !== 'unit-not-accepted' ||
      reason.serviceId === undefined ||
      entrustment.requestedEquipment?.length !== 1
    )
      return reason
    asked = true
    const relaxation = otherUnit(entrustment, unit, reason.serviceId, network, admits)
    return relaxation ? { ...reason, relaxation } : reason
  })
}

function refusalsOf({ legs: ridden, asked }: Found): Exclusion[] {
  const refused = ridden.flatMap(({ leg }) => (leg.refusal === undefined || leg.refusal === 'not-asked' ? [] : [leg.refusal]))
  const hubs = ridden.slice(0, -1).flatMap(({ to }) => (to < asked.book.network.placeIds.length ? (asked.book.hub(to).refusal ?? []) : []))
  return [...refused, ...hubs]
}

/** 40 ft and 45 ft stand for each other, 20 ft does not: the goods must still fit in. */
const LIKE_SIZE_TEU = 0.25
const alike = (a: UnitType, b: UnitType): boolean => Math.abs(toNumber(a.teu ?? ZERO) - toNumber(b.teu ?? ZERO)) <= LIKE_SIZE_TEU

/** Another unit of like size that the service takes. */
function otherUnit(
  entrustment: Entrustment,
  unit: { readonly unitTypeCode: string; readonly quantity: number },
  serviceId: string,
  { reference: { unitTypes, services } }: NetworkState,
  admits: Admits,
): Explained['relaxation'] {
  const mine = unitTypes.get(unit.unitTypeCode)
  const taken = services.get(serviceId)?.unitTypes ?? []
  const others = taken
    .flatMap((id) => unitTypes.get(id) ?? [])
    .filter((type) => mine !== undefined && type.cargoFormCode === mine.cargoFormCode && alike(type, mine))
  const fitting = others.find((type) => admits({ ...entrustment, requestedEquipment: [{ ...unit, unitTypeCode: type.id }] }, serviceId))
  return fitting && { pointer: '/requestedEquipment/0/unitTypeCode', value: fitting.id }
}

function vias({ via }: Understood, again: Again, book: Book): Explained[] {
  return via.flatMap((place) => {
    const rest = via.filter((other) => other !== place)
    const [found] = again({ via: rest })
    return found
      ? [
          viaReason(
            placeOf(book.network, place),
            rest.map((index) => placeOf(book.network, index).id),
          ),
        ]
      : []
  })
}

function gates(again: Again): Explained[] {
  const [found] = again({ ignoreGates: true })
  return found ? gateReason(found) : []
}

/** Nothing leaves in time: would goods that are ready earlier have caught something? */
function cutOffs(understood: Understood, again: Again, { now }: ExplainContext): Explained[] {
  const earliest = Math.ceil(now.epochMilliseconds / 60_000)
  if (understood.ready <= earliest) return []
  const found = again({ ready: earliest })
  return found.slice(0, 3).flatMap((one) => earlierReadyReason(one, earliest, understood, again))
}
