import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Caller, uuidOf, wireId } from '#kernel'
import { type Bill, billChecksum, didDocument, extractVcFromPdf, type Refusal, sha256Hex, verifyBill } from '#model'
import { withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { isReference } from './reference.ts'
import { type Counter, openCounter, ORIGIN } from './testing/counter.ts'

let database: TestDatabase
let counter: Counter
beforeAll(async () => {
  database = await testDatabase()
  counter = await openCounter(database)
})
afterAll(() => database.close())

const callerOf = (name: keyof Counter['city']['parties']): Caller => counter.city.parties[name].caller
const idOfParty = (name: keyof Counter['city']['parties']): string => counter.city.parties[name].id
const refusalOf = ({ refusal }: { readonly refusal?: Refusal }) => refusal
const inTx = <T>(work: Parameters<typeof withCaller<unknown, T>>[2]): Promise<T> =>
  withCaller(database.db, { kind: 'system', name: 'test' }, work)
const issue = (consignmentId: string, isToOrder = false, by: Caller = callerOf('operator')) =>
  counter.ask('postBill', by, { body: { consignmentId, isToOrder } })
const act = (operationId: string, id: string, by: Parameters<typeof callerOf>[0], body: object) =>
  counter.ask(operationId, callerOf(by), { id, body })
const surrender = (id: string, expectedSequence: number, by: Parameters<typeof callerOf>[0] = 'consignee') =>
  act('postBillSurrenderForDelivery', id, by, { expectedSequence })
const keys = async () => didDocument.parse((await counter.ask('getDidDocument', { kind: 'anonymous' })).body)
const vcOf = async (id: string): Promise<string> => (await counter.ask('getBillVc', callerOf('operator'), { id })).body
const changesOf = async (id: string): Promise<{ code: string; audiences: readonly string[] }[]> =>
  (
    await inTx((tx) =>
      sql<{
        code: string
        audiences: readonly string[]
      }>`SELECT code, audiences FROM postgres.change WHERE resource_id = ${id} ORDER BY position`.execute(tx),
    )
  ).rows

describe('issue', () => {
  test('freezes exactly what the draft showed, signs it, and says so everywhere', async () => {
    const { whole } = await counter.confirmed()
    const draft = await counter.ask('getConsignmentBill', callerOf('operator'), { id: whole.id })
    expect(draft.body).toMatchObject({ transportDocumentStatus: 'DRAFT', isToOrder: false, consignment: { id: whole.id } })
    expect(draft.body).not.toHaveProperty('id')
    const issued = await issue(whole.id)
    const bill: Bill = issued.body
    expect(issued).toMatchObject({ status: 201, location: `/v1/bills/${bill.id}` })
    expect(bill).toMatchObject({
      transportDocumentStatus: 'ISSUED',
      transportDocumentTypeCode: 'MTD',
      issueDate: '2026-12-01',
      sequence: 0,
      possessor: { partyId: idOfParty('consignee') },
      links: [{ sequence: 0, act: 'ISSUE', actorPartyId: idOfParty('operator') }],
    })
    expect(isReference(bill.transportDocumentReference ?? '')).toBe(true)
    expect(bill.consignment).toEqual(draft.body.consignment)
    expect(bill.documentParties).toEqual(draft.body.documentParties)
    expect(bill.transportDocumentChecksum).toBe(await billChecksum(bill))
    expect((await counter.ask('getConsignmentBill', callerOf('shipper'), { id: whole.id })).body).toEqual(bill)
    const consignment = await counter.city.consignment(whole.id, callerOf('shipper'))
    expect(consignment.body.transportContractDocument).toEqual({
      billId: bill.id,
      transportDocumentReference: bill.transportDocumentReference,
      transportDocumentStatus: 'ISSUED',
    })
    const [told] = await changesOf(bill.id ?? '')
    expect(told?.code).toBe('bill-issued')
    expect(told?.audiences).toContain(counter.city.parties.consignee.uuid)
    expect(told?.audiences).not.toContain('public')
  })

  test('no price is on it, for nobody: it passes from hand to hand', async () => {
    const { id } = await counter.issued()
    for (const name of ['operator', 'shipper', 'consignee'] as const) {
      const text = JSON.stringify((await counter.ask('getBill', callerOf(name), { id })).body)
      for (const member of ['totalAmount', 'applicableServiceCharge', 'unpriced', 'exchangeRates', 'freeTeu'])
        expect(text).not.toContain(`"${member}"`)
    }
  })

  test('a stranger proves it genuine with the keys of did.json', async () => {
    const { id } = await counter.issued()
    const proof = await verifyBill(await vcOf(id), await keys(), { now: counter.now })
    expect(proof).toMatchObject({
      ok: true,
      value: { url: `${ORIGIN}/bills/${id}`, issuer: 'did:web:yidan.example', transportDocumentStatus: 'ISSUED' },
    })
  })

  test('of four who issue at once one does, and the others are told which bill there is', async () => {
    for (let round = 0; round < 3; round++) {
      const { whole } = await counter.confirmed()
      const answers = await Promise.all([issue(whole.id), issue(whole.id, true), issue(whole.id), issue(whole.id)])
      const [first, ...more] = answers.filter(({ status }) => status === 201)
      expect(more).toEqual([])
      const refused = answers.filter(({ status }) => status !== 201).map(refusalOf)
      expect(refused).toHaveLength(3)
      for (const refusal of refused)
        expect(refusal).toMatchObject({ code: 'wrong-state', extension: { state: 'ISSUED', billId: first?.body.id } })
      const uuid = uuidOf('csg', whole.id)
      const { rows } = await inTx((tx) => sql`SELECT 1 FROM bill.bill WHERE consignment_id = ${uuid.ok ? uuid.value : ''}`.execute(tx))
      expect(rows).toHaveLength(1)
    }
  })

  test('only the contract carrier issues; a stranger is told nothing', async () => {
    const { whole } = await counter.confirmed()
    for (const name of ['shipper', 'consignee', 'rail', 'hub'] as const)
      expect(refusalOf(await issue(whole.id, false, callerOf(name)))).toMatchObject({ code: 'forbidden' })
    for (const id of [whole.id, wireId('csg', counter.city.newUuid()), 'csg_1'])
      expect(refusalOf(await issue(id, false, callerOf('stranger')))).toEqual({ code: 'not-found' })
    expect(refusalOf(await issue(whole.id, false, { kind: 'anonymous' }))).toMatchObject({ code: 'unauthenticated' })
  })

  test('nothing is issued for a cancelled consignment', async () => {
    const { whole } = await counter.confirmed()
    await inTx((tx) =>
      sql`UPDATE consignment.consignment SET status = 'CANCELLED', cancellation_reason = 'no' WHERE number = ${whole.consignmentNumber}`.execute(
        tx,
      ),
    )
    expect(refusalOf(await issue(whole.id))).toMatchObject({ code: 'wrong-state', extension: { state: 'CANCELLED' } })
    expect(refusalOf(await counter.ask('getConsignmentBill', callerOf('operator'), { id: whole.id }))).toMatchObject({
      code: 'wrong-state',
    })
  })
})

describe('the database itself', () => {
  test('takes no second bill for the same goods', async () => {
    const { id } = await counter.issued()
    const again = inTx((tx) =>
      sql`INSERT INTO bill.bill_goods (bill_id, consignment_id, item_sequence) SELECT o.id, g.consignment_id, g.item_sequence
        FROM bill.bill_goods g, bill.bill o WHERE g.bill_id = ${uuidOf('bil', id).ok ? wireUuid(id) : ''} AND o.id <> g.bill_id`.execute(
        tx,
      ),
    )
    await expect(again).rejects.toThrow('bill_goods_live')
  })

  test('takes a box on two bills only at different times', async () => {
    const { id } = await counter.issued()
    const box = (from: string, until: string, equipment = 'CSQU3054383') =>
      inTx((tx) =>
        sql`INSERT INTO bill.bill_equipment (bill_id, equipment_id, during) VALUES (${wireUuid(id)}, ${equipment}, tstzrange(${from}::timestamptz, ${until}::timestamptz, '[]'))`.execute(
          tx,
        ),
      )
    const other = await counter.issued()
    await box('2026-12-01T00:00:00Z', '2026-12-18T00:00:00Z')
    const again = (from: string) =>
      inTx((tx) =>
        sql`INSERT INTO bill.bill_equipment (bill_id, equipment_id, during) VALUES (${wireUuid(other.id)}, 'CSQU3054383', tstzrange(${from}::timestamptz, '2027-01-01', '[]'))`.execute(
          tx,
        ),
      )
    await expect(again('2026-12-17T00:00:00Z')).rejects.toThrow('bill_equipment_once')
    await again('2026-12-19T00:00:00Z')
  })
})

const wireUuid = (wire: string): string => {
  const uuid = uuidOf('bil', wire)
  return uuid.ok ? uuid.value : ''
}

describe('boxes', () => {
  test('one that is on a bill in force is refused on another, and free once that bill is given up', async () => {
    const boxed = { usedTransportEquipment: [{ id: 'TOLU4734787', unitTypeCode: '40HC' }] }
    const [one, two] = [await counter.confirmed(boxed), await counter.confirmed(boxed)]
    const first = await issue(one.whole.id)
    expect(first.status).toBe(201)
    expect(refusalOf(await issue(two.whole.id))).toMatchObject({
      code: 'wrong-state',
      detail: { en: expect.stringContaining('TOLU4734787') },
    })
    await surrender(first.body.id, 0)
    expect(refusalOf(await issue(two.whole.id))).toMatchObject({ code: 'wrong-state' })
    expect((await act('postBillSacc', first.body.id, 'operator', { expectedSequence: 1 })).status).toBe(200)
    expect((await issue(two.whole.id)).status).toBe(201)
  })
})

describe('the life of a bill', () => {
  test('the consignee gives it up, the carrier accepts, and that is its end', async () => {
    const { id, consignmentId } = await counter.issued()
    expect((await surrender(id, 0)).body).toMatchObject({
      transportDocumentStatus: 'PENDING_SURRENDER_FOR_DELIVERY',
      sequence: 1,
      possessor: { partyId: idOfParty('operator') },
    })
    expect(refusalOf(await act('postBillSacc', id, 'consignee', { expectedSequence: 1 }))).toMatchObject({ code: 'forbidden' })
    expect((await act('postBillSacc', id, 'operator', { expectedSequence: 1 })).body).toMatchObject({
      transportDocumentStatus: 'SURRENDERED_FOR_DELIVERY',
      sequence: 2,
    })
    expect(refusalOf(await surrender(id, 2, 'operator'))).toMatchObject({
      code: 'wrong-state',
      extension: { state: 'SURRENDERED_FOR_DELIVERY' },
    })
    const consignment = await counter.city.consignment(consignmentId, callerOf('shipper'))
    expect(consignment.body.transportContractDocument).toMatchObject({ transportDocumentStatus: 'SURRENDERED_FOR_DELIVERY' })
    expect((await changesOf(id)).map(({ code }) => code)).toEqual(['bill-issued', 'bill-surrendered', 'bill-surrender-accepted'])
    expect(refusalOf(await issue(consignmentId))).toMatchObject({ code: 'wrong-state', extension: { billId: id } })
  })

  test('a rejected surrender gives it back, with the reason in the chain', async () => {
    const { id } = await counter.issued()
    await surrender(id, 0)
    expect((await act('postBillSrej', id, 'operator', { expectedSequence: 1, reason: '运费未付清' })).body).toMatchObject({
      transportDocumentStatus: 'ISSUED',
      sequence: 2,
      possessor: { partyId: idOfParty('consignee') },
    })
    const chain = await counter.ask('getBillChain', callerOf('consignee'), { id })
    expect(chain.body).toMatchObject({
      billId: id,
      sequence: 2,
      links: [{ act: 'ISSUE' }, { act: 'SURRENDER_FOR_DELIVERY' }, { act: 'SREJ' }],
    })
    for (const { jws, checksum } of chain.body.links) expect(checksum).toBe(await sha256Hex(jws))
    const payload: unknown = JSON.parse(Buffer.from(String(chain.body.links[2].jws).split('.')[1] ?? '', 'base64url').toString())
    expect(payload).toMatchObject({ transactions: [{ comments: '运费未付清' }] })
    // A link is signed with the same key, and still is no bill.
    expect(await verifyBill(chain.body.links[0].jws, await keys())).toMatchObject({ ok: false, error: { code: 'wrong-type' } })
  })

  test('surrendered twice at once: one wins, and the other is shown the winning link', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await counter.issued()
      const answers = await Promise.all([surrender(id, 0), surrender(id, 0), surrender(id, 0)])
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      const refused = answers.filter(({ status }) => status !== 200).map(refusalOf)
      for (const refusal of refused)
        expect(refusal).toMatchObject({
          code: 'wrong-state',
          extension: {
            state: 'PENDING_SURRENDER_FOR_DELIVERY',
            winningLink: { sequence: 1, act: 'SURRENDER_FOR_DELIVERY', actorPartyId: idOfParty('consignee') },
          },
        })
      const { rows } = await inTx((tx) => sql`SELECT 1 FROM title.title_link WHERE document_id = ${wireUuid(id)}`.execute(tx))
      expect(rows).toHaveLength(2)
    }
  })

  test('to order it goes from the consignor to whomever he names, who sees it though he is not on the consignment', async () => {
    const { id, consignmentId } = await counter.issued(true)
    expect(refusalOf(await counter.ask('getBill', callerOf('stranger'), { id }))).toEqual({ code: 'not-found' })
    expect(
      refusalOf(await act('postBillTransfer', id, 'consignee', { expectedSequence: 0, toPartyId: idOfParty('stranger') })),
    ).toMatchObject({ code: 'forbidden' })
    expect(
      refusalOf(await act('postBillTransfer', id, 'shipper', { expectedSequence: 0, toPartyId: wireId('pty', counter.city.newUuid()) })),
    ).toMatchObject({
      code: 'invalid-request',
      errors: [{ pointer: '/toPartyId' }],
    })
    expect(refusalOf(await act('postBillTransfer', id, 'shipper', { expectedSequence: 0, toPartyId: idOfParty('shipper') }))).toMatchObject(
      { code: 'invalid-request' },
    )
    const given = await act('postBillTransfer', id, 'shipper', { expectedSequence: 0, toPartyId: idOfParty('stranger') })
    expect(given.body).toMatchObject({ sequence: 1, possessor: { partyId: idOfParty('stranger') } })
    for (const operationId of ['getBill', 'getBillVc', 'getBillChain', 'getBillPdf'])
      expect((await counter.ask(operationId, callerOf('stranger'), { id })).status).toBe(200)
    expect((await counter.ask('getConsignmentBill', callerOf('stranger'), { id: consignmentId })).status).toBe(200)
    expect((await changesOf(id)).at(-1)?.audiences).toContain(counter.city.parties.stranger.uuid)
    expect(refusalOf(await surrender(id, 1, 'shipper'))).toMatchObject({ code: 'forbidden' })
    expect((await surrender(id, 1, 'stranger')).status).toBe(200)
    expect((await counter.ask('getBill', callerOf('stranger'), { id })).status).toBe(200)
  })

  test('a straight bill goes to the parties it names only', async () => {
    const { id } = await counter.issued(false)
    expect(
      refusalOf(await act('postBillTransfer', id, 'consignee', { expectedSequence: 0, toPartyId: idOfParty('stranger') })),
    ).toMatchObject({ code: 'wrong-state' })
    expect((await act('postBillTransfer', id, 'consignee', { expectedSequence: 0, toPartyId: idOfParty('shipper') })).status).toBe(200)
  })

  test('who runs a leg or a hub sees the consignment, yet not its bill', async () => {
    const { id, consignmentId } = await counter.issued()
    for (const name of ['rail', 'hub', 'customs'] as const) {
      expect(refusalOf(await counter.ask('getBill', callerOf(name), { id }))).toMatchObject({ code: 'forbidden' })
      expect(refusalOf(await counter.ask('getConsignmentBill', callerOf(name), { id: consignmentId }))).toMatchObject({ code: 'forbidden' })
    }
    expect(refusalOf(await counter.ask('getConsignmentBill', callerOf('stranger'), { id: consignmentId }))).toEqual({ code: 'not-found' })
  })
})

