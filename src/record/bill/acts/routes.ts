// The acts on a bill's title: each writes the link, the bill's state and the consignment's note of it in one transaction.
import { z } from 'zod'
import { assert, ok, refuse, type Result, uuidOf } from '#kernel'
import {
  type Act,
  type Answer,
  bill,
  type Bill,
  billAct,
  billReject,
  billTransfer,
  may,
  type Refusal,
  refusalOf,
  type Request,
  route,
  type Subject,
} from '#model'
import type { AnyTx } from '#postgres'
import { rolesOf } from '#record/consignment'
import { findParties } from '#record/parties'
import { actOnTitle, type NewMove, tooLateFor } from '#registers/title'
import { billAnswer, documentIn } from '../answer.ts'
import type { Signer } from '../keys/signer.ts'
import { factsOf, openBill, type OpenedBill, setBillState, tell } from '../store.ts'

export interface ActParts {
  readonly signer: Signer
}

export const actRoutes = (parts: ActParts) => [postTransfer(parts), postSurrender(parts), postAccept(parts), postReject(parts)] as const

const params = z.object({ id: z.string() })
const actProblems = ['forbidden', 'wrong-state'] as const

const postTransfer = (parts: ActParts) =>
  route({
    operationId: 'postBillTransfer',
    method: 'POST',
    path: '/v1/bills/{id}/transfer',
    summary: { zh: '转让提单的持有', en: 'Pass possession of the bill on' },
    act: 'bill.transfer',
    params,
    body: billTransfer,
    status: 200,
    answer: bill,
    problems: actProblems,
    handle: (request) => request.enter((tx) => transfer(tx, parts, request)),
  })

async function transfer(tx: AnyTx, parts: ActParts, request: ActRequest<z.output<typeof billTransfer>>) {
  const { body } = request
  const uuid = uuidOf('pty', body.toPartyId)
  const recipient = uuid.ok ? (await findParties(tx, [uuid.value])).get(uuid.value) : undefined
  return act(tx, parts, request, {
    right: 'bill.transfer',
    move: { act: 'TRANSFER', recipient: recipient?.id ?? '' },
    code: 'bill-transferred',
    check: ({ record, bill: { state, vc } }) => {
      if (recipient === undefined) return unknownParty
      // A straight bill names who gets the goods; in other hands it would give nothing.
      const named = record.partyRoles.some(
        ({ partyId, role }) => partyId === recipient.id && (role === 'CONSIGNEE' || role === 'CONSIGNOR'),
      )
      return named || documentIn(vc).isToOrder ? undefined : notNegotiable(state)
    },
  })
}

const postSurrender = (parts: ActParts) =>
  route({
    operationId: 'postBillSurrenderForDelivery',
    method: 'POST',
    path: '/v1/bills/{id}/surrender-for-delivery',
    summary: { zh: '缴回提单以提取货物', en: 'Give the bill up for the goods' },
    act: 'bill.surrender',
    params,
    body: billAct,
    status: 200,
    answer: bill,
    problems: actProblems,
    handle: (request) =>
      request.enter((tx) =>
        act(tx, parts, request, { right: 'bill.surrender', move: { act: 'SURRENDER_FOR_DELIVERY' }, code: 'bill-surrendered' }),
      ),
  })

const postAccept = (parts: ActParts) =>
  route({
    operationId: 'postBillSacc',
    method: 'POST',
    path: '/v1/bills/{id}/sacc',
    summary: { zh: '承运人接受缴回，货物可以交付', en: 'The carrier accepts the surrender; the goods may be delivered' },
    act: 'bill.decide',
    params,
    body: billAct,
    status: 200,
    answer: bill,
    problems: actProblems,
    handle: (request) =>
      request.enter((tx) => act(tx, parts, request, { right: 'bill.decide', move: { act: 'SACC' }, code: 'bill-surrender-accepted' })),
  })

const postReject = (parts: ActParts) =>
  route({
    operationId: 'postBillSrej',
    method: 'POST',
    path: '/v1/bills/{id}/srej',
    summary: { zh: '承运人拒绝缴回，提单退还持有人', en: 'The carrier rejects the surrender; the bill goes back' },
    act: 'bill.decide',
    params,
    body: billReject,
    status: 200,
    answer: bill,
    problems: actProblems,
    handle: (request) =>
      request.enter((tx) =>
        act(tx, parts, request, {
          right: 'bill.decide',
          move: { act: 'SREJ', reason: request.body.reason },
          code: 'bill-surrender-rejected',
        }),
      ),
  })

type ActRequest<B extends { readonly expectedSequence: number } = { readonly expectedSequence: number }> = Pick<
  Request<{ readonly id: string }, unknown, B>,
  'caller' | 'now' | 'body' | 'params'
>
interface Wanted {
  readonly right: Act
  readonly move: NewMove
  /** Of the change that is told. */
  readonly code: string
  readonly check?: (opened: OpenedBill) => Refusal | undefined
}

async function act(
  tx: AnyTx,
  { signer }: ActParts,
  request: ActRequest,
  { right, move, code, check }: Wanted,
): Promise<Result<Answer<Bill>, Refusal>> {
  const { caller, now, body } = request
  const opened = await openBill(tx, request.params.id, caller)
  if (!opened.ok) return opened
  const { bill: stored, title, record } = opened.value
  // What the title says comes before who may: the loser of a race is shown the winning link, though control is no longer his.
  const late = tooLateFor(title, move.act, body.expectedSequence)
  if (late !== undefined) return refuse(late)
  assert(caller.kind === 'party', 'only an organisation acts on a bill')
  const subject: Subject = { kind: 'consignment', roles: rolesOf(record, caller), possessor: title.possessor === caller.partyId }
  const verdict = may(caller, right, subject)
  if (!verdict.allowed) return refuse(refusalOf(verdict))
  const objection = check?.(opened.value)
  if (objection !== undefined) return refuse(objection)
  const sign = await signer.linkSigner(tx, now)
  const acted = await actOnTitle(tx, {
    ...move,
    documentId: stored.uuid,
    actorPartyId: caller.partyId,
    expectedSequence: body.expectedSequence,
    now,
    sign,
  })
  if (!acted.ok) return acted
  const { status, sequence, possessor } = acted.value
  await setBillState(tx, stored.uuid, { state: status, sequence, holderPartyId: possessor })
  await tell(tx, record, { bill: stored, title: acted.value, code, alsoHears: [caller.partyId, possessor], now })
  return ok({ status: 200, body: billAnswer(await factsOf(tx, { bill: stored, title: acted.value })) })
}

const unknownParty: Refusal = {
  code: 'invalid-request',
  errors: [{ pointer: '/toPartyId', code: 'unknown-code', detail: { zh: '没有这个单位', en: 'There is no such party' } }],
}

const notNegotiable = (state: string): Refusal => ({
  code: 'wrong-state',
  detail: {
    zh: '记名提单不可转让，只能交给单上的收货人或退给托运人。',
    en: 'A straight bill is not negotiable: it goes to the consignee it names, or back to the shipper.',
  },
  extension: { state },
})
