// A small city in a test database: Chongqing's places with some of its services, ten parties with their duties, and this module's
// rows asked as the window asks them. `const city = await openCity(database)`, then `await city.confirmed()` is a consignment.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { assert, type Caller, type NewUuid, type PartyRole, type Result, uuidOf, uuidV7, wireId } from '#kernel'
import {
  type Booking,
  type BookingRequest,
  type Consignment,
  type DutyKind,
  may,
  type Quote,
  type Refusal,
  refusalOf,
  type Route,
} from '#model'
import { answerOnce, type AnyTx, type Database, withCaller } from '#postgres'
import { importNetwork, type NetworkHolder, openNetwork } from '#record/network'
import { onlyServices } from '#record/network/testing'
import { CASES_CLOCK } from '../cases-clock.ts'
import type { ConsignmentParts } from '../parts.ts'
import type { ConsignmentRecord } from '../record/record.ts'
import { findConsignment } from '../record/store.ts'
import { consignmentRoutes } from '../routes.ts'
import { cityFiles, entrusted, modes, type Question } from './chongqing.ts'

const ROLES = {
  shipper: ['SHIPPER'],
  operator: ['FORWARDER', 'CARRIER'],
  rail: ['CARRIER'],
  water: ['CARRIER'],
  air: ['CARRIER'],
  road: ['CARRIER'],
  hub: ['HUB_OPERATOR'],
  consignee: ['CONSIGNEE'],
  customs: ['AUTHORITY'],
  stranger: ['SHIPPER', 'FORWARDER', 'CARRIER'],
} as const satisfies Readonly<Record<string, readonly PartyRole[]>>
export type PerformerName = keyof typeof ROLES

/** A party of the city: its UUID, its id on the wire, and a caller with every scope. */
export interface Performer {
  readonly uuid: string
  readonly id: string
  readonly name: string
  readonly caller: Extract<Caller, { kind: 'party' }>
}

export interface CityWishes {
  readonly now?: Temporal.Instant
  /** Ids of services.csv; the Duisburg train and its lorry by default, 'all' for the whole folder (some seconds). */
  readonly services?: readonly string[] | 'all'
  readonly holdMinutes?: number
  readonly onConfirmed?: ConsignmentParts['onConfirmed']
}

export interface CityAsked {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
  readonly ifMatch?: string
  readonly key?: string
}
export interface CityAnswer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows the shape it asked for, and the row's schema has checked it
  readonly body: any
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly location?: string
  readonly refusal?: Refusal
}

export interface City {
  readonly db: Database
  readonly network: NetworkHolder
  readonly newUuid: NewUuid
  readonly parties: Readonly<Record<PerformerName, Performer>>
  now: Temporal.Instant
  /** Carries a row out as the window does: may he begin, one transaction for a POST, a refusal undoes it. */
  ask(operationId: string, caller: Caller, asked?: CityAsked): Promise<CityAnswer>
  quote(question?: { readonly [Member in keyof Question]?: Question[Member] | undefined }, caller?: Caller): Promise<Quote>
  /** The shipper holds the first chain of a new quote for the consignee with an account; members may be changed. */
  held(change?: Partial<BookingRequest>, quote?: Quote, caller?: Caller): Promise<Booking>
  /** Held and confirmed. */
  confirmed(change?: Partial<BookingRequest>, quote?: Quote, caller?: Caller): Promise<ConsignmentRecord>
  consignment(id: string, caller: Caller): Promise<CityAnswer & { readonly body: Consignment }>
  /** Waits for what is read after a commit. */
  settled(): Promise<void>
}

const SERVICES = ['r-yxo-duisburg-out', 'r-yxo-duisburg-in', 'd-l-xiyong-tuan-out']
const everyId: NewUuid = () => uuidV7(Temporal.Now.instant().epochMilliseconds, crypto.getRandomValues(new Uint8Array(10)))

export async function openCity(database: { readonly db: Database }, wishes: CityWishes = {}): Promise<City> {
  const { now = CASES_CLOCK, services = SERVICES, holdMinutes = 30, onConfirmed } = wishes
  const { db } = database
  const imported = await importNetwork(db, services === 'all' ? cityFiles : onlyServices(services), now)
  assert(imported.ok, 'the city folder keeps the rules')
  const network = await openNetwork(db, now)
  const parties = await addParties(db, network, now)
  const parts = { network, modes, newUuid: everyId, holdMinutes, ...(onConfirmed && { onConfirmed }) }
  const rows: readonly Route[] = consignmentRoutes(parts)
  const city: City = {
    db,
    network,
    newUuid: everyId,
    parties,
    now,
    ask: (operationId, caller, asked = {}) => serve(db, rows, city, { operationId, caller, asked }),
    quote: async (question = {}, caller = parties.shipper.caller) =>
      made(await city.ask('postQuote', caller, { body: entrusted(question) })).body,
    async held(change = {}, quote, caller = parties.shipper.caller) {
      const { id, itineraries } = quote ?? (await city.quote({}, caller))
      const body = { quoteId: id, itineraryId: itineraries[0]?.id, consignee: { partyId: parties.consignee.id }, ...change }
      return made(await city.ask('postBooking', caller, { body })).body
    },
    async confirmed(change, quote, caller = parties.shipper.caller) {
      const { id } = await city.held(change, quote, caller)
      const { body } = made(await city.ask('confirmBooking', caller, { params: { id } }))
      const uuid = uuidOf('csg', String(body.consignmentId))
      assert(uuid.ok, 'a confirmed booking names its consignment')
      const record = await withCaller(db, caller, (tx: AnyTx) => findConsignment(tx, uuid.value))
      assert(record, 'the consignment is there')
      return record
    },
    consignment: (id, caller) => city.ask('getConsignment', caller, { params: { id } }),
    async settled() {
      await sleep(25)
      await network.refreshCapacity([])
    },
  }
  return city
}

