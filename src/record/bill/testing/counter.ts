// The bill's rows asked as the window asks them: may he begin, parsed, one transaction for a POST, a refusal undoes it.
import { assert, type Caller } from '#kernel'
import { may, type Refusal, refusalOf, type Route } from '#model'
import { type AnyTx, type Database, openFileStore, withCaller } from '#postgres'
import type { ConsignmentRecord } from '#record/consignment'
import { type City, openCity } from '#record/consignment/testing'
import { type BillParts, billRoutes } from '../routes.ts'

export const ORIGIN = 'https://yidan.example'

const LAPTOPS = {
  sequenceNumber: 1,
  grossWeightKg: 8500,
  natureIdentificationCargo: {
    identificationText: 'laptops',
    statisticalClassificationCode: '847130',
    nomenclatureCode: 'HS2022' as const,
  },
}

export interface CounterAsked {
  readonly id?: string
  readonly query?: unknown
  readonly body?: unknown
}
export interface CounterAnswer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows the shape it asked for, and the row's schema has checked it
  readonly body: any
  readonly refusal?: Refusal
}
export interface Counter {
  readonly city: City
  now: Temporal.Instant
  ask(operationId: string, caller: Caller, asked?: CounterAsked): Promise<CounterAnswer>
  /** A new consignment of one box, so that a train has room for many. */
  confirmed(change?: Parameters<City['confirmed']>[0]): Promise<ConsignmentRecord>
  /** A bill of a new consignment. */
  issued(isToOrder?: boolean): Promise<{ readonly id: string; readonly consignmentId: string }>
}

export interface CounterDatabase {
  readonly db: Database
  readonly folder: string
}

/** `doubled` opens a second copy of the program on the same database. */
export async function openCounter(database: CounterDatabase, changes: Partial<BillParts> = {}, doubled?: City): Promise<Counter> {
  const city = doubled ?? (await openCity(database))
  const parts = { fileStore: openFileStore(database.folder), origin: ORIGIN, newUuid: city.newUuid, signingKeyDays: 365, ...changes }
  const rows: readonly Route[] = billRoutes(parts)
  let quote: Awaited<ReturnType<City['quote']>> | undefined
  const counter: Counter = {
    city,
    now: city.now,
    ask: (operationId, caller, asked = {}) => serve(database.db, rows, { operationId, caller, asked, now: counter.now }),
    async confirmed(change) {
      quote ??= await city.quote({ requestedEquipment: [{ unitTypeCode: '40HC', quantity: 1 }], includedConsignmentItem: [LAPTOPS] })
      return city.confirmed(change, quote)
    },
    async issued(isToOrder = false) {
      const { whole } = await counter.confirmed()
      const answer = await counter.ask('postBill', city.parties.operator.caller, { body: { consignmentId: whole.id, isToOrder } })
      assert(answer.status === 201, JSON.stringify(answer.refusal))
      return { id: String(answer.body.id), consignmentId: whole.id }
    },
  }
  return counter
}

class Undone extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

interface Serving {
  readonly operationId: string
  readonly caller: Caller
  readonly asked: CounterAsked
  readonly now: Temporal.Instant
}
async function serve(db: Database, rows: readonly Route[], { operationId, caller, asked, now }: Serving): Promise<CounterAnswer> {
  const row = rows.find((one) => one.operationId === operationId)
  assert(row !== undefined, `there is a row ${operationId}`)
  const refused = (refusal: Refusal): CounterAnswer => ({ status: 0, body: undefined, refusal })
  const admitted = may(caller, row.act, { kind: 'none' })
  if (!admitted.allowed) return refused(refusalOf(admitted))
  const body = row.body?.safeParse(asked.body)
  if (body?.success === false) return refused({ code: 'invalid-request', detail: { zh: '', en: body.error.message } })
  const handle = async (enter: <T>(work: (tx: AnyTx) => Promise<T>) => Promise<T>): Promise<CounterAnswer> => {
    const answer = await row.handle({
      caller,
      language: 'en',
      requestId: 'r',
      now,
      params: row.params?.parse({ id: asked.id }),
      query: row.query?.parse(asked.query ?? {}),
      body: body?.data,
      text: '',
      headers: {},
      address: '192.0.2.1',
      ifMatch: '*',
      enter,
      afterCommit: (work) => work(),
    })
    if (!answer.ok) throw new Undone(answer.error)
    row.answer.parse(answer.value.body)
    return answer.value
  }
  try {
    if (row.method !== 'POST') return await handle((work) => withCaller(db, caller, work))
    return await withCaller(db, caller, (tx: AnyTx) => handle((work) => work(tx)))
  } catch (error) {
    if (error instanceof Undone) return refused(error.refusal)
    throw error
  }
}
