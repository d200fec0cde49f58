// Consignments over HTTP (CONTRACT §5): the list and the one, each party its slice; and the end of one before it begins.
import { z } from 'zod'
import { type Caller, ok, refuse, type Result, uuidOf } from '#kernel'
import {
  type Act,
  cancellation,
  consignment,
  CONSIGNMENT_STATUSES,
  consignmentSummary,
  etagOf,
  matchesEtag,
  may,
  pageLimit,
  plainText,
  type Refusal,
  refusalOf,
  route,
  type Slice,
} from '#model'
import { pageOf, readCursor } from '../paging.ts'
import type { ConsignmentParts } from '../parts.ts'
import { partyIdOf } from '../store.ts'
import { type ConsignmentRecord, rolesOf } from './record.ts'
import { cancelConsignment, closesAt, findConsignment, findConsignments, listConsignmentIds, lockConsignment } from './store.ts'
import { summaryOf, viewOf } from './view.ts'

export const recordRoutes = (parts: ConsignmentParts) => [listConsignments(), getConsignment(), postCancel(parts)] as const

const byId = z.object({ id: z.string() })
const uuidIn = (id: string): string | undefined => {
  const uuid = uuidOf('csg', id)
  return uuid.ok ? uuid.value : undefined
}

/** The slice that the caller has for this act, or why he has none; a stranger hears what he would hear of nothing. */
function sliceFor(
  caller: Caller,
  act: Act,
  record: ConsignmentRecord | undefined,
): Result<{ record: ConsignmentRecord; slice: Slice }, Refusal> {
  const verdict = may(caller, act, record ? { kind: 'consignment', roles: rolesOf(record, caller) } : { kind: 'missing' })
  if (!verdict.allowed) return refuse(refusalOf(verdict))
  return record ? ok({ record, slice: verdict.slice }) : refuse({ code: 'not-found' })
}

const answerOf = (caller: Caller, { record, slice }: { record: ConsignmentRecord; slice: Slice }) => ({
  status: 200,
  body: viewOf(record, slice, partyIdOf(caller) ?? ''),
  headers: { etag: etagOf(record.version, slice) },
})

const getConsignment = () =>
  route({
    operationId: 'getConsignment',
    method: 'GET',
    path: '/v1/consignments/{id}',
    summary: { zh: '查看货运单：各方只见与己相关的部分', en: 'A consignment: each party on it sees what concerns it' },
    act: 'consignment.read',
    params: byId,
    status: 200,
    answer: consignment,
    problems: ['not-found', 'forbidden'],
    async handle({ caller, params, enter }) {
      const uuid = uuidIn(params.id)
      const seen = sliceFor(caller, 'consignment.read', uuid === undefined ? undefined : await enter((tx) => findConsignment(tx, uuid)))
      return seen.ok ? ok(answerOf(caller, seen.value)) : seen
    },
  })

const listConsignments = () =>
  route({
    operationId: 'listConsignments',
    method: 'GET',
    path: '/v1/consignments',
    summary: {
      zh: '本单位参与的货运单；q 按单号、箱号、参考号精确查找',
      en: 'The consignments one’s party is on; q finds an exact number, box or reference',
    },
    act: 'consignment.list',
    query: z.strictObject({
      status: z.enum(CONSIGNMENT_STATUSES).optional(),
      q: plainText(1, 64).optional(),
      limit: pageLimit,
      cursor: z.string().max(64).optional(),
    }),
    status: 200,
    answer: z.object({ items: z.array(consignmentSummary), nextCursor: z.string().optional() }),
    problems: ['invalid-request'],
    async handle({ caller, query, enter }) {
      const before = readCursor('csg', query.cursor)
      if (!before.ok) return before
      const partyId = partyIdOf(caller)
      if (partyId === null) return ok({ status: 200, body: { items: [] } })
      const wishes = { partyId, status: query.status, q: query.q, before: before.value, limit: query.limit + 1 }
      const records = await enter(async (tx) => findConsignments(tx, await listConsignmentIds(tx, wishes)))
      const summaries = records.flatMap((record) => {
        const seen = sliceFor(caller, 'consignment.read', record)
        return seen.ok ? [summaryOf(viewOf(record, seen.value.slice, partyId))] : []
      })
      return ok({ status: 200, body: pageOf(summaries, query.limit) })
    },
  })

const postCancel = ({ network }: ConsignmentParts) =>
  route({
    operationId: 'cancelConsignment',
    method: 'POST',
    path: '/v1/consignments/{id}/cancel',
    summary: {
      zh: '在首段截载之前取消货运单，释放运力',
      en: 'Cancel a consignment before its first departure closes, and give its capacity back',
    },
    act: 'consignment.cancel',
    params: byId,
    body: cancellation,
    versioned: true,
    status: 200,
    answer: consignment,
    problems: ['not-found', 'forbidden', 'version-changed', 'departure-closed', 'wrong-state'],
    async handle({ caller, params, body, now, ifMatch, enter, afterCommit }) {
      return enter(async (tx) => {
        const uuid = uuidIn(params.id)
        const seen = sliceFor(caller, 'consignment.cancel', uuid === undefined ? undefined : await lockConsignment(tx, uuid))
        if (!seen.ok) return seen
        const { record, slice } = seen.value
        if (!matchesEtag(ifMatch, record.version, slice)) return refuse({ code: 'version-changed' })
        const refusal = whyNotCancelled(record, await closesAt(tx, record.uuid), now)
        if (refusal) return refuse(refusal)
        const released = await cancelConsignment(tx, record, body.reason)
        afterCommit(() => void network.refreshCapacity(released).catch(() => undefined))
        const whole = {
          ...record.whole,
          version: record.version + 1,
          consignmentStatus: 'CANCELLED',
          cancellationReason: body.reason,
        } as const
        return ok(answerOf(caller, { record: { ...record, version: whole.version, status: 'CANCELLED', whole }, slice }))
      })
    },
  })

/** A bill that somebody may hold, goods on their way, a departure that counts on them: too late to undo. */
function whyNotCancelled({ status, whole }: ConsignmentRecord, closes: Temporal.Instant, now: Temporal.Instant): Refusal | undefined {
  if (status !== 'CONFIRMED') return { code: 'wrong-state', extension: { state: status } }
  const document = whole.transportContractDocument
  if (document !== undefined && document.transportDocumentStatus !== 'VOIDED')
    return {
      code: 'wrong-state',
      detail: { zh: '已签发提单,须先收回作废', en: 'A bill has been issued; it must be voided first' },
      extension: { state: status, transportDocumentStatus: document.transportDocumentStatus },
    }
  if (Temporal.Instant.compare(closes, now) > 0) return undefined
  const [first] = whole.elements.flatMap((element) => (element.kind === 'LEG' ? [element] : []))
  const departureId = first?.departureId
  return {
    code: 'departure-closed',
    detail: { zh: '首段已截载或已发出,不能再取消', en: 'The first departure has closed or left; it can no longer be cancelled' },
    extension: departureId === undefined ? {} : { departureId },
  }
}
