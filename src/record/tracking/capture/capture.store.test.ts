// EPCIS capture on a real database: what is kept, byte by byte; what is refused; whose consignment it moves; many at once.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { type AnyTx, withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { type ConsignmentRecord, findConsignment, setTransportDocument } from '#record/consignment'
import { ORIGIN, openTrackedCity, type TrackedCity } from '../testing/tracked-city.ts'

let database: TestDatabase
let tracked: TrackedCity
let at: TrackedCity['city']['parties']
beforeAll(async () => {
  database = await testDatabase()
  tracked = await openTrackedCity(database)
  at = tracked.city.parties
})
afterAll(() => database.close())

let record: ConsignmentRecord
beforeEach(async () => {
  tracked.city.now = Temporal.Instant.from('2026-12-01T01:00:00Z')
  record = await tracked.confirmed()
  tracked.city.now = Temporal.Instant.from('2026-12-03T12:11:00Z')
})

const elementOf = (sequenceNumber: number): string | undefined => record.whole.elements[sequenceNumber - 1]?.id
const departed = (change: object = {}): object => ({
  type: 'ObjectEvent',
  action: 'OBSERVE',
  bizStep: 'departing',
  disposition: 'in_transit',
  epcList: [`${ORIGIN}/consignments/${record.whole.id}`],
  eventTime: '2026-12-03T12:10:00.000Z',
  eventTimeZoneOffset: '+08:00',
  readPoint: { id: `${ORIGIN}/places/cq-tuanjiecun-rail` },
  'yidan:consignment': record.whole.id,
  'yidan:element': elementOf(3),
  'yidan:milestone': 'DEPARTED',
  ...change,
})
const without = (event: object, ...names: string[]): object =>
  Object.fromEntries(Object.entries(event).filter(([name]) => !names.includes(name)))
const bare = (change: object = {}): object => without(departed(change), 'yidan:consignment', 'yidan:element', 'yidan:milestone')
const documentOf = (
  ...events: readonly (object | string)[]
): string => `{ "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"yidan": "urn:yidan:epcis:"}, {"ext": "https://ext.example/"}],
  "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-12-03T12:11:00Z",
  "epcisBody": { "eventList": [${events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event))).join(' , ')}] } }`
const milestone = async (name: string, sequenceNumber = 3) =>
  (await tracked.milestones(at.shipper.caller, record)).find(
    (one) => one.milestone === name && one.elementSequenceNumber === sequenceNumber,
  )
interface Kept {
  readonly event_text: string
  readonly sender_id: string
  readonly milestone: string | null
  readonly consignment_id: string | null
}
const kept = () =>
  tracked.rows(
    sql<Kept>`SELECT event_text, sender_id, milestone, consignment_id FROM tracking.event WHERE consignment_id = ${record.uuid} ORDER BY record_time, event_hash`,
  )
const countAll = async () => (await tracked.rows(sql<{ n: bigint }>`SELECT count(*) AS n FROM tracking.event`))[0]?.n

test('a document is answered by a job, and its event moves the consignment', async () => {
  const { status, location, job } = await tracked.capture(at.rail.caller, documentOf(departed()))
  expect([status, location]).toEqual([202, expect.stringMatching(/^\/epcis\/v2\/capture\/cap_[0-9a-z]{26}$/)])
  expect(job).toEqual({
    captureID: location?.split('/').at(-1),
    createdAt: '2026-12-03T12:11:00Z',
    finishedAt: '2026-12-03T12:11:00Z',
    running: false,
    success: true,
    captureErrorBehaviour: 'rollback',
    errors: [],
  })
  expect(await milestone('DEPARTED')).toMatchObject({
    actualOccurrenceDateTime: '2026-12-03T12:10:00.000Z',
    statedBy: { name: at.rail.name },
  })
})

