// Milestones over HTTP (CONTRACT §6): what each element owes and what is known of it; one tap states one.
import { z } from 'zod'
import { type Caller, instantText, ok, refuse, type Result, type Text, uuidOf, wireId } from '#kernel'
import {
  type Act,
  isEquipmentId,
  may,
  type MilestoneJson,
  milestoneJson,
  milestoneList,
  type MilestoneName,
  milestoneReport,
  normalEquipmentId,
  type Refusal,
  refusalOf,
  route,
  type Slice,
} from '#model'
import type { AnyTx } from '#postgres'
import { type ConsignmentRecord, findConsignment, lockConsignment, rolesOf } from '#record/consignment'
import { findParties } from '#record/parties'
import { readContext } from '../epcis/context.ts'
import { FUTURE_MINUTES } from '../epcis/event-rules.ts'
import { parseTime } from '../epcis/member-rules.ts'
import { BILL_IS_LIVE, seesElement } from '../events/join.ts'
import { eventIdOf, prepareEvents, type PreparedEvent } from '../events/prepare.ts'
import { recordEvents, sha256 } from '../events/store.ts'
import type { TrackingParts } from '../parts.ts'
import { OUR_CONTEXT, tapText } from './one-tap.ts'
import { isKeptByBill, mayState, standsTo } from './plan.ts'
import { elementIdOf, type MilestoneRow, milestoneRows } from './store.ts'

export const milestoneRoutes = (parts: TrackingParts) => [getMilestones(), postMilestone(parts)] as const

const byId = z.object({ id: z.string() })
const uuidIn = (id: string): string | undefined => {
  const uuid = uuidOf('csg', id)
  return uuid.ok ? uuid.value : undefined
}
const partyOf = (caller: Caller): string => (caller.kind === 'party' ? caller.partyId : '')

interface Seen {
  readonly record: ConsignmentRecord
  readonly slice: Slice
}
function seenBy(caller: Caller, act: Act, record: ConsignmentRecord | undefined): Result<Seen, Refusal> {
  const verdict = may(caller, act, record ? { kind: 'consignment', roles: rolesOf(record, caller) } : { kind: 'missing' })
  if (!verdict.allowed) return refuse(refusalOf(verdict))
  return record ? ok({ record, slice: verdict.slice }) : refuse({ code: 'not-found' })
}

const getMilestones = () =>
  route({
    operationId: 'listMilestones',
    method: 'GET',
    path: '/v1/consignments/{id}/milestones',
    summary: {
      zh: '各环节应有的节点：计划、预计、实际与来源',
      en: 'What each element owes: by plan, by estimate, as it happened and who said so',
    },
    act: 'milestone.read',
    params: byId,
    status: 200,
    answer: milestoneList,
    problems: ['not-found', 'forbidden'],
    async handle({ caller, params, enter }) {
      return enter(async (tx) => {
        const uuid = uuidIn(params.id)
        const seen = seenBy(caller, 'milestone.read', uuid === undefined ? undefined : await findConsignment(tx, uuid))
        if (!seen.ok) return seen
        return ok({ status: 200, body: { items: await itemsFor(tx, caller, seen.value) } })
      })
    },
  })

/** A handler sees its own elements, and of the neighbours what happened but not by whom. */
async function itemsFor(tx: AnyTx, caller: Caller, { record, slice }: Seen): Promise<MilestoneJson[]> {
  const party = partyOf(caller)
  const stands = (sequenceNumber: number) => (slice === 'OWN_ELEMENTS' ? standsTo(record, party, sequenceNumber) : 'own')
  const rows = (await milestoneRows(tx, record.uuid)).filter((row) => stands(row.element_sequence_number) !== 'unseen')
  const names = await findParties(tx, [...new Set(rows.flatMap(({ stated_by }) => stated_by ?? []))])
  const reports = may(caller, 'milestone.report', { kind: 'consignment', roles: rolesOf(record, caller) }).allowed
  return rows.map((row) => ({
    ...itemOf(record, row),
    ...(row.stated_by !== null &&
      stands(row.element_sequence_number) === 'own' && {
        statedBy: { partyId: wireId('pty', row.stated_by), name: names.get(row.stated_by)?.name ?? '' },
      }),
    ...(reports && isOpenTo(record, party, row) && { mayReport: true as const }),
  }))
}

function itemOf(record: ConsignmentRecord, row: MilestoneRow): MilestoneJson {
  return {
    milestone: row.milestone,
    elementId: elementIdOf(record, row.element_sequence_number),
    elementSequenceNumber: row.element_sequence_number,
    ...(row.due_at && { scheduledOccurrenceDateTime: instantText(row.due_at) }),
    ...(row.estimated_at && { estimatedOccurrenceDateTime: instantText(row.estimated_at) }),
    ...(row.actual_at && { actualOccurrenceDateTime: eventText(row.actual_at) }),
    ...(row.event_hash !== null && { eventID: eventIdOf(row.event_hash) }),
    ...(row.recorded_at && { recordedDateTime: instantText(row.recorded_at) }),
    ...(!row.owed && { unowed: true as const }),
  }
}

/** Events have milliseconds (CONTRACT §1). */
const eventText = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'millisecond' })

function isOpenTo(
  record: ConsignmentRecord,
  party: string,
  { element_sequence_number: sequenceNumber, milestone, owed, actual_at }: MilestoneRow,
): boolean {
  if (!owed || actual_at !== null || record.status === 'CANCELLED') return false
  return mayState(record, party, sequenceNumber, milestone) && !(milestone === 'DELIVERED' && isKeptByBill(record))
}

// --- one tap ------------------------------------------------------------------------------------------------------

