// Sixteen clients book, confirm and cancel through the real window on a real PostgreSQL, while the window is killed again and again.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type Quote, type Booking, etagOf } from '#model'
import { withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { type City, openCity } from '../testing/city.ts'

const CLIENTS = 16
const KILLS = 4
const BETWEEN_KILLS_MILLISECONDS = 900
const ROUNDS = 6

interface Window {
  readonly process: ChildProcess
  readonly address: string
}

/** Whoever asks while the window is down comes again, with the same key, until it answers. */
class Windows {
  private window: Promise<Window>
  readonly open: () => Promise<Window>
  constructor(open: () => Promise<Window>) {
    this.open = open
    this.window = open()
  }
  async kill(): Promise<void> {
    const { process } = await this.window
    const gone = once(process, 'exit')
    process.kill('SIGKILL')
    await gone
    this.window = this.open()
    await this.window
  }
  async close(): Promise<void> {
    ;(await this.window).process.kill('SIGKILL')
  }
  async post(path: string, party: string, { body, ifMatch, doubled = false }: { body?: object; ifMatch?: string; doubled?: boolean }) {
    const key = randomUUID()
    for (;;) {
      const { address } = await this.window
      try {
        const ask = async () => {
          const answer = await fetch(`${address}${path}`, {
            method: 'POST',
            headers: {
              authorization: `Bearer ${party}`,
              'idempotency-key': key,
              ...(body && { 'content-type': 'application/json' }),
              ...(ifMatch !== undefined && { 'if-match': ifMatch }),
            },
            ...(body && { body: JSON.stringify(body) }),
          })
          return { status: answer.status, body: answered.parse(await answer.json()) }
        }
        // An impatient client sends the same twice at once: one of them is carried out, the other is told so or given the answer.
        const [first, second] = await Promise.all([ask(), ...(doubled ? [ask()] : [])])
        const answer = first?.body.code === 'idempotency-key-in-use' ? second : first
        if (answer !== undefined && answer.status < 500 && answer.body.code !== 'idempotency-key-in-use') return answer
      } catch {
        // Killed while it worked: whether it was done is found out by asking again.
      }
      await sleep(20)
    }
  }
}
const answered = z.object({
  id: z.string().optional(),
  code: z.string().optional(),
  bookingStatus: z.string().optional(),
  consignmentId: z.string().optional(),
})

async function openWindowOf({ url }: TestDatabase, city: City): Promise<Window> {
  const callers = JSON.stringify([city.parties.shipper.caller, city.parties.stranger.caller])
  const program = join(import.meta.dirname, '../testing/killed-window.ts')
  const child = spawn(process.execPath, [program, url, city.now.toString(), callers], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface(child.stdout)) return { process: child, address: line }
  throw new Error('the window did not open')
}

interface Told {
  readonly held: string[]
  readonly confirmed: { readonly booking: string; readonly consignment: string }[]
  readonly cancelled: string[]
  readonly refused: string[]
}

const saysSo = (
  answer: { readonly status: number; readonly body: object },
  status: number,
  bookingStatus: Booking['bookingStatus'],
): void => expect(answer).toMatchObject({ status, body: { bookingStatus } })

/** One client's commands, each told only once it was answered. */
async function client(windows: Windows, { quote, city, k, told }: { quote: Quote; city: City; k: number; told: Told }): Promise<void> {
  const party = (k % 2 === 0 ? city.parties.shipper : city.parties.stranger).uuid
  for (let round = 0; round < ROUNDS; round++) {
    const itinerary = quote.itineraries[(k + round) % quote.itineraries.length]
    const doubled = (k + round) % 3 === 0
    const body = { quoteId: quote.id, itineraryId: itinerary?.id, consignee: { name: 'Somebody' }, consignorAssignedId: `${k}-${round}` }
    const held = await windows.post('/v1/bookings', party, { body, doubled })
    if (held.status !== 201) {
      told.refused.push(held.body.code ?? '')
      continue
    }
    const id = held.body.id ?? ''
    told.held.push(id)
    if ((k + round) % 4 === 3) {
      const cancelled = await windows.post(`/v1/bookings/${id}/cancel`, party, {
        body: { reason: 'no' },
        ifMatch: etagOf(1, 'WHOLE'),
        doubled,
      })
      saysSo(cancelled, 200, 'CANCELLED')
      told.cancelled.push(id)
    } else if ((k + round) % 4 !== 2) {
      const confirmed = await windows.post(`/v1/bookings/${id}/confirm`, party, { doubled })
      saysSo(confirmed, 201, 'CONFIRMED')
      told.confirmed.push({ booking: id, consignment: confirmed.body.consignmentId ?? '' })
    }
  }
}

interface Law {
  readonly broken: bigint
  readonly over: bigint
}
/** Every counter: taken is what is claimed, and between nothing and the whole. */
const LAW = sql<Law>`WITH claimed AS (SELECT departure_id, leg_number, resource, sum(quantity) AS quantity FROM consignment.capacity_claim
    WHERE state <> 'RELEASED' GROUP BY departure_id, leg_number, resource)
  SELECT count(*) FILTER (WHERE c.taken <> coalesce(k.quantity, 0)) AS broken, count(*) FILTER (WHERE c.taken < 0 OR c.taken > c.capacity) AS over
  FROM network.departure_capacity c FULL JOIN claimed k USING (departure_id, leg_number, resource)`

test(
  'sixteen clients, retries and kills: never more than there is, taken is what is claimed, nothing lost, nothing doubled',
  { timeout: 180_000 },
  async () => {
    await using database = await testDatabase()
    const city = await openCity(database)
    const quote = await city.quote(
      { requestedEquipment: [{ unitTypeCode: '40HC', quantity: 1 }], includedConsignmentItem: [LIGHT] },
      { kind: 'anonymous' },
    )
    // Forty boxes of 40 ft: the clients' 96 wishes sell them out.
    await withCaller(database.db, { kind: 'system', name: 'test' }, (tx) =>
      sql`UPDATE network.departure_capacity SET capacity = 8000 WHERE resource = 'TEU_CENTI'`.execute(tx),
    )
    const windows = new Windows(() => openWindowOf(database, city))
    const told: Told = { held: [], confirmed: [], cancelled: [], refused: [] }
    const clients = Promise.all(Array.from({ length: CLIENTS }, (_, k) => client(windows, { quote, city, k, told })))
    let kills = 0
    const over = clients.then(() => true)
    for (; kills < KILLS; kills++) {
      if ((await Promise.race([over, sleep(BETWEEN_KILLS_MILLISECONDS).then(() => false)])) && kills >= 3) break
      await windows.kill()
    }
    await clients
    await windows.close()
    expect(kills).toBeGreaterThanOrEqual(3)
    const rows = async <Row>(query: ReturnType<typeof sql<Row>>) =>
      (await withCaller(database.db, { kind: 'system', name: 'test' }, (tx) => query.execute(tx))).rows
    expect(await rows(LAW)).toEqual([{ broken: 0n, over: 0n }])
    const states = await rows(
      sql<{ state: string; reference: string; number: string | null }>`SELECT b.state, b.consignor_assigned_id AS reference, c.number
        FROM consignment.booking b LEFT JOIN consignment.consignment c ON c.booking_id = b.id`,
    )
    // Nothing doubled: a client's command has made one booking, whatever it was repeated; nothing lost: each that was told is there.
    expect(new Set(states.map(({ reference }) => reference)).size).toBe(states.length)
    expect(states.length).toBe(told.held.length)
    expect(new Set(told.held).size).toBe(told.held.length)
    expect(states.filter(({ state, number }) => state === 'CONFIRMED' && number !== null)).toHaveLength(told.confirmed.length)
    expect(states.filter(({ state }) => state === 'CANCELLED')).toHaveLength(told.cancelled.length)
    expect(new Set(told.confirmed.map(({ consignment }) => consignment)).size).toBe(told.confirmed.length)
    for (const { booking, consignment } of told.confirmed) await thereIs(city, booking, consignment)
    expect(told.held.length + told.refused.length).toBe(CLIENTS * ROUNDS)
    expect(new Set(told.refused)).toEqual(new Set(['capacity-taken']))
    expect(told.confirmed.length).toBeGreaterThan(20)
  },
)

const LIGHT = {
  sequenceNumber: 1,
  grossWeightKg: 8500,
  natureIdentificationCargo: { identificationText: 'laptops', statisticalClassificationCode: '847130', nomenclatureCode: 'HS2022' },
} as const

async function thereIs({ ask, parties }: City, id: string, consignment: string): Promise<void> {
  const answers = await Promise.all([parties.shipper, parties.stranger].map(({ caller }) => ask('getBooking', caller, { params: { id } })))
  const [found]: Booking[] = answers.flatMap(({ body }) => body ?? [])
  expect(found).toMatchObject({ id, bookingStatus: 'CONFIRMED', consignmentId: consignment })
}