test('the text is kept as it came: blanks, order, digits and extensions', async () => {
  const text = `{\t"eventTimeZoneOffset" : "+08:00","type":"ObjectEvent",\n "action":"OBSERVE", "ext:tare" : { "ext:kg":1.0 , "ext:big": 12345678901234567890 },
   "bizStep":"departing","epcList":[ "urn:epc:id:bic:CSQU3054383" ], "ext:note":"\\u4e00 ] } \\"", "eventTime":"2026-12-03T12:10:00.000Z", "yidan:consignment":"${record.whole.id}", "yidan:element":"${elementOf(3)}" }`
  expect((await tracked.capture(at.rail.caller, documentOf(departed(), text))).job?.success).toBe(true)
  expect((await kept()).map(({ event_text }) => event_text)).toContain(text)
})

test('captured twice counts once, and is no error', async () => {
  const twice = documentOf(departed(), departed())
  for (let i = 0; i < 3; i++) expect((await tracked.capture(at.rail.caller, twice)).job).toMatchObject({ success: true, errors: [] })
  expect(await kept()).toHaveLength(1)
})

test('two who say the same are two records and one milestone', async () => {
  for (const { caller } of [at.rail, at.operator]) await tracked.capture(caller, documentOf(departed()))
  expect(new Set((await kept()).map(({ sender_id }) => sender_id))).toEqual(new Set([at.rail.uuid, at.operator.uuid]))
  expect(
    (await tracked.milestones(at.shipper.caller, record)).filter(({ actualOccurrenceDateTime }) => actualOccurrenceDateTime !== undefined),
  ).toHaveLength(1)
})

test('a declaration withdraws what its sender said; nothing is overwritten', async () => {
  await tracked.capture(at.rail.caller, documentOf(departed()))
  const declared = departed({ errorDeclaration: { declarationTime: '2026-12-03T12:10:30Z', reason: 'incorrect_data' } })
  await tracked.capture(at.rail.caller, documentOf(declared, departed({ eventTime: '2026-12-03T12:08:00Z' })))
  expect(await kept()).toHaveLength(3)
  expect((await milestone('DEPARTED'))?.actualOccurrenceDateTime).toBe('2026-12-03T12:08:00.000Z')
})

test('an id is the hash, or refused', async () => {
  const { body } = await tracked.tap(at.rail.caller, record, 3, 'DEPARTED', '2026-12-03T12:10:00Z')
  const right = await tracked.capture(at.rail.caller, documentOf(departed({ eventID: body.eventID })))
  expect([right.job?.errors, (await kept()).length]).toEqual([[], 1])
  const wrong = await tracked.capture(at.rail.caller, documentOf(departed({ eventID: 'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8' })))
  expect(wrong.job).toMatchObject({ success: false, errors: [{ pointer: '/epcisBody/eventList/0/eventID', code: 'event-id-differs' }] })
})

describe('a bad event', () => {
  it.each([
    ['in the future', () => departed({ eventTime: '2026-12-03T12:22:00Z' }), 'eventTime', 'out-of-range'],
    ['without offset', () => departed({ eventTime: '2026-12-03T12:10:00' }), 'eventTime', 'wrong-type'],
    ['without the offset beside it', () => without(departed(), 'eventTimeZoneOffset'), 'eventTimeZoneOffset', 'missing-member'],
    ['with a member of nobody', () => departed({ colour: 'red' }), 'colour', 'unknown-member'],
    ['with a name nobody should have', () => departed({ '\u0000\ud800': 1 }), '\u0000\ud800', 'unknown-member'],
    ['with a wrong check digit', () => departed({ epcList: ['urn:epc:id:bic:CSQU3054384'] }), 'epcList/0', 'out-of-range'],
    [
      'for nobody’s consignment',
      () => departed({ 'yidan:consignment': 'csg_01m8mz2g84esd84n8ye9x7nmjc' }),
      'yidan:consignment',
      'not-found',
    ],
    ['for what is no id', () => departed({ 'yidan:consignment': 'CQ26' }), 'yidan:consignment', 'not-found'],
    ['for no element of it', () => departed({ 'yidan:element': 'elm_01m8mz2hepemgam31vt67v4zrh' }), 'yidan:element', 'not-found'],
    ['for an element of somebody else', () => departed({ 'yidan:element': elementOf(1) }), 'yidan:element', 'not-found'],
    [
      'for the neighbour’s element',
      () => departed({ 'yidan:element': elementOf(2), 'yidan:milestone': 'STORED' }),
      'yidan:element',
      'forbidden',
    ],
  ])('%s is an error of the job and leaves nothing behind', async (_name, event, member, code) => {
    const before = await countAll()
    const { job } = await tracked.capture(at.rail.caller, documentOf(departed({ eventTime: '2026-12-03T12:00:00Z' }), event()))
    expect(job).toMatchObject({
      success: false,
      captureErrorBehaviour: 'rollback',
      errors: [{ pointer: `/epcisBody/eventList/1/${member}`, code }],
    })
    expect(await countAll()).toBe(before)
    expect((await milestone('DEPARTED'))?.actualOccurrenceDateTime).toBeUndefined()
  })

  it('for another’s consignment is told the same as for none', async () => {
    const errors = async (id: string) =>
      (await tracked.capture(at.stranger.caller, documentOf(departed({ 'yidan:consignment': id })))).job?.errors
    expect(await errors(record.whole.id)).toEqual(await errors('csg_01m8mz2g84esd84n8ye9x7nmjc'))
  })

  it('does not hold up the others when they are to proceed', async () => {
    const { job } = await tracked.capture(
      at.rail.caller,
      documentOf(departed({ colour: 'red' }), departed(), departed({ 'yidan:element': elementOf(1) })),
      'proceed',
    )
    expect(job?.errors.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/epcisBody/eventList/0/colour', 'unknown-member'],
      ['/epcisBody/eventList/2/yidan:element', 'not-found'],
    ])
    expect(await kept()).toHaveLength(1)
  })
})

