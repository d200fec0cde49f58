// The window on a real socket and a real PostgreSQL, with toy routes: everything that holds for every request.
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { ok, refuse, uuidV7 } from '#kernel'
import { route } from '#model'
import { recordChange, withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { type OpenWindow, openWindow, readSettings, windowLog } from './index.ts'

const NOW = Temporal.Instant.from('2026-12-01T01:00:00Z')
const newUuid = (): string => uuidV7(NOW.epochMilliseconds, crypto.getRandomValues(new Uint8Array(10)))
let idempotencyKey = ''
let calls = 0

const pet = z.strictObject({
  name: z.string().max(10),
  legs: z.int().min(0).max(1000),
  kind: z.enum(['CAT', 'DOG']),
  born: z.iso.datetime({ offset: true }).optional(),
})
const toyRoutes = [
  route({
    operationId: 'addPet',
    method: 'POST',
    path: '/v1/pets',
    summary: { zh: '加', en: 'Add' },
    act: 'quote.ask',
    query: z.strictObject({ token: z.string().optional() }),
    body: pet,
    status: 201,
    answer: z.object({ name: z.string(), call: z.int() }),
    problems: ['wrong-state'],
    async handle({ body }) {
      calls++
      if (body.name === 'slow') await sleep(400)
      if (body.name === 'never') await sleep(3000)
      if (body.name === 'crash') throw new Error('secret of the database')
      if (body.name === 'no') return refuse({ code: 'wrong-state', detail: { zh: '不行', en: 'No' }, extension: { state: 'CONFIRMED' } })
      return ok({ status: 201, body: { name: body.name, call: calls }, location: `/v1/pets/${body.name}` })
    },
  }),
  route({
    operationId: 'getPet',
    method: 'GET',
    path: '/v1/pets/{id}',
    summary: { zh: '取', en: 'Get' },
    act: 'quote.read',
    params: z.strictObject({ id: z.string().regex(/^[a-z]+$/) }),
    query: z.strictObject({ limit: z.coerce.number().int().max(5).optional() }),
    status: 200,
    answer: z.object({ id: z.string() }),
    problems: [],
    handle: async ({ params }) => ok({ status: 200, body: { id: params.id } }),
  }),
  route({
    operationId: 'secret',
    method: 'GET',
    path: '/v1/secret',
    summary: { zh: '密', en: 'Secret' },
    act: 'booking.list',
    status: 200,
    answer: z.object({}),
    problems: [],
    handle: async () => ok({ status: 200, body: {} }),
  }),
]

let database: TestDatabase
let open: OpenWindow
const lines: string[] = []

async function start(environment: Record<string, string> = {}): Promise<void> {
  const settings = readSettings({ PORT: '0', YIDAN_REQUEST_SECONDS: '1', ...environment })
  if (!settings.ok) throw new Error(settings.error.map((t) => t.en).join())
  const part = {
    name: 'toy',
    title: { zh: '玩具', en: 'Toy' },
    required: true,
    check: async () => ({ state: 'OK' as const, detail: { zh: '好', en: 'fine' } }),
  }
  open = await openWindow({
    routes: toyRoutes,
    db: database.db,
    now: () => NOW,
    newUuid,
    settings: settings.value,
    parts: [part],
    checksAnswers: true,
    log: windowLog('info', { write: (line) => void lines.push(line) }),
  })
}

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  calls = 0
  lines.length = 0
  idempotencyKey = `key-${crypto.randomUUID()}`
  await start()
})
afterEach(() => open.close())

const GOOD = { name: 'Mimi', legs: 4, kind: 'CAT' }
const post = (body: unknown, headers: Record<string, string> = {}, path = '/v1/pets') =>
  fetch(open.address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey, 'accept-language': 'en', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const get = (path: string, headers: Record<string, string> = {}) => fetch(open.address + path, { headers })
const problem = z
  .object({
    type: z.string(),
    code: z.string(),
    title: z.string(),
    status: z.number(),
    instance: z.string(),
    requestId: z.string(),
    detail: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }).loose()).optional(),
  })
  .loose()
const problemOf = async (response: Response) => problem.parse(await response.json())

test('a good request is answered, named and not cached', async () => {
  const answer = await post(GOOD)
  expect(answer.status).toBe(201)
  expect(await answer.json()).toEqual({ name: 'Mimi', call: 1 })
  expect(answer.headers.get('location')).toBe('/v1/pets/Mimi')
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-z]{26}$/)
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  expect(answer.headers.get('vary')).toMatch(/Accept-Language/)
  expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self';/)
})

