// Who may begin, with whose credentials, from which page; and what the rows' own wishes (versions, types, sizes) mean on the wire.
import { connect } from 'node:net'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type Caller, ok, refuse } from '#kernel'
import { etagOf, route } from '#model'
import { type AnyTx, recordChange, withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { type Credentials, type OpenWindow, openWindow, readSettings, windowLog } from './index.ts'

const NOW = Temporal.Instant.from('2026-12-01T01:00:00Z')
const PARTY = '0193a8f0-0000-7000-8000-000000000001'
const shipper: Caller = { kind: 'party', partyId: PARTY, roles: ['SHIPPER'], scopes: ['READ', 'BOOK', 'REPORT', 'BILL'], userId: 'u1' }
const reader: Caller = { kind: 'party', partyId: PARTY, roles: ['SHIPPER'], scopes: ['READ'], keyId: 'k1' }

let asked: Credentials[] = []
/** Keys `good` and `reader`, session `here`; everything else is unknown. */
const authenticate = async (credentials: Credentials) => {
  asked.push(credentials)
  if (credentials.party !== undefined && credentials.party !== 'pty_mine') return refuse({ code: 'forbidden' })
  if (credentials.authorization === 'Bearer good') return ok(shipper)
  if (credentials.authorization === 'Bearer reader') return ok(reader)
  if (credentials.authorization === undefined && /yidan_session=here/.test(credentials.cookie ?? '')) return ok(shipper)
  return refuse({ code: 'unauthenticated' })
}

const words = { zh: '玩具', en: 'Toy' }
const whoAnswer = z.object({ kind: z.string(), key: z.string() })
const who = (caller: Caller) => ({ kind: caller.kind, key: caller.kind === 'party' ? (caller.keyId ?? 'person') : '' })
const toys = { summary: words, status: 200, problems: [] } as const
let committed: string[] = []
const routes = [
  route({
    ...toys,
    operationId: 'open',
    method: 'GET',
    path: '/v1/open',
    act: 'quote.read',
    answer: whoAnswer,
    handle: async ({ caller }) => ok({ status: 200, body: who(caller) }),
  }),
  route({
    ...toys,
    operationId: 'mine',
    method: 'GET',
    path: '/v1/mine',
    act: 'booking.list',
    answer: whoAnswer,
    handle: async ({ caller }) => ok({ status: 200, body: who(caller) }),
  }),
  route({
    ...toys,
    operationId: 'write',
    method: 'POST',
    path: '/v1/write',
    act: 'booking.hold',
    body: z.strictObject({ id: z.string(), outcome: z.enum(['done', 'refused', 'kept', 'late', 'crash', 'sign-in']) }),
    answer: z.object({ id: z.string(), party: z.string() }),
    problems: ['wrong-state'],
    async handle({ body, enter, afterCommit }) {
      await enter((tx) => recordChange(tx, { code: 'toy-written', resource: 'toy', resourceId: body.id }))
      const party = await enter(
        async (tx) => (await sql<{ p: string }>`SELECT current_setting('yidan.party_id') AS p`.execute(tx)).rows[0]?.p ?? '',
      )
      afterCommit(() => void committed.push(body.id))
      if (body.outcome === 'refused') return refuse({ code: 'wrong-state' })
      if (body.outcome === 'kept') return refuse({ code: 'wrong-state', keepsWork: true })
      if (body.outcome === 'late') return refuse({ code: 'unavailable' })
      if (body.outcome === 'sign-in') return refuse({ code: 'unauthenticated' })
      if (body.outcome === 'crash') throw new Error('crash')
      return ok({ status: 200, body: { id: body.id, party } })
    },
  }),
  route({
    ...toys,
    operationId: 'secret',
    method: 'POST',
    path: '/v1/secret-answer',
    act: 'key.create',
    answer: z.object({ id: z.string(), secret: z.string().optional() }),
    handle: async () =>
      ok({ status: 200, body: { id: 'a', secret: 'shown once' }, remembered: { id: 'a' }, headers: { 'set-cookie': ['a=1', 'b=2'] } }),
  }),
  route({
    ...toys,
    operationId: 'session',
    method: 'POST',
    path: '/v1/session',
    act: 'session.open',
    secret: true,
    body: z.strictObject({ password: z.string() }),
    answer: z.object({ ok: z.boolean() }),
    handle: async () => ok({ status: 200, body: { ok: true }, headers: { 'set-cookie': ['yidan_session=here; HttpOnly', 'other=1'] } }),
  }),
  route({
    ...toys,
    operationId: 'secretPath',
    method: 'GET',
    path: '/v1/setup/{token}',
    act: 'setup.read',
    params: z.object({ token: z.string() }),
    secret: true,
    answer: z.object({}),
    handle: async () => ok({ status: 200, body: {} }),
  }),
  route({
    ...toys,
    operationId: 'cancel',
    method: 'POST',
    path: '/v1/things/{id}/cancel',
    act: 'booking.cancel',
    params: z.object({ id: z.string() }),
    versioned: true,
    answer: z.object({ ifMatch: z.string() }),
    handle: async ({ ifMatch }) => ok({ status: 200, body: { ifMatch } }),
  }),
  route({
    ...toys,
    operationId: 'thing',
    method: 'GET',
    path: '/v1/things/{id}',
    act: 'quote.read',
    params: z.object({ id: z.string() }),
    answer: z.object({ id: z.string() }),
    handle: async ({ params }) => ok({ status: 200, body: { id: params.id }, headers: { etag: etagOf(4, 'WHOLE') } }),
  }),
  route({
    ...toys,
    operationId: 'pdf',
    method: 'GET',
    path: '/v1/things/{id}/pdf',
    act: 'quote.read',
    params: z.object({ id: z.string() }),
    mediaType: 'application/pdf',
    answer: z.instanceof(Uint8Array),
    handle: async () => ok({ status: 200, body: Uint8Array.from([0x25, 0x50, 0x44, 0x46, 0xff, 0x00]) }),
  }),
  route({
    ...toys,
    operationId: 'capture',
    method: 'POST',
    path: '/epcis/v2/capture',
    act: 'event.capture',
    takes: { mediaTypes: ['application/json', 'application/ld+json'], bytes: 8 * 1024 * 1024 },
    body: z.looseObject({}),
    status: 202,
    answer: z.object({ length: z.int(), same: z.boolean() }),
    handle: async ({ text, body }) => ok({ status: 202, body: { length: text.length, same: JSON.stringify(body) === text } }),
  }),
]

let database: TestDatabase
let open: OpenWindow
const lines: string[] = []
async function start(environment: Record<string, string> = {}): Promise<void> {
  const settings = readSettings({ PORT: '0', ...environment })
  if (!settings.ok) throw new Error(settings.error.map((t) => t.en).join())
  const log = windowLog('info', { write: (line) => void lines.push(line) })
  const newUuid = () => crypto.randomUUID()
  open = await openWindow({
    routes,
    db: database.db,
    now: () => NOW,
    newUuid,
    settings: settings.value,
    authenticate,
    checksAnswers: true,
    log,
  })
}
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  asked = []
  committed = []
  lines.length = 0
  await start()
})
afterEach(() => open.close())

