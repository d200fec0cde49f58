// POST /epcis/v2/capture against a real window: events a second one by one and in batches, until the job says they are in; the peer
// puts the same texts into a plain table by INSERT, without HTTP, rules, hashes, joining or milestones.
import { z } from 'zod'
import { epcisDocument } from '../test/journey/epcis.ts'
import { readConsignment } from '../test/journey/steps.ts'
import { confirmed } from './bill.ts'
import { type City, bookables, databaseOf, lineTo, openBenchCity } from './shipments.ts'
import { type Bench, percentile, rounded } from './table.ts'
import { CASES_CLOCK } from './window-process.ts'

const CONSIGNMENTS = 100
const SIZES = [
  { batch: 1, batches: 600 },
  { batch: 100, batches: 30 },
  { batch: 500, batches: 10 },
] as const

export async function run(): Promise<Bench> {
  const city = await openBenchCity()
  try {
    const events = await eventMaker(city)
    const pool = await databaseOf(city, 1)
    await pool.query(`
      DROP SCHEMA IF EXISTS naive CASCADE;
      CREATE SCHEMA naive;
      CREATE TABLE naive.event (id uuid PRIMARY KEY, event_time timestamptz NOT NULL, sender text NOT NULL, text text NOT NULL)`)
    const operator = lineTo(city, city.actor('operator'))
    const rows: Figures[] = []
    for (const { batch, batches } of SIZES) {
      const documents = Array.from({ length: batches }, () => events(batch))
      rows.push(await measure('window (HTTP)', batch, documents, (document) => capture(operator, document)))
      rows.push(
        await measure('naive INSERT, no HTTP', batch, documents, async ({ epcisBody: { eventList } }) => {
          const values = eventList.map((_, index) => `($${index * 4 + 1}, $${index * 4 + 2}, $${index * 4 + 3}, $${index * 4 + 4})`)
          const parameters = eventList.flatMap((event) => [crypto.randomUUID(), event.eventTime, 'operator', JSON.stringify(event)])
          await pool.query(`INSERT INTO naive.event VALUES ${values.join(', ')}`, parameters)
        }),
      )
    }
    // The same documents again count for nothing: an event is what it is once.
    const known = await kept(pool)
    const doubled = events(100)
    await capture(operator, doubled)
    await capture(operator, doubled)
    const doubles = (await kept(pool)) - known - 100
    operator.close()
    await pool.end()
    return { rows: rows.map((row) => ({ ...row })), result: { figures: rows, consignments: CONSIGNMENTS, doubled: doubles } }
  } finally {
    await city.close()
  }
}

interface Figures {
  readonly who: string
  readonly batch: number
  readonly eventsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

async function measure<T>(who: string, batch: number, documents: readonly T[], send: (document: T) => Promise<void>): Promise<Figures> {
  const times: number[] = []
  const began = performance.now()
  for (const document of documents) {
    const start = performance.now()
    await send(document)
    times.push(performance.now() - start)
  }
  const seconds = (performance.now() - began) / 1000
  return {
    who,
    batch,
    eventsPerSecond: rounded((documents.length * batch) / seconds, 0),
    p50Ms: rounded(percentile(times, 50), 2),
    p99Ms: rounded(percentile(times, 99), 2),
  }
}

type Document = ReturnType<typeof epcisDocument>

const job = z.looseObject({ running: z.boolean(), success: z.boolean() })

/** Until the job says that every event is in. */
async function capture(line: ReturnType<typeof lineTo>, document: Document): Promise<void> {
  const taken = await line.post('/epcis/v2/capture', document)
  if (taken.status !== 202) throw new Error(`capture: ${taken.status} ${taken.body}`)
  for (;;) {
    const state = job.parse(JSON.parse((await line.get(taken.location)).bytes.toString()))
    if (state.running) continue
    if (!state.success) throw new Error(`capture: ${JSON.stringify(state)}`)
    return
  }
}

/** Statements about the legs of a hundred consignments, each at a moment of its own. */
async function eventMaker(city: City): Promise<(count: number) => Document> {
  const ids = await confirmed(city, await bookables(city, city.actor('shipper')), CONSIGNMENTS)
  const legs = await Promise.all(
    ids.map(async (id) => {
      const { elements } = await readConsignment(city, city.actor('operator'), id)
      return elements.filter(({ kind }) => kind === 'LEG').map((element) => ({ id, element }))
    }),
  )
  const all = legs.flat()
  let made = 0
  return (count) => {
    // A document is about one consignment here and there, as a carrier's system sends what its trains did.
    const first = made
    made += count
    const documents = Array.from({ length: count }, (_, index) => {
      const leg = all[(first + index) % all.length]
      if (leg === undefined) throw new Error('there is no leg')
      const at = Temporal.Instant.from(CASES_CLOCK)
        .subtract({ seconds: first + index + 1 })
        .toString()
      return epcisDocument(city.url, leg.id, [{ element: leg.element, milestone: 'DEPARTED', at }])
    })
    const [head] = documents
    if (head === undefined) throw new Error('a document has events')
    return { ...head, epcisBody: { eventList: documents.flatMap(({ epcisBody }) => epcisBody.eventList) } }
  }
}

async function kept(pool: Awaited<ReturnType<typeof databaseOf>>): Promise<number> {
  const { rows } = await pool.query<{ n: string }>('SELECT count(*) AS n FROM tracking.event')
  return Number(rows[0]?.n ?? 0)
}
