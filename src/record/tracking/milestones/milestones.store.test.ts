// Milestones of a real consignment: planned at confirm, stated by one tap, seen by whom it concerns, listed as work.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type AnyTx, withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { type ConsignmentRecord, findConsignment, setTransportDocument } from '#record/consignment'
import { openTrackedCity, type TrackedCity } from '../testing/tracked-city.ts'

let database: TestDatabase
let tracked: TrackedCity
let at: TrackedCity['city']['parties']
beforeAll(async () => {
  database = await testDatabase()
  tracked = await openTrackedCity(database)
  at = tracked.city.parties
})
afterAll(() => database.close())

const instant = (text: string): Temporal.Instant => Temporal.Instant.from(text)
const fresh = (): Promise<ConsignmentRecord> => {
  tracked.city.now = instant('2026-12-01T01:00:00Z')
  return tracked.confirmed()
}
const again = (record: ConsignmentRecord) =>
  withCaller(tracked.city.db, { kind: 'system', name: 'test' }, (tx: AnyTx) => findConsignment(tx, record.uuid))

describe('one tap', () => {
  it('is an EPCIS event, and the milestone says who stated it and when it was known', async () => {
    const record = await fresh()
    const { caller } = at.road
    tracked.city.now = instant('2026-12-01T02:00:00Z')
    const answer = await tracked.tap(caller, record, 1, 'ACCEPTED', '2026-12-01T09:30:00+08:00')
    expect(answer).toMatchObject({
      status: 201,
      body: {
        milestone: 'ACCEPTED',
        elementSequenceNumber: 1,
        scheduledOccurrenceDateTime: '2026-12-01T01:00:00Z',
        actualOccurrenceDateTime: '2026-12-01T01:30:00.000Z',
        eventID: expect.stringMatching(/^ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0$/),
        statedBy: { partyId: at.road.id, name: at.road.name },
        recordedDateTime: '2026-12-01T02:00:00Z',
      },
    })
    const [kept] = await tracked.rows(sql<{ event_text: string; context: string }>`SELECT event_text, context FROM tracking.event
      WHERE consignment_id = ${record.uuid}`)
    expect(JSON.parse(kept?.event_text ?? '')).toEqual({
      type: 'ObjectEvent',
      action: 'OBSERVE',
      bizStep: 'accepting',
      disposition: 'in_progress',
      epcList: [`https://yidan.example/consignments/${record.whole.id}`],
      eventTime: '2026-12-01T01:30:00.000Z',
      eventTimeZoneOffset: '+08:00',
      readPoint: { id: 'https://yidan.example/places/cq-xiyong-cbz' },
      'yidan:consignment': record.whole.id,
      'yidan:element': record.whole.elements[0]?.id,
      'yidan:milestone': 'ACCEPTED',
    })
    expect(await again(record)).toMatchObject({
      status: 'IN_TRANSIT',
      whole: {
        progress: {
          elementSequenceNumber: 1,
          milestone: 'ACCEPTED',
          milestoneDateTime: '2026-12-01T01:30:00Z',
          estimatedDeliveryDateTime: '2026-12-18T04:30:00Z',
        },
      },
    })
  })

  it('said twice is said once; said otherwise it is another event', async () => {
    const record = await fresh()
    const tap = (time: string) => tracked.tap(at.road.caller, record, 1, 'LOADED', time)
    const [first, second] = [await tap('2026-12-01T01:00:00Z'), await tap('2026-12-01T09:00:00+08:00')]
    // The same moment on the clock of the place.
    expect(second.body.eventID).toBe(first.body.eventID)
    const later = await tap('2026-12-01T01:05:00Z')
    expect([later.status, later.body.actualOccurrenceDateTime]).toEqual([201, '2026-12-01T01:05:00.000Z'])
    const [count] = await tracked.rows(sql<{ n: bigint }>`SELECT count(*) AS n FROM tracking.event WHERE consignment_id = ${record.uuid}`)
    const loaded = (await tracked.milestones(at.shipper.caller, record)).find(({ milestone }) => milestone === 'LOADED')
    expect([count?.n, loaded?.actualOccurrenceDateTime]).toEqual([2n, '2026-12-01T01:00:00.000Z'])
  })

  it.each([
    ['a stranger, as if it were not there', 'stranger', 1, 'LOADED', '2026-12-01T01:00:00Z', { code: 'not-found' }],
    ['another’s element', 'rail', 1, 'LOADED', '2026-12-01T01:00:00Z', { code: 'not-found' }],
    ['the neighbour’s element', 'rail', 2, 'DISCHARGED', '2026-12-01T01:00:00Z', { code: 'forbidden' }],
    ['the shipper', 'shipper', 1, 'LOADED', '2026-12-01T01:00:00Z', { code: 'forbidden' }],
    ['customs on what is not theirs', 'customs', 2, 'DISCHARGED', '2026-12-01T01:00:00Z', { code: 'forbidden' }],
    [
      'a milestone the element does not owe',
      'road',
      1,
      'DELIVERED',
      '2026-12-01T01:00:00Z',
      { errors: [{ pointer: '/milestone', code: 'unknown-code' }] },
    ],
    ['the future', 'road', 1, 'LOADED', '2026-12-01T01:10:01Z', { errors: [{ pointer: '/occurredDateTime', code: 'out-of-range' }] }],
    ['long ago', 'road', 1, 'LOADED', '1066-10-14T12:00:00Z', { errors: [{ pointer: '/occurredDateTime', code: 'out-of-range' }] }],
    [
      'more decimals than any clock has',
      'road',
      1,
      'LOADED',
      '2026-12-01T01:00:00.1234567890123Z',
      { errors: [{ pointer: '/occurredDateTime', code: 'out-of-range' }] },
    ],
    [
      'an offset of nowhere',
      'road',
      1,
      'LOADED',
      '2026-12-01T20:00:00+19:00',
      { errors: [{ pointer: '/occurredDateTime', code: 'out-of-range' }] },
    ],
  ] as const)('refuses %s', async (_name, who, sequenceNumber, milestone, time, refusal) => {
    const record = await fresh()
    expect((await tracked.tap(at[who].caller, record, sequenceNumber, milestone, time)).refusal).toMatchObject(refusal)
    const [count] = await tracked.rows(sql<{ n: bigint }>`SELECT count(*) AS n FROM tracking.event WHERE consignment_id = ${record.uuid}`)
    expect(count?.n).toBe(0n)
  })

  it('takes a box by its number, and refuses one whose check digit is wrong', async () => {
    const record = await fresh()
    const tap = (equipmentId: string) => tracked.tap(at.road.caller, record, 1, 'LOADED', '2026-12-01T01:00:00Z', { equipmentId })
    expect((await tap('CSQU 305438-4')).refusal).toMatchObject({ errors: [{ pointer: '/equipmentId', code: 'out-of-range' }] })
    expect((await tap('csqu 305438-3')).status).toBe(201)
    const subjects = await tracked.rows(
      sql<{ subject: string }>`SELECT subject FROM tracking.event_subject WHERE subject LIKE 'urn:epc:id:bic:%'`,
    )
    expect(subjects).toEqual([{ subject: 'urn:epc:id:bic:CSQU3054383' }])
  })

  it('lets the contract’s carrier state all and customs their own', async () => {
    const record = await fresh()
    expect((await tracked.tap(at.operator.caller, record, 3, 'LOADED', '2026-12-01T01:00:00Z')).status).toBe(201)
    expect((await tracked.tap(at.customs.caller, record, 2, 'CUSTOMS_RELEASED', '2026-12-01T01:00:00Z')).status).toBe(201)
  })

  it('delivers only once the bill is surrendered', async () => {
    const record = await fresh()
    const bill = (transportDocumentStatus: 'ISSUED' | 'SURRENDERED_FOR_DELIVERY') =>
      withCaller(tracked.city.db, at.operator.caller, (tx: AnyTx) =>
        setTransportDocument(tx, record.uuid, { billId: 'bil_01m8mz2jn8fbmb0w159tn4gjbg', transportDocumentStatus }, tracked.city.now),
      )
    const deliver = () => tracked.tap(at.hub.caller, record, 4, 'DELIVERED', '2026-12-01T01:00:00Z')
    await bill('ISSUED')
    expect((await deliver()).refusal).toMatchObject({ code: 'wrong-state', extension: { state: 'ISSUED' } })
    expect((await tracked.milestones(at.hub.caller, record)).find(({ milestone }) => milestone === 'DELIVERED')?.mayReport).toBeUndefined()
    await bill('SURRENDERED_FOR_DELIVERY')
    expect((await deliver()).status).toBe(201)
    expect(await again(record)).toMatchObject({ status: 'DELIVERED', whole: { progress: { milestone: 'DELIVERED' } } })
    const changes = await tracked.rows(
      sql<{ code: string }>`SELECT code FROM postgres.change WHERE resource_id = ${record.whole.id} ORDER BY position`,
    )
    expect(changes.map(({ code }) => code)).toEqual(['consignment-confirmed', 'milestone-stated', 'consignment-delivered'])
  })
})

