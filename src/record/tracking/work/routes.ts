// The work list over HTTP: what the caller's party owes next, for carriers, hubs and customs.
import { z } from 'zod'
import { type Caller, instantText, ok, refuse, type Result, uuidOf, wireId } from '#kernel'
import { may, pageLimit, type Refusal, route, type WorkItem, workList } from '#model'
import { type ConsignmentRecord, findConsignments, rolesOf } from '#record/consignment'
import { isKeptByBill, mayState } from '../milestones/plan.ts'
import { elementIdOf } from '../milestones/store.ts'
import { type StepKey, type WorkRow, workRows } from './store.ts'

export const workRoutes = () => [getWork()] as const

const getWork = () =>
  route({
    operationId: 'listWork',
    method: 'GET',
    path: '/v1/work',
    summary: { zh: '本单位下一步应报的节点，最早到期的在前', en: 'What one’s party is to report next, the earliest due first' },
    act: 'work.list',
    query: z.strictObject({ limit: pageLimit, cursor: z.string().max(100).optional() }),
    status: 200,
    answer: workList,
    problems: ['invalid-request'],
    async handle({ caller, query, now, enter }) {
      const after = readCursor(query.cursor)
      if (!after.ok) return after
      if (caller.kind !== 'party') return ok({ status: 200, body: { items: [], places: {} } })
      const { partyId } = caller
      return enter(async (tx) => {
        const rows = await workRows(tx, { partyId, after: after.value, limit: query.limit + 1 })
        const shown = rows.slice(0, query.limit)
        const records = new Map(
          (await findConsignments(tx, [...new Set(shown.map((row) => row.consignment_id))])).map((one) => [one.uuid, one]),
        )
        const items = shown.flatMap((row) => {
          const record = records.get(row.consignment_id)
          return record === undefined ? [] : [itemOf(record, row, caller, now)]
        })
        const last = shown.at(-1)
        const more = rows.length > query.limit && last !== undefined && { nextCursor: cursorOf(last) }
        return ok({ status: 200, body: { items, ...more, places: placesOf(items, records) } })
      })
    },
  })

function itemOf(record: ConsignmentRecord, row: WorkRow, caller: Extract<Caller, { kind: 'party' }>, now: Temporal.Instant): WorkItem {
  const { whole } = record
  const { element_sequence_number: sequenceNumber, milestone } = row
  const element = whole.elements.find((one) => one.sequenceNumber === sequenceNumber)
  const boxes = (whole.usedTransportEquipment ?? []).map(({ id }) => id)
  const reports =
    may(caller, 'milestone.report', { kind: 'consignment', roles: rolesOf(record, caller) }).allowed &&
    mayState(record, caller.partyId, sequenceNumber, milestone) &&
    !(milestone === 'DELIVERED' && isKeptByBill(record))
  return {
    consignmentId: whole.id,
    consignmentNumber: whole.consignmentNumber,
    elementId: elementIdOf(record, sequenceNumber),
    elementSequenceNumber: sequenceNumber,
    ...placesIn(element),
    milestone,
    scheduledOccurrenceDateTime: instantText(row.due_by),
    ...(row.estimated_at && { estimatedOccurrenceDateTime: instantText(row.estimated_at) }),
    ...(Temporal.Instant.compare(row.due_by, now) < 0 && { overdue: true as const }),
    ...(reports && { mayReport: true as const }),
    ...(boxes.length > 0 && { equipmentIds: boxes }),
    ...(whole.demo && { demo: whole.demo }),
  }
}

type Where = Pick<
  WorkItem,
  'kind' | 'modeCode' | 'serviceId' | 'departureId' | 'departureLocation' | 'arrivalLocation' | 'occurrenceLocation'
>
function placesIn(element: ConsignmentRecord['whole']['elements'][number] | undefined): Where {
  if (element === undefined) return { kind: 'LEG' }
  if (element.kind === 'HUB_OPERATION') return { kind: element.kind, occurrenceLocation: element.occurrenceLocation }
  const { kind, modeCode, serviceId, departureId, departureEvent, arrivalEvent } = element
  return {
    kind,
    modeCode,
    ...(serviceId !== undefined && { serviceId }),
    ...(departureId !== undefined && { departureId }),
    ...(departureEvent.occurrenceLocation && { departureLocation: departureEvent.occurrenceLocation }),
    ...(arrivalEvent.occurrenceLocation && { arrivalLocation: arrivalEvent.occurrenceLocation }),
  }
}

function placesOf(items: readonly WorkItem[], records: ReadonlyMap<string, ConsignmentRecord>): ConsignmentRecord['whole']['places'] {
  const named = new Set(
    items.flatMap((item) =>
      [item.departureLocation, item.arrivalLocation, item.occurrenceLocation].flatMap((where) => where?.placeId ?? []),
    ),
  )
  return Object.fromEntries([...records.values()].flatMap(({ whole }) => Object.entries(whole.places).filter(([id]) => named.has(id))))
}

// --- pages --------------------------------------------------------------------------------------------------------

/** Due, consignment and element of the last row shown; opaque to everybody else. */
const cursorOf = (row: WorkRow): string =>
  Buffer.from(`${row.due_by.epochMilliseconds}.${wireId('csg', row.consignment_id)}.${row.element_sequence_number}`).toString('base64url')

function readCursor(cursor: string | undefined): Result<StepKey | undefined, Refusal> {
  if (cursor === undefined) return ok(undefined)
  const plain = Buffer.from(cursor, 'base64url').toString('latin1')
  const match = /^(\d{1,15})\.(csg_[0-9a-z]{26})\.(\d{1,6})$/.exec(plain)
  const uuid = uuidOf('csg', match?.[2] ?? '')
  if (match !== null && uuid.ok && Buffer.from(plain, 'latin1').toString('base64url') === cursor)
    return ok({
      dueBy: Temporal.Instant.fromEpochMilliseconds(Number(match[1])),
      consignment: uuid.value,
      sequenceNumber: Number(match[3]),
    })
  const detail = { zh: '翻页位置不是本服务为此列表给出的位置', en: 'This is not a cursor that we gave for this list' }
  return refuse({ code: 'invalid-request', errors: [{ pointer: '/cursor', code: 'wrong-type', detail }] })
}
