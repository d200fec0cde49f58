import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AnyTx, withCaller } from '#postgres'
import { type Desk, NOW, openDesk, signedIn } from '../testing/index.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const ORIGIN = 'https://window.example'
const person = { name: '王芳', email: 'Wang@Office.example', password: 'correct horse battery' }
const founder = { ...person, organisationName: '重庆一单窗口' }

const firstLink = async (): Promise<string> => {
  const made = await desk.parties.prepareFirstStart({ kind: 'link', origin: ORIGIN })
  if (made.kind !== 'link') throw new Error(made.kind)
  expect(made.url.startsWith(`${ORIGIN}/setup/`)).toBe(true)
  expect(made.expiresAt).toEqual(NOW.add({ hours: 24 }))
  return made.url.slice(`${ORIGIN}/setup/`.length)
}
const read = (token: string, now = NOW) => desk.ask('getSetup', { params: { token }, now })
const follow = (token: string, body: object, more: object = {}) => desk.ask('postSetup', { params: { token }, body, ...more })
const operator = async (): Promise<string> => {
  await follow(await firstLink(), founder)
  return signedIn(desk, 'wang@office.example', founder.password)
}
const register = (cookie: string, body: object = {}) =>
  desk.ask('postParty', { cookie, body: { name: '渝新物流', roles: ['FORWARDER', 'CARRIER'], ...body } })
const tokenOf = ({ body }: { body: { setupUrl: string } }): string => body.setupUrl.split('/').at(-1) ?? ''
/** What six different people get, in order of the alphabet. */
const atOnce = async (one: (email: string) => Promise<{ status: number; refusal?: { code: string } }>): Promise<string[]> => {
  // Connections for all of them first: whoever had the only open one would be done before the others begin.
  await Promise.all(
    Array.from({ length: 8 }, () =>
      withCaller(desk.database.db, { kind: 'anonymous' }, (tx: AnyTx) => sql`SELECT pg_sleep(0.05)`.execute(tx)),
    ),
  )
  const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => one(`p${i}@office.example`)))
  return answers.map(({ status, refusal }) => refusal?.code ?? String(status)).toSorted((a, b) => a.localeCompare(b))
}
const counts = async () => {
  const query = sql<{
    people: bigint
    accounts: bigint
    parties: bigint
    members: bigint
  }>`SELECT (SELECT count(*) FROM auth."user") AS people,
    (SELECT count(*) FROM auth."account") AS accounts, (SELECT count(*) FROM parties.party) AS parties, (SELECT count(*) FROM parties.membership) AS members`
  return withCaller(desk.database.db, { kind: 'system', name: 'test' }, async (tx: AnyTx) => (await query.execute(tx)).rows[0])
}

test('the first link founds the operator of the window, once, whoever comes second', async () => {
  const token = await firstLink()
  expect((await read(token)).body).toEqual({ roles: ['WINDOW_OPERATOR'], expiresDateTime: '2026-12-02T01:00:00Z' })
  const answers = await atOnce((email) => follow(token, { ...founder, email }))
  expect(answers).toEqual(['201', ...Array.from({ length: 5 }, () => 'not-found')])
  expect(await counts()).toEqual({ people: 1n, accounts: 1n, parties: 1n, members: 1n })
  expect(await desk.parties.prepareFirstStart({ kind: 'link', origin: ORIGIN })).toEqual({ kind: 'none' })
  expect(await desk.parties.prepareFirstStart({ kind: 'samples', operatorTypesByMode: {}, placeIds: [] })).toEqual({ kind: 'none' })
})

test('six who follow one link of a member at once are one member', async () => {
  const token = tokenOf(await register(await operator()))
  const before = await counts()
  const answers = await atOnce((email) => follow(token, { ...person, email }))
  expect(answers).toEqual(['201', ...Array.from({ length: 5 }, () => 'not-found')])
  expect((await counts())?.members).toBe((before?.members ?? 0n) + 1n)
})

test('whoever has set up signs in and may register organisations', async () => {
  const cookie = await operator()
  expect((await desk.callerOf({ cookie })).caller).toMatchObject({ roles: ['WINDOW_OPERATOR'] })
  const made = await register(cookie)
  expect(made.body).toEqual({
    id: expect.stringMatching(/^pty_/),
    name: '渝新物流',
    roles: ['FORWARDER', 'CARRIER'],
    setupUrl: expect.stringContaining('/setup/'),
  })
  expect(made.remembered).toEqual({ ...made.body, setupUrl: undefined })
  expect((await read(tokenOf(made))).body).toMatchObject({
    partyName: '渝新物流',
    roles: ['FORWARDER', 'CARRIER'],
    expiresDateTime: '2026-12-08T01:00:00Z',
  })
  const joined = await follow(tokenOf(made), { ...person, email: 'li@office.example' })
  expect(joined).toMatchObject({ status: 201, body: { email: 'li@office.example', party: { name: '渝新物流' } } })
  expect(JSON.stringify(joined)).not.toContain('set-cookie')
  const member = await signedIn(desk, 'li@office.example', person.password)
  expect((await register(member)).refusal).toMatchObject({ code: 'forbidden', detail: { en: expect.stringContaining('WINDOW_OPERATOR') } })
})

