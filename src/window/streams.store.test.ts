// The stream of changes under bad luck: consumers that die, keys that are revoked, readers that are slow, and a crowd.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Caller, ok, refuse } from '#kernel'
import { type AnyTx, recordChange, withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { type Credentials, type OpenWindow, openWindow, readSettings } from './index.ts'

let database: TestDatabase
let open: OpenWindow
let revoked: Set<string>
let away = false

const callerOf = (name: string): Caller => ({
  kind: 'party',
  partyId: name.split('-')[0] ?? '',
  roles: [],
  scopes: name.endsWith('-blind') ? ['BOOK'] : ['READ'],
  keyId: name,
})
const authenticate = async ({ authorization = '' }: Credentials) => {
  if (away) throw new Error('no answer')
  const name = authorization.replace('Bearer ', '')
  return revoked.has(name) ? refuse({ code: 'unauthenticated' }) : ok(callerOf(name))
}

beforeEach(async () => {
  revoked = new Set()
  away = false
  database = await testDatabase()
  const settings = readSettings({ PORT: '0', YIDAN_LOG_LEVEL: 'silent' })
  if (!settings.ok) throw new Error('settings')
  open = await openWindow({
    routes: [],
    db: database.db,
    now: () => Temporal.Instant.from('2026-12-01T01:00:00Z'),
    newUuid: () => crypto.randomUUID(),
    settings: settings.value,
    authenticate,
    streamPace: { pollMilliseconds: 20, recheckMilliseconds: 40, silenceMilliseconds: 15_000 },
  })
})
afterEach(async () => {
  await open.close()
  await database.close()
})

const system = { kind: 'system', name: 'test' } as const
const record = (id: string, audiences: readonly string[] = ['public']) =>
  withCaller(database.db, system, (tx: AnyTx) => recordChange(tx, { code: 'made', resource: 'thing', resourceId: id, audiences }))

interface Heard {
  readonly ids: string[]
  lastEventId: string | undefined
  /** What came beside changes: "end". */
  readonly events: string[]
}
/** Hears until `enough`, then dies in the middle of whatever it was reading. */
async function listen(
  name: string,
  enough: (heard: Heard) => boolean,
  from: { after?: string | undefined; lastEventId?: string | undefined } = {},
): Promise<Heard> {
  const leave = new AbortController()
  const headers = {
    accept: 'text/event-stream',
    ...(name === '' ? {} : { authorization: `Bearer ${name}` }),
    ...(from.lastEventId === undefined ? {} : { 'last-event-id': from.lastEventId }),
  }
  const answer = await fetch(`${open.address}/v1/changes${from.after === undefined ? '' : `?after=${from.after}`}`, {
    headers,
    signal: leave.signal,
  })
  const heard: Heard = { ids: [], events: [], lastEventId: from.lastEventId }
  if (answer.body === null || answer.status !== 200) throw new Error(`no stream: ${answer.status}`)
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  while (!enough(heard)) {
    const { done, value = '' } = await reader.read()
    if (done) break
    const parts = (rest + value).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      if (enough(heard)) break
      const line = (field: string): string | undefined => new RegExp(`^${field}: (.*)$`, 'm').exec(part)?.[1]
      heard.lastEventId = line('id') ?? heard.lastEventId
      const id = /"resourceId":"([^"]+)"/.exec(part)?.[1]
      if (line('event') === 'change' && id !== undefined) heard.ids.push(id)
      else if (line('event') !== undefined) heard.events.push(line('event') ?? '')
    }
  }
  leave.abort()
  return heard
}
const hearing = (id: string) => (heard: Heard) => heard.ids.includes(id)

test('each hears what is public and what concerns his party, and nothing else; a key without READ only the former', async () => {
  await record('p1')
  await record('a1', ['a'])
  await record('b1', ['b'])
  await record('ab1', ['a', 'b'])
  await record('nobody', [])
  await record('end')
  const all = await Promise.all(['a', 'b', '', 'c', 'a-blind'].map((name) => listen(name, hearing('end'))))
  expect(all.map(({ ids }) => ids.join(' '))).toEqual(['p1 a1 ab1 end', 'p1 b1 ab1 end', 'p1 end', 'p1 end', 'p1 end'])
  const page = await fetch(`${open.address}/v1/changes`, { headers: { authorization: 'Bearer b' } }).then((r) => r.text())
  expect([...page.matchAll(/"resourceId":"(\w+)"/g)].map((m) => m[1])).toEqual(['p1', 'b1', 'ab1', 'end'])
})