const postMilestone = ({ origin }: TrackingParts) =>
  route({
    operationId: 'reportMilestone',
    method: 'POST',
    path: '/v1/consignments/{id}/milestones',
    summary: { zh: '一键报节点：生成一个 EPCIS 事件', en: 'State a milestone with one tap: an EPCIS event is written' },
    act: 'milestone.report',
    params: byId,
    body: milestoneReport,
    status: 201,
    answer: milestoneJson,
    problems: ['invalid-request', 'not-found', 'forbidden', 'wrong-state'],
    async handle({ caller, params, body, now, enter }) {
      return enter(async (tx) => {
        const uuid = uuidIn(params.id)
        const seen = seenBy(caller, 'milestone.report', uuid === undefined ? undefined : await lockConsignment(tx, uuid))
        if (!seen.ok) return seen
        const { record } = seen.value
        const tapped = tapOf(record, partyOf(caller), body, { now, origin })
        if (!tapped.ok) return tapped
        const { event, sequenceNumber } = tapped.value
        const recorded = await recordEvents(tx, [event], { sender: partyOf(caller), now, proceed: false, locked: record })
        const [fault] = recorded.faults
        if (fault) return refuse({ code: fault.code === 'wrong-state' ? 'wrong-state' : 'not-found', detail: fault.detail })
        const items = await itemsFor(tx, caller, seen.value)
        const item = items.find((one) => one.milestone === body.milestone && one.elementSequenceNumber === sequenceNumber)
        const { mayReport: _, ...rest } = item ?? {
          milestone: body.milestone,
          elementId: body.elementId,
          elementSequenceNumber: sequenceNumber,
        }
        // The tap's own event, also where an earlier statement stands for the milestone.
        return ok({
          status: 201,
          body: { ...rest, actualOccurrenceDateTime: eventText(event.reading.eventTime), eventID: event.eventId },
          location: `/v1/consignments/${record.whole.id}/milestones`,
        })
      })
    },
  })

interface Tapped {
  readonly event: PreparedEvent
  readonly sequenceNumber: number
}

function tapOf(
  record: ConsignmentRecord,
  party: string,
  body: z.output<typeof milestoneReport>,
  { now, origin }: { readonly now: Temporal.Instant; readonly origin: string },
): Result<Tapped, Refusal> {
  const parties = record.elementParties.find(({ elementUuid }) => wireId('elm', elementUuid) === body.elementId)
  if (parties === undefined || !seesElement(record, party, parties.sequenceNumber)) return refuse({ code: 'not-found', detail: NO_ELEMENT })
  const { sequenceNumber, owed } = parties
  const element = record.whole.elements.find((one) => one.sequenceNumber === sequenceNumber)
  if (element === undefined) return refuse({ code: 'not-found', detail: NO_ELEMENT })
  if (!mayState(record, party, sequenceNumber, body.milestone)) return refuse({ code: 'forbidden', detail: NOT_YOURS })
  if (!owed.includes(body.milestone)) return refuse(invalid('/milestone', 'unknown-code', NOT_OWED))
  if (record.status === 'CANCELLED') return refuse({ code: 'wrong-state', extension: { state: record.status } })
  if (isKeptUntilSurrender(record, sequenceNumber, body.milestone))
    return refuse({
      code: 'wrong-state',
      detail: BILL_IS_LIVE.detail,
      extension: { state: record.whole.transportContractDocument?.transportDocumentStatus },
    })
  const equipmentId = body.equipmentId === undefined ? undefined : normalEquipmentId(body.equipmentId)
  if (equipmentId !== undefined && !isEquipmentId(equipmentId)) return refuse(invalid('/equipmentId', 'out-of-range', NO_BOX))
  if (parseTime(body.occurredDateTime) === undefined) return refuse(invalid('/occurredDateTime', 'out-of-range', NOT_A_TIME))
  const text = tapText({ ...body, record, element, owed, origin, equipmentId })
  const { events, faults } = prepareEvents(
    {
      namespaces: readContext(JSON.parse(OUR_CONTEXT), '').namespaces,
      context: OUR_CONTEXT,
      ignored: new Set(),
      events: [{ text, value: JSON.parse(text), pointer: '' }],
    },
    { now, origin, sha256 },
  )
  const [event] = events
  if (event !== undefined) return ok({ event, sequenceNumber })
  const [fault] = faults
  return refuse(invalid('/occurredDateTime', 'out-of-range', fault?.pointer === '/eventTime' ? fault.detail : NOT_A_TIME))
}

const isKeptUntilSurrender = (record: ConsignmentRecord, sequenceNumber: number, milestone: MilestoneName): boolean =>
  milestone === 'DELIVERED' && sequenceNumber === record.whole.elements.at(-1)?.sequenceNumber && isKeptByBill(record)

const invalid = (pointer: string, code: string, detail: Text): Refusal => ({ code: 'invalid-request', errors: [{ pointer, code, detail }] })
const NO_ELEMENT: Text = { zh: '这票货没有这个环节', en: 'The consignment has no such element' }
const NOT_YOURS: Text = { zh: '这个环节由别的单位报告', en: 'Somebody else reports on this element' }
const NOT_OWED: Text = { zh: '这个环节没有这个节点', en: 'The element does not owe this milestone' }
const NO_BOX: Text = { zh: '不是有效的 ISO 6346 箱号（校验码不符或格式有误）', en: 'is not a number of ISO 6346: form or check digit' }
const NOT_A_TIME: Text = {
  zh: `应为 1970 年以来、不晚于现在 ${FUTURE_MINUTES} 分钟的时间`,
  en: `must be a time since 1970 and at most ${FUTURE_MINUTES} minutes ahead`,
}