const KEY = { authorization: 'Bearer good' }
const ask = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(open.address + path, init)
  const text = await answer.text()
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    json: z.looseObject({}).safeParse(text.startsWith('{') ? JSON.parse(text) : {}).data ?? {},
  }
}
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), 'accept-language': 'en', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
const written = (id: string) =>
  withCaller(database.db, { kind: 'system', name: 'test' }, async (tx: AnyTx) => {
    const { rows } = await sql<{ n: bigint }>`SELECT count(*) AS n FROM postgres.change WHERE resource_id = ${id}`.execute(tx)
    return Number(rows[0]?.n)
  })

test.each<[who: string, headers: Record<string, string>, open: [number, string], closed: [number, string]]>([
  ['nobody', {}, [200, 'anonymous'], [401, '']],
  ['a key', KEY, [200, 'person'], [200, 'person']],
  ['a key of another', { authorization: 'Bearer reader' }, [200, 'k1'], [200, 'k1']],
  ['a wrong key', { authorization: 'Bearer bad' }, [401, ''], [401, '']],
  ['another scheme', { authorization: 'Basic Z29vZA==' }, [401, ''], [401, '']],
  ['an empty credential', { authorization: '' }, [401, ''], [401, '']],
  ['a session', { cookie: 'a=b; yidan_session=here' }, [200, 'person'], [200, 'person']],
  ['a session that has ended', { cookie: 'yidan_session=gone' }, [200, 'anonymous'], [401, '']],
  ['another cookie', { cookie: 'yidan_sessions=here; not_yidan_session=here' }, [200, 'anonymous'], [401, '']],
  ['a key beside a session: the key', { ...KEY, authorization: 'Bearer reader', cookie: 'yidan_session=here' }, [200, 'k1'], [200, 'k1']],
  ['a wrong key beside a session', { authorization: 'Bearer bad', cookie: 'yidan_session=here' }, [401, ''], [401, '']],
  ['a party of his', { ...KEY, 'yidan-party': 'pty_mine' }, [200, 'person'], [200, 'person']],
  ['a party of others', { ...KEY, 'yidan-party': 'pty_other' }, [403, ''], [403, '']],
  ['a party twice', { ...KEY, 'yidan-party': 'pty_mine, pty_other' }, [403, ''], [403, '']],
  ['a party without credentials', { 'yidan-party': 'pty_other' }, [200, 'anonymous'], [401, '']],
])('%s', async (_, headers, opened, closed) => {
  const first = await ask('/v1/open', { headers })
  expect([first.status, first.json['kind'] === 'party' ? first.json['key'] : (first.json['kind'] ?? '')]).toEqual(opened)
  const second = await ask('/v1/mine', { headers })
  expect([second.status, second.json['key'] ?? '']).toEqual(closed)
  expect(second.headers.get('www-authenticate')).toBe(second.status === 401 ? 'Bearer' : null)
})

