// Hold and confirm through HTTP with API keys against a real window: pairs a second at 1, 8 and 16 clients, beside a plain-SQL peer
// on the same PostgreSQL in the same run; then kills of the window in the middle, and a count of what was lost or doubled.
import { z } from 'zod'
import { type Claims, naivePeer } from './booking-naive.ts'
import { killRun } from './booking-kills.ts'
import { type Bookable, bookables, type City, countersAgree, databaseOf, idOf, type Line, lineTo, openBenchCity } from './shipments.ts'
import { type Bench, percentile, rounded } from './table.ts'

const SECONDS = 6
const WARM_SECONDS = 2
const CLIENTS = [1, 8, 16] as const

export async function run(): Promise<Bench> {
  const city = await openBenchCity()
  try {
    const shipper = city.actor('shipper')
    const lots = await bookables(city, shipper)
    const consignee = city.actor('consignee').partyId
    const pool = await databaseOf(city, 20)
    const claims = await claimsOf(city, lots, pool)
    const peer = await naivePeer(pool, claims)
    const rows: Figures[] = []
    for (const clients of CLIENTS) {
      // The two in turn, so that whatever else the machine does falls on both.
      rows.push(await measure('window (HTTP)', clients, () => windowClient(city, lots, consignee)))
      rows.push(await measure('naive SQL, no HTTP', clients, () => ({ pair: peer.pair, end: () => undefined })))
    }
    const lawHolds = await countersAgree(pool)
    await pool.end()
    const kills = await killRun(city, lots)
    const at16 = rows.find(({ who, clients }) => who.startsWith('window') && clients === 16)
    return {
      rows: [
        ...rows.map(({ who, clients, pairsPerSecond, p50Ms, p99Ms, soldOut }) => ({
          who,
          clients,
          'pairs/s': pairsPerSecond,
          p50Ms,
          p99Ms,
          soldOut,
        })),
        {
          who: `kills ${kills.kills}`,
          clients: kills.clients,
          'pairs/s': '',
          p50Ms: `lost ${kills.lost}`,
          p99Ms: `doubled ${kills.doubled}`,
          soldOut: `of ${kills.acknowledged}`,
        },
      ],
      result: {
        figures: rows,
        itineraries: lots.length,
        countersAgree: lawHolds,
        pairsPerSecondAt16: at16?.pairsPerSecond ?? 0,
        floor: 200,
        kills,
      },
    }
  } finally {
    await city.close()
  }
}

interface Figures {
  readonly who: string
  readonly clients: number
  readonly pairsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly soldOut: number
}

interface Client {
  /** One hold and its confirmation; false where the departure was sold out. */
  pair(turn: number): Promise<boolean>
  end(): void
}

let turns = 0

async function measure(who: string, clients: number, make: () => Client): Promise<Figures> {
  const every = Array.from({ length: clients }, make)
  const until = (seconds: number): number => performance.now() + seconds * 1000
  const loop = async (client: Client, end: number, times: number[]): Promise<number> => {
    let soldOut = 0
    while (performance.now() < end) {
      const began = performance.now()
      if (await client.pair(turns++)) times.push(performance.now() - began)
      else soldOut += 1
    }
    return soldOut
  }
  const warm = until(WARM_SECONDS)
  await Promise.all(every.map((client) => loop(client, warm, [])))
  const times: number[] = []
  const began = performance.now()
  const end = until(SECONDS)
  const soldOut = await Promise.all(every.map((client) => loop(client, end, times)))
  const seconds = (performance.now() - began) / 1000
  for (const client of every) client.end()
  return {
    who,
    clients,
    pairsPerSecond: rounded(times.length / seconds),
    p50Ms: rounded(percentile(times, 50)),
    p99Ms: rounded(percentile(times, 99)),
    soldOut: soldOut.reduce((a, b) => a + b, 0),
  }
}

function windowClient(city: City, lots: readonly Bookable[], consignee: string): Client {
  const line = lineTo(city, city.actor('shipper'))
  return {
    async pair(turn) {
      const lot = lots[turn % lots.length]
      if (lot === undefined) throw new Error('there is nothing to book')
      const held = await line.post('/v1/bookings', { ...lot, consignee: { partyId: consignee } })
      if (held.status === 409) return false
      if (held.status !== 201) throw new Error(`hold: ${held.status} ${held.body}`)
      const confirmed = await line.post(`/v1/bookings/${idOf(held.body)}/confirm`, undefined)
      if (confirmed.status !== 201) throw new Error(`confirm: ${confirmed.status} ${confirmed.body}`)
      return true
    },
    end: () => line.close(),
  }
}

const claimRows = z.array(z.object({ departure_id: z.string(), leg_number: z.int(), resource: z.string(), quantity: z.coerce.number() }))

/** Each lot is booked once through the window; what it claimed is what the peer claims. */
async function claimsOf(city: City, lots: readonly Bookable[], pool: Awaited<ReturnType<typeof databaseOf>>): Promise<Claims[]> {
  const line: Line = lineTo(city, city.actor('shipper'))
  const claims: Claims[] = []
  for (const lot of lots) {
    const held = await line.post('/v1/bookings', { ...lot, consignee: { partyId: city.actor('consignee').partyId } })
    if (held.status !== 201) continue
    const { rows } = await pool.query(
      `SELECT departure_id, leg_number, resource, quantity FROM consignment.capacity_claim
       WHERE booking_id = (SELECT id FROM consignment.booking ORDER BY id DESC LIMIT 1)`,
    )
    claims.push(claimRows.parse(rows))
  }
  line.close()
  return claims
}
