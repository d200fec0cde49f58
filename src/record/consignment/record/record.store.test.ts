import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from '#kernel'
import { type Consignment, consignment, type ConsignmentSummary, etagOf, type Quote } from '#model'
import { type AnyTx, withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { type City, type PerformerName, openCity } from '../testing/city.ts'
import { emptyCity } from '../testing/empty-city.ts'
import { audiencesOf, type ConsignmentRecord } from './record.ts'
import { findConsignment, setProgress, setTransportDocument } from './store.ts'

const BOXES = [
  { id: 'csqu 305438-3', unitTypeCode: '40HC', affixedSeal: [{ id: 'CN123' }] },
  { id: 'TOLU4734787', unitTypeCode: '40HC' },
]

let database: TestDatabase
let city: City
let quote: Quote
let record: ConsignmentRecord
let start: Temporal.Instant
beforeAll(async () => {
  database = await testDatabase()
  city = await openCity(database)
  start = city.now
})
beforeEach(async () => {
  city.now = start
  await emptyCity(database, city)
  quote = await city.quote()
  record = await city.confirmed({ consignorAssignedId: 'PO-2026-1187', usedTransportEquipment: BOXES }, quote)
})
afterAll(() => database.close())

const caller = (name: PerformerName): Caller => city.parties[name].caller
const seenBy = async (name: PerformerName): Promise<Consignment> => (await city.consignment(record.whole.id, caller(name))).body
const system = <T>(work: (tx: AnyTx) => Promise<T>): Promise<T> => withCaller(database.db, { kind: 'system', name: 'test' }, work)
const again = async (): Promise<ConsignmentRecord> => {
  const found = await system((tx) => findConsignment(tx, record.uuid))
  if (!found) throw new Error('it is there')
  return found
}
const changes = async () =>
  (
    await system((tx) =>
      sql<{
        code: string
        audiences: readonly string[]
      }>`SELECT code, audiences FROM postgres.change WHERE resource = 'consignment' ORDER BY position`.execute(tx),
    )
  ).rows
const list = async (name: PerformerName, query: object = {}): Promise<{ items: ConsignmentSummary[]; nextCursor?: string }> =>
  (await city.ask('listConsignments', caller(name), { query })).body
const cancel = (name: PerformerName, ifMatch = etagOf(record.version, 'WHOLE')) =>
  city.ask('cancelConsignment', caller(name), { params: { id: record.whole.id }, body: { reason: 'sold otherwise' }, ifMatch })
const taken = async (): Promise<bigint> =>
  (await system((tx) => sql<{ n: bigint }>`SELECT coalesce(sum(taken), 0)::bigint AS n FROM network.departure_capacity`.execute(tx)))
    .rows[0]?.n ?? -1n

describe('what a confirmed booking makes', () => {
  test('is the quote’s chain with ids, who answers for each element, and what each owes', async () => {
    expect(record.whole).toMatchObject({
      consignmentNumber: expect.stringMatching(/^CQ26-1201-\d{6}$/),
      consignmentStatus: 'CONFIRMED',
      version: 1,
      consignorAssignedId: 'PO-2026-1187',
      cargoFormCode: 'CONTAINERISED',
      requestedEquipment: [{ unitTypeCode: '40HC', quantity: 10 }],
      usedTransportEquipment: [{ id: 'CSQU3054383', unitTypeCode: '40HC', affixedSeal: [{ id: 'CN123' }] }, { id: 'TOLU4734787' }],
      totalAmount: quote.itineraries[0]?.criteria.totalAmount,
      emissionG: quote.itineraries[0]?.criteria.emissionG,
      applicableServiceCharge: quote.itineraries[0]?.applicableServiceCharge,
      estimatedDeliveryDateTime: quote.itineraries[0]?.criteria.arrivalDateTime,
      declaredValueForCarriageAmount: { minor: '5100000000', currency: 'CNY' },
    })
    const { road, hub, rail, customs, shipper, consignee, operator } = city.parties
    expect(record.whole.elements.map(({ carrier }) => carrier?.partyId)).toEqual([road.id, hub.id, rail.id, hub.id])
    expect(record.elementParties).toMatchObject([
      { partyId: road.uuid, owed: ['ACCEPTED', 'LOADED', 'DEPARTED', 'ARRIVED', 'GATED_IN'] },
      { partyId: hub.uuid, authorityPartyId: customs.uuid, owed: ['DISCHARGED', 'CUSTOMS_SUBMITTED', 'CUSTOMS_RELEASED', 'STORED'] },
      { partyId: rail.uuid, owed: ['LOADED', 'DEPARTED', 'BORDER_CROSSED', 'HANDED_OVER', 'GAUGE_CHANGED', 'ARRIVED'] },
      { partyId: hub.uuid, owed: expect.arrayContaining(['DELIVERED']) },
    ])
    expect(record.elementParties.at(-1)?.owed.at(-1)).toBe('DELIVERED')
    const everybody = [shipper, consignee, operator, road, rail, hub, customs].map(({ uuid }) => uuid)
    expect(new Set(audiencesOf(record))).toEqual(new Set(everybody))
    expect(await again()).toEqual(record)
  })

  test('numbers follow one another', async () => {
    const next = await city.confirmed({}, quote)
    const running = ({ whole }: ConsignmentRecord) => Number(whole.consignmentNumber.slice(-6))
    expect(running(next)).toBe(running(record) + 1)
  })
})

describe('each party its slice', () => {
  test('contract parties see it whole, with the ETag of that slice', async () => {
    for (const name of ['shipper', 'operator'] as const) {
      const answer = await city.consignment(record.whole.id, caller(name))
      expect(consignment.parse(answer.body)).toEqual(record.whole)
      expect(answer.headers['etag']).toBe(etagOf(1, 'WHOLE'))
    }
  })

  test('the consignee sees all but the prices', async () => {
    const seen = await seenBy('consignee')
    expect(seen).toMatchObject({ slice: 'WITHOUT_CHARGES', consignor: record.whole.consignor, elements: record.whole.elements })
    expect(JSON.stringify(seen)).not.toMatch(/appliedAmount|totalAmount|exchangeRates|unpriced/)
  })

  test('the railway sees its run and the hubs either side, the cargo without its value, and neither end', async () => {
    const seen = await seenBy('rail')
    expect(consignment.parse(seen)).toMatchObject({ slice: 'OWN_ELEMENTS', includedConsignmentItem: record.whole.includedConsignmentItem })
    expect(seen.elements.map(({ sequenceNumber, carrier }) => [sequenceNumber, carrier?.name])).toEqual([
      [2, undefined],
      [3, 'The rail'],
      [4, undefined],
    ])
    expect(seen.elements[0]).toMatchObject({
      operations: [],
      startEvent: record.whole.elements[1]?.kind === 'HUB_OPERATION' ? record.whole.elements[1].startEvent : {},
    })
    const text = JSON.stringify(seen)
    for (const hidden of [
      'consignor"',
      'consignee"',
      'The shipper',
      'The consignee',
      'declaredValue',
      'Amount',
      'bookingId',
      'PO-2026',
      'cq-xiyong-cbz',
    ])
      expect(text).not.toContain(hidden)
  })

  test('whoever handles an end sees who is there', async () => {
    expect(await seenBy('road')).toMatchObject({
      consignor: { name: 'The shipper' },
      carrierAcceptanceLocation: { placeId: 'cq-xiyong-cbz' },
    })
    expect((await seenBy('road')).consignee).toBeUndefined()
    expect(await seenBy('hub')).toMatchObject({
      consignee: { name: 'The consignee' },
      consigneeReceiptLocation: { placeId: 'de-duisburg' },
    })
    expect((await seenBy('customs')).elements.map(({ sequenceNumber }) => sequenceNumber)).toEqual([1, 2, 3])
  })

  test('for a stranger it is not there, by id or by number', async () => {
    expect((await city.consignment(record.whole.id, caller('stranger'))).refusal).toEqual({ code: 'not-found' })
    expect((await city.consignment('csg_1', caller('shipper'))).refusal).toEqual({ code: 'not-found' })
    expect((await cancel('stranger')).refusal).toEqual({ code: 'not-found' })
    for (const q of [record.whole.consignmentNumber, 'PO-2026-1187', 'CSQU3054383'])
      expect((await list('stranger', { q })).items).toEqual([])
  })
})

describe('the list', () => {
  test('finds by number, box and reference in any spelling, exactly, and only what the reader’s slice shows', async () => {
    const found = async (name: PerformerName, q: string) => (await list(name, { q })).items.map(({ id }) => id)
    const { id, consignmentNumber } = record.whole
    for (const q of [consignmentNumber, consignmentNumber.toLowerCase(), 'csqu 305438-3', 'po 2026 1187', 'TOLU4734787'])
      expect(await found('shipper', q)).toEqual([id])
    for (const q of ['CSQU305438', 'PO-2026', '%', 'CQ26']) expect(await found('shipper', q)).toEqual([])
    expect(await found('rail', consignmentNumber)).toEqual([id])
    expect(await found('rail', 'CSQU3054383')).toEqual([id])
    expect(await found('rail', 'PO-2026-1187')).toEqual([])
    expect(await found('consignee', 'PO-2026-1187')).toEqual([id])
  })

  test('newest first, page by page, by status, in one’s slice', async () => {
    const all = [record, await city.confirmed({}, quote), await city.confirmed({}, quote)].map(({ whole }) => whole.id).toReversed()
    const first = await list('hub', { limit: '2' })
    const second = await list('hub', { limit: '2', cursor: first.nextCursor })
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all)
    expect(second.nextCursor).toBeUndefined()
    await system((tx) => setProgress(tx, record.uuid, { status: 'IN_TRANSIT', now: city.now }))
    expect((await list('shipper', { status: 'IN_TRANSIT' })).items).toMatchObject([
      { id: record.whole.id, consignorAssignedId: 'PO-2026-1187', carrier: { name: 'The operator' } },
    ])
    expect((await list('rail', { status: 'IN_TRANSIT' })).items[0]?.consignorAssignedId).toBeUndefined()
    expect((await city.ask('listConsignments', caller('shipper'), { query: { status: 'LOST' } })).refusal).toMatchObject({
      code: 'invalid-request',
    })
  })
})