test('whose credentials these are is asked once, with the credential that counts and the address', async () => {
  await ask('/v1/mine', { headers: { ...KEY, cookie: 'yidan_session=here', 'yidan-party': `pty_mine${'x'.repeat(5000)}` } })
  expect(asked).toEqual([{ authorization: 'Bearer good', party: `pty_mine${'x'.repeat(56)}`, address: '127.0.0.1', now: NOW }])
  await ask('/v1/mine', { headers: { cookie: 'yidan_session=here' } })
  expect(asked.at(-1)).toEqual({ cookie: 'yidan_session=here', address: '127.0.0.1', now: NOW })
  await ask('/v1/open')
  expect(asked).toHaveLength(2)
})

test('whoever lacks the right is told which one, before his body is read', async () => {
  const refused = await post('/v1/write', 'not even JSON', { authorization: 'Bearer reader' })
  expect([refused.status, refused.json]).toEqual([
    403,
    expect.objectContaining({ code: 'forbidden', detail: 'What is missing: scope BOOK' }),
  ])
  expect((await post('/v1/write', 'not even JSON')).status).toBe(401)
})

test('header injection names nobody', async () => {
  const { hostname, port } = new URL(open.address)
  for (const party of ['pty_mine\r\nAuthorization: Bearer good', 'pty_mine\nX: y', 'pty_\u0000', '\u00ff\u00fe']) {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname)
      let text = ''
      socket.on('data', (part) => (text += part.toString()))
      socket.on('close', () => resolve(text))
      socket.end(
        `GET /v1/open HTTP/1.1\r\nHost: x\r\nConnection: close\r\nYidan-Party: ${party}\r\nCookie: yidan_session=here\r\n\r\n`,
        'latin1',
      )
    })
    // A line break makes another header line, which is the sender's own affair: it is his own request.
    expect({ party, answer }).toEqual({ party, answer: expect.stringMatching(/^HTTP\/1\.1 (200|400|403) /) })
    expect(answer).not.toMatch(/\r\nX: y/)
  }
})

test.each<[what: string, headers: Record<string, string>, status: number]>([
  ['our own page', { 'sec-fetch-site': 'same-origin' }, 200],
  ['an address typed in', { 'sec-fetch-site': 'none' }, 200],
  ['our origin', { origin: 'OWN' }, 200],
  ['a program', {}, 200],
  ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a sister of our site', { 'sec-fetch-site': 'same-site' }, 403],
  ['another origin', { origin: 'https://evil.example' }, 403],
  ['no origin that has a name', { origin: 'null' }, 403],
  ['a lookalike', { origin: 'http://127.0.0.1.evil.example' }, 403],
])('a request with a session from %s', async (_, headers, status) => {
  const own = headers['origin'] === 'OWN' ? { origin: open.address } : headers
  const wish = { id: crypto.randomUUID(), outcome: 'done' }
  const session = { cookie: 'yidan_session=here' }
  expect((await post('/v1/write', wish, { ...session, ...own })).status).toBe(status)
  expect(await written(wish.id)).toBe(status === 200 ? 1 : 0)
  expect((await post('/v1/session', { password: 'x' }, own)).status).toBe(status)
  // A key is never sent by a browser on its own; and whoever only reads changes nothing.
  expect((await post('/v1/write', { id: 'k', outcome: 'done' }, { ...KEY, ...own })).status).toBe(200)
  expect((await ask('/v1/mine', { headers: { ...session, ...own } })).status).toBe(200)
})

