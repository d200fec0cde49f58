import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Caller, uuidOf } from '#kernel'
import { type Entrustment, quote } from '#model'
import { withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { CASES_CLOCK } from './cases-clock.ts'
import { consignmentJobs } from './jobs.ts'
import { findQuote } from './store.ts'
import { type City, openCity } from './testing/city.ts'

let database: TestDatabase
let city: City
beforeAll(async () => {
  database = await testDatabase()
  city = await openCity(database)
})
afterAll(() => database.close())

const anonymous: Caller = { kind: 'anonymous' }
const ask = (caller: Caller): Promise<string> => city.quote({}, caller).then(({ id }) => id)
const read = (id: string, caller: Caller) => city.ask('getQuote', caller, { params: { id } })
const stored = (uuid: string) => withCaller(database.db, anonymous, (tx) => findQuote(tx, anonymous, uuid))

test('a quote without an account is read by whoever holds its id, as it was given', async () => {
  const id = await ask(anonymous)
  for (const caller of [anonymous, city.parties.shipper.caller]) {
    const answer = await read(id, caller)
    expect(answer).toMatchObject({ status: 200, body: { id } })
    expect(quote.parse(answer.body).itineraries.length).toBeGreaterThan(0)
  }
})

test("a party's quote is there for that party only", async () => {
  const { shipper, stranger } = city.parties
  const id = await ask(shipper.caller)
  expect(await read(id, shipper.caller)).toMatchObject({ status: 200 })
  for (const caller of [anonymous, stranger.caller]) expect((await read(id, caller)).refusal).toEqual({ code: 'not-found' })
})

test.each(['qte_01m8mz2cmeex5twxrhwnbp7qbe', 'itn_01m8mz2cmeex5twxrhwnbp7qbe', 'qte_1', '', 'qte_ 1m8mz2cmeex5twxrhwnbp7qbe'])(
  '"%s" is not there',
  async (id) => {
    expect((await read(id, anonymous)).refusal).toEqual({ code: 'not-found' })
  },
)

test('a question that is wrong is refused and leaves nothing behind', async () => {
  const count = () =>
    withCaller(database.db, anonymous, (tx) => sql<{ n: bigint }>`SELECT count(*) AS n FROM consignment.quote`.execute(tx)).then(
      ({ rows }) => rows[0]?.n,
    )
  const before = await count()
  const { entrustment } = await city.quote()
  const wrong: Partial<Entrustment> = { ...entrustment, carrierAcceptanceLocation: { placeId: 'atlantis' } }
  expect((await city.ask('postQuote', anonymous, { body: wrong })).refusal).toMatchObject({
    code: 'invalid-request',
    errors: [{ pointer: '/carrierAcceptanceLocation/placeId', code: 'unknown-place' }],
  })
  expect(await count()).toBe((before ?? 0n) + 1n)
})

test('expired quotes stay readable for seven days and are then swept, by the clock handed in', async () => {
  const uuid = uuidOf('qte', await ask(anonymous))
  if (!uuid.ok) throw new Error('an id of ours')
  const [sweep] = consignmentJobs()
  await sweep?.handle({ database: database.db, now: CASES_CLOCK.add({ hours: 24 + 7 * 24 - 1 }), data: undefined })
  expect(await stored(uuid.value)).toMatchObject({ networkVersion: 1, expiresAt: CASES_CLOCK.add({ hours: 24 }) })
  await sweep?.handle({ database: database.db, now: CASES_CLOCK.add({ hours: 24 + 7 * 24 }), data: undefined })
  expect(await stored(uuid.value)).toBeUndefined()
})
