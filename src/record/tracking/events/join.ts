// Which consignment, element and milestone an event speaks of: by our extension, or else by box, place and time.
import { ok, refuse, type Result, type Text, wireId } from '#kernel'
import type { ConsignmentElement, MilestoneName } from '#model'
import type { ConsignmentRecord } from '#record/consignment'
import { type EventReading, meaningsOf } from './event-reading.ts'
import type { FaultCode } from '../epcis/fault.ts'
import { isKeptByBill, mayState, plannedElements, standsTo } from '../milestones/plan.ts'

export interface Joined {
  /** UUID. */
  readonly consignment: string
  readonly sequenceNumber?: number
  readonly milestone?: MilestoneName
}
export interface JoinFault {
  /** The member of ours that is wrong. */
  readonly member: 'consignment' | 'element' | 'milestone'
  readonly code: FaultCode
  readonly detail: Text
}

export interface Joining {
  /** UUID of the party that sent it. */
  readonly sender: string
  /** Consignments that the sender is on and the event may be about, by UUID. */
  readonly records: ReadonlyMap<string, ConsignmentRecord>
  /** Box number → UUIDs of those of them that carry it. */
  readonly byEquipment: ReadonlyMap<string, readonly string[]>
}

/** How far from its plan a thing seen may lie and still be that thing. */
const WINDOW_HOURS = 14 * 24
const REPORTERS: ReadonlySet<string> = new Set(['CARRIER', 'ELEMENT_CARRIER', 'HUB_OPERATOR', 'AUTHORITY'])

/** `named` is the UUID of the consignment that our extension names, or of one that stands as EPC. */
export function joinEvent(event: EventReading, named: string | undefined, joining: Joining): Result<Joined | undefined, JoinFault> {
  if (event.named.consignment !== undefined) return joinNamed(event, named, joining)
  const carrying = event.equipmentIds.flatMap((id) => joining.byEquipment.get(id) ?? [])
  const uuids = new Set([...(named === undefined ? [] : [named]), ...carrying])
  const records = [...uuids].flatMap((uuid) => joining.records.get(uuid) ?? []).filter(({ status }) => status !== 'CANCELLED')
  const found = nearest(event, records, joining.sender)
  if (found === undefined) return ok(undefined)
  return withinBill(event, found.record, {
    consignment: found.record.uuid,
    sequenceNumber: found.sequenceNumber,
    milestone: found.milestone,
  })
}

function joinNamed(event: EventReading, named: string | undefined, { sender, records }: Joining): Result<Joined | undefined, JoinFault> {
  const record = named === undefined ? undefined : records.get(named)
  if (record === undefined) return refuse(NO_CONSIGNMENT)
  if (record.status === 'CANCELLED') return refuse(CANCELLED)
  if (!record.partyRoles.some(({ partyId, role }) => partyId === sender && REPORTERS.has(role))) return refuse(MAY_NOT_REPORT)
  if (event.named.element === undefined) {
    const found = nearest(event, [record], sender)
    if (found !== undefined)
      return withinBill(event, record, { consignment: record.uuid, sequenceNumber: found.sequenceNumber, milestone: found.milestone })
    return event.named.milestone === undefined ? ok({ consignment: record.uuid }) : refuse(NO_ELEMENT_OWES_IT)
  }
  const element = record.elementParties.find(({ elementUuid }) => wireId('elm', elementUuid) === event.named.element)
  if (element === undefined) return refuse(NO_ELEMENT)
  const { sequenceNumber } = element
  const milestone = event.named.milestone ?? meaningsOf(event).find((one) => element.owed.includes(one.milestone))?.milestone
  const allowed = milestone === undefined ? isOwn(record, sender, sequenceNumber) : mayState(record, sender, sequenceNumber, milestone)
  if (!allowed) return refuse(seesElement(record, sender, sequenceNumber) ? NOT_OWN_ELEMENT : NO_ELEMENT)
  return withinBill(event, record, { consignment: record.uuid, sequenceNumber, ...(milestone && { milestone }) })
}

const isOwn = (record: ConsignmentRecord, party: string, sequenceNumber: number): boolean =>
  mayState(record, party, sequenceNumber, 'CUSTOMS_SUBMITTED')
/** Contract parties see every element, a handler its own and their neighbours. */
export const seesElement = (record: ConsignmentRecord, party: string, sequenceNumber: number): boolean =>
  record.partyRoles.some(({ partyId, role }) => partyId === party && !['ELEMENT_CARRIER', 'HUB_OPERATOR', 'AUTHORITY'].includes(role)) ||
  standsTo(record, party, sequenceNumber) !== 'unseen'