describe('moved on by the modules above', () => {
  const departed = { elementSequenceNumber: 3, milestone: 'DEPARTED', milestoneDateTime: '2026-12-03T12:10:00Z' } as const

  test('progress bumps the version, tells everybody on it, and the status only moves forward', async () => {
    await system((tx) => setProgress(tx, record.uuid, { status: 'IN_TRANSIT', progress: departed, now: city.now }))
    expect((await again()).whole).toMatchObject({ version: 2, consignmentStatus: 'IN_TRANSIT', progress: departed })
    await system((tx) => setProgress(tx, record.uuid, { status: 'IN_TRANSIT', progress: departed, now: city.now }))
    expect((await again()).version).toBe(2)
    await system((tx) => setProgress(tx, record.uuid, { status: 'DELIVERED', now: city.now }))
    await system((tx) => setProgress(tx, record.uuid, { status: 'IN_TRANSIT', now: city.now }))
    expect((await again()).whole).toMatchObject({ version: 3, consignmentStatus: 'DELIVERED', progress: departed })
    expect((await changes()).map(({ code }) => code)).toEqual(['consignment-confirmed', 'consignment-progressed', 'consignment-delivered'])
    expect(new Set((await changes())[1]?.audiences)).toEqual(new Set(audiencesOf(record)))
  })

  test('the railway sees progress at the hub it hands over to, not beyond', async () => {
    const at = (elementSequenceNumber: number) =>
      system((tx) =>
        setProgress(tx, record.uuid, { status: 'IN_TRANSIT', progress: { ...departed, elementSequenceNumber }, now: city.now }),
      )
    await at(1)
    expect((await seenBy('rail')).progress).toBeUndefined()
    await at(2)
    expect((await seenBy('rail')).progress).toMatchObject({ elementSequenceNumber: 2 })
  })

  test('the bill shows in the consignment and is found by its reference', async () => {
    const document = {
      billId: 'bil_01m8mz2jn8fbmb0w159tn4gjbg',
      transportDocumentReference: 'CQMTD2600000017',
      transportDocumentStatus: 'ISSUED',
    } as const
    await system((tx) => setTransportDocument(tx, record.uuid, document, city.now))
    await system((tx) => setTransportDocument(tx, record.uuid, document, city.now))
    expect((await again()).whole).toMatchObject({ version: 3, transportContractDocument: document })
    expect((await list('consignee', { q: 'cqmtd 2600000017' })).items).toHaveLength(1)
    expect((await list('rail', { q: 'CQMTD2600000017' })).items).toHaveLength(0)
    expect((await seenBy('rail')).transportContractDocument).toBeUndefined()
  })
})

