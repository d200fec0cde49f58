// The sample city of the consignment module with tracking's rows in it: taps, captures and what came of them.
import type { sql } from 'kysely'
import { assert, type Caller } from '#kernel'
import { may, type MilestoneJson, type Refusal, refusalOf, type Route } from '#model'
import { type AnyTx, withCaller } from '#postgres'
import type { TestDatabase } from '#postgres/testing'
import type { ConsignmentRecord } from '#record/consignment'
import { type City, entrusted, openCity } from '#record/consignment/testing'
import { planMilestones } from '../milestones/store.ts'
import { trackingRoutes } from '../routes.ts'

export const ORIGIN = 'https://yidan.example'

interface Asked {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}
interface Answered {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows the shape it asked for, and the row's schema has checked it
  readonly body: any
  readonly location?: string
  readonly refusal?: Refusal
}

export interface TrackedCity {
  readonly city: City
  /** One box, so that the train has room for the consignments of many tests. */
  confirmed(boxes?: readonly string[]): Promise<ConsignmentRecord>
  ask(operationId: string, caller: Caller, asked?: Asked): Promise<Answered>
  tap(
    caller: Caller,
    record: ConsignmentRecord,
    sequenceNumber: number,
    milestone: string,
    occurredDateTime: string,
    more?: object,
  ): Promise<Answered>
  /** The document's text, and what its job says. */
  capture(
    caller: Caller,
    text: string,
    behaviour?: string,
  ): Promise<Answered & { readonly job?: { success: boolean; errors: { pointer: string; code: string }[] } }>
  milestones(caller: Caller, record: ConsignmentRecord): Promise<MilestoneJson[]>
  /** What the database itself says. */
  rows<T>(query: ReturnType<typeof sql<T>>): Promise<T[]>
}

class Undone extends Error {}

export async function openTrackedCity(database: TestDatabase): Promise<TrackedCity> {
  const city = await openCity(database, { onConfirmed: planMilestones })
  const rows: readonly Route[] = trackingRoutes({ origin: ORIGIN, newUuid: city.newUuid })
  const tracked: TrackedCity = {
    city,
    async confirmed(boxes = []) {
      const [item] = entrusted({}).includedConsignmentItem
      assert(item, 'the example has goods')
      const quantity = Math.max(boxes.length, 1)
      const quote = await city.quote({
        requestedEquipment: [{ unitTypeCode: '40HC', quantity }],
        includedConsignmentItem: [{ ...item, grossWeightKg: 8000 * quantity }],
      })
      return city.confirmed(boxes.length === 0 ? {} : { usedTransportEquipment: boxes.map((id) => ({ id, unitTypeCode: '40HC' })) }, quote)
    },
    async ask(operationId, caller, asked = {}) {
      const row = rows.find((one) => one.operationId === operationId)
      assert(row, `no row ${operationId}`)
      const refused = (refusal: Refusal): Answered => ({ status: 0, body: undefined, refusal })
      const admitted = may(caller, row.act, { kind: 'none' })
      if (!admitted.allowed) return refused(refusalOf(admitted))
      const body = row.body?.safeParse(asked.body)
      if (body?.success === false) return refused({ code: 'invalid-request', detail: { zh: body.error.message, en: body.error.message } })
      const query = row.query?.safeParse(asked.query ?? {})
      if (query?.success === false) return refused({ code: 'invalid-request' })
      // A refusal undoes what was written, as in the window.
      let answer: Awaited<ReturnType<Route['handle']>> | undefined
      const undo = withCaller(city.db, caller, async (tx: AnyTx) => {
        answer = await row.handle({
          caller,
          language: 'en',
          requestId: 'r',
          now: city.now,
          params: row.params?.parse(asked.params ?? {}),
          query: query?.data,
          body: body?.data,
          text: asked.text ?? JSON.stringify(asked.body ?? ''),
          headers: asked.headers ?? {},
          address: '192.0.2.1',
          ifMatch: '*',
          enter: (work) => work(tx),
          afterCommit: () => undefined,
        })
        if (!answer.ok) throw new Undone()
      })
      await undo.catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error
      })
      assert(answer !== undefined, 'the handler answers')
      if (!answer.ok) return refused(answer.error)
      row.answer.parse(answer.value.body)
      return { ...answer.value }
    },
    tap: (caller, { whole, elementParties }, sequenceNumber, milestone, occurredDateTime, more = {}) => {
      const element = whole.elements.find((one) => one.sequenceNumber === sequenceNumber)
      assert(element !== undefined && elementParties.length > 0, `there is an element ${sequenceNumber}`)
      const body = { elementId: element.id, milestone, occurredDateTime, ...more }
      return tracked.ask('reportMilestone', caller, { params: { id: whole.id }, body })
    },
    async capture(caller, text, behaviour) {
      const headers: Record<string, string> = behaviour === undefined ? {} : { 'gs1-capture-error-behaviour': behaviour }
      const taken = await tracked.ask('captureEvents', caller, { body: JSON.parse(text), text, headers })
      if (taken.refusal !== undefined) return taken
      const { body } = await tracked.ask('getCaptureJob', caller, { params: { captureID: taken.body.captureID } })
      return { ...taken, job: body }
    },
    milestones: async (caller, { whole }) => (await tracked.ask('listMilestones', caller, { params: { id: whole.id } })).body.items,
    rows: (query) => withCaller(city.db, { kind: 'system', name: 'test' }, async (tx: AnyTx) => (await query.execute(tx)).rows),
  }
  return tracked
}