function withinBill(event: EventReading, record: ConsignmentRecord, joined: Joined): Result<Joined, JoinFault> {
  const last = record.whole.elements.at(-1)?.sequenceNumber
  const delivers = joined.milestone === 'DELIVERED' && joined.sequenceNumber === last && event.declared === undefined
  return delivers && isKeptByBill(record) ? refuse(BILL_IS_LIVE) : ok(joined)
}

interface Candidate {
  readonly record: ConsignmentRecord
  readonly sequenceNumber: number
  readonly milestone: MilestoneName
  readonly exact: boolean
  readonly hours: number
}

/** The owed milestone that it most likely is: the disposition agrees, then its plan lies nearest in time. */
function nearest(event: EventReading, records: readonly ConsignmentRecord[], sender: string): Candidate | undefined {
  const meanings = meaningsOf(event)
  if (meanings.length === 0 || (event.placeId === undefined && event.named.consignment === undefined)) return undefined
  const candidates = records.flatMap((record) =>
    plannedElements(record).flatMap(({ sequenceNumber, owed, start, end }) =>
      meanings.flatMap(({ milestone, exact }): Candidate[] => {
        if (!owed.includes(milestone) || !mayState(record, sender, sequenceNumber, milestone)) return []
        const element = record.whole.elements.find((one) => one.sequenceNumber === sequenceNumber)
        if (element !== undefined && !isAt(event, element, milestone, owed)) return []
        const hours = hoursOutside(event.eventTime, start, end)
        return hours > WINDOW_HOURS && event.named.consignment === undefined ? [] : [{ record, sequenceNumber, milestone, exact, hours }]
      }),
    ),
  )
  return candidates.toSorted(
    (a, b) =>
      Number(b.exact) - Number(a.exact) ||
      a.hours - b.hours ||
      a.sequenceNumber - b.sequenceNumber ||
      (a.record.uuid < b.record.uuid ? -1 : 1),
  )[0]
}

/** Whether the event was seen where the milestone belongs; a place unknown to the event or to the plan contradicts nothing. */
function isAt({ placeId }: EventReading, element: ConsignmentElement, milestone: MilestoneName, owed: readonly MilestoneName[]): boolean {
  const expected = placeOfMilestone(element, milestone, owed)
  return placeId === undefined || expected === undefined || expected === placeId
}

/** Where a milestone happens: at the hub, at the leg's beginning up to its departure, at its end after. */
export function placeOfMilestone(
  element: ConsignmentElement,
  milestone: MilestoneName,
  owed: readonly MilestoneName[],
): string | undefined {
  if (element.kind === 'HUB_OPERATION') return element.occurrenceLocation.placeId
  if (milestone === 'BORDER_CROSSED' || milestone === 'GAUGE_CHANGED' || milestone === 'HANDED_OVER') return undefined
  const after = owed.includes(milestone) ? owed.indexOf(milestone) > owed.indexOf('DEPARTED') : milestone === 'ARRIVED'
  return (after ? element.arrivalEvent : element.departureEvent).occurrenceLocation?.placeId
}

function hoursOutside(at: Temporal.Instant, start: Temporal.Instant, end: Temporal.Instant): number {
  const hour = 3_600_000
  return Math.max(0, (start.epochMilliseconds - at.epochMilliseconds) / hour, (at.epochMilliseconds - end.epochMilliseconds) / hour)
}

// --- what is said to the sender -----------------------------------------------------------------------------------

const fault = (member: JoinFault['member'], code: FaultCode, zh: string, en: string): JoinFault => ({ member, code, detail: { zh, en } })
/** The same for another's and for none. */
const NO_CONSIGNMENT = fault('consignment', 'not-found', '没有这票货', 'There is no such consignment')
const NO_ELEMENT = fault('element', 'not-found', '这票货没有这个环节', 'The consignment has no such element')
const NO_ELEMENT_OWES_IT = fault('element', 'missing-member', '请写明是哪个环节', 'Say which element it concerns')
const NOT_OWN_ELEMENT = fault('element', 'forbidden', '这个环节由别的单位报告', 'Somebody else reports on this element')
const MAY_NOT_REPORT = fault(
  'consignment',
  'forbidden',
  '本单位不报告这票货的节点',
  'Your organisation does not report on this consignment',
)
const CANCELLED = fault('consignment', 'wrong-state', '这票货已取消', 'The consignment is cancelled')
export const BILL_IS_LIVE = fault(
  'milestone',
  'wrong-state',
  '一单尚未交回，货物不能交付',
  'The bill has not been surrendered; the goods are not handed over before it is',
)
