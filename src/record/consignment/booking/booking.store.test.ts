import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Caller, uuidOf } from '#kernel'
import { type Booking, booking, etagOf, type Quote } from '#model'
import { withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { consignmentJobs } from '../jobs.ts'
import { type City, openCity } from '../testing/city.ts'
import { emptyCity } from '../testing/empty-city.ts'

const TRAIN = 'r-yxo-duisburg-out.20261203T2000'
/** Ten boxes of 40 ft: a hundred TEU of a train take five such bookings. */
const FITS = 5
const CUT_OFF = Temporal.Instant.from('2026-12-01T12:00:00Z')
/** From here on the lorry to the terminal would come too late for its transfer. */
const LORRY = Temporal.Instant.from('2026-12-01T05:32:01Z')

let database: TestDatabase
let city: City
let quote: Quote
let start: Temporal.Instant
let onConfirmed = (): Promise<void> => Promise.resolve()
beforeAll(async () => {
  database = await testDatabase()
  city = await openCity(database, { onConfirmed: () => onConfirmed() })
  start = city.now
})
beforeEach(async () => {
  city.now = start
  await emptyCity(database, city)
  quote = await city.quote()
})
afterAll(() => database.close())

const shipper = (): Caller => city.parties.shipper.caller
const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await withCaller(database.db, { kind: 'system', name: 'test' }, (tx) => query.execute(tx))).rows
const takenTeu = async (): Promise<bigint> =>
  (
    await rowsOf(
      sql<{
        n: bigint
      }>`SELECT coalesce(sum(taken), 0)::bigint AS n FROM network.departure_capacity WHERE departure_id = ${TRAIN} AND leg_number = 2 AND resource = 'TEU_CENTI'`,
    )
  )[0]?.n ?? -1n
const claimedTeu = async (): Promise<bigint> =>
  (
    await rowsOf(
      sql<{
        n: bigint
      }>`SELECT coalesce(sum(quantity), 0)::bigint AS n FROM consignment.capacity_claim WHERE state <> 'RELEASED' AND departure_id = ${TRAIN} AND leg_number = 2 AND resource = 'TEU_CENTI'`,
    )
  )[0]?.n ?? -1n
const changes = async (): Promise<string[]> =>
  (await rowsOf(sql<{ code: string }>`SELECT code FROM postgres.change WHERE resource <> 'network' ORDER BY position`)).map(
    ({ code }) => code,
  )
const hold = (change: object = {}, caller: Caller = shipper()) =>
  city.ask('postBooking', caller, {
    body: { quoteId: quote.id, itineraryId: quote.itineraries[0]?.id, consignee: { name: 'Rhein Elektronik GmbH' }, ...change },
  })
const confirm = ({ id }: Pick<Booking, 'id'>, caller: Caller = shipper()) => city.ask('confirmBooking', caller, { params: { id } })
const cancel = ({ id }: Pick<Booking, 'id'>, ifMatch = etagOf(1, 'WHOLE'), caller: Caller = shipper()) =>
  city.ask('cancelBooking', caller, { params: { id }, body: { reason: 'no longer needed' }, ifMatch })
const read = ({ id }: Pick<Booking, 'id'>, caller: Caller = shipper()) => city.ask('getBooking', caller, { params: { id } })
const sweep = (now: Temporal.Instant) =>
  consignmentJobs(city.network)
    .find(({ name }) => name === 'hold-sweep')
    ?.handle({ database: database.db, now, data: undefined })
const fill = async (count = FITS): Promise<Booking[]> => {
  const held: Booking[] = []
  for (let k = 0; k < count; k++) held.push(await city.held({}, quote))
  return held
}

