// One effect and one answer for each key: among twins, after refusals, and with the connection killed at any point.
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Caller } from '#kernel'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { recordChange } from './change.ts'
import { type AnyTx, withCaller } from './database.ts'
import { isPassing } from './faults.ts'
import { answerOnce, type Enter, type RequestKey, sweepRequests, type Worked } from './idempotency.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())

const start = Temporal.Instant.from('2026-12-01T01:00:00Z')
const later = (seconds: number): Temporal.Instant => start.add({ seconds })
const anonymous: Caller = { kind: 'anonymous' }
const party = (partyId: string): Caller => ({ kind: 'party', partyId, roles: [], scopes: [], userId: 'u1' })
const request: RequestKey = {
  caller: anonymous,
  method: 'POST',
  path: '/v1/quotes',
  key: 'k-12345678',
  bodyHash: 'h1',
  now: start,
}
const ANSWER = { status: 201, answer: '{"id":"qte_1"}' }

const effect = (enter: Enter, id = 'e') => enter((tx) => recordChange(tx, { code: 'made', resource: 'thing', resourceId: id }))
const effects = () =>
  withCaller(database.db, anonymous, async (tx: AnyTx) => {
    const { rows } = await sql<{ id: string }>`SELECT resource_id AS id FROM postgres.change ORDER BY 1`.execute(tx)
    return rows.map(({ id }) => id)
  })
const rows = () =>
  withCaller(database.db, anonymous, async (tx: AnyTx) => {
    const counted = await sql<{ n: bigint }>`SELECT count(*) AS n FROM postgres.idempotency`.execute(tx)
    return counted.rows[0]?.n
  })
const good = async (enter: Enter): Promise<Worked<string>> => {
  await effect(enter)
  return { value: 'done', remember: ANSWER, keepsWork: true }
}
const once = (change: Partial<RequestKey> = {}, work = good) => answerOnce(database.db, { ...request, ...change }, work)
const never = (): Promise<never> => Promise.reject(new Error('asked again'))
const FIRST = { ok: true, value: { kind: 'first', value: 'done', committed: true } }
const AGAIN = { ok: true, value: { kind: 'again', ...ANSWER } }

test('the same body gets the same answer and no second effect; another body is refused', async () => {
  expect(await once()).toEqual(FIRST)
  expect(await once({}, never)).toEqual(AGAIN)
  expect(await once({ bodyHash: 'h2' }, never)).toEqual({ ok: false, error: 'reused' })
  expect(await effects()).toEqual(['e'])
})

test('party, method and path have keys of their own', async () => {
  await once()
  for (const other of [{ caller: party('p1') }, { method: 'PUT' }, { path: '/v1/bookings' }, { key: 'k-other-one' }])
    expect(await once(other)).toEqual(FIRST)
  expect(await effects()).toHaveLength(5)
})

test('the work is done in the name of the caller', async () => {
  const who = sql<{
    party: string
    user: string
  }>`SELECT current_setting('yidan.party_id') AS party, current_setting('yidan.user_id') AS "user"`
  const asked = await once({ caller: party('p1') }, async (enter) => ({
    value: JSON.stringify(await enter(async (tx) => (await who.execute(tx)).rows)),
    remember: ANSWER,
    keepsWork: true,
  }))
  expect(asked).toMatchObject({ value: { value: '[{"party":"p1","user":"u1"}]' } })
})

test('of twins at once one has the effect; the others are told so or get its answer', async () => {
  for (let round = 0; round < 10; round++) {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        once({ key: `k-round-${round}` }, async (enter) => {
          await effect(enter, `r${round}`)
          return { value: 'done', remember: ANSWER, keepsWork: true }
        }),
      ),
    )
    expect(answers.filter((answer) => answer.ok && answer.value.kind === 'first')).toHaveLength(1)
    expect(answers.filter((answer) => (answer.ok ? answer.value.kind === 'again' : answer.error === 'in-use'))).toHaveLength(7)
  }
  expect(await effects()).toEqual(Array.from({ length: 10 }, (_, round) => `r${round}`))
})

test('a twin that comes while the first works is told so, and afterwards gets its answer', async () => {
  const gate = Promise.withResolvers<void>()
  const inside = Promise.withResolvers<void>()
  const first = once({}, async (enter) => {
    await effect(enter)
    inside.resolve()
    await gate.promise
    return { value: 'done', remember: ANSWER, keepsWork: true }
  })
  await inside.promise
  expect(await once({}, never)).toEqual({ ok: false, error: 'in-use' })
  expect(await once({ bodyHash: 'h2' }, never)).toEqual({ ok: false, error: 'in-use' })
  gate.resolve()
  expect(await first).toEqual(FIRST)
  expect(await once({}, never)).toEqual(AGAIN)
})