test.each([
  ['a member missing', { name: 'a', kind: 'CAT' }, '/legs', 'missing-member'],
  ['a member unknown', { ...GOOD, 'a/b': 1 }, '/a~1b', 'unknown-member'],
  ['another type', { ...GOOD, legs: 'four' }, '/legs', 'wrong-type'],
  ['a fraction', { ...GOOD, legs: 1.5 }, '/legs', 'wrong-type'],
  ['null', { ...GOOD, name: null }, '/name', 'wrong-type'],
  ['too many', { ...GOOD, legs: 10_000 }, '/legs', 'out-of-range'],
  ['another code', { ...GOOD, kind: 'COW' }, '/kind', 'unknown-code'],
  ['a time without offset', { ...GOOD, born: '2026-12-01T09:00:00' }, '/born', 'wrong-type'],
  ['a list for an object', [], '', 'wrong-type'],
])('%s is named with its pointer', async (_, body, pointer, code) => {
  const refused = await post(body)
  expect(refused.status).toBe(400)
  const { errors, ...rest } = await problemOf(refused)
  expect(errors).toEqual([expect.objectContaining({ pointer, code, detail: expect.stringMatching(/^[A-Za-z"]/) })])
  expect(rest).toMatchObject({
    type: '/problems/invalid-request',
    code: 'invalid-request',
    status: 400,
    instance: '/v1/pets',
    detail: 'One thing needs correction',
  })
})

test('all that is wrong is said at once, in Chinese unless asked otherwise, with the bound', async () => {
  const refused = await post({ legs: 10_000, kind: 'COW' }, { 'accept-language': 'fr' })
  expect(await problemOf(refused)).toMatchObject({
    title: '请求内容有误',
    detail: '有 3 处需要更正',
    errors: [{ detail: '缺少名称' }, { maximum: 1000 }, { code: 'unknown-code' }],
  })
})

test.each([
  ['broken JSON', '{"name":', {}, 400, 'invalid-json'],
  ['no body', '', {}, 400, 'invalid-json'],
  ['a doubled member', '{"name":"a","legs":1,"legs":2,"kind":"CAT"}', {}, 400, 'invalid-json'],
  ['a prototype', '{"__proto__":{"name":"x"},"name":"a","legs":1,"kind":"CAT"}', {}, 400, 'invalid-json'],
  ['depth', '['.repeat(50_000) + ']'.repeat(50_000), {}, 400, 'invalid-json'],
  ['another content type', 'name=a', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported-media-type'],
  ['text', JSON.stringify(GOOD), { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
  ['no key', JSON.stringify(GOOD), { 'idempotency-key': '' }, 400, 'idempotency-key-missing'],
  ['a short key', JSON.stringify(GOOD), { 'idempotency-key': 'short' }, 400, 'idempotency-key-missing'],
  ['a key nobody has', JSON.stringify(GOOD), { authorization: 'Bearer nobody' }, 401, 'unauthenticated'],
  ['not the gzip it claims to be', JSON.stringify(GOOD), { 'content-encoding': 'gzip' }, 400, 'invalid-json'],
  ['an unknown encoding', JSON.stringify(GOOD), { 'content-encoding': 'rot13' }, 415, 'unsupported-media-type'],
  ['a refusal of the handler', JSON.stringify({ ...GOOD, name: 'no' }), {}, 409, 'wrong-state'],
  ['a crash', JSON.stringify({ ...GOOD, name: 'crash' }), {}, 500, 'internal'],
  ['a request too slow', JSON.stringify({ ...GOOD, name: 'never' }), {}, 503, 'unavailable'],
])('%s', async (_, body, headers, status, code) => {
  const refused = await post(body, headers)
  expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  const text = await refused.text()
  expect(text).not.toMatch(/secret of the database/)
  expect(problem.parse(JSON.parse(text))).toMatchObject({ status, code })
  expect(refused.status).toBe(status)
})

test('paths and methods that are not there are 404, and so is an id that cannot be', async () => {
  for (const path of [
    '/v1/nothing',
    '/v1/pets/ABC',
    '/v1/pets',
    '/%E0%A4%A',
    '/problems/nothing',
    '/problems/constructor',
    '/../../etc/passwd',
  ])
    expect({ path, ...(await get(path).then(problemOf)) }).toMatchObject({ code: 'not-found', status: 404 })
  expect((await fetch(`${open.address}/v1/pets/abc`, { method: 'DELETE' })).status).toBe(404)
  expect((await get('/v1/secret')).status).toBe(401)
  expect(await get('/v1/pets/abc?limit=9&x=1').then(problemOf)).toMatchObject({
    code: 'invalid-request',
    errors: [{ pointer: '/limit' }, { pointer: '/x', code: 'unknown-member' }],
  })
})

test('a command takes no query that its row does not name, and a stream no cursor that we did not give', async () => {
  expect(await post(GOOD, {}, '/v1/pets?front=all').then(problemOf)).toMatchObject({
    code: 'invalid-request',
    errors: [{ pointer: '/front', code: 'unknown-member' }],
  })
  expect(calls).toBe(0)
  const stream = await get('/v1/changes?after=garbage', { accept: 'text/event-stream' })
  expect(await problemOf(stream)).toMatchObject({ code: 'invalid-request', errors: [{ pointer: '/after', code: 'wrong-type' }] })
})

test('50 MB are cut off early, with and without a stated length', async () => {
  await open.close()
  await start({ YIDAN_REQUEST_SECONDS: '30' })
  const big = Buffer.alloc(50 * 1024 * 1024, 0x20)
  const { hostname, port } = new URL(open.address)
  for (const chunked of [false, true]) {
    const answer = await new Promise<{ text: string; sent: number }>((resolve) => {
      const socket = connect(Number(port), hostname)
      let text = ''
      socket.on('data', (part) => (text += part.toString()))
      socket.on('error', () => undefined)
      socket.on('close', () => resolve({ text, sent: socket.bytesWritten }))
      socket.write(
        `POST /v1/pets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nIdempotency-Key: ${idempotencyKey}\r\n${chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${big.length}`}\r\n\r\n`,
      )
      if (chunked) for (let i = 0; i < 50; i++) socket.write(`100000\r\n${big.subarray(0, 1 << 20).toString()}\r\n`)
      else socket.write(big)
    })
    expect(answer.text).toMatch(/^HTTP\/1.1 413 /)
    expect(answer.text).toMatch(/"code":"payload-too-large"/)
  }
  expect(calls).toBe(0)
})

test('the same key and body are answered once; another body is refused; a running twin is told so', async () => {
  const first = await post(GOOD)
  const again = await post(GOOD)
  expect(again.status).toBe(201)
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect(again.headers.get('location')).toBe('/v1/pets/Mimi')
  expect(await again.text()).toBe(await first.text())
  expect(calls).toBe(1)
  expect(await post({ ...GOOD, legs: 3 }).then(problemOf)).toMatchObject({ code: 'idempotency-key-reused', status: 422 })
  const slow = { ...GOOD, name: 'slow' }
  const running = post(slow, { 'idempotency-key': `${idempotencyKey}-2` })
  await sleep(150)
  expect(await post(slow, { 'idempotency-key': `${idempotencyKey}-2` }).then(problemOf)).toMatchObject({
    code: 'idempotency-key-in-use',
    status: 409,
  })
  expect((await running).status).toBe(201)
})

test('a refusal is remembered, a crash is not', async () => {
  expect((await post({ ...GOOD, name: 'no' })).status).toBe(409)
  const again = await post({ ...GOOD, name: 'no' })
  expect([again.status, again.headers.get('idempotency-replayed'), calls]).toEqual([409, 'true', 1])
  const key = { 'idempotency-key': `${idempotencyKey}-3` }
  await post({ ...GOOD, name: 'crash' }, key)
  await post({ ...GOOD, name: 'crash' }, key)
  expect(calls).toBe(3)
})

test('too many requests are told when to come again; so are too many at once', async () => {
  await open.close()
  await start({ YIDAN_REQUESTS_PER_MINUTE: '5' })
  const statuses = []
  for (let i = 0; i < 6; i++) statuses.push(await get('/v1/pets/abc'))
  expect(statuses.map((r) => r.status)).toEqual([200, 200, 200, 200, 200, 429])
  expect(Number(statuses.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await get('/healthz')).status).toBe(200)
  await open.close()
  await start({ YIDAN_REQUESTS_AT_ONCE: '1' })
  const slow = post({ ...GOOD, name: 'slow' })
  await sleep(150)
  const refused = await get('/v1/pets/abc')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
  await slow
  expect((await get('/v1/pets/abc')).status).toBe(200)
})

test('a caller who hangs up takes no place for ever', async () => {
  await open.close()
  await start({ YIDAN_REQUESTS_AT_ONCE: '1' })
  const left = fetch(`${open.address}/v1/pets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
    body: JSON.stringify({ ...GOOD, name: 'slow' }),
    signal: AbortSignal.timeout(150),
  })
  await expect(left).rejects.toThrow(/abort/i)
  await vi.waitFor(async () => expect((await get('/v1/pets/abc')).status).toBe(200), 3000)
})

test('while the database is away, whoever asks may come again', async () => {
  await open.close()
  const mine = database
  database = await testDatabase()
  await start()
  await database.close()
  database = mine
  const refused = await post(GOOD)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
  expect(await get('/v1/changes').then(problemOf)).toMatchObject({ code: 'unavailable' })
  expect((await get('/healthz')).status).toBe(200)
})

test('alive, ready, status and problems speak to people and programs', async () => {
  expect(await get('/healthz').then((r) => r.text())).toBe('ok\n')
  expect(await get('/readyz').then((r) => r.text())).toBe('ready\n')
  expect(await get('/status').then((r) => r.text())).toBe('OK       玩具 Toy: 好 · fine\n')
  expect(await get('/status', { accept: 'application/json' }).then((r) => r.json())).toEqual({
    parts: [{ name: 'toy', title: { zh: '玩具', en: 'Toy' }, state: 'OK', detail: { zh: '好', en: 'fine' } }],
  })
  expect(await get('/problems/not-found', { accept: 'text/html' }).then((r) => r.text())).toMatch(/没有找到[\s\S]*Not found/)
  expect(await get('/problems/not-found', { 'accept-language': 'en' }).then((r) => r.json())).toMatchObject({
    title: 'Not found',
    status: 404,
  })
})

test('openapi.json describes the rows', async () => {
  const description = z
    .object({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(await get('/openapi.json').then((r) => r.json()))
  expect(description.openapi).toBe('3.1.0')
  expect(Object.keys(description.paths)).toEqual(['/v1/changes', '/v1/pets', '/v1/pets/{id}', '/v1/secret'])
})

test('the log names each request and holds nothing private', async () => {
  const answer = await post({ ...GOOD, name: 'Geheim' }, { cookie: 'a=topsecret' }, '/v1/pets?token=abc')
  await sleep(50)
  const line: unknown = JSON.parse(lines.at(-1) ?? '{}')
  expect(line).toMatchObject({ requestId: answer.headers.get('x-request-id'), method: 'POST', path: '/v1/pets', status: 201 })
  expect(lines.join('')).not.toMatch(/Geheim|topsecret|token=abc|key-/)
})

const change = (n: number) =>
  withCaller(database.db, { kind: 'system', name: 'test' }, (tx) =>
    recordChange(tx, { code: 'toy-changed', resource: 'toy', resourceId: `t${n}` }),
  )
const page = z.object({
  items: z.array(z.object({ cursor: z.string(), resourceId: z.string() }).loose()),
  nextCursor: z.string().optional(),
})

/** Where the changes of the tests before end. */
async function theEnd(): Promise<string> {
  let after = ''
  for (;;) {
    const { items, nextCursor } = page.parse(
      await get(`/v1/changes?limit=200${after === '' ? '' : `&after=${after}`}`).then((r) => r.json()),
    )
    after = items.at(-1)?.cursor ?? after
    if (nextCursor === undefined) return after === '' ? '' : `&after=${after}`
  }
}

test('changes come as pages and go on at a cursor', async () => {
  const after = await theEnd()
  for (const n of [1, 2, 3]) await change(n)
  await withCaller(database.db, { kind: 'system', name: 'test' }, (tx) =>
    recordChange(tx, { code: 'toy-changed', resource: 'toy', resourceId: 'private', audiences: ['somebody'] }),
  )
  const first = page.parse(await get(`/v1/changes?limit=2${after}`).then((r) => r.json()))
  expect(first.items.map((c) => c.resourceId)).toEqual(['t1', 't2'])
  const rest = page.parse(await get(`/v1/changes?after=${first.nextCursor}`).then((r) => r.json()))
  expect(rest.items.map((c) => c.resourceId)).toEqual(['t3'])
  expect(rest.nextCursor).toBeUndefined()
  expect(await get('/v1/changes?after=nonsense').then(problemOf)).toMatchObject({
    code: 'invalid-request',
    errors: [{ pointer: '/after' }],
  })
})

test('changes come as a stream that replays from a cursor and ends when the window closes', async () => {
  const after = await theEnd()
  for (const n of [1, 2]) await change(n)
  const [first] = page.parse(await get(`/v1/changes?limit=200${after}`).then((r) => r.json())).items
  const stream = await get('/v1/changes', { accept: 'text/event-stream', 'last-event-id': first?.cursor ?? '' })
  expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/)
  await change(3)
  let text = ''
  if (stream.body === null) throw new Error('no stream')
  const reader = stream.body.pipeThrough(new TextDecoderStream()).getReader()
  while (!text.includes('"t3"')) text += (await reader.read()).value ?? ''
  expect([...text.matchAll(/"resourceId":"(\w+)"/g)].map((m) => m[1])).toEqual(['t2', 't3'])
  const began = performance.now()
  await open.close()
  expect(performance.now() - began).toBeLessThan(1500)
  expect((await reader.read()).done).toBe(true)
})

test('closing waits for what is running and takes nothing new', async () => {
  const slow = post({ ...GOOD, name: 'slow' })
  await sleep(150)
  await open.close()
  expect((await slow).status).toBe(201)
  await expect(get('/healthz')).rejects.toThrow(/fetch failed/)
})