describe('hold', () => {
  test('takes every leg of the train once, shows when it ends, and the next question sees less room', async () => {
    const { status, body, headers, location } = await hold({ consignorAssignedId: 'PO-2026-1187' })
    expect(status).toBe(201)
    expect(booking.parse(body)).toMatchObject({
      bookingStatus: 'HELD',
      version: 1,
      holdExpiresDateTime: '2026-12-01T01:30:00Z',
      consignorAssignedId: 'PO-2026-1187',
      consignor: { partyId: city.parties.shipper.id, name: 'The shipper' },
      consignee: { name: 'Rhein Elektronik GmbH' },
      carrier: { partyId: city.parties.operator.id },
      itinerary: { id: quote.itineraries[0]?.id },
    })
    expect(headers['etag']).toBe(etagOf(1, 'WHOLE'))
    expect(location).toBe(`/v1/bookings/${body.id}`)
    expect(await takenTeu()).toBe(2000n)
    const claims = await rowsOf(
      sql<{ resource: string; quantity: bigint }>`SELECT resource, quantity FROM consignment.capacity_claim ORDER BY resource, leg_number`,
    )
    expect(claims.filter(({ resource }) => resource === 'KG').map(({ quantity }) => quantity)).toEqual(Array(5).fill(85_000n))
    expect(claims.filter(({ resource }) => resource === 'TEU_CENTI').map(({ quantity }) => quantity)).toEqual(Array(5).fill(2000n))
    const free = (one: Quote) => one.itineraries[0]?.elements.flatMap((element) => (element.kind === 'LEG' ? (element.freeTeu ?? []) : []))
    expect([free(quote), free(await city.quote())]).toEqual([[80], [60]])
    expect(await changes()).toEqual(['booking-held'])
  })

  test('what is wrong with the request is told at its place, and nothing is taken', async () => {
    const { stranger } = city.parties
    const unknown = 'pty_01m8mz2a7aeawtjnv7jjwp6jje'
    const faults: readonly (readonly [object, string, string])[] = [
      [{ itineraryId: 'itn_01m8mz2dv0e55secqsn8hhk725' }, '/itineraryId', 'unknown-code'],
      [{ consignee: { partyId: unknown } }, '/consignee/partyId', 'unknown-code'],
      [{ consignee: { partyId: 'not an id' } }, '/consignee/partyId', 'unknown-code'],
      [{ consignor: { partyId: unknown } }, '/consignor/partyId', 'unknown-code'],
      [{ carrier: { partyId: unknown } }, '/carrier/partyId', 'unknown-code'],
      [{ carrier: { partyId: city.parties.hub.id } }, '/carrier/partyId', 'unknown-code'],
      [{ usedTransportEquipment: [{ id: 'CSQU3054384', unitTypeCode: '40HC' }] }, '/usedTransportEquipment/0/id', 'out-of-range'],
      [{ usedTransportEquipment: [{ id: 'CSQU3054383', unitTypeCode: '20GP' }] }, '/usedTransportEquipment/0/unitTypeCode', 'unknown-code'],
    ]
    for (const [change, pointer, code] of faults)
      expect((await hold(change)).refusal).toMatchObject({ code: 'invalid-request', errors: [{ pointer, code }] })
    expect((await hold({ consignor: { partyId: stranger.id } })).refusal).toMatchObject({ code: 'forbidden' })
    expect((await hold({ consignor: { name: 'Somebody' } })).refusal).toMatchObject({ code: 'forbidden' })
    expect((await hold({}, city.parties.hub.caller)).refusal).toMatchObject({ code: 'forbidden' })
    expect((await hold({}, { kind: 'anonymous' })).refusal).toEqual({ code: 'unauthenticated' })
    expect((await hold({ consignee: undefined })).refusal).toMatchObject({ code: 'invalid-request' })
    expect([await takenTeu(), await claimedTeu(), await changes()]).toEqual([0n, 0n, []])
  })

  test("another's quote is not there; one without a party is booked by whoever holds its id", async () => {
    const { stranger } = city.parties
    expect((await hold({}, stranger.caller)).refusal).toEqual({ code: 'not-found' })
    for (const quoteId of ['qte_01m8mz2cmeex5twxrhwnbp7qbe', 'qte_1'])
      expect((await hold({ quoteId })).refusal).toEqual({ code: 'not-found' })
    quote = await city.quote({}, { kind: 'anonymous' })
    expect((await hold()).status).toBe(201)
    expect((await hold({}, stranger.caller)).status).toBe(201)
  })

  test('an expired quote, a passed cut-off, a withdrawn departure and one with other times are closed', async () => {
    const at = (now: Temporal.Instant) => {
      city.now = now
      return hold()
    }
    const closed = { code: 'departure-closed', extension: { departureId: TRAIN, elementSequenceNumber: 3 } }
    expect((await at(LORRY.subtract({ seconds: 1 }))).status).toBe(201)
    expect((await at(LORRY)).refusal).toMatchObject({ code: 'departure-closed', extension: { elementSequenceNumber: 1 } })
    expect((await at(CUT_OFF.add({ hours: 13 }))).refusal).toMatchObject({ code: 'quote-expired' })
    city.now = Temporal.Instant.from(quote.createdDateTime)
    await rowsOf(sql`UPDATE network.departure SET state = 'withdrawn' WHERE id = ${TRAIN}`)
    expect((await hold()).refusal).toMatchObject(closed)
    await rowsOf(
      sql`UPDATE network.departure SET state = 'scheduled', departs = ARRAY(SELECT d + interval '1 minute' FROM unnest(departs) AS d) WHERE id = ${TRAIN}`,
    )
    expect((await hold()).refusal).toMatchObject(closed)
    await rowsOf(
      sql`UPDATE network.departure SET departs = ARRAY(SELECT d - interval '1 minute' FROM unnest(departs) AS d) WHERE id = ${TRAIN}`,
    )
    expect(await takenTeu()).toBe(2000n)
  })

  test('the last room is sold once; whoever is too late gets alternatives that can be booked at once', async () => {
    const held = await fill()
    expect(await takenTeu()).toBe(10_000n)
    const late = await hold()
    expect(late.refusal).toMatchObject({ code: 'capacity-taken', extension: { departureIds: [TRAIN] } })
    const { alternatives, quoteId } = (late.refusal?.extension ?? {}) as { alternatives: Quote['itineraries']; quoteId: string }
    expect(alternatives.length).toBeGreaterThan(0)
    expect(JSON.stringify(alternatives)).not.toContain(TRAIN)
    expect((await city.ask('getQuote', shipper(), { params: { id: quoteId } })).body.itineraries).toEqual(alternatives)
    expect((await hold({ quoteId, itineraryId: alternatives[0]?.id })).status).toBe(201)
    expect(held).toHaveLength(FITS)
    expect([await takenTeu(), await claimedTeu()]).toEqual([10_000n, 10_000n])
  })

  test('holds that have run out give way to whoever asks, before any sweep', async () => {
    const [first] = await fill()
    city.now = city.now.add({ minutes: 30 })
    expect((await hold()).status).toBe(201)
    expect([await takenTeu(), await claimedTeu()]).toEqual([2000n, 2000n])
    expect((await read(first ?? { id: '' })).body).toMatchObject({ bookingStatus: 'EXPIRED', version: 2 })
    expect((await changes()).filter((code) => code === 'booking-expired')).toHaveLength(FITS)
  })

  test('a forwarder books for another: he is the forwarder and, unless he names one, the carrier', async () => {
    const { operator, shipper: consignor, stranger, consignee } = city.parties
    const forOther = { consignor: { partyId: consignor.id }, consignee: { partyId: consignee.id } }
    quote = await city.quote({}, operator.caller)
    expect((await hold(forOther, operator.caller)).body).toMatchObject({
      consignor: { partyId: consignor.id },
      freightForwarder: { partyId: operator.id },
      carrier: { partyId: operator.id },
    })
    expect((await hold({ ...forOther, carrier: { partyId: stranger.id } }, operator.caller)).body).toMatchObject({
      carrier: { partyId: stranger.id },
    })
    const own = (await hold({}, operator.caller)).body
    expect(own).toMatchObject({ consignor: { partyId: operator.id }, carrier: { partyId: operator.id } })
    expect(own.freightForwarder).toBeUndefined()
  })

  test('without an operator of the city the carrier must be named', async () => {
    await rowsOf(sql`UPDATE parties.duty SET kind = 'ROAD', key = 'nobody' WHERE kind = 'CONTRACT'`)
    expect((await hold()).refusal).toMatchObject({ code: 'invalid-request', errors: [{ pointer: '/carrier', code: 'missing-member' }] })
    expect((await hold({ carrier: { partyId: city.parties.operator.id } })).status).toBe(201)
    await rowsOf(sql`UPDATE parties.duty SET kind = 'CONTRACT', key = '*' WHERE key = 'nobody'`)
  })
})

