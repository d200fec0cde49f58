import { statSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AnyTx, withCaller } from '#postgres'
import { sessionSecret } from './sign-in/files.ts'
import { cookieOf, type Desk, NOW, openDesk, signedIn } from './testing/index.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const WRONG_PASSWORD = 'not the right one'
const sources = {
  operatorTypesByMode: { rail: ['State rail', 'Both'], road: ['Lorries', 'Both'] },
  placeIds: ['cq-guoyuan-port', 'de-duisburg'],
}

/** The sample city, and how to sign in as one of its people. */
async function city() {
  const made = await desk.parties.prepareFirstStart({ kind: 'samples', ...sources })
  if (made.kind !== 'samples') throw new Error('there was somebody')
  const passwordOf = (who: string): string => made.accounts.find(({ email }) => email === `${who}@sample.example`)?.password ?? ''
  return { accounts: made.accounts, passwordOf, as: (who: string) => signedIn(desk, `${who}@sample.example`, passwordOf(who)) }
}
const inTx = <T>(work: (tx: AnyTx) => Promise<T>): Promise<T> => withCaller(desk.database.db, { kind: 'system', name: 'test' }, work)
const move = (statement: string) => inTx((tx) => sql.raw(statement).execute(tx))
const whole = (refusal: unknown) => JSON.stringify(refusal)

test('samples are made once, also when two starts race, and each signs in for its own part', async () => {
  const starts = await Promise.all([1, 2].map(() => desk.parties.prepareFirstStart({ kind: 'samples', ...sources })))
  expect(starts.map(({ kind }) => kind).toSorted()).toEqual(['none', 'samples'])
  const made = starts.find((start) => start.kind === 'samples')
  const accounts = made?.kind === 'samples' ? made.accounts : []
  expect(accounts).toHaveLength(10)
  expect(new Set(accounts.map(({ password }) => password)).size).toBe(10)
  for (const { email, password, organisation } of accounts) {
    expect(password).toMatch(/^[a-z2-9]{20}$/)
    const { body } = await desk.ask('postSession', { body: { email: email.toUpperCase(), password } })
    expect(body).toMatchObject({ signedIn: true, user: { email }, party: { name: organisation, demo: true } })
    expect(body.parties).toEqual([body.party])
    expect(organisation).toContain('（示例）')
  }
  expect(await desk.parties.prepareFirstStart({ kind: 'link', origin: 'https://x.example' })).toEqual({ kind: 'none' })
})

test('the wrong address of mail and the wrong password are the same answer, at the price of one hash each', async () => {
  await city()
  const price = async (email: string) => {
    const before = desk.hashed()
    const { refusal } = await desk.ask('postSession', { body: { email, password: WRONG_PASSWORD } })
    return { refusal: whole(refusal), hashes: desk.hashed() - before }
  }
  const [known, unknown] = [await price('shipper@sample.example'), await price('nobody@sample.example')]
  expect(known).toEqual(unknown)
  expect(known).toMatchObject({ hashes: 1, refusal: expect.stringContaining('unauthenticated') })
})

test('a session is read, is ended, and is then nobody', async () => {
  const { as } = await city()
  const cookie = await as('shipper')
  expect((await desk.callerOf({ cookie })).caller).toMatchObject({
    kind: 'party',
    roles: ['SHIPPER'],
    scopes: ['READ', 'BOOK', 'REPORT', 'BILL'],
  })
  expect((await desk.ask('getSession', { cookie })).body).toMatchObject({ signedIn: true, user: { email: 'shipper@sample.example' } })
  const ended = await desk.ask('deleteSession', { cookie })
  expect(ended.body).toEqual({ signedIn: false, demo: true })
  expect(ended.headers['set-cookie']).toContain('Max-Age=0')
  expect((await desk.callerOf({ cookie })).caller).toEqual({ kind: 'anonymous' })
  expect((await desk.ask('getSession', { cookie })).body).toEqual({ signedIn: false, demo: true })
})