test('out of order and late, the same is known in the end', async () => {
  const taps = [
    [1, 'ACCEPTED', '2026-12-01T01:00:00Z'],
    [1, 'DEPARTED', '2026-12-01T01:10:00Z'],
    [2, 'DISCHARGED', '2026-12-01T02:00:00Z'],
    [3, 'DEPARTED', '2026-12-03T14:00:00Z'],
  ] as const
  const known = async (order: readonly (typeof taps)[number][]) => {
    const record = await fresh()
    tracked.city.now = instant('2026-12-03T15:00:00Z')
    for (const [sequenceNumber, milestone, time] of order) await tracked.tap(at.operator.caller, record, sequenceNumber, milestone, time)
    const items = await tracked.milestones(at.operator.caller, record)
    const { whole } = (await again(record)) ?? record
    return { progress: whole.progress, items: items.map(({ elementId: _id, eventID: _e, ...rest }) => rest) }
  }
  const inOrder = await known(taps)
  expect(await known(taps.toReversed())).toEqual(inOrder)
  expect(inOrder.progress).toEqual({
    elementSequenceNumber: 3,
    milestone: 'DEPARTED',
    milestoneDateTime: '2026-12-03T14:00:00Z',
    estimatedDeliveryDateTime: '2026-12-18T06:00:00Z',
  })
})