describe('the end of a hold', () => {
  test('by the clock it is over before the sweep, and the sweep gives the room back once', async () => {
    const [held = { id: '' }] = await fill(1)
    city.now = city.now.add({ minutes: 30 })
    expect((await read(held)).body).toMatchObject({ bookingStatus: 'EXPIRED', version: 1 })
    expect((await city.ask('listBookings', shipper(), { query: { status: 'EXPIRED' } })).body.items).toHaveLength(1)
    expect((await city.ask('listBookings', shipper(), { query: { status: 'HELD' } })).body.items).toHaveLength(0)
    expect((await confirm(held)).refusal).toMatchObject({ code: 'hold-expired' })
    expect((await cancel(held)).refusal).toMatchObject({ code: 'wrong-state', extension: { state: 'EXPIRED' } })
    expect(await takenTeu()).toBe(2000n)
    await sweep(city.now.subtract({ seconds: 1 }))
    expect(await takenTeu()).toBe(2000n)
    await sweep(city.now)
    await sweep(city.now)
    expect([await takenTeu(), await claimedTeu()]).toEqual([0n, 0n])
    expect(await changes()).toEqual(['booking-held', 'booking-expired'])
    expect((await read(held)).body).toMatchObject({ bookingStatus: 'EXPIRED', version: 2 })
    expect((await confirm(held)).refusal).toMatchObject({ code: 'hold-expired' })
    city.now = Temporal.Instant.from(quote.createdDateTime)
    expect((await city.quote()).itineraries[0]?.elements).toEqual(expect.arrayContaining([expect.objectContaining({ freeTeu: 80 })]))
  })

  test('cancelled with the version he saw, it gives its room back; twice it cannot', async () => {
    const [held = { id: '' }] = await fill(1)
    expect((await cancel(held, etagOf(2, 'WHOLE'))).refusal).toEqual({ code: 'version-changed' })
    expect((await cancel(held, undefined, city.parties.stranger.caller)).refusal).toEqual({ code: 'not-found' })
    expect(await takenTeu()).toBe(2000n)
    const cancelled = await cancel(held)
    expect(cancelled.body).toMatchObject({ bookingStatus: 'CANCELLED', version: 2, cancellationReason: 'no longer needed' })
    expect([await takenTeu(), await claimedTeu()]).toEqual([0n, 0n])
    expect((await cancel(held, etagOf(2, 'WHOLE'))).refusal).toMatchObject({ code: 'wrong-state', extension: { state: 'CANCELLED' } })
    expect((await confirm(held)).refusal).toMatchObject({ code: 'wrong-state', extension: { state: 'CANCELLED' } })
    expect(await changes()).toEqual(['booking-held', 'booking-cancelled'])
  })
})