test('a refusal undoes what was written and is remembered', async () => {
  const refusal = { status: 409, answer: '{"code":"wrong-state"}' }
  const refused = await once({}, async (enter) => {
    await effect(enter)
    return { value: 'no', remember: refusal, keepsWork: false }
  })
  expect(refused).toEqual({ ok: true, value: { kind: 'first', value: 'no', committed: false } })
  expect(await once({}, never)).toEqual({ ok: true, value: { kind: 'again', ...refusal } })
  expect(await effects()).toEqual([])
})

test('a refusal after a statement that failed is remembered too, but nothing half-done is kept', async () => {
  const broken = (enter: Enter) => enter((tx) => sql`SELECT 1 / 0`.execute(tx)).catch(() => undefined)
  await once({}, async (enter) => {
    await effect(enter)
    await broken(enter)
    return { value: 'no', remember: { status: 409, answer: '{}' }, keepsWork: false }
  })
  expect(await once({}, never)).toMatchObject({ value: { kind: 'again', status: 409 } })
  const kept = once({ key: 'k-second-one' }, async (enter) => {
    await enter(() => Promise.reject(new Error('half-way'))).catch(() => undefined)
    return { value: 'yes', remember: ANSWER, keepsWork: true }
  })
  await expect(kept).rejects.toThrow('work that threw is not kept')
  expect(await rows()).toBe(1n)
})

test('what is not to be remembered leaves nothing, and the key is free at once', async () => {
  const late = await once({}, async (enter) => {
    await effect(enter)
    return { value: 'late', keepsWork: false }
  })
  expect(late).toEqual({ ok: true, value: { kind: 'first', value: 'late', committed: false } })
  const crash = once({}, async (enter) => {
    await effect(enter)
    throw new Error('crash')
  })
  await expect(crash).rejects.toThrow('crash')
  expect([await effects(), await rows()]).toEqual([[], 0n])
  expect(await once()).toEqual(FIRST)
})

test.each(['during the work', 'between work and answer'])(
  'a connection killed %s leaves nothing, and the same key goes through',
  async (when) => {
    const admin = new pg.Client({ connectionString: database.adminUrl })
    await admin.connect()
    const killed = once({}, async (enter) => {
      await effect(enter)
      const pid = await enter(async (tx) => (await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(tx)).rows[0]?.pid)
      await admin.query('SELECT pg_terminate_backend($1, 5000)', [pid])
      if (when === 'during the work') await effect(enter, 'more')
      return { value: 'done', remember: ANSWER, keepsWork: true }
    })
    const error: unknown = await killed.catch((fault: unknown) => fault)
    expect(isPassing(error)).toBe(true)
    await admin.end()
    expect([await effects(), await rows()]).toEqual([[], 0n])
    expect(await once()).toEqual(FIRST)
    expect(await effects()).toEqual(['e'])
  },
)

test('two that wait for each other both go through in the end', async () => {
  const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const lock = (tx: AnyTx, key: number) => sql`SELECT pg_advisory_xact_lock(${key})`.execute(tx)
  const crossing = (mine: 0 | 1) =>
    once({ key: `k-crossing-${mine}` }, async (enter) => {
      await enter(async (tx) => {
        await lock(tx, mine + 1)
        both[mine]?.resolve()
        await both[1 - mine]?.promise
        await lock(tx, 2 - mine)
      })
      await effect(enter, `x${mine}`)
      return { value: 'done', remember: ANSWER, keepsWork: true }
    })
  expect(await Promise.all([crossing(0), crossing(1)])).toEqual([FIRST, FIRST])
  expect(await effects()).toEqual(['x0', 'x1'])
})

test('after seven days a key is new, swept or not', async () => {
  const week = 7 * 24 * 3600
  await once()
  await once({ key: 'k-second-one', now: later(10) })
  expect(await once({ bodyHash: 'h2', now: later(week - 1) }, never)).toEqual({ ok: false, error: 'reused' })
  expect(await once({ bodyHash: 'h2', now: later(week) })).toEqual(FIRST)
  expect(await withCaller(database.db, anonymous, (tx: AnyTx) => sweepRequests(tx, later(week + 10)))).toBe(1)
  expect(await once({ bodyHash: 'h2', now: later(week + 10) }, never)).toEqual(AGAIN)
  expect(await once({ key: 'k-second-one', bodyHash: 'h2', now: later(week + 10) })).toEqual(FIRST)
})
