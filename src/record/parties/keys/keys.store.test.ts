import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { uuidV7, wireId } from '#kernel'
import { type AnyTx, changesAfter, withCaller } from '#postgres'
import { changesSettled } from '#postgres/testing'
import { type Desk, NOW, openDesk, signedIn } from '../testing/index.ts'
import { keyRing } from './store.ts'

let desk: Desk
let shipper: string
let consignee: string
beforeEach(async () => {
  desk = await openDesk()
  const made = await desk.parties.prepareFirstStart({ kind: 'samples', operatorTypesByMode: {}, placeIds: [] })
  const as = (who: string) => {
    const account = made.kind === 'samples' ? made.accounts.find(({ email }) => email.startsWith(`${who}@`)) : undefined
    return signedIn(desk, account?.email ?? '', account?.password ?? '')
  }
  shipper = await as('shipper')
  consignee = await as('consignee')
})
afterEach(() => desk.close())

const make = (body: object = {}, cookie = shipper) =>
  desk.ask('postKey', { cookie, body: { name: 'ERP', scopes: ['BOOK', 'READ', 'READ'], ...body } })
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
const inTx = <T>(work: (tx: AnyTx) => Promise<T>): Promise<T> => withCaller(desk.database.db, { kind: 'system', name: 'test' }, work)

test('a key is shown once, acts for its organisation with its scopes, and is listed without its secret', async () => {
  const { status, body, remembered } = await make()
  expect(status).toBe(201)
  expect(body).toMatchObject({ name: 'ERP', scopes: ['READ', 'BOOK'], createdDateTime: '2026-12-01T01:00:00Z' })
  expect(body.secret).toMatch(/^yk_[0-9a-z]{26}_[\w-]{43}$/)
  expect({ ...body, secret: undefined }).toEqual({ ...(remembered as object), secret: undefined })
  expect(JSON.stringify(remembered)).not.toContain(body.secret)
  const { caller } = await desk.callerOf(bearer(body.secret))
  expect(caller).toMatchObject({ kind: 'party', roles: ['SHIPPER'], scopes: ['READ', 'BOOK'] })
  expect(caller).not.toHaveProperty('userId')
  expect((await desk.ask('getSession', bearer(body.secret))).body).toMatchObject({ signedIn: true, party: { roles: ['SHIPPER'] } })
  const listed = (await desk.ask('listKeys', { cookie: shipper })).body
  expect(listed).toEqual({ items: [{ ...(remembered as object), lastUsedDateTime: '2026-12-01T01:00:00Z' }] })
})

test('a key makes, lists and revokes no keys', async () => {
  const { body } = await make({ scopes: ['READ', 'BOOK', 'REPORT', 'BILL'] })
  const shown = bearer(body.secret)
  for (const asked of [
    desk.ask('postKey', { ...shown, body: { name: 'x', scopes: ['READ'] } }),
    desk.ask('listKeys', shown),
    desk.ask('deleteKey', { ...shown, params: { id: body.id } }),
  ])
    expect((await asked).refusal).toMatchObject({ code: 'forbidden' })
})

test('unknown, malformed, expired and revoked keys are one answer, and a revoked one is refused at once', async () => {
  const [mine, brief] = [(await make()).body, (await make({ expiresDateTime: '2026-12-01T02:00:00Z' })).body]
  expect((await desk.callerOf(bearer(mine.secret))).caller).toBeDefined()
  expect((await desk.callerOf(bearer(brief.secret))).caller).toBeDefined()
  const revoked = await desk.ask('deleteKey', { cookie: shipper, params: { id: mine.id }, now: NOW.add({ seconds: 1 }) })
  expect(revoked.body).toMatchObject({ id: mine.id, revokedDateTime: '2026-12-01T01:00:01Z' })
  expect((await desk.ask('deleteKey', { cookie: shipper, params: { id: mine.id }, now: NOW.add({ hours: 1 }) })).body).toMatchObject({
    revokedDateTime: '2026-12-01T01:00:01Z',
  })
  const other = (await make()).body.secret
  const refusals = [
    await desk.callerOf(bearer(mine.secret)),
    await desk.callerOf({ ...bearer(brief.secret), now: Temporal.Instant.from('2026-12-01T02:00:00Z') }),
    await desk.callerOf(bearer(`${brief.secret.slice(0, 30)}${other.slice(30)}`)),
    await desk.callerOf(bearer('yk_nothing')),
    await desk.callerOf({ authorization: `Basic ${Buffer.from('a:b').toString('base64')}` }),
    await desk.callerOf({ authorization: '', cookie: shipper }),
  ]
  expect(new Set(refusals.map((one) => JSON.stringify(one))).size).toBe(1)
  expect(refusals[0]?.refusal).toMatchObject({ code: 'unauthenticated' })
})

