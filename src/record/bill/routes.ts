// Bills over HTTP (CONTRACT §6): the draft, the bill, its signed text, its chain, its page; issue and acts stand beside.
import { z } from 'zod'
import { assert, type Caller, type NewUuid, ok, refuse, type Result, uuidOf } from '#kernel'
import { bill, may, type Refusal, refusalOf, route, subjectChecksum, VC_MEDIA_TYPE } from '#model'
import type { AnyTx, FileStore } from '#postgres'
import { type ConsignmentRecord, findConsignment, rolesOf } from '#record/consignment'
import { type Title, titleOf } from '#registers/title'
import { actRoutes } from './acts/routes.ts'
import { billAnswer, chainAnswer, chainJson, credentialIn, draftAnswer } from './answer.ts'
import { freeze } from './freeze.ts'
import { postBill } from './issue/routes.ts'
import { keyRoutes } from './keys/routes.ts'
import { openSigner } from './keys/signer.ts'
import { billOfConsignment, factsOf, openBill, readingOf, type StoredBill } from './store.ts'

export interface BillParts {
  readonly fileStore: FileStore
  /** The window's address as the world knows it: a setting, never the Host header. */
  readonly origin: string
  readonly newUuid: NewUuid
  /** YIDAN_SIGNING_KEY_DAYS: an older key is replaced before the next signature. */
  readonly signingKeyDays: number
  /** Two letters before the number of every bill of this city. */
  readonly referencePrefix?: string
}

export function billRoutes({ referencePrefix = 'CQ', ...parts }: BillParts) {
  const signer = openSigner(parts)
  return [
    getConsignmentBill(),
    postBill({ ...parts, signer, referencePrefix }),
    getBill(),
    getBillVc(),
    getBillChain(),
    getBillPdf(),
    ...actRoutes({ signer }),
    ...keyRoutes({ signer }),
  ] as const
}

const params = z.object({ id: z.string() })

const getConsignmentBill = () =>
  route({
    operationId: 'getConsignmentBill',
    method: 'GET',
    path: '/v1/consignments/{id}/bill',
    summary: {
      zh: '此票货物的提单；签发前为草稿，即签发时将冻结的内容，不保存',
      en: 'The bill of a consignment; before issue the draft, which is what issue would freeze and is not stored',
    },
    act: 'bill.read',
    params,
    /** How the draft would be issued. */
    query: z.strictObject({ isToOrder: z.enum(['true', 'false']).optional() }),
    status: 200,
    answer: bill,
    problems: ['forbidden', 'wrong-state'],
    handle: ({ enter, caller, params, query }) =>
      enter(async (tx) => {
        const found = await openConsignment(tx, params.id, caller)
        if (!found.ok) return found
        const { record, live } = found.value
        if (live !== undefined) return ok({ status: 200, body: billAnswer(await factsOf(tx, live)) })
        if (record.status === 'CANCELLED') return refuse(cancelled)
        const draft = freeze(record, { isToOrder: query.isToOrder === 'true' })
        return ok({ status: 200, body: draftAnswer(draft, await subjectChecksum(draft)) })
      }),
  })

interface ConsignmentAndBill {
  readonly record: ConsignmentRecord
  readonly live: { readonly bill: StoredBill; readonly title: Title } | undefined
}
async function openConsignment(tx: AnyTx, wire: string, caller: Caller): Promise<Result<ConsignmentAndBill, Refusal>> {
  const uuid = uuidOf('csg', wire)
  const record = uuid.ok ? await findConsignment(tx, uuid.value) : undefined
  const stored = record && (await billOfConsignment(tx, record.uuid))
  const title = stored && (await titleOf(tx, stored.uuid))
  const live = stored && title && { bill: stored, title }
  const subject =
    record === undefined
      ? { kind: 'missing' as const }
      : live === undefined
        ? { kind: 'consignment' as const, roles: rolesOf(record, caller) }
        : readingOf({ record, title: live.title }, caller)
  const verdict = may(caller, 'bill.read', subject)
  if (!verdict.allowed) return refuse(refusalOf(verdict))
  assert(record !== undefined, 'what is not there is not allowed')
  return ok({ record, live })
}

