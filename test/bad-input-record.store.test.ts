// Bad input where something is recorded: each a clear problem, nothing half-written, nothing leaked (issue 4).
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type AnyTx, withCaller } from '#postgres'
import { questionOf } from './journey/steps.ts'
import { openWholeWindow, type WholeWindow } from './window/whole-window.ts'

const START = Temporal.Instant.from('2026-12-01T01:00:00Z')
const GONE = '0'.repeat(26)
let clock = START
let window: WholeWindow
const credentials = new Map<string, Record<string, string>>()
const actors = ['shipper', 'operator', 'rail', 'hub', 'consignee'] as const
type Actor = (typeof actors)[number] | 'nobody'

interface Reply {
  readonly status: number
  readonly code: string | undefined
  readonly text: string
  readonly headers: Headers
  readonly json: Record<string, unknown>
}
async function ask(by: Actor, line: string, body?: unknown, more: Record<string, string> = {}): Promise<Reply> {
  const [method = 'GET', path = ''] = line.split(' ')
  const answer = await fetch(window.address + path, {
    method,
    headers: {
      'accept-language': 'en',
      ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...credentials.get(by),
      ...more,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  const json = z.record(z.string(), z.unknown()).safeParse(text.startsWith('{') ? JSON.parse(text) : {}).data ?? {}
  return { status: answer.status, code: typeof json['code'] === 'string' ? json['code'] : undefined, text, headers: answer.headers, json }
}
async function must(by: Actor, line: string, body?: unknown, more?: Record<string, string>): Promise<Reply> {
  const reply = await ask(by, line, body, more)
  if (reply.status > 299) throw new Error(`${by} ${line}: ${reply.status} ${reply.text}`)
  return reply
}
const idIn = ({ json }: Reply, name = 'id'): string => String(json[name])
const told = ({ status, code }: Reply) => [status, code]

beforeAll(async () => {
  window = await openWholeWindow(() => clock)
  for (const name of actors) {
    const account = window.accounts.find(({ email }) => email.startsWith(`${name}@`))
    const { headers } = await must('nobody', 'POST /v1/session', { email: account?.email, password: account?.password })
    credentials.set(name, {
      cookie: headers
        .getSetCookie()
        .map((one) => one.split(';', 1)[0] ?? '')
        .join('; '),
    })
  }
}, 240_000)
afterAll(() => window.close())
beforeEach(() => {
  clock = START
})

interface Offer {
  readonly quoteId: string
  readonly itineraryId: string
  /** When the first departure of the chain takes no more. */
  readonly closes: Temporal.Instant
}
const offers = z.looseObject({
  itineraries: z.array(
    z.looseObject({
      id: z.string(),
      elements: z.array(z.looseObject({ departureId: z.string().optional(), cutOffDateTime: z.string().optional() })),
    }),
  ),
})
/** The offer whose first departure closes soonest. */
async function offered(by: Actor = 'shipper'): Promise<Offer> {
  const asked = await must(by, 'POST /v1/quotes', questionOf('case-01', clock.add({ hours: 2 }).toString()))
  const [first] = offers
    .parse(asked.json)
    .itineraries.flatMap(({ id, elements }) => {
      const cutOff = elements.find(({ departureId }) => departureId !== undefined)?.cutOffDateTime
      return cutOff === undefined ? [] : [{ quoteId: idIn(asked), itineraryId: id, closes: Temporal.Instant.from(cutOff) }]
    })
    .toSorted((a, b) => Temporal.Instant.compare(a.closes, b.closes))
  if (first === undefined) throw new Error('no itinerary has a departure')
  return first
}
const consignee = { name: 'Somebody GmbH' }
const held = async () => {
  const { quoteId, itineraryId } = await offered()
  return must('shipper', 'POST /v1/bookings', { quoteId, itineraryId, consignee })
}
const confirmed = async () => idIn(await must('shipper', `POST /v1/bookings/${idIn(await held())}/confirm`), 'consignmentId')
async function billed() {
  const consignmentId = await confirmed()
  return { consignmentId, billId: idIn(await must('operator', 'POST /v1/bills', { consignmentId })) }
}

/** Everything that may not change by a refusal: rows of the record, and what is sold. */
async function record(): Promise<string> {
  const counted = await withCaller(window.database.db, { kind: 'system', name: 'test' }, async (tx: AnyTx) => {
    const { rows: tables } = await sql<{ name: string }>`SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
      WHERE table_schema IN ('consignment', 'bill', 'title', 'tracking', 'parties') AND table_type = 'BASE TABLE' ORDER BY 1`.execute(tx)
    const counts: string[] = []
    for (const { name } of tables) {
      if (/capture_job|job$/.test(name)) continue
      const { rows } = await sql<{ n: bigint }>`SELECT count(*) AS n FROM ${sql.raw(name)}`.execute(tx).catch(() => ({ rows: [] }))
      counts.push(`${name} ${rows[0]?.n ?? '?'}`)
    }
    const { rows } = await sql<{ n: bigint }>`SELECT sum(taken)::bigint AS n FROM network.departure_capacity`.execute(tx)
    return `${counts.join(', ')}, taken ${rows[0]?.n}`
  })
  return counted
}
async function refusedWith(expected: readonly [number, string], work: () => Promise<Reply>): Promise<Reply> {
  const before = await record()
  const reply = await work()
  expect(told(reply)).toEqual(expected)
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(reply.text).not.toMatch(/postgres|SELECT|INSERT|\/work\/|node_modules|at \w+ \(/)
  expect(await record()).toBe(before)
  return reply
}

test('a quote that has expired', async () => {
  const { quoteId, itineraryId } = await offered()
  clock = START.add({ hours: 24, seconds: 1 })
  await refusedWith([409, 'quote-expired'], () => ask('shipper', 'POST /v1/bookings', { quoteId, itineraryId, consignee }))
})

test('another’s quote, and one that is not there, are one answer', async () => {
  const { quoteId, itineraryId } = await offered('operator')
  const others = await refusedWith([404, 'not-found'], () => ask('shipper', 'POST /v1/bookings', { quoteId, itineraryId, consignee }))
  const none = await ask('shipper', 'POST /v1/bookings', { quoteId: `qte_${GONE}`, itineraryId, consignee })
  expect({ ...others.json, requestId: '' }).toEqual({ ...none.json, requestId: '' })
})

test('a departure that has left', async () => {
  const { quoteId, itineraryId, closes } = await offered()
  clock = closes.add({ seconds: 1 })
  expect(Temporal.Instant.compare(clock, START.add({ hours: 24 }))).toBeLessThan(0)
  await refusedWith([409, 'departure-closed'], () => ask('shipper', 'POST /v1/bookings', { quoteId, itineraryId, consignee }))
})

test('a hold confirmed twice, and one confirmed after it has expired', async () => {
  const once = idIn(await held())
  await must('shipper', `POST /v1/bookings/${once}/confirm`)
  await refusedWith([409, 'wrong-state'], () => ask('shipper', `POST /v1/bookings/${once}/confirm`))
  const late = idIn(await held())
  clock = START.add({ minutes: 30 })
  expect(told(await ask('shipper', `POST /v1/bookings/${late}/confirm`))).toEqual([409, 'hold-expired'])
  expect((await must('shipper', `GET /v1/bookings/${late}`)).json['bookingStatus']).toBe('EXPIRED')
})

test('a cancellation without ETag, with a stale one, and after the departure', async () => {
  const id = await confirmed()
  const path = `POST /v1/consignments/${id}/cancel`
  await refusedWith([428, 'version-required'], () => ask('shipper', path, { reason: 'No' }))
  await refusedWith([412, 'version-changed'], () => ask('shipper', path, { reason: 'No' }, { 'if-match': '"v0-WHOLE"' }))
  const { headers } = await must('shipper', `GET /v1/consignments/${id}`)
  clock = START.add({ hours: 24 * 10 })
  await refusedWith([409, 'departure-closed'], () => ask('shipper', path, { reason: 'No' }, { 'if-match': headers.get('etag') ?? '' }))
})

test('a wrong key, a revoked key, a key of another party', async () => {
  const made = await must('rail', 'POST /v1/keys', { name: 'k', scopes: ['READ', 'BOOK'] })
  const id = idIn(await held())
  const bearer = { authorization: `Bearer ${idIn(made, 'secret')}` }
  await refusedWith([404, 'not-found'], () => ask('nobody', `POST /v1/bookings/${id}/confirm`, undefined, bearer))
  await must('rail', `DELETE /v1/keys/${idIn(made)}`)
  await refusedWith([401, 'unauthenticated'], () => ask('nobody', `POST /v1/bookings/${id}/confirm`, undefined, bearer))
  const wrong = { authorization: `${bearer.authorization.slice(0, -1)}!` }
  await refusedWith([401, 'unauthenticated'], () => ask('nobody', `POST /v1/bookings/${id}/confirm`, undefined, wrong))
  expect(told(await ask('shipper', `DELETE /v1/keys/${idIn(made)}`))).toEqual([404, 'not-found'])
})

test('a bill issued twice, by somebody else, surrendered by somebody else, surrendered twice', async () => {
  const { consignmentId, billId } = await billed()
  await refusedWith([409, 'wrong-state'], () => ask('operator', 'POST /v1/bills', { consignmentId }))
  await refusedWith([403, 'forbidden'], () => ask('shipper', 'POST /v1/bills', { consignmentId }))
  const surrender = `POST /v1/bills/${billId}/surrender-for-delivery`
  await refusedWith([403, 'forbidden'], () => ask('operator', surrender, { expectedSequence: 0 }))
  // Nobody has the consignee's account, so the shipper holds it first.
  await must('shipper', surrender, { expectedSequence: 0 })
  await refusedWith([409, 'wrong-state'], () => ask('shipper', surrender, { expectedSequence: 0 }))
  await refusedWith([409, 'wrong-state'], () => ask('shipper', surrender, { expectedSequence: 1 }))
})

test('a milestone of nobody’s element, of another’s, in the future, with a box whose check digit is wrong', async () => {
  const id = await confirmed()
  const path = `POST /v1/consignments/${id}/milestones`
  const steps = z.object({
    items: z.array(z.looseObject({ elementId: z.string(), milestone: z.string(), mayReport: z.boolean().optional() })),
  })
  const { items } = steps.parse((await must('operator', `GET /v1/consignments/${id}/milestones`)).json)
  const step = items.find(({ mayReport }) => mayReport === true) ?? { elementId: '', milestone: '' }
  const tap = { elementId: step.elementId, milestone: step.milestone, occurredDateTime: clock.toString() }
  await refusedWith([404, 'not-found'], () => ask('operator', path, { ...tap, elementId: `elm_${GONE}` }))
  await refusedWith([403, 'forbidden'], () => ask('shipper', path, tap))
  await refusedWith([400, 'invalid-request'], () => ask('operator', path, { ...tap, occurredDateTime: clock.add({ hours: 1 }).toString() }))
  await refusedWith([400, 'invalid-request'], () => ask('operator', path, { ...tap, occurredDateTime: '2026-12-01T01:00:00' }))
  await refusedWith([400, 'invalid-request'], () => ask('operator', path, { ...tap, equipmentId: 'CSQU3054384' }))
  await refusedWith([400, 'invalid-request'], () => ask('operator', path, { ...tap, milestone: 'TELEPORTED' }))
})

const event = (more: object) => ({
  type: 'ObjectEvent',
  eventTime: '2026-12-01T00:30:00Z',
  eventTimeZoneOffset: '+08:00',
  epcList: [],
  action: 'OBSERVE',
  bizStep: 'departing',
  ...more,
})
const document = (...eventList: object[]) => ({
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-12-01T01:00:00Z',
  epcisBody: { eventList },
})

test.each<[what: string, body: () => unknown, status: number]>([
  ['no document', () => ({}), 400],
  ['a list', () => [], 400],
  ['broken JSON', () => '{"type":', 400],
  ['a doubled member', () => '{"type":"EPCISDocument","type":"EPCISDocument"}', 400],
  ['9 MB', () => JSON.stringify(document(event({ note: 'x'.repeat(9 * 1024 * 1024) }))), 413],
])('EPCIS: %s', async (_, body, status) => {
  const before = await record()
  const reply = await ask('rail', 'POST /epcis/v2/capture', body())
  expect([reply.status, reply.headers.get('content-type')]).toEqual([status, expect.stringMatching(/^application\/problem\+json/)])
  expect(await record()).toBe(before)
})

test.each<[what: string, more: object]>([
  ['without offset', { eventTimeZoneOffset: undefined }],
  ['with a time without offset', { eventTime: '2026-12-01T00:30:00' }],
  ['in the future', { eventTime: '2026-12-03T00:30:00Z' }],
  ['of no kind', { type: 'NoEvent' }],
  ['with a member of no name space', { colour: 'red' }],
  ['with an action of no kind', { action: 'DREAM' }],
  ['with an id that is not its hash', { eventID: 'ni:///sha-256;' + '0'.repeat(64) + '?ver=CBV2.0' }],
])('EPCIS: an event %s is named in the job and not kept', async (_, more) => {
  const before = await record()
  const reply = await ask('rail', 'POST /epcis/v2/capture', document(event(more)))
  const job = reply.status === 202 ? await must('rail', `GET /epcis/v2/capture/${idIn(reply, 'captureID')}`) : reply
  expect([reply.status, job.json['success']]).toEqual(reply.status === 202 ? [202, false] : [400, undefined])
  expect(job.text).toMatch(/epcisBody|eventList/)
  expect(await record()).toBe(before)
})

test('a session that somebody else planted is worth nothing after signing in', async () => {
  const account = window.accounts.find(({ email }) => email.startsWith('hub@'))
  const planted = credentials.get('hub') ?? {}
  await must('nobody', 'POST /v1/session', { email: account?.email, password: account?.password }, planted)
  expect((await ask('nobody', 'GET /v1/bookings', undefined, planted)).status).toBe(401)
})

test('a flood of guesses is slowed down, and says no more than one guess does', async () => {
  const guesses = await Promise.all(
    Array.from({ length: 14 }, (_, i) =>
      ask('nobody', 'POST /v1/session', { email: 'consignee@sample.example', password: `guess number ${i}` }),
    ),
  )
  expect(new Set(guesses.map((reply) => told(reply).join(' ')))).toEqual(new Set(['401 unauthenticated', '429 too-many-requests']))
  expect(guesses.filter(({ status }) => status === 401)).toHaveLength(10)
})
