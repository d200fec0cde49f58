// Random commands against a model of a few lines: whatever is asked in whatever order, states and counters are the model's.
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidOf } from '#kernel'
import type { Quote } from '#model'
import { withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { consignmentJobs } from '../jobs.ts'
import { type City, type CityAnswer, openCity } from '../testing/city.ts'
import { emptyCity } from '../testing/empty-city.ts'

const TRAIN = 'r-yxo-duisburg-out.20261203T2000'
const TEU_CENTI = { two: 2000n, four: 4000n } as const
const WHOLE_TRAIN = 10_000n
const HOLD_MINUTES = 30

type Size = keyof typeof TEU_CENTI
type Command =
  | { readonly kind: 'hold'; readonly size: Size }
  | { readonly kind: 'confirm' | 'cancel' | 'undo'; readonly which: number }
  | { readonly kind: 'wait'; readonly minutes: number }
  | { readonly kind: 'sweep' }

interface Modelled {
  readonly id: string
  readonly size: Size
  readonly endsAt: number
  state: 'HELD' | 'CONFIRMED' | 'EXPIRED' | 'CANCELLED' | 'UNDONE'
  consignmentId?: string
}

let database: TestDatabase
let city: City
let start: Temporal.Instant
beforeAll(async () => {
  database = await testDatabase()
  city = await openCity(database, { holdMinutes: HOLD_MINUTES })
  start = city.now
})
afterAll(() => database.close())

const which = fc.nat({ max: 5 })
const commands = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('hold' as const), size: fc.constantFrom<Size>('two', 'four') }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('confirm' as const, 'cancel' as const, 'undo' as const), which }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(10, 30) }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'sweep' as const }) },
  ),
  { minLength: 4, maxLength: 16 },
)

/** The model's clock counts minutes. */
class Model {
  readonly bookings: Modelled[] = []
  minute = 0
  expire(): void {
    for (const one of this.bookings) if (one.state === 'HELD' && one.endsAt <= this.minute) one.state = 'EXPIRED'
  }
  get taken(): bigint {
    return this.bookings.reduce((sum, { state, size }) => sum + (state === 'HELD' || state === 'CONFIRMED' ? TEU_CENTI[size] : 0n), 0n)
  }
}

const shipper = () => city.parties.shipper.caller
async function carryOut(command: Command, model: Model, quotes: Readonly<Record<Size, Quote>>): Promise<void> {
  model.expire()
  switch (command.kind) {
    case 'wait':
      model.minute += command.minutes
      city.now = start.add({ minutes: model.minute })
      return
    case 'sweep':
      await consignmentJobs(city.network)
        .find(({ name }) => name === 'hold-sweep')
        ?.handle({ database: database.db, now: city.now, data: undefined })
      return
    case 'hold':
      return hold(command.size, model, quotes[command.size])
    case 'confirm':
    case 'cancel':
    case 'undo': {
      const one = model.bookings[command.which]
      if (one !== undefined) await change(command.kind, one)
    }
  }
}

async function hold(size: Size, model: Model, quote: Quote): Promise<void> {
  const [itinerary] = quote.itineraries
  const answer = await city.ask('postBooking', shipper(), {
    body: { quoteId: quote.id, itineraryId: itinerary?.id, consignee: { name: 'Somebody' } },
  })
  if (model.taken + TEU_CENTI[size] > WHOLE_TRAIN) {
    expect(answer.refusal?.code).toBe('capacity-taken')
    return
  }
  expect(answer.refusal).toBeUndefined()
  model.bookings.push({ id: answer.body.id, size, endsAt: model.minute + HOLD_MINUTES, state: 'HELD' })
}

async function change(kind: 'confirm' | 'cancel' | 'undo', one: Modelled): Promise<void> {
  const params = { id: kind === 'undo' ? (one.consignmentId ?? '') : one.id }
  const operationId = { confirm: 'confirmBooking', cancel: 'cancelBooking', undo: 'cancelConsignment' }[kind]
  const body = kind === 'confirm' ? {} : { body: { reason: 'no' } }
  const answer: CityAnswer = await city.ask(operationId, shipper(), { params, ...body })
  const mayBe = one.state === (kind === 'undo' ? 'CONFIRMED' : 'HELD')
  expect(answer.refusal === undefined).toBe(mayBe)
  if (!mayBe) return
  if (kind === 'confirm') one.consignmentId = answer.body.consignmentId
  one.state = ({ confirm: 'CONFIRMED', cancel: 'CANCELLED', undo: 'UNDONE' } as const)[kind]
}

async function agrees(model: Model): Promise<void> {
  model.expire()
  for (const { id, state } of model.bookings) {
    const { body } = await city.ask('getBooking', shipper(), { params: { id } })
    expect([id, body.bookingStatus]).toEqual([id, state === 'UNDONE' ? 'CONFIRMED' : state])
  }
  const { rows } = await withCaller(database.db, { kind: 'system', name: 'test' }, (tx) =>
    sql<{
      taken: bigint
      claimed: bigint
    }>`SELECT c.taken, coalesce(sum(k.quantity) FILTER (WHERE k.state <> 'RELEASED'), 0)::bigint AS claimed
      FROM network.departure_capacity c LEFT JOIN consignment.capacity_claim k USING (departure_id, leg_number, resource)
      WHERE departure_id = ${TRAIN} AND resource = 'TEU_CENTI' GROUP BY leg_number, c.taken ORDER BY leg_number`.execute(tx),
  )
  // A hold that has run out and was not swept yet still claims: the rest is exactly the model's.
  const unswept = await withCaller(database.db, { kind: 'system', name: 'test' }, (tx) =>
    sql<{ id: string }>`SELECT id FROM consignment.booking WHERE state = 'HELD' AND hold_expires_at <= ${city.now}`.execute(tx),
  )
  const late = new Set(unswept.rows.map(({ id }) => id))
  const unreleased = model.bookings.reduce((sum, { id, size }) => sum + (late.has(uuid(id)) ? TEU_CENTI[size] : 0n), 0n)
  const taken = model.taken + unreleased
  expect(rows).toEqual(Array.from({ length: 5 }, () => ({ taken, claimed: taken })))
}
const uuid = (wire: string): string => {
  const found = uuidOf('bkg', wire)
  return found.ok ? found.value : ''
}

test('any sequence of commands leaves what the model says', { timeout: 180_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      city.now = start
      await emptyCity(database, city)
      const item = { sequenceNumber: 1, grossWeightKg: 10_000, natureIdentificationCargo: { identificationText: 'laptops' } }
      const ask = (quantity: number) =>
        city.quote({ requestedEquipment: [{ unitTypeCode: '40HC', quantity }], includedConsignmentItem: [item] }, shipper())
      const quotes = { two: await ask(10), four: await ask(20) }
      const model = new Model()
      for (const command of sequence) await carryOut(command, model, quotes)
      await agrees(model)
    }),
    { numRuns: 12 },
  )
})