describe('confirm', () => {
  test('makes one consignment; a second time and by others it does not', async () => {
    const [held = { id: '' }] = await fill(1)
    expect((await confirm(held, city.parties.stranger.caller)).refusal).toEqual({ code: 'not-found' })
    const { status, body, location } = await confirm(held)
    expect([status, location]).toEqual([201, `/v1/consignments/${body.consignmentId}`])
    expect(booking.parse(body)).toMatchObject({ bookingStatus: 'CONFIRMED', version: 2 })
    expect(body.holdExpiresDateTime).toBeUndefined()
    expect((await confirm(held)).refusal).toMatchObject({ code: 'wrong-state', extension: { state: 'CONFIRMED' } })
    expect((await cancel(held, etagOf(2, 'WHOLE'))).refusal).toMatchObject({ code: 'wrong-state', extension: { state: 'CONFIRMED' } })
    await sweep(city.now.add({ hours: 1 }))
    expect([await takenTeu(), await claimedTeu()]).toEqual([2000n, 2000n])
    expect(await rowsOf(sql`SELECT DISTINCT state FROM consignment.capacity_claim`)).toEqual([{ state: 'BOOKED' }])
    expect(await changes()).toEqual(['booking-held', 'booking-confirmed', 'consignment-confirmed'])
  })

  test.each(['bkg_01m8mz2f1jety8qtw6cwxd7fad', 'csg_01m8mz2f1jety8qtw6cwxd7fad', 'bkg_1'])('%s is not there', async (id) => {
    for (const answer of [await confirm({ id }), await cancel({ id }), await read({ id })])
      expect(answer.refusal).toEqual({ code: 'not-found' })
  })

  test('not when the train has closed meanwhile, or runs no more', async () => {
    city.now = LORRY.subtract({ minutes: 10 })
    const [held = { id: '' }] = await fill(1)
    city.now = LORRY
    expect((await confirm(held)).refusal).toMatchObject({ code: 'departure-closed', extension: { elementSequenceNumber: 1 } })
    city.now = LORRY.subtract({ minutes: 1 })
    await rowsOf(sql`UPDATE network.departure SET state = 'withdrawn' WHERE id = ${TRAIN}`)
    expect((await confirm(held)).refusal).toMatchObject({ code: 'departure-closed', extension: { departureId: TRAIN } })
  })

  test('what the modules above do belongs to it: when they fail, nothing was confirmed', async () => {
    const [held = { id: '' }] = await fill(1)
    onConfirmed = () => Promise.reject(new Error('the module above failed'))
    await expect(confirm(held)).rejects.toThrow('the module above failed')
    onConfirmed = () => Promise.resolve()
    expect((await read(held)).body).toMatchObject({ bookingStatus: 'HELD', version: 1 })
    expect(await rowsOf(sql`SELECT id FROM consignment.consignment`)).toEqual([])
  })
})

describe('list', () => {
  test('one’s own, newest first, page by page', async () => {
    const held = await fill(3)
    quote = await city.quote({}, city.parties.stranger.caller)
    await hold({}, city.parties.stranger.caller)
    const page = async (cursor?: string) =>
      (await city.ask('listBookings', shipper(), { query: { limit: '2', ...(cursor && { cursor }) } })).body
    const first = await page()
    const second = await page(first.nextCursor)
    expect([...first.items, ...second.items].map(({ id }: Booking) => id)).toEqual(held.map(({ id }) => id).toReversed())
    expect(second.nextCursor).toBeUndefined()
    expect((await city.ask('listBookings', shipper(), { query: { cursor: 'nonsense' } })).refusal).toMatchObject({
      code: 'invalid-request',
    })
    expect(uuidOf('bkg', first.nextCursor).ok).toBe(true)
  })
})
