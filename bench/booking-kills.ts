// The window is killed again and again while clients book; each client repeats what was not answered, with the same idempotency key.
// Afterwards: what was acknowledged and is not there is lost; what is there twice for one intent is doubled.
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Bookable, type City, countersAgree, databaseOf, type Line, lineTo } from './shipments.ts'

const KILLS = 10
const CLIENTS = 8

export interface Kills {
  readonly kills: number
  readonly clients: number
  /** Pairs whose confirmation was answered. */
  readonly acknowledged: number
  readonly lost: number
  readonly doubled: number
  readonly countersAgree: boolean
}

interface Intent {
  readonly reference: string
  bookingId?: string
  consignmentId?: string
}

export async function killRun(city: City, lots: readonly Bookable[]): Promise<Kills> {
  const intents: Intent[] = []
  const course = { over: false }
  const clients = Array.from({ length: CLIENTS }, (_, index) => bookUntil(course, city, { lots, index, intents }))
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(700 + Math.random() * 600)
    await city.kill()
    await city.restart({})
  }
  await sleep(1000)
  course.over = true
  await Promise.all(clients)
  return count(city, intents)
}

interface Task {
  readonly lots: readonly Bookable[]
  readonly index: number
  readonly intents: Intent[]
}

async function bookUntil(course: { readonly over: boolean }, city: City, { lots, index, intents }: Task): Promise<void> {
  for (let turn = 0; !course.over; turn++) {
    const lot = lots[(turn * CLIENTS + index) % lots.length]
    if (lot === undefined) return
    const intent: Intent = { reference: `kill-${index}-${turn}` }
    intents.push(intent)
    const body = { ...lot, consignee: { partyId: city.actor('consignee').partyId }, consignorAssignedId: intent.reference }
    const held = await untilAnswered(city, '/v1/bookings', body)
    if (held.status === 409) continue
    if (held.status !== 201) throw new Error(`hold: ${held.status} ${held.body}`)
    intent.bookingId = answered.parse(JSON.parse(held.body)).id
    const confirmed = await untilAnswered(city, `/v1/bookings/${intent.bookingId}/confirm`, undefined)
    if (confirmed.status !== 201) throw new Error(`confirm: ${confirmed.status} ${confirmed.body}`)
    const { consignmentId } = answered.parse(JSON.parse(confirmed.body))
    if (consignmentId !== undefined) intent.consignmentId = consignmentId
  }
}

const answered = z.object({ id: z.string(), consignmentId: z.string().optional() })

/** One intent, one key, until there is an answer that is remembered. */
async function untilAnswered(city: City, path: string, body: unknown): ReturnType<Line['post']> {
  const headers = { 'idempotency-key': crypto.randomUUID() }
  for (;;) {
    const line = lineTo(city, city.actor('shipper'))
    try {
      const answer = await line.post(path, body, headers)
      const isRunning = answer.status === 409 && answer.body.includes('idempotency-key-in-use')
      if (answer.status < 500 && !isRunning) return answer
    } catch {
      // Nobody is there, or the connection broke before the answer: nothing is known, so the same is asked again.
    } finally {
      line.close()
    }
    await sleep(50)
  }
}

async function count(city: City, intents: readonly Intent[]): Promise<Kills> {
  const pool = await databaseOf(city, 2)
  try {
    const { rows } = await pool.query<{ reference: string; bookings: string; confirmed: string }>(
      `SELECT consignor_assigned_id AS reference, count(*) AS bookings, count(consignment_id) AS confirmed
       FROM consignment.booking WHERE consignor_assigned_id LIKE 'kill-%' GROUP BY 1`,
    )
    const kept = new Map(rows.map((row) => [row.reference, row]))
    const lost = intents.filter(({ reference, bookingId, consignmentId }) => {
      const row = kept.get(reference)
      return (bookingId !== undefined && row === undefined) || (consignmentId !== undefined && row?.confirmed !== '1')
    })
    return {
      kills: KILLS,
      clients: CLIENTS,
      acknowledged: intents.filter(({ consignmentId }) => consignmentId !== undefined).length,
      lost: lost.length,
      doubled: rows.filter(({ bookings }) => bookings !== '1').length,
      countersAgree: await countersAgree(pool),
    }
  } finally {
    await pool.end()
  }
}