test('a consumer that dies again and again while others write misses nothing and hears nothing twice', async () => {
  const WRITERS = 6
  const EACH = 40
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let i = 0; i < EACH; i++)
      await withCaller(database.db, system, async (tx: AnyTx) => {
        await recordChange(tx, {
          code: 'made',
          resource: 'thing',
          resourceId: `${writer}-${i}`,
          audiences: i % 3 === 0 ? ['other'] : ['a'],
        })
        await sql`SELECT pg_sleep(${((writer * 7 + i * 13) % 10) / 1000})`.execute(tx)
      })
  })
  const written = Promise.all(writers).then(() => record('end', ['a']))
  const ids: string[] = []
  let lastEventId: string | undefined
  let lives = 0
  while (!ids.includes('end')) {
    const most = 1 + ((lives * 7) % 23)
    const heard = await listen('a', ({ ids: mine }) => mine.length >= most || mine.includes('end'), { lastEventId })
    ids.push(...heard.ids)
    ;({ lastEventId } = heard)
    lives++
  }
  await written
  const expected = Array.from({ length: WRITERS }, (_, writer) =>
    Array.from({ length: EACH }, (__, i) => (i % 3 === 0 ? [] : [`${writer}-${i}`])).flat(),
  ).flat()
  expect(lives).toBeGreaterThan(5)
  expect(ids).toHaveLength(expected.length + 1)
  expect(new Set(ids)).toEqual(new Set([...expected, 'end']))
})

test('from now on means: nothing of the past, and a place to come back to', async () => {
  await record('past')
  await caughtUp()
  const listening = listen('a', hearing('new'), { after: 'now' })
  await sleep(150)
  await record('new')
  expect((await listening).ids).toEqual(['new'])
  const quiet = await listen('a', ({ lastEventId }) => lastEventId !== undefined, { after: 'now' })
  expect(quiet.ids).toEqual([])
  await record('newer')
  expect((await listen('a', hearing('newer'), { after: 'now', lastEventId: quiet.lastEventId })).ids).toEqual(['newer'])
})
/** Until a reader would see everything written so far. */
const caughtUp = async (): Promise<void> => void (await listen('', (heard) => heard.ids.length > 0))

test('a key that is revoked hears no more, and so does one whose sign-in answers no more', async () => {
  for (const stop of [() => void revoked.add('a'), () => void (away = true)]) {
    const listening = listen('a', () => false)
    await record('before', ['a'])
    await sleep(150)
    stop()
    const heard = await listening
    expect([heard.ids.at(-1), heard.events]).toEqual(['before', ['end']])
    away = false
    revoked.clear()
  }
  revoked.add('a')
  await expect(listen('a', () => false)).rejects.toThrow('no stream: 401')
})

test('a crowd: each of 150 hears everything of his once, in the same order, whenever he came', async () => {
  const COUNT = 60
  const writing = (async () => {
    for (let i = 0; i < COUNT; i++) await record(String(i), [i % 2 === 0 ? 'public' : 'odd'])
    await record('end')
  })()
  const crowd = await Promise.all(
    Array.from({ length: 150 }, async (_, i) => {
      await sleep(i * 3)
      return listen(i % 2 === 0 ? 'odd' : 'even', hearing('end'))
    }),
  )
  await writing
  const orders = new Set(crowd.map(({ ids }) => ids.join(' ')))
  const everything = Array.from({ length: COUNT }, (_, i) => String(i))
  expect(orders).toEqual(new Set([[...everything, 'end'].join(' '), [...everything.filter((i) => Number(i) % 2 === 0), 'end'].join(' ')]))
})

test('a reader who stops reading holds nobody up, and gets the rest when he goes on', async () => {
  const COUNT = 40_000
  const answer = await fetch(`${open.address}/v1/changes`, { headers: { accept: 'text/event-stream' } })
  const before = process.memoryUsage().rss
  await withCaller(database.db, system, (tx: AnyTx) =>
    sql`INSERT INTO postgres.change (code, resource, resource_id) SELECT 'made', 'thing', 'n' || n FROM generate_series(1, ${COUNT}::int) AS n`.execute(
      tx,
    ),
  )
  await record('end')
  expect((await listen('', hearing('end'))).ids).toHaveLength(COUNT + 1)
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024)
  const ids: string[] = []
  let text = ''
  if (answer.body === null) throw new Error('no stream')
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    text += part
    const end = text.lastIndexOf('\n\n')
    for (const [, id = ''] of text.slice(0, end).matchAll(/"resourceId":"(\w+)"/g)) ids.push(id)
    text = text.slice(end)
    if (ids.at(-1) === 'end') break
  }
  expect(ids).toEqual([...Array.from({ length: COUNT }, (_, i) => `n${i + 1}`), 'end'])
})