test('each sees the elements that concern it', async () => {
  const record = await fresh()
  await tracked.tap(at.hub.caller, record, 2, 'DISCHARGED', '2026-12-01T01:00:00Z')
  const seen = async (who: keyof typeof at) => [
    ...new Set((await tracked.milestones(at[who].caller, record)).map((one) => one.elementSequenceNumber)),
  ]
  expect(await seen('shipper')).toEqual([1, 2, 3, 4])
  expect(await seen('consignee')).toEqual([1, 2, 3, 4])
  expect(await seen('road')).toEqual([1, 2])
  expect(await seen('customs')).toEqual([1, 2, 3])
  expect(await seen('hub')).toEqual([1, 2, 3, 4])
  const discharged = async (who: keyof typeof at) =>
    (await tracked.milestones(at[who].caller, record)).find(({ milestone }) => milestone === 'DISCHARGED')
  expect((await discharged('shipper'))?.statedBy?.name).toBe(at.hub.name)
  const neighbour = await discharged('road')
  expect([neighbour?.actualOccurrenceDateTime, neighbour?.statedBy]).toEqual(['2026-12-01T01:00:00.000Z', undefined])
  expect((await tracked.ask('listMilestones', at.stranger.caller, { params: { id: record.whole.id } })).refusal).toEqual({
    code: 'not-found',
  })
  expect((await tracked.ask('listMilestones', at.shipper.caller, { params: { id: 'csg_01m8mz2g84esd84n8ye9x7nmjc' } })).refusal).toEqual({
    code: 'not-found',
  })
  const mayReport = (await tracked.milestones(at.road.caller, record)).filter((one) => one.mayReport === true)
  expect(mayReport.map((one) => one.milestone)).toEqual(['ACCEPTED', 'LOADED', 'DEPARTED', 'ARRIVED', 'GATED_IN'])
})

describe('work', () => {
  const work = (who: keyof typeof at, query: object = {}) => tracked.ask('listWork', at[who].caller, { query })

  it('is the next one owed per element, pages without gap or repeat, and ends with the element', async () => {
    await tracked.rows(sql`DELETE FROM tracking.next_step`)
    const records = [await fresh(), await fresh(), await fresh()]
    const whole = (await work('hub')).body
    expect(whole.items).toHaveLength(6)
    expect(whole.items.map((item: { scheduledOccurrenceDateTime: string }) => item.scheduledOccurrenceDateTime)).toEqual([
      ...Array.from({ length: 3 }, () => '2026-12-01T01:28:00Z'),
      ...Array.from({ length: 3 }, () => '2026-12-17T22:00:00Z'),
    ])
    const paged: unknown[] = []
    for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
      const { body } = await work('hub', { limit: 4, ...(cursor !== undefined && { cursor }) })
      paged.push(...body.items)
      cursor = body.nextCursor
    }
    expect(paged).toEqual(whole.items)
    expect((await work('hub', { cursor: 'garbage' })).refusal).toMatchObject({ errors: [{ pointer: '/cursor', code: 'wrong-type' }] })
    const [record] = records
    if (record === undefined) throw new Error('three were made')
    expect((await work('customs')).body.items[0]).toMatchObject({
      milestone: 'CUSTOMS_SUBMITTED',
      mayReport: true,
      elementSequenceNumber: 2,
    })
    for (const milestone of ['ACCEPTED', 'LOADED', 'DEPARTED', 'ARRIVED', 'GATED_IN']) {
      const mine = (await work('road')).body.items.find((item: { consignmentId: string }) => item.consignmentId === record.whole.id)
      expect(mine).toMatchObject({ milestone, mayReport: true, departureLocation: { placeId: 'cq-xiyong-cbz' } })
      await tracked.tap(at.road.caller, record, 1, milestone, '2026-12-01T01:00:00Z')
    }
    expect((await work('road')).body.items).toHaveLength(2)
    tracked.city.now = instant('2026-12-01T01:00:01Z')
    expect((await work('road')).body.items[0].overdue).toBe(true)
    expect((await work('shipper')).body.items).toEqual([])
  })
})