test('behind a proxy the origin that the world sees is ours', async () => {
  await open.close()
  await start({ YIDAN_ORIGIN: 'https://yidan.example' })
  const session = { cookie: 'yidan_session=here' }
  expect((await post('/v1/write', { id: 'p', outcome: 'done' }, { ...session, origin: 'https://yidan.example' })).status).toBe(200)
})

test.each([
  ['done', 200, 1, true],
  ['refused', 409, 0, true],
  ['kept', 409, 1, true],
  ['late', 503, 0, false],
  ['sign-in', 401, 0, false],
  ['crash', 500, 0, false],
])('a POST that is %s answers %i, leaves %i row, is remembered: %s', async (outcome, status, rows, remembered) => {
  const wish = { id: crypto.randomUUID(), outcome }
  const key = { 'idempotency-key': crypto.randomUUID(), ...KEY }
  const first = await post('/v1/write', wish, key)
  expect(first.status).toBe(status)
  expect(first.json['party']).toBe(status === 200 ? PARTY : undefined)
  expect(await written(wish.id)).toBe(rows)
  const again = await post('/v1/write', wish, key)
  expect(again.status).toBe(status)
  expect(again.headers.get('idempotency-replayed')).toBe(remembered ? 'true' : null)
  expect(again.text === first.text).toBe(remembered)
  expect(await written(wish.id)).toBe(rows)
  expect(committed.filter((id) => id === wish.id)).toHaveLength(rows)
})

test('keys of idempotency belong to the party: another with the same key has an answer of his own', async () => {
  const key = { 'idempotency-key': crypto.randomUUID() }
  const wish = { id: crypto.randomUUID(), outcome: 'done' }
  expect((await post('/v1/write', wish, { ...key, ...KEY })).status).toBe(200)
  expect((await post('/v1/write', wish, key)).status).toBe(401)
  // The same party by its session: the same request.
  const again = await post('/v1/write', wish, { ...key, cookie: 'yidan_session=here' })
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true'])
})

test('a secret is answered once and kept nowhere; no cookie is ever given again', async () => {
  const key = { 'idempotency-key': crypto.randomUUID(), ...KEY }
  const first = await post('/v1/secret-answer', undefined, key)
  expect([first.json, first.headers.getSetCookie()]).toEqual([{ id: 'a', secret: 'shown once' }, ['a=1', 'b=2']])
  const again = await post('/v1/secret-answer', undefined, key)
  expect([again.status, again.json, again.headers.getSetCookie()]).toEqual([200, { id: 'a' }, []])
  const kept = await withCaller(database.db, { kind: 'system', name: 'test' }, async (tx: AnyTx) =>
    JSON.stringify((await sql`SELECT * FROM postgres.idempotency`.execute(tx)).rows),
  )
  expect(kept).not.toMatch(/shown once|yidan_session/)
})