test('goods that a live bill keeps are not delivered by an event either', async () => {
  const billId = 'bil_01m8mz2jn8fbmb0w159tn4gjbg'
  await withCaller(tracked.city.db, at.operator.caller, (tx: AnyTx) =>
    setTransportDocument(tx, record.uuid, { billId, transportDocumentStatus: 'ISSUED' }, tracked.city.now),
  )
  const delivered = departed({ 'yidan:element': elementOf(4), 'yidan:milestone': 'DELIVERED' })
  const { job } = await tracked.capture(at.hub.caller, documentOf(delivered))
  expect(job?.errors).toMatchObject([{ pointer: '/epcisBody/eventList/0/yidan:milestone', code: 'wrong-state' }])
  expect(await kept()).toEqual([])
})

describe('a document', () => {
  it.each([
    ['that is no EPCIS', '{"type":"Invoice"}', '/@context'],
    ['of another kind', documentOf().replace('EPCISDocument', 'EPCISQueryDocument'), '/type'],
    ['that is a list', '[]', ''],
  ])('%s is refused at once, without a job', async (_name, text, pointer) => {
    const { refusal, job } = await tracked.capture(at.rail.caller, text)
    expect(refusal).toMatchObject({ code: 'invalid-request', errors: expect.arrayContaining([expect.objectContaining({ pointer })]) })
    expect(job).toBeUndefined()
  })

  it('with a wish that GS1 does not know is refused', async () => {
    expect((await tracked.capture(at.rail.caller, documentOf(departed()), 'ignore')).refusal?.code).toBe('invalid-request')
  })

  it('has a job that its sender alone may see', async () => {
    const { body } = await tracked.capture(at.rail.caller, documentOf(departed()))
    for (const { caller } of [at.operator, at.stranger])
      expect((await tracked.ask('getCaptureJob', caller, { params: { captureID: body.captureID } })).refusal).toEqual({ code: 'not-found' })
    expect(
      (await tracked.ask('getCaptureJob', at.rail.caller, { params: { captureID: 'cap_01m8mz2g84esd84n8ye9x7nmjc' } })).refusal,
    ).toEqual({ code: 'not-found' })
  })
})

