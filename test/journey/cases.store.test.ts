// The chain complete, by HTTP alone: five of the 25 demand cases from the question to the delivered consignment, each party doing its part.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Consignment, didDocument, type DidDocument, type MilestoneJson, verifyBill } from '#model'
import { type Actor, type ActorName, ACTORS, type City, openCity } from './city.ts'
import { epcisDocument, type Happened } from './epcis.ts'
import {
  actOnBill,
  askQuote,
  boxesFor,
  confirm,
  expectStatus,
  heardBy,
  hold,
  issueBill,
  itineraryLabelled,
  keyOf,
  milestonesOf,
  questionOf,
  readConsignment,
  reportersOf,
} from './steps.ts'

const ASKED = '2026-12-01T09:00:00+08:00'
/** Long after the slowest of them has arrived. */
const AFTERWARDS = '2027-02-10T00:00:00Z'

interface Shipment {
  readonly consignmentId: string
  readonly billId: string
  readonly carriers: readonly ActorName[]
}

const CASES = [
  { name: 'rail', id: 'case-01', label: 'FASTEST', carriers: ['rail', 'road', 'hub'] },
  { name: 'river and sea', id: 'case-21', label: 'CHEAPEST', carriers: ['water', 'road', 'hub'] },
  { name: 'air', id: 'case-10', label: 'FASTEST', carriers: ['air', 'road', 'hub'] },
  { name: 'cold road', id: 'case-19', label: 'GREENEST', carriers: ['road', 'hub'] },
  { name: 'bulk', id: 'case-13', label: 'CHEAPEST', carriers: ['water', 'hub'] },
] as const

let city: City
const shipments = new Map<string, Shipment>()

beforeAll(async () => {
  city = await openCity({ environment: { YIDAN_CLOCK: ASKED } })
}, 240_000)
afterAll(async () => {
  await city?.close()
})

describe('asked, chosen, held, confirmed and its bill issued on 1 December', () => {
  test.each(CASES.map((one, index) => ({ ...one, index })))('$name: $id', async ({ id, label, index }) => {
    const [shipper, operator, consignee] = [city.actor('shipper'), city.actor('operator'), city.actor('consignee')]
    const question = questionOf(id, ASKED)
    const quote = await askQuote(city, shipper, question)
    const chosen = itineraryLabelled(quote, label)
    const boxes = boxesFor(question.requestedEquipment, index + 1)
    const held = await hold(city, shipper, {
      quoteId: quote.id,
      itineraryId: chosen.id,
      consignee: { partyId: consignee.partyId },
      consignorAssignedId: `PO-${id}`,
      ...(boxes.length === 0 ? {} : { usedTransportEquipment: boxes }),
    })
    expect(held).toMatchObject({ bookingStatus: 'HELD', carrier: { partyId: operator.partyId }, itinerary: { criteria: chosen.criteria } })
    // Nobody else finds the booking, and holding it twice with the same key is holding it once.
    expectStatus(await city.ask(city.actor('rail'), `GET /v1/bookings/${held.id}`), 404)
    const consignmentId = await confirm(city, shipper, held.id)
    const whole = await readConsignment(city, shipper, consignmentId)
    expect(whole).toMatchObject({ consignmentStatus: 'CONFIRMED', bookingId: held.id, slice: 'WHOLE', consignorAssignedId: `PO-${id}` })
    expect(whole.elements.map(({ kind, sequenceNumber }) => [kind, sequenceNumber])).toEqual(
      chosen.elements.map(({ kind, sequenceNumber }) => [kind, sequenceNumber]),
    )
    expectStatus(await city.ask(shipper, 'POST /v1/bills', { consignmentId, isToOrder: false }), 403)
    const bill = await issueBill(city, operator, consignmentId)
    expect(bill).toMatchObject({ transportDocumentStatus: 'ISSUED', possessor: { partyId: consignee.partyId } })
    // One bill for the same goods.
    expectStatus(await city.ask(operator, 'POST /v1/bills', { consignmentId, isToOrder: false }), 409)
    shipments.set(id, { consignmentId, billId: bill.id, carriers: carriersOf(whole) })
  })
})

function carriersOf({ elements }: Consignment): ActorName[] {
  const ids = new Set(elements.map(({ carrier }) => carrier?.partyId))
  return ACTORS.filter((name) => ids.has(city.actor(name).partyId))
}