const cancelled: Refusal = {
  code: 'wrong-state',
  detail: { zh: '此票货物已取消，没有提单。', en: 'The consignment is cancelled; there is no bill.' },
  extension: { state: 'CANCELLED' },
}

const getBill = () =>
  route({
    operationId: 'getBill',
    method: 'GET',
    path: '/v1/bills/{id}',
    summary: { zh: '提单及其当前持有人', en: 'A bill, and who controls it now' },
    act: 'bill.read',
    params,
    status: 200,
    answer: bill,
    problems: ['forbidden'],
    handle: ({ enter, caller, params }) =>
      enter(async (tx) => {
        const opened = await openBill(tx, params.id, caller)
        return opened.ok ? ok({ status: 200, body: billAnswer(await factsOf(tx, opened.value)) }) : opened
      }),
  })

const getBillVc = () =>
  route({
    operationId: 'getBillVc',
    method: 'GET',
    path: '/v1/bills/{id}/vc',
    summary: { zh: '提单的签名原件（W3C 可验证凭证，vc+jwt）', en: 'The signed original (W3C Verifiable Credential, vc+jwt)' },
    act: 'bill.read',
    params,
    status: 200,
    answer: z.string(),
    mediaType: VC_MEDIA_TYPE,
    problems: ['forbidden'],
    handle: ({ enter, caller, params }) =>
      enter(async (tx) => {
        const opened = await openBill(tx, params.id, caller)
        if (!opened.ok) return opened
        const { vc, reference } = opened.value.bill
        return ok({ status: 200, body: vc, headers: { 'content-disposition': `inline; filename="${reference}.vc.jwt"` } })
      }),
  })

const getBillChain = () =>
  route({
    operationId: 'getBillChain',
    method: 'GET',
    path: '/v1/bills/{id}/chain',
    summary: { zh: '提单流转的全部签名环节', en: "Every signed link of the bill's title" },
    act: 'bill.read',
    params,
    status: 200,
    answer: chainJson,
    problems: ['forbidden'],
    handle: ({ enter, caller, params }) =>
      enter(async (tx) => {
        const opened = await openBill(tx, params.id, caller)
        if (!opened.ok) return opened
        const { bill: stored, title } = opened.value
        return ok({ status: 200, body: chainAnswer({ uuid: stored.uuid, checksum: stored.checksum, title }) })
      }),
  })

/** Pages last asked for, some 150 kB each; a bill's page never changes. */
const KEPT_PAGES = 32

const getBillPdf = () => {
  const pages = new Map<string, Uint8Array>()
  return route({
    operationId: 'getBillPdf',
    method: 'GET',
    path: '/v1/bills/{id}/pdf',
    summary: { zh: '提单的中英文 PDF，附签名原件', en: 'The bill as a PDF in both languages, with the signed original attached' },
    act: 'bill.read',
    params,
    status: 200,
    answer: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
    mediaType: 'application/pdf',
    problems: ['forbidden', 'unrenderable-text'],
    async handle({ enter, caller, params }) {
      const opened = await enter((tx) => openBill(tx, params.id, caller))
      if (!opened.ok) return opened
      const { uuid } = opened.value.bill
      const drawn = pages.get(uuid)
      if (drawn !== undefined) return ok(pageAnswer(opened.value.bill, drawn))
      // Drawn outside the transaction: a page takes longer than a connection should be held. Loaded when the first one is
      // wanted: fonts and typesetter would make every start slower.
      const { renderBill } = await import('./page/pdf.ts')
      const { vc, checksum, kid, issuedAt } = opened.value.bill
      const credential = credentialIn(vc)
      const page = await renderBill({
        document: credential.credentialSubject,
        vc,
        url: credential.id,
        checksum,
        issuer: credential.iss,
        kid,
        issuedAt,
      })
      if (!page.ok) return page
      pages.set(uuid, page.value)
      for (const oldest of pages.keys()) if (pages.size > KEPT_PAGES) pages.delete(oldest)
      return ok(pageAnswer(opened.value.bill, page.value))
    },
  })
}

const pageAnswer = ({ reference }: StoredBill, body: Uint8Array) => ({
  status: 200,
  body,
  headers: { 'content-disposition': `inline; filename="${reference}.pdf"` },
})