test('a revocation in another process is known within five seconds: the memory is asked again', async () => {
  const { body } = await make()
  const [ring, other] = [keyRing(desk.database.db), keyRing(desk.database.db)]
  expect(await ring.callerOf(body.secret, NOW)).toBeDefined()
  // A look that began before the revocation and ends after it is not remembered.
  const began = other.callerOf(body.secret, NOW)
  other.forget('')
  expect(await began).toBeDefined()
  await inTx((tx) => sql`UPDATE parties.api_key SET revoked_at = ${NOW}`.execute(tx))
  expect(await other.callerOf(body.secret, NOW)).toBeUndefined()
  expect(await ring.callerOf(body.secret, NOW)).toBeDefined()
  ring.forget(body.id)
})

test('when it was last used is written at most once a minute', async () => {
  const { body } = await make()
  const used = async (seconds: number) => {
    await keyRing(desk.database.db).callerOf(body.secret, NOW.add({ seconds }))
    return (await desk.ask('listKeys', { cookie: shipper })).body.items[0].lastUsedDateTime
  }
  expect([await used(0), await used(59), await used(61)]).toEqual(['2026-12-01T01:00:00Z', '2026-12-01T01:00:00Z', '2026-12-01T01:01:01Z'])
})

test("another organisation's key is not there, exactly like one that never was", async () => {
  const { body } = await make()
  const missing = wireId('key', uuidV7(0, new Uint8Array(10)))
  const answers = await Promise.all(
    [body.id, missing, 'key_x', body.id.replace('key', 'pty')].map((id) => desk.ask('deleteKey', { cookie: consignee, params: { id } })),
  )
  expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1)
  expect(answers[0]?.refusal).toEqual({ code: 'not-found' })
  expect((await desk.callerOf(bearer(body.secret))).caller).toBeDefined()
  expect((await desk.ask('listKeys', { cookie: consignee })).body).toEqual({ items: [] })
})

test('a key names its own organisation or none', async () => {
  const { body } = await make()
  const idOf = async (cookie: string): Promise<string> => (await desk.ask('getSession', { cookie })).body.party.id
  const [own, other] = [await idOf(shipper), await idOf(consignee)]
  expect((await desk.callerOf({ ...bearer(body.secret), party: own })).caller).toBeDefined()
  const refusals = [other, 'pty_01m8mz2a7aeawtjnv7jjwp6jje', 'x'].map(
    async (party) => (await desk.callerOf({ ...bearer(body.secret), party })).refusal,
  )
  const words = (await Promise.all([...refusals, desk.callerOf({ cookie: shipper, party: other }).then(({ refusal }) => refusal)])).map(
    (one) => JSON.stringify(one),
  )
  expect(new Set(words).size).toBe(1)
  expect(words[0]).toContain('forbidden')
})

test('a key over already, without scope or of a strange one is refused, and nothing is written', async () => {
  for (const body of [{ expiresDateTime: '2026-12-01T01:00:00Z' }, { scopes: [] }, { scopes: ['ALL'] }, { name: ' ' }, { secret: 'mine' }])
    expect({ asked: body, ...(await make(body)) }).toMatchObject({ asked: body, refusal: { code: 'invalid-request' } })
  expect((await desk.ask('listKeys', { cookie: shipper })).body.items).toEqual([])
})

test('pages newest first, neither skipping nor doubling while keys arrive', async () => {
  const made: string[] = []
  for (let i = 0; i < 5; i++) made.unshift((await make({ name: `key ${i}` })).body.id)
  const page = (query: object) => desk.ask('listKeys', { cookie: shipper, query })
  const first = (await page({ limit: '2' })).body
  await make({ name: 'later' })
  const second = (await page({ limit: '2', cursor: first.nextCursor })).body
  const third = (await page({ limit: '2', cursor: second.nextCursor })).body
  expect([first, second, third].flatMap(({ items }) => items.map(({ id }: { id: string }) => id))).toEqual(made)
  expect(third.nextCursor).toBeUndefined()
  expect((await page({ cursor: 'nonsense' })).refusal).toMatchObject({ code: 'invalid-request', errors: [{ pointer: '/cursor' }] })
})

test('its own organisation hears of a key made and revoked, nobody else', async () => {
  const { body } = await make()
  await desk.ask('deleteKey', { cookie: shipper, params: { id: body.id } })
  await changesSettled(desk.database.db)
  const heard = await inTx((tx) => changesAfter(tx, { limit: 10 }))
  expect(heard.map(({ code, resource, resourceId }) => [code, resource, resourceId])).toEqual([
    ['key-created', 'key', body.id],
    ['key-revoked', 'key', body.id],
  ])
  expect(heard.every(({ audiences }) => audiences.length === 1 && audiences[0] !== 'public')).toBe(true)
})