describe('without our extension', () => {
  it('joins by box, place and time', async () => {
    tracked.city.now = Temporal.Instant.from('2026-12-01T01:00:00Z')
    record = await tracked.confirmed(['CSQU3054383'])
    tracked.city.now = Temporal.Instant.from('2026-12-03T12:11:00Z')
    const box = { epcList: ['urn:epc:id:bic:CSQU3054383'] }
    await tracked.capture(at.rail.caller, documentOf(bare(box)))
    expect((await milestone('DEPARTED'))?.statedBy?.name).toBe(at.rail.name)
    // A loading seen at the same place is this train's, not the lorry's.
    await tracked.capture(at.operator.caller, documentOf(bare({ ...box, bizStep: 'loading', eventTime: '2026-12-03T09:00:00Z' })))
    expect((await milestone('LOADED'))?.actualOccurrenceDateTime).toBe('2026-12-03T09:00:00.000Z')
  })

  it('joins goods without a number by their consignment’s address', async () => {
    await tracked.capture(at.rail.caller, documentOf(bare()))
    expect((await milestone('DEPARTED'))?.actualOccurrenceDateTime).toBe('2026-12-03T12:10:00.000Z')
  })

  it.each([
    ['somebody who is not on it', 'stranger', {}],
    ['another place', 'rail', { readPoint: { id: `${ORIGIN}/places/cq-guoyuan-port` } }],
    ['no place at all', 'rail', { readPoint: undefined }],
    ['what it does not say', 'rail', { bizStep: 'other' }],
    ['long before', 'rail', { eventTime: '2026-10-03T12:10:00Z' }],
  ] as const)('%s: it joins nothing, and is kept', async (_name, who, change) => {
    const before = (await countAll()) ?? 0n
    expect((await tracked.capture(at[who].caller, documentOf(bare(change)))).job).toMatchObject({ success: true, errors: [] })
    expect([await countAll(), await kept()]).toEqual([before + 1n, []])
    expect((await milestone('DEPARTED'))?.actualOccurrenceDateTime).toBeUndefined()
  })
})

test('eight captures at once on one consignment lose and double nothing', async () => {
  const words = ['LOADED', 'DEPARTED', 'BORDER_CROSSED', 'HANDED_OVER']
  const documents = Array.from({ length: 8 }, (_, k) => {
    const minute = String(10 + (k % 4)).padStart(2, '0')
    // Every document twice, and each with one event that all of them share.
    return documentOf(
      departed({ 'yidan:milestone': words[k % 4], eventTime: `2026-12-03T11:${minute}:00Z` }),
      departed({ eventTime: '2026-12-03T11:59:00Z' }),
    )
  })
  const answers = await Promise.all(documents.map((text, k) => tracked.capture((k % 2 === 0 ? at.rail : at.operator).caller, text)))
  expect(answers.map(({ job }) => job?.success)).toEqual(documents.map(() => true))
  expect(await kept()).toHaveLength(6)
  const stated = (await tracked.milestones(at.shipper.caller, record)).filter((one) => one.actualOccurrenceDateTime !== undefined)
  expect(stated.map((one) => one.milestone)).toEqual(words)
  const known = await withCaller(tracked.city.db, at.shipper.caller, (tx: AnyTx) => findConsignment(tx, record.uuid))
  expect(known?.whole.progress).toMatchObject({ elementSequenceNumber: 3, milestone: 'HANDED_OVER' })
})

test('five hundred events are one job', async () => {
  const events = Array.from({ length: 500 }, (_, k) =>
    departed({ eventTime: Temporal.Instant.from('2026-12-03T03:00:00Z').add({ seconds: k }).toString() }),
  )
  expect((await tracked.capture(at.rail.caller, documentOf(...events))).job?.success).toBe(true)
  expect(await kept()).toHaveLength(500)
  expect((await milestone('DEPARTED'))?.actualOccurrenceDateTime).toBe('2026-12-03T03:00:00.000Z')
})

test('a month is made ahead by the job and at need by whoever comes first', async () => {
  const { trackingJobs } = await import('../jobs.ts')
  for (const job of trackingJobs)
    await job.handle({ database: tracked.city.db, now: Temporal.Instant.from('2027-12-31T23:59:59Z'), data: undefined })
  const months = await tracked.rows(
    sql<{ name: string }>`SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'tracking.event'::regclass ORDER BY 1`,
  )
  expect(months.map(({ name }) => name)).toEqual([
    'tracking.event_202612',
    'tracking.event_202712',
    'tracking.event_202801',
    'tracking.event_202802',
  ])
})