test('a session needs no key and its secret path is not in the log', async () => {
  const answer = await fetch(`${open.address}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"password":"x"}',
  })
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, ['yidan_session=here; HttpOnly', 'other=1']])
  expect((await ask('/v1/setup/topsecrettoken')).status).toBe(200)
  expect(lines.join('')).toMatch(/\/v1\/setup\/:token/)
  expect(lines.join('')).not.toMatch(/topsecrettoken/)
})

test('what is versioned needs If-Match; what has an ETag is not sent twice', async () => {
  const refused = await post('/v1/things/a/cancel', undefined, KEY)
  expect([refused.status, refused.json['code']]).toEqual([428, 'version-required'])
  const cancelled = await post('/v1/things/a/cancel', undefined, { ...KEY, 'if-match': '"v4-WHOLE"' })
  expect([cancelled.status, cancelled.json]).toEqual([200, { ifMatch: '"v4-WHOLE"' }])
  const thing = await ask('/v1/things/a')
  expect([thing.status, thing.headers.get('etag'), thing.headers.get('cache-control')]).toEqual([200, '"v4-WHOLE"', 'private, no-cache'])
  for (const known of ['"v4-WHOLE"', 'W/"v4-WHOLE"', '"x", "v4-WHOLE"', '*']) {
    const answer = await ask('/v1/things/a', { headers: { 'if-none-match': known } })
    expect([known, answer.status, answer.text, answer.headers.get('etag')]).toEqual([known, 304, '', '"v4-WHOLE"'])
    expect(answer.headers.get('vary')).toMatch(/Authorization/)
  }
  expect((await ask('/v1/things/a', { headers: { 'if-none-match': '"v3-WHOLE"' } })).status).toBe(200)
})

test('bytes are sent as they are', async () => {
  const answer = await fetch(`${open.address}/v1/things/a/pdf`)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0x25, 0x50, 0x44, 0x46, 0xff, 0x00])
})

test('a POST without body takes any type, and no body', async () => {
  const versioned = { ...KEY, 'if-match': '*' }
  for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded'])
    expect((await post('/v1/things/a/cancel', undefined, { ...versioned, 'content-type': type })).status).toBe(200)
  const bare = { method: 'POST', headers: { ...versioned, 'idempotency-key': crypto.randomUUID() } }
  expect((await ask('/v1/things/a/cancel', bare)).status).toBe(200)
  for (const body of ['{}', '{"force":true}', 'null', 'x']) {
    const refused = await post('/v1/things/a/cancel', body, { ...versioned, ...(body === 'x' ? { 'content-type': 'text/plain' } : {}) })
    expect([body, refused.status]).toEqual([body, 400])
  }
})

const events = (bytes: number): string => {
  const event = {
    type: 'ObjectEvent',
    epcList: ['urn:epc:id:sscc:4012345.0000000001'],
    note: '果园港'.repeat(20),
    nested: { a: [1, 2, { b: 'c"}' }] },
  }
  const one = JSON.stringify(event)
  const count = Math.floor((bytes - 100) / (Buffer.byteLength(one) + 1))
  return JSON.stringify({ eventList: Array.from({ length: count }, () => event) })
}

test('a capture may have 8 MiB of JSON or JSON-LD, byte-true, and not more', async () => {
  const large = events(8 * 1024 * 1024)
  for (const type of ['application/json', 'application/ld+json', 'application/LD+JSON; charset=utf-8']) {
    const took = await post('/epcis/v2/capture', large, { ...KEY, 'content-type': type })
    expect([took.status, took.json]).toEqual([202, { length: large.length, same: true }])
  }
  expect(lines.filter((line) => line.includes('passed its time'))).toEqual([])
  const tooLarge = await post('/epcis/v2/capture', events(9 * 1024 * 1024), KEY)
  expect([tooLarge.status, tooLarge.json]).toEqual([
    413,
    expect.objectContaining({ code: 'payload-too-large', detail: 'A body may have at most 8 MiB' }),
  ])
  expect((await post('/epcis/v2/capture', events(9 * 1024 * 1024))).status).toBe(401)
  for (const type of ['application/xml', 'text/plain', 'multipart/form-data', 'application/jsonx', 'x'])
    expect([type, (await post('/epcis/v2/capture', '{}', { ...KEY, 'content-type': type })).status]).toEqual([type, 415])
  expect((await post('/v1/write', '{}', { ...KEY, 'content-type': 'application/ld+json' })).status).toBe(415)
})

test('half a body is cut off in time and takes no place from others', async () => {
  await open.close()
  await start({ YIDAN_REQUEST_SECONDS: '1', YIDAN_REQUESTS_AT_ONCE: '1' })
  const { hostname, port } = new URL(open.address)
  const slow = Array.from({ length: 20 }, () => {
    const closed = Promise.withResolvers<string>()
    const socket = connect(Number(port), hostname)
    let text = ''
    socket.on('data', (part) => (text += part.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => closed.resolve(text))
    socket.write(
      `POST /v1/write HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nIdempotency-Key: ${crypto.randomUUID()}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"id":`,
    )
    return closed.promise
  })
  expect((await post('/v1/write', { id: 'quick', outcome: 'done' }, KEY)).status).toBe(200)
  for (const text of await Promise.all(slow)) expect(text).toMatch(/^(HTTP\/1\.1 4|$)/)
})