test('the cookie is for this site and for HTTP only, and a forged, cut or expired one is nobody', async () => {
  const { passwordOf } = await city()
  const answer = await desk.ask('postSession', { body: { email: 'shipper@sample.example', password: passwordOf('shipper') } })
  expect(answer.headers['set-cookie']).toMatch(/^yidan_session=/)
  for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=604800']) expect(answer.headers['set-cookie']).toContain(part)
  expect(answer.headers['set-cookie']).not.toContain('Secure')
  const cookie = cookieOf(answer)
  const [token = ''] = cookie.split('.')
  for (const forged of [token, `${token}.`, `${token}.AAAA`, cookie.replace(/=./, '=X'), 'yidan_session=', 'other=1'])
    expect({ forged, ...(await desk.callerOf({ cookie: forged })) }).toEqual({ forged, caller: { kind: 'anonymous' } })
  expect((await desk.callerOf({ cookie: `a=1; ${cookie}; b=2` })).caller).toMatchObject({ kind: 'party' })
  // Of two, the first counts, and what the second proves is never remembered for the first.
  expect((await desk.callerOf({ cookie: `yidan_session=planted.AAAA; ${cookie}` })).caller).toEqual({ kind: 'anonymous' })
  expect((await desk.callerOf({ cookie: 'yidan_session=planted.AAAA' })).caller).toEqual({ kind: 'anonymous' })
  const fresh = await signedIn(desk, 'shipper@sample.example', passwordOf('shipper'))
  await move(`UPDATE auth."session" SET "expiresAt" = now() - interval '1 second'`)
  expect((await desk.callerOf({ cookie: fresh })).caller).toEqual({ kind: 'anonymous' })
})

test('a session slides when the page asks who is signed in', async () => {
  const { as } = await city()
  const cookie = await as('shipper')
  expect((await desk.ask('getSession', { cookie })).headers['set-cookie']).toBeUndefined()
  await move(`UPDATE auth."session" SET "expiresAt" = now() + interval '5 days'`)
  await desk.callerOf({ cookie })
  const asked = await desk.ask('getSession', { cookie })
  expect(asked.headers['set-cookie']).toContain('Max-Age=604800')
  expect(cookieOf(asked)).toBe(cookie)
  const { rows } = await inTx((tx) =>
    sql<{ long: boolean }>`SELECT "expiresAt" > now() + interval '6 days' AS long FROM auth."session"`.execute(tx),
  )
  expect(rows).toEqual([{ long: true }])
})

test('signing in makes a new token and ends the one that was presented: a planted cookie is worth nothing', async () => {
  const { as, passwordOf } = await city()
  const planted = await as('consignee')
  const answer = await desk.ask('postSession', {
    cookie: planted,
    body: { email: 'shipper@sample.example', password: passwordOf('shipper') },
  })
  const fresh = cookieOf(answer)
  expect(fresh).not.toBe(planted)
  expect((await desk.callerOf({ cookie: planted })).caller).toEqual({ kind: 'anonymous' })
  expect((await desk.callerOf({ cookie: fresh })).caller).toMatchObject({ roles: ['SHIPPER'] })
  const again = await desk.ask('postSession', { cookie: fresh, body: { email: 'shipper@sample.example', password: passwordOf('shipper') } })
  expect(cookieOf(again)).not.toBe(fresh)
  expect((await desk.callerOf({ cookie: fresh })).caller).toEqual({ kind: 'anonymous' })
  const wrong = await desk.ask('postSession', {
    cookie: cookieOf(again),
    body: { email: 'shipper@sample.example', password: WRONG_PASSWORD },
  })
  expect(wrong.refusal).toBeDefined()
  expect((await desk.callerOf({ cookie: cookieOf(again) })).caller).toMatchObject({ kind: 'party' })
})