test('a later start makes the earlier link void; unknown, void, used and expired links are one answer', async () => {
  const earlier = await firstLink()
  const token = await firstLink()
  const refusals = [
    await read(earlier),
    await read('x'.repeat(43)),
    await read(token, NOW.add({ hours: 24 })),
    await follow(earlier, founder),
    await follow(token, founder, { now: NOW.add({ hours: 24 }) }),
    await follow('x'.repeat(43), founder),
  ]
  expect((await follow(token, founder)).status).toBe(201)
  refusals.push(await read(token), await follow(token, founder))
  expect(new Set(refusals.map((one) => JSON.stringify(one))).size).toBe(1)
  expect(refusals[0]?.refusal?.code).toBe('not-found')
})

test('what is missing or too much is named, and the link stays good', async () => {
  const token = await firstLink()
  const pointers = async (body: object, more: object = {}) =>
    (await follow(token, body, more)).refusal?.errors?.map(({ pointer, code }) => `${code} ${pointer}`)
  expect(await pointers({})).toEqual([
    'missing-member /organisationName',
    'missing-member /name',
    'missing-member /email',
    'missing-member /password',
  ])
  for (const password of ['short', 'x'.repeat(129)])
    expect((await follow(token, { ...founder, password })).refusal?.code).toBe('invalid-request')
  expect((await follow(token, founder)).status).toBe(201)
  const cookie = await signedIn(desk, 'wang@office.example', founder.password)
  const member = tokenOf(await register(cookie))
  const asked = await follow(member, { ...founder }, { cookie })
  expect(asked.refusal?.errors?.map(({ pointer, code }) => `${code} ${pointer}`)).toEqual([
    'unknown-member /organisationName',
    'unknown-member /name',
    'unknown-member /email',
    'unknown-member /password',
  ])
})

test('an address of mail that has an account is refused without a trace; its owner signs in and joins', async () => {
  const cookie = await operator()
  const token = tokenOf(await register(cookie))
  const before = await counts()
  const refused = await follow(token, { ...person, email: 'wang@office.example' })
  expect(refused.refusal).toMatchObject({ code: 'wrong-state', extension: { state: 'EMAIL_NOT_AVAILABLE' } })
  expect(await counts()).toEqual(before)
  expect((await follow(token, {}, { cookie })).body).toEqual({ party: expect.objectContaining({ name: '渝新物流' }) })
  expect((await follow(token, {}, { cookie })).refusal?.code).toBe('not-found')
  expect((await desk.ask('getSession', { cookie })).body.parties.map(({ name }: { name: string }) => name)).toEqual([
    '重庆一单窗口',
    '渝新物流',
  ])
})

test('trying addresses of mail by a link is slowed like guessing passwords', async () => {
  const token = tokenOf(await register(await operator()))
  const codes: (string | undefined)[] = []
  for (let i = 0; i < 11; i++) codes.push((await follow(token, { ...person, email: 'wang@office.example' })).refusal?.code)
  expect(codes).toEqual([...Array.from({ length: 10 }, () => 'wrong-state'), 'too-many-requests'])
})

test('a registered credit code and a duty that is taken are refused, and nothing is half-made', async () => {
  const cookie = await operator()
  const uscc = { unifiedSocialCreditCode: '91350100M000100Y43' }
  const made = await register(cookie, { ...uscc, duties: [{ kind: 'PLACE', key: 'cq-guoyuan-port' }] })
  expect(made.body).toMatchObject(uscc)
  const before = await counts()
  expect((await register(cookie, uscc)).refusal).toMatchObject({ code: 'wrong-state', extension: { state: 'REGISTERED' } })
  const duties = [
    { kind: 'PLACE', key: 'de-duisburg' },
    { kind: 'PLACE', key: 'cq-guoyuan-port' },
  ]
  expect((await register(cookie, { duties })).refusal).toMatchObject({ code: 'wrong-state', extension: { state: 'DUTY_TAKEN' } })
  expect((await register(cookie, { unifiedSocialCreditCode: '91350100M000100Y44' })).refusal).toMatchObject({
    errors: [{ pointer: '/unifiedSocialCreditCode' }],
  })
  expect(await counts()).toEqual(before)
  expect((await register(cookie, { duties: [duties[0], duties[0]] })).status).toBe(201)
})

test('set-up works with the real hash, which is salted and not the password', async () => {
  await desk.close()
  desk = await openDesk({ quick: false })
  await follow(await firstLink(), founder)
  const { rows } = await withCaller(desk.database.db, { kind: 'system', name: 'test' }, (tx: AnyTx) =>
    sql<{ password: string }>`SELECT "password" FROM auth."account"`.execute(tx),
  )
  expect(rows[0]?.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/)
  await signedIn(desk, 'wang@office.example', founder.password)
  await expect(signedIn(desk, 'wang@office.example', `${founder.password}!`)).rejects.toThrow('unauthenticated')
})
