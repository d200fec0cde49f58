// The steps of one shipment by HTTP alone, each as the party whose step it is; a step that does not go is a failed test.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import {
  bill,
  type Bill,
  booking,
  type Booking,
  consignment,
  type Consignment,
  isEquipmentId,
  type MilestoneJson,
  milestoneList,
  quote,
  type Quote,
} from '#model'
import { type Actor, type ActorName, ACTORS, type City, type Reply } from './city.ts'

export function expectStatus(reply: Reply, status: number): Reply {
  if (reply.status !== status) throw new Error(`${status} was expected, ${reply.status} came: ${JSON.stringify(reply.body)}`)
  return reply
}

const caseRows = z.array(
  z.looseObject({
    id: z.string(),
    origin: z.string(),
    destination: z.string(),
    cargoFormCode: z.string(),
    requestedEquipment: z.array(z.object({ unitTypeCode: z.string(), quantity: z.int() })).optional(),
    includedConsignmentItem: z.array(z.unknown()),
  }),
)
const folder = join(import.meta.dirname, '../../data/chongqing')

/** The question of a demand case, as cargo.json has it. */
export function questionOf(id: string, ready: string) {
  const row = caseRows.parse(JSON.parse(readFileSync(join(folder, 'cargo.json'), 'utf8'))).find((one) => one.id === id)
  if (row === undefined) throw new Error(`there is no ${id}`)
  return {
    carrierAcceptanceLocation: { placeId: row.origin },
    consigneeReceiptLocation: { placeId: row.destination },
    readyDateTime: ready,
    cargoFormCode: row.cargoFormCode,
    ...(row.requestedEquipment === undefined ? {} : { requestedEquipment: row.requestedEquipment }),
    includedConsignmentItem: row.includedConsignmentItem,
  }
}

export async function askQuote(city: City, by: Actor, question: unknown): Promise<Quote> {
  return quote.parse(expectStatus(await city.ask(by, 'POST /v1/quotes', question), 201).body)
}

export function itineraryLabelled({ itineraries }: Quote, label: string) {
  const found = itineraries.find(({ labels }) => labels.some((one) => one === label))
  if (found === undefined) throw new Error(`no itinerary is ${label}`)
  return found
}

/** Boxes with valid check digits, enough for what was asked. */
export function boxesFor(asked: readonly { readonly unitTypeCode: string; readonly quantity: number }[] | undefined, serial: number) {
  return (asked ?? []).flatMap(({ unitTypeCode, quantity }, row) =>
    Array.from({ length: quantity }, (_, index) => {
      const stem = `CSQU${String(serial * 1000 + row * 100 + index).padStart(6, '0')}`
      const id = Array.from({ length: 10 }, (_digit, digit) => `${stem}${digit}`).find(isEquipmentId) ?? ''
      return { id, unitTypeCode, affixedSeal: [{ id: `CQ${serial}${row}${index}` }] }
    }),
  )
}

export async function hold(city: City, by: Actor, body: object): Promise<Booking> {
  return booking.parse(expectStatus(await city.ask(by, 'POST /v1/bookings', body), 201).body)
}

export async function confirm(city: City, by: Actor, bookingId: string): Promise<string> {
  const confirmed = booking.parse(expectStatus(await city.ask(by, `POST /v1/bookings/${bookingId}/confirm`), 201).body)
  if (confirmed.bookingStatus !== 'CONFIRMED' || confirmed.consignmentId === undefined) throw new Error('it is not confirmed')
  return confirmed.consignmentId
}

export async function readConsignment(city: City, by: Actor, id: string): Promise<Consignment> {
  return consignment.parse(expectStatus(await city.ask(by, `GET /v1/consignments/${id}`), 200).body)
}

export async function milestonesOf(city: City, by: Actor, id: string): Promise<MilestoneJson[]> {
  return milestoneList.parse(expectStatus(await city.ask(by, `GET /v1/consignments/${id}/milestones`), 200).body).items
}

export async function issueBill(
  city: City,
  by: Actor,
  consignmentId: string,
): Promise<Bill & { readonly id: string; readonly sequence: number }> {
  const issued = bill.parse(expectStatus(await city.ask(by, 'POST /v1/bills', { consignmentId, isToOrder: false }), 201).body)
  return withId(issued)
}

function withId(one: Bill): Bill & { readonly id: string; readonly sequence: number } {
  const { id, sequence } = one
  if (id === undefined || sequence === undefined) throw new Error('a bill that is issued has an id and a sequence')
  return { ...one, id, sequence }
}

/** An act on the bill, with the sequence that its actor sees now. */
export async function actOnBill(city: City, by: Actor, billId: string, act: string, more: object = {}): Promise<Bill> {
  const { sequence } = withId(bill.parse(expectStatus(await city.ask(by, `GET /v1/bills/${billId}`), 200).body))
  return bill.parse(expectStatus(await city.ask(by, `POST /v1/bills/${billId}/${act}`, { expectedSequence: sequence, ...more }), 200).body)
}

/** Who may state which milestone now, as the window itself tells each of them. */
export async function reportersOf(city: City, id: string): Promise<ReadonlyMap<string, readonly ActorName[]>> {
  const reporters = new Map<string, ActorName[]>()
  for (const name of ACTORS) {
    const reply = await city.ask(city.actor(name), `GET /v1/consignments/${id}/milestones`)
    if (reply.status === 404) continue
    for (const row of milestoneList.parse(expectStatus(reply, 200).body).items) {
      if (row.mayReport !== true) continue
      const key = keyOf(row)
      reporters.set(key, [...(reporters.get(key) ?? []), name])
    }
  }
  return reporters
}

export const keyOf = ({ elementId, milestone }: Pick<MilestoneJson, 'elementId' | 'milestone'>): string => `${elementId} ${milestone}`

const changePage = z.object({
  items: z.array(z.object({ cursor: z.string(), code: z.string(), resource: z.string(), resourceId: z.string() })),
  nextCursor: z.string().optional(),
})
export type HeardChange = z.output<typeof changePage>['items'][number]

/** Everything this party may hear, from the beginning. */
export async function heardBy(city: City, by: Actor): Promise<HeardChange[]> {
  const heard: HeardChange[] = []
  for (let after: string | undefined; ;) {
    const query = after === undefined ? '' : `&after=${encodeURIComponent(after)}`
    const page = changePage.parse(expectStatus(await city.ask(by, `GET /v1/changes?limit=200${query}`), 200).body)
    heard.push(...page.items)
    if (page.nextCursor === undefined) return heard
    after = page.nextCursor
  }
}
