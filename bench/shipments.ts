// What the benches of booking, capture and bill share: the sample city, its database from behind, and fast requests.
import { readFileSync, realpathSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { type Actor, type City, openCity } from '../test/journey/city.ts'
import { askQuote } from '../test/journey/steps.ts'
import { CASES_CLOCK } from './window-process.ts'

export { type Actor, type City } from '../test/journey/city.ts'

/** Limits off: the bench is one address and asks as fast as it can. */
const UNLIMITED = { YIDAN_CLOCK: CASES_CLOCK, YIDAN_REQUESTS_PER_MINUTE: '1000000', YIDAN_REQUESTS_AT_ONCE: '1000' }

export const openBenchCity = (): Promise<City> => openCity({ environment: UNLIMITED })

/** The same PostgreSQL, as its superuser: the peer works there, and what is kept is counted there. */
export async function databaseOf({ folder }: City, connections: number): Promise<pg.Pool> {
  const lines = readFileSync(join(realpathSync(join(folder, 'postgres')), 'data/postmaster.pid'), 'utf8').split('\n')
  const pool = new pg.Pool({ host: lines[4] ?? '', port: Number(lines[3]), user: 'postgres', database: 'postgres', max: connections })
  // An idle connection that the ending server closes is no fault of the bench.
  pool.on('error', () => undefined)
  return pool
}

export interface Line {
  post(
    path: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly body: string; readonly location: string }>
  get(path: string, accept?: string): Promise<{ readonly status: number; readonly bytes: Buffer }>
  close(): void
}

/** One client's kept-alive connection; bare `node:http`, so that the client takes as little of the machine as may be. */
export function lineTo(city: City, { key }: Actor): Line {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const { port } = new URL(city.url)
  const ask = (method: string, path: string, headers: Readonly<Record<string, string>>, payload?: string) =>
    new Promise<{ status: number; bytes: Buffer; location: string }>((resolve, reject) => {
      const sent = request(
        { agent, host: '127.0.0.1', port, method, path, headers: { authorization: `Bearer ${key}`, ...headers } },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, bytes: Buffer.concat(chunks), location: response.headers.location ?? '' }),
          )
          response.on('error', reject)
        },
      )
      sent.on('error', reject)
      sent.end(payload)
    })
  return {
    async post(path, body, headers = {}) {
      const payload = body === undefined ? undefined : JSON.stringify(body)
      const given =
        payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(payload)) }
      const { status, bytes, location } = await ask('POST', path, { 'idempotency-key': crypto.randomUUID(), ...given, ...headers }, payload)
      return { status, body: bytes.toString(), location }
    },
    get: (path, accept = 'application/json') => ask('GET', path, { accept }),
    close: () => agent.destroy(),
  }
}

export interface Bookable {
  readonly quoteId: string
  readonly itineraryId: string
}

const LANES: readonly (readonly [from: string, to: string])[] = [
  ['cq-xiyong-cbz', 'de-duisburg'],
  ['cq-hitech-park', 'sg-singapore'],
  ['cq-longxing-park', 'th-laemchabang'],
  ['cq-xiaonanya-rail', 'la-vientiane-rail'],
  ['cq-fuling-rail', 'uz-tashkent'],
  ['cq-bishan-lc', 'sg-singapore'],
  ['cq-longxing-park', 'ru-vorsino'],
  ['cq-guoyuan-port', 'cn-yangshan-port'],
]
const WEEKS = 8

/** One box each, over eight lanes and eight weeks, so that the bookings spread over many departures. */
export async function bookables(city: City, shipper: Actor): Promise<Bookable[]> {
  const found: Bookable[] = []
  for (const [from, to] of LANES)
    for (let week = 0; week < WEEKS; week++) {
      const ready = Temporal.Instant.from(CASES_CLOCK).add({ hours: week * 168 })
      const quote = await askQuote(city, shipper, {
        carrierAcceptanceLocation: { placeId: from },
        consigneeReceiptLocation: { placeId: to },
        readyDateTime: ready.toString(),
        cargoFormCode: 'CONTAINERISED',
        requestedEquipment: [{ unitTypeCode: '20GP', quantity: 1 }],
        includedConsignmentItem: [{ sequenceNumber: 1, grossWeightKg: 900, natureIdentificationCargo: { identificationText: 'tea' } }],
      })
      found.push(...quote.itineraries.map(({ id }) => ({ quoteId: quote.id, itineraryId: id })))
    }
  // Neighbours in the list are of different lanes, so that a short run is spread as well as a long one.
  return found.toSorted((a, b) => (a.itineraryId.slice(-8) < b.itineraryId.slice(-8) ? -1 : 1))
}

export const idOf = (json: string): string => z.object({ id: z.string() }).parse(JSON.parse(json)).id

/** The law: taken = sum of the claims held or booked, for every counter, and never below nothing or above the capacity. */
export async function countersAgree(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ n: string }>(
    `SELECT count(*) AS n FROM network.departure_capacity c
     LEFT JOIN (SELECT departure_id, leg_number, resource, sum(quantity) AS claimed FROM consignment.capacity_claim
                WHERE state <> 'RELEASED' GROUP BY 1, 2, 3) k USING (departure_id, leg_number, resource)
     WHERE c.taken <> COALESCE(k.claimed, 0) OR c.taken < 0 OR c.taken > c.capacity`,
  )
  return rows[0]?.n === '0'
}
