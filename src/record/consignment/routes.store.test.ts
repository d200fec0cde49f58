import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Caller, uuidOf } from '#kernel'
import { quote, type Request } from '#model'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { CASES_CLOCK } from './cases-clock.ts'
import { consignmentJobs } from './jobs.ts'
import { consignmentRoutes } from './routes.ts'
import { findQuote } from './store.ts'
import { cityNetwork, countedUuids, entrusted, modes } from './testing/chongqing.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const newUuid = countedUuids()
const routes = () => {
  const [post, get] = consignmentRoutes({ db: database.db, network: { current: cityNetwork }, modes, newUuid })
  return { post, get }
}
const anonymous: Caller = { kind: 'anonymous' }
const party = (partyId: string): Caller => ({ kind: 'party', partyId })
const requested = <P, B>(params: P, body: B, caller: Caller): Request<P, Record<string, never>, B> => ({
  caller,
  language: 'en',
  requestId: 'r',
  now: CASES_CLOCK,
  params,
  query: {},
  body,
})

async function ask(caller: Caller): Promise<string> {
  const answer = await routes().post.handle(requested(undefined, entrusted(), caller))
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
  expect(answer.value).toMatchObject({ status: 201, location: `/v1/quotes/${answer.value.body.id}` })
  return answer.value.body.id
}
const read = (id: string, caller: Caller) => routes().get.handle(requested({ id }, undefined, caller))

test('a quote without an account is read by whoever holds its id, as it was given', async () => {
  const id = await ask(anonymous)
  for (const caller of [anonymous, party('pty_somebody')]) {
    const answer = await read(id, caller)
    expect(answer).toMatchObject({ ok: true, value: { status: 200, body: { id } } })
    expect(quote.parse(answer.ok ? answer.value.body : undefined).itineraries.length).toBeGreaterThan(0)
  }
})

test("a party's quote is there for that party only", async () => {
  const id = await ask(party('pty_a'))
  expect(await read(id, party('pty_a'))).toMatchObject({ ok: true })
  for (const caller of [anonymous, party('pty_b')]) expect(await read(id, caller)).toEqual({ ok: false, error: { code: 'not-found' } })
})

test.each(['qte_01m8mz2cmeex5twxrhwnbp7qbe', 'itn_01m8mz2cmeex5twxrhwnbp7qbe', 'qte_1', '', 'qte_ 1m8mz2cmeex5twxrhwnbp7qbe'])(
  '"%s" is not there',
  async (id) => {
    expect(await read(id, anonymous)).toEqual({ ok: false, error: { code: 'not-found' } })
  },
)

test('a question that is wrong is refused and leaves nothing behind', async () => {
  const answer = await routes().post.handle(
    requested(undefined, entrusted({ carrierAcceptanceLocation: { placeId: 'atlantis' } }), anonymous),
  )
  expect(answer).toMatchObject({
    ok: false,
    error: { code: 'invalid-request', errors: [{ pointer: '/carrierAcceptanceLocation/placeId', code: 'unknown-place' }] },
  })
})

test('expired quotes stay readable for seven days and are then swept, by the clock handed in', async () => {
  const id = await ask(anonymous)
  const uuid = uuidOf('qte', id)
  if (!uuid.ok) throw new Error(id)
  const [sweep] = consignmentJobs()
  await sweep?.handle({ database: database.db, now: CASES_CLOCK.add({ hours: 24 + 7 * 24 - 1 }), data: undefined })
  expect(await findQuote(database.db, anonymous, uuid.value)).toMatchObject({
    networkVersion: 1,
    expiresAt: CASES_CLOCK.add({ hours: 24 }),
  })
  await sweep?.handle({ database: database.db, now: CASES_CLOCK.add({ hours: 24 + 7 * 24 }), data: undefined })
  expect(await findQuote(database.db, anonymous, uuid.value)).toBeUndefined()
})
