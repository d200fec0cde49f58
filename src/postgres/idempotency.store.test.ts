import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { recordChange } from './change.ts'
import { type AnyTx, withCaller } from './database.ts'
import { abandonRequest, beginRequest, finishRequest, type RequestKey, sweepRequests, type Ticket } from './idempotency.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())

const request: RequestKey = { partyId: '', method: 'POST', path: '/v1/quotes', key: 'k-12345678', bodyHash: 'h1' }
const start = Temporal.Instant.from('2026-12-01T01:00:00Z')
const later = (seconds: number): Temporal.Instant => start.add({ seconds })
const begin = (change: Partial<RequestKey> = {}, now = start) =>
  beginRequest(database.db, { ...request, ...change }, { now, holderSeconds: 60 })
const inTx = <T>(work: (tx: AnyTx) => Promise<T>): Promise<T> => withCaller(database.db, { kind: 'anonymous' }, work)
const finish = (ticket: Ticket, now = start) => inTx((tx) => finishRequest(tx, ticket, { status: 201, answer: '{"id":"qte_1"}', now }))
const first = async (change: Partial<RequestKey> = {}, now = start): Promise<Ticket> => {
  const begun = await begin(change, now)
  if (!begun.ok || begun.value.kind !== 'first') throw new Error(`not first: ${JSON.stringify(begun)}`)
  return begun.value.ticket
}
const again = { ok: true, value: { kind: 'again', status: 201, answer: '{"id":"qte_1"}' } }

test('the same body gets the same answer, another body is refused', async () => {
  await finish(await first())
  expect(await begin()).toEqual(again)
  expect(await begin({ bodyHash: 'h2' })).toEqual({ ok: false, error: 'reused' })
})

test('party, method and path have keys of their own', async () => {
  await finish(await first())
  for (const other of [{ partyId: 'pty_1' }, { method: 'PUT' }, { path: '/v1/bookings' }])
    expect((await first(other)).key).toBe(request.key)
})

test('a request still running is in use, and once its holder is dead it is taken over', async () => {
  const dead = await first()
  expect(await begin({}, later(59))).toEqual({ ok: false, error: 'in-use' })
  const heir = await first({}, later(60))
  await expect(finish(dead, later(61))).rejects.toThrow('still held')
  await finish(heir, later(61))
  expect(await begin({}, later(62))).toEqual(again)
})

test('of many at once, one is first', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => begin()))
  expect(all.filter((begun) => begun.ok)).toHaveLength(1)
  expect(all.filter((begun) => !begun.ok && begun.error === 'in-use')).toHaveLength(7)
})

test('effect and answer are there together or not at all', async () => {
  const ticket = await first()
  const crash = inTx(async (tx) => {
    await recordChange(tx, { code: 'made', resource: 'quote', resourceId: 'qte_1' })
    await finishRequest(tx, ticket, { status: 201, answer: '{}', now: start })
    throw new Error('crash before commit')
  })
  await expect(crash).rejects.toThrow('crash')
  expect(await begin()).toEqual({ ok: false, error: 'in-use' })
})

test('an abandoned request may be tried again at once', async () => {
  await abandonRequest(database.db, await first())
  await finish(await first())
  expect(await begin()).toEqual(again)
})

test('a finished request is not abandoned', async () => {
  const ticket = await first()
  await finish(ticket)
  await abandonRequest(database.db, ticket)
  expect(await begin()).toEqual(again)
})

test('after seven days a key is new, swept or not', async () => {
  const week = 7 * 24 * 3600
  await finish(await first())
  await finish(await first({ key: 'k-second-one' }, later(10)), later(10))
  expect(await begin({ bodyHash: 'h2' }, later(week - 1))).toEqual({ ok: false, error: 'reused' })
  expect(await inTx((tx) => sweepRequests(tx, later(week)))).toBe(1)
  await first({ bodyHash: 'h2' }, later(week))
  await first({ key: 'k-second-one', bodyHash: 'h2' }, later(week + 10))
})
