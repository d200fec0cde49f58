// Issue: the consignment is frozen, signed, kept, and given to whoever holds it first, in one transaction.
import type { z } from 'zod'
import { assert, type Caller, instantText, ok, refuse, type Result, uuidOf, wireId } from '#kernel'
import { bill, billIssue, credentialOf, may, type Refusal, refusalOf, type Request, route, subjectChecksum, verifyBill } from '#model'
import type { AnyTx } from '#postgres'
import { type ConsignmentRecord, lockConsignment, rolesOf } from '#record/consignment'
import { issueTitle, type Title } from '#registers/title'
import { billAnswer } from '../answer.ts'
import { firstPossessor, freeze, issueDay, plannedSpan } from '../freeze.ts'
import type { Signer } from '../keys/signer.ts'
import { referenceOf } from '../reference.ts'
import { addBill, billOfConsignment, factsOf, type GoodsRefusal, nextBillNumber, type StoredBill, tell } from '../store.ts'

export interface IssueParts {
  readonly signer: Signer
  readonly origin: string
  readonly newUuid: () => string
  /** Two letters before the number of every bill of this city. */
  readonly referencePrefix: string
}

export const postBill = (parts: IssueParts) =>
  route({
    operationId: 'postBill',
    method: 'POST',
    path: '/v1/bills',
    summary: { zh: '签发提单：冻结货单内容并签名，一票货物只签发一份', en: 'Issue the one bill of a consignment: frozen and signed' },
    act: 'bill.issue',
    body: billIssue,
    status: 201,
    answer: bill,
    problems: ['forbidden', 'wrong-state'],
    handle: (request) =>
      request.enter(async (tx) => {
        const issued = await issue(tx, parts, request)
        if (!issued.ok) return issued
        const body = billAnswer(await factsOf(tx, issued.value))
        return ok({ status: 201, body, location: `/v1/bills/${wireId('bil', issued.value.bill.uuid)}` })
      }),
  })

type IssueRequest = Pick<Request<unknown, unknown, z.output<typeof billIssue>>, 'caller' | 'now' | 'body'>

async function issue(
  tx: AnyTx,
  parts: IssueParts,
  { caller, now, body }: IssueRequest,
): Promise<Result<{ bill: StoredBill; title: Title }, Refusal>> {
  const open = await openForIssue(tx, caller, body.consignmentId)
  if (!open.ok) return open
  const record = open.value
  const possessor = firstPossessor(record, body.isToOrder)
  const issuer = record.partyRoles.find(({ role }) => role === 'CARRIER')?.partyId
  if (possessor === undefined || issuer === undefined) return refuse(nobodyToHold)
  const uuid = parts.newUuid()
  const signed = await signBill(tx, parts, { record, uuid, isToOrder: body.isToOrder, now })
  const { whole } = record
  const stored: StoredBill = {
    uuid,
    consignmentUuid: record.uuid,
    ...signed,
    networkVersion: whole.networkVersion ?? 1,
    state: 'ISSUED',
    sequence: 0,
    holderPartyId: possessor,
    issuerPartyId: issuer,
    issuedAt: now,
  }
  const items = whole.includedConsignmentItem.map(({ sequenceNumber }) => sequenceNumber)
  const equipment = (whole.usedTransportEquipment ?? []).map(({ id }) => id)
  const added = await addBill(tx, stored, { items, equipment, span: plannedSpan(whole) })
  if (!added.ok) return refuse(goodsTaken(added.error))
  const title = await issueTitle(tx, {
    documentId: uuid,
    issuer,
    possessor,
    checksum: signed.checksum,
    now,
    sign: await parts.signer.linkSigner(tx, now),
  })
  if (!title.ok) return title
  await tell(tx, record, { bill: stored, title: title.value, code: 'bill-issued', alsoHears: [possessor], now })
  return ok({ bill: stored, title: title.value })
}

/** The consignment, locked until the bill is there: of two who issue at once the second finds the first one's bill. */
async function openForIssue(tx: AnyTx, caller: Caller, consignmentId: string): Promise<Result<ConsignmentRecord, Refusal>> {
  const uuid = uuidOf('csg', consignmentId)
  const record = uuid.ok ? await lockConsignment(tx, uuid.value) : undefined
  const verdict = may(
    caller,
    'bill.issue',
    record === undefined ? { kind: 'missing' } : { kind: 'consignment', roles: rolesOf(record, caller) },
  )
  if (!verdict.allowed) return refuse(refusalOf(verdict))
  assert(record !== undefined, 'what is not there is not allowed')
  const live = await billOfConsignment(tx, record.uuid)
  if (live !== undefined)
    return refuse({
      code: 'wrong-state',
      detail: { zh: `此票货物已签发提单 ${live.reference}。`, en: `Bill ${live.reference} has been issued for these goods.` },
      extension: { state: live.state, billId: wireId('bil', live.uuid) },
    })
  if (record.status === 'CANCELLED' || record.status === 'DELIVERED')
    return refuse({
      code: 'wrong-state',
      detail: {
        zh: record.status === 'CANCELLED' ? '此票货物已取消，不能签发提单。' : '此票货物已交付，不再签发提单。',
        en:
          record.status === 'CANCELLED'
            ? 'The consignment is cancelled; there is nothing to issue a bill for.'
            : 'The goods are delivered; they need no bill any more.',
      },
      extension: { state: record.status },
    })
  return ok(record)
}

interface Freezing {
  readonly record: ConsignmentRecord
  readonly uuid: string
  readonly isToOrder: boolean
  readonly now: Temporal.Instant
}
async function signBill(tx: AnyTx, { signer, origin, referencePrefix }: IssueParts, { record, uuid, isToOrder, now }: Freezing) {
  const issueDate = issueDay(record, now)
  const reference = referenceOf({ prefix: referencePrefix, issueDate, number: await nextBillNumber(tx) })
  const document = freeze(record, { isToOrder, issueDate, transportDocumentReference: reference })
  const checksum = await subjectChecksum(document)
  const url = `${origin}/bills/${wireId('bil', uuid)}`
  const claims = credentialOf({ url, issuer: signer.did, document, checksum, validFrom: instantText(now) })
  const key = await signer.current(tx, now)
  const vc = await signer.sign(tx, key, JSON.stringify(claims), { typ: 'vc+jwt', cty: 'vc' })
  const proof = await verifyBill(vc, [key.publicJwk])
  assert(proof.ok, 'what we sign, a stranger can verify')
  return { reference, vc, checksum, kid: key.kid }
}

const nobodyToHold: Refusal = {
  code: 'wrong-state',
  detail: {
    zh: '货单各方都没有本窗口的账户，电子提单无人可以持有：请先为托运人或收货人开户。',
    en: 'None of the parties has an account here, so nobody could hold an electronic bill: give the shipper or the consignee an account first.',
  },
}

const goodsTaken = (taken: GoodsRefusal): Refusal => ({
  code: 'wrong-state',
  detail:
    taken.taken === 'goods'
      ? { zh: '这些货物已在另一份有效的提单上。', en: 'These goods are on another bill that is in force.' }
      : {
          zh: `集装箱 ${taken.equipmentIds.join('、')} 在同一时段已在另一份有效的提单上。`,
          en: `Boxes ${taken.equipmentIds.join(', ')} are on another bill in force for the same time.`,
        },
})