test('ten wrong passwords close the address of mail, also to the right one, for a quarter of an hour', async () => {
  const { passwordOf } = await city()
  const attempt = (password: string, minutes: number, address: string) =>
    desk.ask('postSession', { body: { email: 'shipper@sample.example', password }, address, now: NOW.add({ minutes }) })
  const tried = await Promise.all(Array.from({ length: 14 }, (_, i) => attempt(WRONG_PASSWORD, 0, `10.0.0.${i}`)))
  expect(tried.filter(({ refusal }) => refusal?.code === 'unauthenticated')).toHaveLength(10)
  expect(tried.filter(({ refusal }) => refusal?.code === 'too-many-requests')).toHaveLength(4)
  const closed = await attempt(passwordOf('shipper'), 14, '10.0.1.1')
  expect(closed.refusal).toMatchObject({ code: 'too-many-requests', detail: { en: 'Too many attempts: try again in 1 minute' } })
  expect((await attempt(passwordOf('shipper'), 15, '10.0.1.1')).body).toMatchObject({ signedIn: true })
})

test('a person in several organisations acts for the first, or for the one he names; another is forbidden in the same words', async () => {
  const { as } = await city()
  const cookie = await as('window')
  const made = await desk.ask('postParty', { cookie, body: { name: '第二单位', roles: ['SHIPPER', 'CARRIER'] } })
  const token = String(made.body.setupUrl).replace('http://localhost:8080/setup/', '')
  const shipper = await as('shipper')
  expect((await desk.ask('postSetup', { cookie: shipper, params: { token }, body: {}, now: NOW.add({ minutes: 1 }) })).body).toEqual({
    party: { id: made.body.id, name: '第二单位', roles: ['SHIPPER', 'CARRIER'] },
  })
  const session = (await desk.ask('getSession', { cookie: shipper })).body
  expect(session.parties.map(({ name }: { name: string }) => name.slice(0, 4))).toEqual(['西永电子', '第二单位'])
  expect(session.party.id).toBe(session.parties[0].id)
  expect((await desk.callerOf({ cookie: shipper, party: made.body.id })).caller).toMatchObject({ roles: ['SHIPPER', 'CARRIER'] })
  expect((await desk.ask('getSession', { cookie: shipper, party: made.body.id })).body.party).toEqual(session.parties[1])
  const foreign = (await desk.ask('getSession', { cookie })).body.party.id
  const refusals = await Promise.all(
    [foreign, 'pty_01m8mz2a7aeawtjnv7jjwp6jje', 'pty_x', 'csg_01m8mz2a7aeawtjnv7jjwp6jje', ''].map(
      async (party) => (await desk.callerOf({ cookie: shipper, party })).refusal,
    ),
  )
  expect(new Set(refusals.map(whole)).size).toBe(1)
  expect(refusals[0]).toMatchObject({ code: 'forbidden' })
  await move(`UPDATE parties.membership SET roles = '{CARRIER,AUTHORITY}' WHERE roles @> '{SHIPPER,CARRIER}'`)
  expect((await desk.callerOf({ cookie: shipper, party: made.body.id })).caller).toMatchObject({ roles: ['CARRIER'] })
  await move(`UPDATE parties.membership SET until = since WHERE roles = '{CARRIER,AUTHORITY}'`)
  expect((await desk.callerOf({ cookie: shipper, party: made.body.id, now: NOW.add({ minutes: 1 }) })).refusal).toEqual(refusals[0])
})

test('whoever is in no organisation is a user, and names none', async () => {
  const { as } = await city()
  const cookie = await as('shipper')
  await move('UPDATE parties.membership SET until = since')
  expect((await desk.callerOf({ cookie })).caller).toMatchObject({ kind: 'user' })
  expect((await desk.ask('getSession', { cookie })).body).toMatchObject({ signedIn: true, parties: [] })
  expect((await desk.ask('listParties', { cookie })).refusal).toMatchObject({ code: 'forbidden' })
})