describe('after a restart in February: every milestone told by whom it concerns, surrendered, delivered', () => {
  beforeAll(() => city.restart({ YIDAN_CLOCK: AFTERWARDS }), 60_000)

  test.each(CASES)('$name: $id', async ({ id, carriers }) => {
    const { consignmentId, billId, carriers: found } = shipmentOf(id)
    const [operator, consignee] = [city.actor('operator'), city.actor('consignee')]
    expect(new Set(found)).toEqual(new Set(carriers))
    const delivered = await tellMilestones(consignmentId)
    // Goods are not handed over while the bill is out.
    const early = await city.ask(delivered.by, `POST /v1/consignments/${consignmentId}/milestones`, delivered.report)
    expectStatus(early, 409)
    expect(early.body).toMatchObject({ code: 'wrong-state' })
    expect((await readConsignment(city, consignee, consignmentId)).consignmentStatus).toBe('IN_TRANSIT')
    expect(await actOnBill(city, consignee, billId, 'surrender-for-delivery')).toMatchObject({
      transportDocumentStatus: 'PENDING_SURRENDER_FOR_DELIVERY',
    })
    expect(await actOnBill(city, operator, billId, 'sacc')).toMatchObject({ transportDocumentStatus: 'SURRENDERED_FOR_DELIVERY' })
    expectStatus(await city.ask(delivered.by, `POST /v1/consignments/${consignmentId}/milestones`, delivered.report), 201)
    const end = await readConsignment(city, city.actor('shipper'), consignmentId)
    expect(end).toMatchObject({
      consignmentStatus: 'DELIVERED',
      progress: { milestone: 'DELIVERED' },
      transportContractDocument: { billId, transportDocumentStatus: 'SURRENDERED_FOR_DELIVERY' },
    })
    const rows = await milestonesOf(city, city.actor('shipper'), consignmentId)
    expect(rows.filter((row) => row.actualOccurrenceDateTime === undefined || row.statedBy === undefined)).toEqual([])
  })

  test.each(CASES)('$name: each party sees its slice of $id, strangers nothing', async ({ id }) => {
    const { consignmentId, billId, carriers } = shipmentOf(id)
    for (const name of ['shipper', 'operator'] as const) {
      const seen = await readConsignment(city, city.actor(name), consignmentId)
      expect([seen.slice, seen.totalAmount === undefined, seen.applicableServiceCharge === undefined]).toEqual(['WHOLE', false, false])
    }
    const received = await readConsignment(city, city.actor('consignee'), consignmentId)
    expect([received.slice, received.totalAmount, received.applicableServiceCharge]).toEqual(['WITHOUT_CHARGES', undefined, undefined])
    for (const name of carriers) {
      const seen = await readConsignment(city, city.actor(name), consignmentId)
      expect(seen).not.toHaveProperty('totalAmount')
      expect(seen).not.toHaveProperty('applicableServiceCharge')
      expect(seen).not.toHaveProperty('declaredValueForCarriageAmount')
      expect(seen.slice).toBe('OWN_ELEMENTS')
      expectStatus(await city.ask(city.actor(name), `GET /v1/bills/${billId}`), 403)
    }
    const involved: readonly ActorName[] = ['shipper', 'operator', 'consignee', 'customs', ...carriers]
    const missing = (await city.ask(city.actor('shipper'), 'GET /v1/consignments/csg_00000000000000000000000000')).body
    for (const name of ACTORS.filter((one) => !involved.includes(one))) {
      for (const path of [
        `consignments/${consignmentId}`,
        `consignments/${consignmentId}/milestones`,
        `consignments/${consignmentId}/bill`,
        `bills/${billId}`,
      ]) {
        const reply = await city.ask(city.actor(name), `GET /v1/${path}`)
        expectStatus(reply, 404)
        expect(Object.keys(reply.body ?? {})).toEqual(Object.keys(missing ?? {}))
      }
      const list = await city.ask(city.actor(name), `GET /v1/consignments?q=PO-${id}`)
      expect(list.body).toMatchObject({ items: [] })
    }
  })

  test('each hears of the consignments that are its own, and of no other', async () => {
    const own = new Map<ActorName, Set<string>>()
    for (const name of ACTORS) {
      const seen = new Set<string>()
      for (const { consignmentId } of shipments.values())
        if ((await city.ask(city.actor(name), `GET /v1/consignments/${consignmentId}`)).status === 200) seen.add(consignmentId)
      own.set(name, seen)
    }
    for (const name of ACTORS) {
      const heard = await heardBy(city, city.actor(name))
      const consignments = new Set(heard.filter(({ resource }) => resource === 'consignment').map(({ resourceId }) => resourceId))
      expect([name, consignments]).toEqual([name, own.get(name)])
      // Bookings are the shipper's own affair until they are confirmed.
      expect([name, heard.some(({ resource }) => resource === 'booking')]).toEqual([name, name === 'shipper'])
      expect(new Set(heard.map(({ cursor }) => cursor)).size).toBe(heard.length)
    }
    const delivered = (await heardBy(city, city.actor('consignee'))).filter(({ code }) => code === 'consignment-delivered')
    expect(delivered).toHaveLength(CASES.length)
  }, 60_000)

  test('the bills are genuine, offline by the keys that were kept; a changed one is not', async () => {
    const document = await readDid()
    for (const { billId } of shipments.values()) {
      const vc = expectStatus(
        await city.ask(city.actor('shipper'), `GET /v1/bills/${billId}/vc`, undefined, { accept: 'application/vc+jwt' }),
        200,
      )
      const text = String(vc.body)
      const genuine = await verifyBill(text, document, { now: Temporal.Instant.from(AFTERWARDS) })
      expect(genuine).toMatchObject({ ok: true, value: { transportDocumentStatus: 'ISSUED' } })
      const [head = '', body = '', signature = ''] = text.split('.')
      const changed = Buffer.from(Buffer.from(body, 'base64url').toString().replace('grossWeightKg":', 'grossWeightKg":1')).toString(
        'base64url',
      )
      expect(await verifyBill([head, changed, signature].join('.'), document)).toMatchObject({ ok: false, error: { code: 'altered' } })
    }
  })
})