const made = (answer: CityAnswer): CityAnswer => {
  assert(answer.refusal === undefined, JSON.stringify(answer.refusal))
  return answer
}

interface Duty {
  readonly kind: DutyKind
  readonly key: string
}

async function addParties(db: Database, network: NetworkHolder, now: Temporal.Instant): Promise<City['parties']> {
  const { services, places } = network.current().reference
  const operators = (mode: string): Duty[] =>
    [...new Set([...services.values()].flatMap((service) => (service.mode === mode ? [service.operatorType] : [])))].map((key) => ({
      kind: 'SERVICE',
      key,
    }))
  const duties: Partial<Record<PerformerName, readonly Duty[]>> = {
    operator: [{ kind: 'CONTRACT', key: '*' }],
    rail: operators('rail'),
    water: operators('water'),
    air: operators('air'),
    road: [{ kind: 'ROAD', key: '*' }, ...operators('road')],
    hub: [...places.keys()].map((key) => ({ kind: 'PLACE', key })),
    customs: [{ kind: 'CUSTOMS', key: 'CN' }],
  }
  const performer = (name: PerformerName): Performer => {
    const uuid = everyId()
    const caller = {
      kind: 'party',
      partyId: uuid,
      roles: ROLES[name],
      scopes: ['READ', 'BOOK', 'REPORT', 'BILL'],
      userId: `user-${name}`,
    } as const
    return { uuid, id: wireId('pty', uuid), name: `The ${name}`, caller }
  }
  const parties = {
    shipper: performer('shipper'),
    operator: performer('operator'),
    rail: performer('rail'),
    water: performer('water'),
    air: performer('air'),
    road: performer('road'),
    hub: performer('hub'),
    consignee: performer('consignee'),
    customs: performer('customs'),
    stranger: performer('stranger'),
  }
  await withCaller(db, { kind: 'system', name: 'test' }, async (tx: AnyTx) => {
    for (const [name, { uuid, name: title, caller }] of Object.entries(parties)) {
      await sql`INSERT INTO parties.party (id, name, roles, created_at) VALUES (${uuid}, ${title}, ${[...caller.roles]}::text[], ${now})`.execute(
        tx,
      )
      for (const { kind, key } of Object.entries(duties).find(([of]) => of === name)?.[1] ?? [])
        await sql`INSERT INTO parties.duty (kind, key, party_id) VALUES (${kind}, ${key}, ${uuid}) ON CONFLICT DO NOTHING`.execute(tx)
    }
  })
  return parties
}

async function serve(
  db: Database,
  rows: readonly Route[],
  city: City,
  { operationId, caller, asked }: { readonly operationId: string; readonly caller: Caller; readonly asked: CityAsked },
): Promise<CityAnswer> {
  const row = rows.find((one) => one.operationId === operationId)
  assert(row, `no row ${operationId}`)
  const refused = (refusal: Refusal): CityAnswer => ({ status: 0, body: undefined, headers: {}, refusal })
  const admitted = may(caller, row.act, { kind: 'none' })
  if (!admitted.allowed) return refused(refusalOf(admitted))
  const body = row.body?.safeParse(asked.body)
  if (body?.success === false) return refused({ code: 'invalid-request', detail: { zh: body.error.message, en: body.error.message } })
  const query = row.query?.safeParse(asked.query ?? {})
  if (query?.success === false) return refused({ code: 'invalid-request', detail: { zh: query.error.message, en: query.error.message } })
  const now = city.now
  let committed: (() => void)[] = []
  const handle = async (enter: <T>(work: (tx: AnyTx) => Promise<T>) => Promise<T>): Promise<Result<CityAnswer, Refusal>> => {
    committed = []
    const answer = await row.handle({
      caller,
      language: 'en',
      requestId: 'r',
      now,
      params: row.params?.parse(asked.params ?? {}),
      query: query?.data,
      body: body?.data,
      text: JSON.stringify(asked.body ?? ''),
      headers: {},
      address: '192.0.2.1',
      ifMatch: asked.ifMatch ?? '*',
      enter,
      afterCommit: (work) => void committed.push(work),
    })
    if (!answer.ok) return answer
    row.answer.parse(answer.value.body)
    return { ok: true, value: { headers: {}, ...answer.value } }
  }
  if (row.method !== 'POST') {
    const read = await handle((work) => withCaller(db, caller, work))
    return read.ok ? read.value : refused(read.error)
  }
  const request = {
    caller,
    method: 'POST',
    path: row.path,
    key: asked.key ?? randomUUID(),
    bodyHash: JSON.stringify(asked.body ?? ''),
    now,
  }
  const once = await answerOnce(db, request, async (enter) => {
    const value = await handle(enter)
    return { value, keepsWork: value.ok || value.error.keepsWork === true, remember: { status: 200, answer: JSON.stringify(value) } }
  })
  assert(once.ok, 'a key of its own')
  if (once.value.kind === 'again') return JSON.parse(once.value.answer).value
  if (once.value.committed) for (const work of committed) work()
  return once.value.value.ok ? once.value.value.value : refused(once.value.value.error)
}