describe('keys', () => {
  const operator: Caller = {
    kind: 'party',
    partyId: '01900000-0000-7000-8000-000000000001',
    roles: ['WINDOW_OPERATOR'],
    scopes: ['READ'],
    userId: 'u',
  }

  test('two first issues at once, on two copies of the program, end with one key', async () => {
    await using fresh = await testDatabase()
    const one = await openCounter(fresh)
    expect((await one.ask('getDidDocument', { kind: 'anonymous' })).body).toMatchObject({
      id: 'did:web:yidan.example',
      verificationMethod: [],
    })
    const two = await openCounter(fresh, {}, one.city)
    const consignments = [await one.confirmed(), await one.confirmed()]
    const answers = await Promise.all(
      consignments.map(({ whole }, index) =>
        (index === 0 ? one : two).ask('postBill', one.city.parties.operator.caller, {
          body: { consignmentId: whole.id, isToOrder: false },
        }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect((await one.ask('getDidDocument', { kind: 'anonymous' })).body.verificationMethod).toHaveLength(1)
  })

  test('what an old key signed stays verifiable, by hand or by age', async () => {
    await using fresh = await testDatabase()
    const desk = await openCounter(fresh, { signingKeyDays: 30 })
    const did = async () => didDocument.parse((await desk.ask('getDidDocument', { kind: 'anonymous' })).body)
    const vc = async (id: string): Promise<string> => (await desk.ask('getBillVc', desk.city.parties.operator.caller, { id })).body
    const first = await vc((await desk.issued()).id)
    const rotated = await desk.ask('postSigningKey', operator)
    expect(rotated).toMatchObject({ status: 201, body: { kid: expect.stringMatching(/^[\w-]{43}$/), did: 'did:web:yidan.example' } })
    const second = await vc((await desk.issued()).id)
    desk.now = desk.now.add({ hours: 24 * 30 })
    const consignment = await desk.confirmed()
    const third = await vc(
      (await desk.ask('postBill', desk.city.parties.operator.caller, { body: { consignmentId: consignment.whole.id } })).body.id,
    )
    const kids = await Promise.all(
      [first, second, third].map(async (text) => {
        const proof = await verifyBill(text, await did())
        return proof.ok ? proof.value.kid : proof.error.code
      }),
    )
    expect(new Set(kids).size).toBe(3)
    expect(kids[1]).toBe(rotated.body.kid)
    expect((await did()).verificationMethod?.map(({ id }) => id)).toEqual(kids.map((kid) => `did:web:yidan.example#${kid}`))
    // Chains are signed on with whatever key is in force.
    const { rows } = await withCaller(fresh.db, { kind: 'system', name: 'test' }, (tx) =>
      sql<{ public_jwk: string }>`SELECT public_jwk FROM bill.signing_key`.execute(tx),
    )
    for (const { public_jwk } of rows) expect(Object.keys(JSON.parse(public_jwk)).toSorted()).toEqual(['crv', 'kty', 'x', 'y'])
  })

  test("only the window's operator replaces a key, and only in person", async () => {
    expect(refusalOf(await counter.ask('postSigningKey', callerOf('operator')))).toMatchObject({ code: 'forbidden' })
    const { userId: _, ...program } = { ...operator, userId: undefined }
    expect(refusalOf(await counter.ask('postSigningKey', { ...program, keyId: 'k' }))).toMatchObject({ code: 'forbidden' })
  })
})

describe('the PDF', () => {
  test('carries the signed original, and is the same bytes each time', async () => {
    const { id } = await counter.issued()
    const [one, two] = [
      await counter.ask('getBillPdf', callerOf('consignee'), { id }),
      await counter.ask('getBillPdf', callerOf('consignee'), { id }),
    ]
    expect(Buffer.compare(one.body, two.body)).toBe(0)
    const carried = await extractVcFromPdf(one.body)
    expect(carried).toEqual({ ok: true, value: await vcOf(id) })
  })

  test('text outside the font is refused, naming member and character; the signed original is still there', async () => {
    const { whole } = await counter.confirmed({ consignee: { name: 'Żółw Łódź 🚢' } })
    const { body } = await issue(whole.id)
    expect(refusalOf(await counter.ask('getBillPdf', callerOf('operator'), { id: body.id }))).toMatchObject({
      code: 'unrenderable-text',
      errors: expect.arrayContaining([
        expect.objectContaining({
          pointer: '/documentParties/consignee/name',
          detail: expect.objectContaining({ en: expect.stringContaining('Ł (U+0141)') }),
        }),
      ]),
    })
    expect(await verifyBill(await vcOf(body.id), await keys())).toMatchObject({ ok: true })
  })
})