describe('cancel', () => {
  test('before the first departure, by a contract party with the version he saw, gives the room back', async () => {
    expect((await cancel('rail', etagOf(1, 'OWN_ELEMENTS'))).refusal).toMatchObject({ code: 'forbidden' })
    expect((await cancel('consignee', etagOf(1, 'WITHOUT_CHARGES'))).refusal).toMatchObject({ code: 'forbidden' })
    expect((await cancel('shipper', etagOf(7, 'WHOLE'))).refusal).toEqual({ code: 'version-changed' })
    expect(await taken()).toBeGreaterThan(0n)
    const answer = await cancel('shipper')
    expect(answer.body).toMatchObject({ consignmentStatus: 'CANCELLED', version: 2, cancellationReason: 'sold otherwise' })
    expect(answer.headers['etag']).toBe(etagOf(2, 'WHOLE'))
    expect(await again()).toMatchObject({ status: 'CANCELLED', whole: answer.body })
    expect(await taken()).toBe(0n)
    expect((await changes()).at(-1)?.code).toBe('consignment-cancelled')
    expect((await cancel('shipper', etagOf(2, 'WHOLE'))).refusal).toMatchObject({ code: 'wrong-state', extension: { state: 'CANCELLED' } })
    await system((tx) => setProgress(tx, record.uuid, { status: 'IN_TRANSIT', now: city.now }))
    expect((await again()).status).toBe('CANCELLED')
  })

  test('not once the first departure has left, goods are on their way, or a bill is out', async () => {
    // By now the lorry has left, or the train's transfer is missed.
    city.now = Temporal.Instant.from('2026-12-01T05:32:01Z')
    expect((await cancel('shipper')).refusal).toMatchObject({ code: 'departure-closed' })
    city.now = start
    const document = { billId: 'bil_01m8mz2jn8fbmb0w159tn4gjbg', transportDocumentStatus: 'ISSUED' } as const
    await system((tx) => setTransportDocument(tx, record.uuid, document, city.now))
    expect((await cancel('shipper', etagOf(2, 'WHOLE'))).refusal).toMatchObject({
      code: 'wrong-state',
      extension: { transportDocumentStatus: 'ISSUED' },
    })
    await system((tx) => setTransportDocument(tx, record.uuid, { ...document, transportDocumentStatus: 'VOIDED' }, city.now))
    await system((tx) => setProgress(tx, record.uuid, { status: 'IN_TRANSIT', now: city.now }))
    expect((await cancel('shipper', etagOf(4, 'WHOLE'))).refusal).toMatchObject({ code: 'wrong-state', extension: { state: 'IN_TRANSIT' } })
    expect(await taken()).toBeGreaterThan(0n)
  })
})