function shipmentOf(id: string): Shipment {
  const found = shipments.get(id)
  if (found === undefined) throw new Error(`${id} was not shipped`)
  return found
}

async function readDid(): Promise<DidDocument> {
  const reply = expectStatus(await city.ask(undefined, 'GET /.well-known/did.json'), 200)
  return didDocument.parse(typeof reply.body === 'string' ? JSON.parse(reply.body) : reply.body)
}

interface Delivery {
  readonly by: Actor
  readonly report: { readonly elementId: string; readonly milestone: string; readonly occurredDateTime: string }
}

/** All but the handing over, element by element: those with odd numbers by one tap, the others as EPCIS of the party's own system. */
async function tellMilestones(consignmentId: string): Promise<Delivery> {
  const operator = city.actor('operator')
  const { elements } = await readConsignment(city, operator, consignmentId)
  const owed = await milestonesOf(city, operator, consignmentId)
  expect(owed.map(({ milestone }) => milestone)).toEqual(expect.arrayContaining(['ACCEPTED', 'DELIVERED']))
  let delivery: Delivery | undefined
  for (const element of elements) {
    const rows = owed.filter(({ elementId }) => elementId === element.id)
    const reporters = await reportersOf(city, consignmentId)
    const byActor = new Map<ActorName, Happened[]>()
    for (const row of rows) {
      const name = reporterOf(row, element, reporters)
      const at = row.scheduledOccurrenceDateTime ?? AFTERWARDS
      if (row.milestone === 'DELIVERED')
        delivery = { by: city.actor(name), report: { elementId: element.id, milestone: 'DELIVERED', occurredDateTime: at } }
      else byActor.set(name, [...(byActor.get(name) ?? []), { element, milestone: row.milestone, at }])
    }
    for (const [name, happened] of byActor) await tell(city.actor(name), consignmentId, happened, element.sequenceNumber % 2 === 0)
  }
  if (delivery === undefined) throw new Error('nobody owes DELIVERED')
  return delivery
}

/** Whose element it is, if he may; else the authority, else the contract's own carrier. */
function reporterOf(
  row: MilestoneJson,
  element: Consignment['elements'][number],
  reporters: ReadonlyMap<string, readonly ActorName[]>,
): ActorName {
  // Nobody is offered to hand over what a bill still keeps; whose element it is tries all the same.
  const able = row.milestone === 'DELIVERED' ? ACTORS : (reporters.get(keyOf(row)) ?? [])
  const own = able.find((name) => city.actor(name).partyId === element.carrier?.partyId)
  const chosen = (row.milestone.startsWith('CUSTOMS_') ? able.find((name) => name === 'customs') : own) ?? own ?? able[0]
  if (chosen === undefined) throw new Error(`nobody may state ${row.milestone} of element ${element.sequenceNumber}`)
  return chosen
}

async function tell(by: Actor, consignmentId: string, happened: readonly Happened[], asEpcis: boolean): Promise<void> {
  if (!asEpcis) {
    for (const { element, milestone, at } of happened) {
      const report = { elementId: element.id, milestone, occurredDateTime: at }
      expectStatus(await city.ask(by, `POST /v1/consignments/${consignmentId}/milestones`, report), 201)
    }
    return
  }
  const document = epcisDocument(city.url, consignmentId, happened)
  const captured = expectStatus(await city.ask(by, 'POST /epcis/v2/capture', document), 202)
  const job = expectStatus(await city.ask(by, `GET ${captured.headers.get('location') ?? ''}`), 200)
  expect(job.body).toMatchObject({ success: true, errors: [] })
}