test('what has expired is swept: sessions, and links nobody followed', async () => {
  const { as } = await city()
  const [window, shipper] = [await as('window'), await as('shipper')]
  await desk.ask('postParty', { cookie: window, body: { name: '新单位', roles: ['SHIPPER'] } })
  await move(
    `UPDATE auth."session" SET "expiresAt" = now() WHERE "userId" = (SELECT "id" FROM auth."user" WHERE "email" = 'window@sample.example')`,
  )
  const left = async (now: Temporal.Instant) => {
    for (const { handle } of desk.parties.jobs) await handle({ database: desk.database.db, now, data: {} })
    const query = sql<{
      sessions: bigint
      links: bigint
    }>`SELECT (SELECT count(*) FROM auth."session") AS sessions, (SELECT count(*) FROM parties.set_up) AS links`
    return (await inTx((tx) => query.execute(tx))).rows[0]
  }
  expect(await left(NOW)).toEqual({ sessions: 1n, links: 1n })
  expect(await left(NOW.add({ hours: 7 * 24 }))).toEqual({ sessions: 1n, links: 0n })
  expect((await desk.callerOf({ cookie: shipper })).caller).toMatchObject({ kind: 'party' })
})

test('the tables of the sign-in library are the very ones its own generator wants', async () => {
  const { getMigrations } = await import('better-auth/db/migration')
  const pool = new pg.Pool({ connectionString: desk.database.url, options: '-c search_path=auth', max: 1 })
  const plan = await getMigrations({
    database: pool,
    emailAndPassword: { enabled: true },
    advanced: { database: { generateId: () => 'x' } },
  })
  await pool.end()
  expect({ made: plan.toBeCreated, added: plan.toBeAdded, indexes: plan.toBeAddedIndexes, faults: plan.schemaProblems }).toEqual({
    made: [],
    added: [],
    indexes: [],
    faults: [],
  })
})

test('the session secret is made once, by whoever is first, and is for its user only', async () => {
  const folder = join(desk.database.folder, 'second')
  const secrets = await Promise.all(Array.from({ length: 8 }, () => sessionSecret(folder)))
  expect(new Set(secrets).size).toBe(1)
  expect(statSync(join(folder, 'session-secret')).mode & 0o777).toBe(0o600)
  expect(Buffer.from(secrets[0] ?? '', 'base64url')).toHaveLength(32)
})

test('no secret stands in any table in clear', async () => {
  const { accounts, as } = await city()
  const cookie = await as('shipper')
  const key = await desk.ask('postKey', { cookie, body: { name: 'ERP', scopes: ['READ'] } })
  const made = await desk.ask('postParty', { cookie: await as('window'), body: { name: '新单位', roles: ['SHIPPER'] } })
  const secret = readFileSync(join(desk.database.folder, 'session-secret'), 'utf8')
  const secrets = [
    ...accounts.map(({ password }) => password),
    decodeURIComponent(cookie.replace('yidan_session=', '')),
    cookie.replace('yidan_session=', '').split('.')[1] ?? '',
    key.body.secret,
    key.body.secret.slice(-43),
    made.body.setupUrl.split('/').at(-1),
    secret,
  ]
  const dump = await wholeDatabase()
  expect(dump).toContain('shipper@sample.example')
  for (const one of secrets) {
    expect(one.length).toBeGreaterThan(15)
    expect([one, dump.includes(one)]).toEqual([one, false])
  }
})

/** Every row of every table, as text. */
async function wholeDatabase(): Promise<string> {
  const client = new pg.Client({ connectionString: desk.database.adminUrl })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
        WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`,
    )
    const texts: string[] = []
    for (const { name } of tables) texts.push(JSON.stringify((await client.query(`SELECT t::text FROM ${name} AS t`)).rows))
    return texts.join('\n')
  } finally {
    await client.end()
  }
}
