// The plan of a consignment as tracking needs it: when each element begins and ends, what it owes, and who answers for it.
import { assert } from '#kernel'
import type { ConsignmentElement, HubOperationElement, MilestoneName } from '#model'
import type { ConsignmentRecord } from '#record/consignment'
import type { MilestoneState, PlannedElement } from './milestones.ts'
import { nextOwed } from './milestones.ts'

export function plannedElements(record: ConsignmentRecord): readonly PlannedElement[] {
  return record.whole.elements.map((element) => {
    const owed = record.elementParties.find(({ sequenceNumber }) => sequenceNumber === element.sequenceNumber)?.owed ?? []
    const [start, end] = ends(element)
    const shared = { sequenceNumber: element.sequenceNumber, kind: element.kind, start, end, owed }
    if (element.kind === 'LEG')
      return { ...shared, ...(element.cutOffDateTime !== undefined && { cutOff: Temporal.Instant.from(element.cutOffDateTime) }) }
    return { ...shared, ...hubInstants(element, start, end) }
  })
}

function ends(element: ConsignmentElement): readonly [start: Temporal.Instant, end: Temporal.Instant] {
  const [first, last] = element.kind === 'LEG' ? [element.departureEvent, element.arrivalEvent] : [element.startEvent, element.endEvent]
  const start = first.scheduledOccurrenceDateTime ?? last.scheduledOccurrenceDateTime
  const end = last.scheduledOccurrenceDateTime ?? start
  assert(start !== undefined && end !== undefined, `element ${element.sequenceNumber} has planned times`)
  return [Temporal.Instant.from(start), Temporal.Instant.from(end)]
}

/** Operations follow one another from the start; a plan that names no durations leaves the instants open. */
function hubInstants(
  { operations }: HubOperationElement,
  start: Temporal.Instant,
  end: Temporal.Instant,
): { readonly discharged?: Temporal.Instant; readonly released?: Temporal.Instant } {
  const minutes = (isIt: (code: string) => boolean): number | undefined =>
    operations.find(({ operationCode }) => isIt(operationCode))?.durationMinutes
  const within = (at: Temporal.Instant): Temporal.Instant => (Temporal.Instant.compare(at, end) > 0 ? end : at)
  const off = minutes((code) => code === 'DISCHARGE')
  const discharged = within(off === undefined ? start : start.add({ minutes: off }))
  const customs = minutes((code) => code.startsWith('CUSTOMS_'))
  return {
    ...(off !== undefined && { discharged }),
    ...(customs !== undefined && { released: within(discharged.add({ minutes: customs })) }),
  }
}

/** Who owes what next in an element: its handler, and the authority where customs are settled. */
export interface NextStep {
  readonly sequenceNumber: number
  /** UUID. */
  readonly partyId: string
  readonly state: MilestoneState
}

const CUSTOMS: ReadonlySet<MilestoneName> = new Set(['CUSTOMS_SUBMITTED', 'CUSTOMS_RELEASED'])
export const isCustoms = (milestone: MilestoneName): boolean => CUSTOMS.has(milestone)

/** Where the city's table of duties names nobody, the carrier of the contract answers. */
export function nextSteps(record: ConsignmentRecord, states: readonly MilestoneState[]): readonly NextStep[] {
  const contract = record.partyRoles.find(({ role }) => role === 'CARRIER')?.partyId
  return record.elementParties.flatMap(({ sequenceNumber, partyId = contract, authorityPartyId }) => {
    const own = states.filter((state) => state.sequenceNumber === sequenceNumber)
    const next = nextOwed(own)
    const customs = nextOwed(own, isCustoms)
    return [
      ...(partyId !== undefined && next ? [{ sequenceNumber, partyId, state: next }] : []),
      ...(authorityPartyId !== undefined && authorityPartyId !== partyId && customs
        ? [{ sequenceNumber, partyId: authorityPartyId, state: customs }]
        : []),
    ]
  })
}

/** Whether this party may state a milestone of an element: the contract's carrier all, a handler its own, customs what is theirs. */
export function mayState(record: ConsignmentRecord, partyId: string, sequenceNumber: number, milestone: MilestoneName): boolean {
  if (record.partyRoles.some((one) => one.partyId === partyId && one.role === 'CARRIER')) return true
  const element = record.elementParties.find((one) => one.sequenceNumber === sequenceNumber)
  return element?.partyId === partyId || (element?.authorityPartyId === partyId && isCustoms(milestone))
}

/** An element as this party sees it: its own, a neighbour of its own, or neither. */
export function standsTo(record: ConsignmentRecord, partyId: string, sequenceNumber: number): 'own' | 'neighbour' | 'unseen' {
  const own = record.elementParties.filter((one) => one.partyId === partyId || one.authorityPartyId === partyId)
  if (own.some((one) => one.sequenceNumber === sequenceNumber)) return 'own'
  return own.some((one) => Math.abs(one.sequenceNumber - sequenceNumber) === 1) ? 'neighbour' : 'unseen'
}

/** A live bill keeps the goods from whoever cannot show it (standards.md §3.5, MLETR). */
export function isKeptByBill({ whole }: ConsignmentRecord): boolean {
  const status = whole.transportContractDocument?.transportDocumentStatus
  return status === 'ISSUED' || status === 'PENDING_SURRENDER_FOR_DELIVERY'
}
