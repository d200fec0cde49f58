// Bills in the database: the signed text, what the register says of it, and what goods and boxes it speaks for.
import { sql } from 'kysely'
import { assert, type Caller, ok, refuse, type Result, uuidOf, wireId } from '#kernel'
import { may, type Refusal, refusalOf, type Subject, type TransportDocumentStatus } from '#model'
import { type AnyTx, recordChange } from '#postgres'
import { audiencesOf, type ConsignmentRecord, findConsignment, rolesOf, setTransportDocument } from '#record/consignment'
import { findParties } from '#record/parties'
import { type Title, titleOf } from '#registers/title'
import type { BillFacts } from './answer.ts'

export interface StoredBill {
  /** UUIDs. */
  readonly uuid: string
  readonly consignmentUuid: string
  readonly reference: string
  readonly vc: string
  readonly checksum: string
  readonly kid: string
  readonly networkVersion: number
  readonly state: TransportDocumentStatus
  readonly sequence: number
  readonly holderPartyId: string
  readonly issuerPartyId: string
  readonly issuedAt: Temporal.Instant
}
interface BillRow {
  readonly id: string
  readonly consignment_id: string
  readonly reference: string
  readonly vc: string
  readonly checksum: string
  readonly kid: string
  readonly network_version: number
  readonly state: TransportDocumentStatus
  readonly sequence: number
  readonly holder_party_id: string
  readonly issuer_party_id: string
  readonly issued_at: Temporal.Instant
}
const COLUMNS = sql.raw(
  'id, consignment_id, reference, vc, checksum, kid, network_version, state, sequence, holder_party_id, issuer_party_id, issued_at',
)
const billOf = (row: BillRow): StoredBill => ({
  uuid: row.id,
  consignmentUuid: row.consignment_id,
  reference: row.reference,
  vc: row.vc,
  checksum: row.checksum,
  kid: row.kid,
  networkVersion: row.network_version,
  state: row.state,
  sequence: row.sequence,
  holderPartyId: row.holder_party_id,
  issuerPartyId: row.issuer_party_id,
  issuedAt: row.issued_at,
})

/** No access check; callers ask `may`. */
export async function findBill(tx: AnyTx, uuid: string): Promise<StoredBill | undefined> {
  const { rows } = await sql<BillRow>`SELECT ${COLUMNS} FROM bill.bill WHERE id = ${uuid}`.execute(tx)
  return rows[0] && billOf(rows[0])
}

/** The consignment's bill that is not voided. */
export async function billOfConsignment(tx: AnyTx, consignmentUuid: string): Promise<StoredBill | undefined> {
  const { rows } = await sql<BillRow>`SELECT ${COLUMNS} FROM bill.bill
    WHERE consignment_id = ${consignmentUuid} AND state <> 'VOIDED' ORDER BY id DESC LIMIT 1`.execute(tx)
  return rows[0] && billOf(rows[0])
}

export async function nextBillNumber(tx: AnyTx): Promise<bigint> {
  const { rows } = await sql<{ number: bigint }>`SELECT nextval('bill.bill_number') AS number`.execute(tx)
  return rows[0]?.number ?? 0n
}

export interface BilledGoods {
  readonly items: readonly number[]
  readonly equipment: readonly string[]
  readonly span: { readonly from: string; readonly until: string } | undefined
}
export type GoodsRefusal = { readonly taken: 'goods' } | { readonly taken: 'equipment'; readonly equipmentIds: readonly string[] }

/** Keeps a bill with its goods; refused when another live bill speaks for any of them, whatever the caller has checked before. */
export async function addBill(tx: AnyTx, bill: StoredBill, { items, equipment, span }: BilledGoods): Promise<Result<void, GoodsRefusal>> {
  await sql`INSERT INTO bill.bill (${COLUMNS}) VALUES (${bill.uuid}, ${bill.consignmentUuid}, ${bill.reference}, ${bill.vc}, ${bill.checksum},
    ${bill.kid}, ${bill.networkVersion}, ${bill.state}, ${bill.sequence}, ${bill.holderPartyId}, ${bill.issuerPartyId}, ${bill.issuedAt})`.execute(
    tx,
  )
  const goods = await sql`INSERT INTO bill.bill_goods (bill_id, consignment_id, item_sequence)
    SELECT ${bill.uuid}, ${bill.consignmentUuid}, item FROM unnest(${[...items]}::integer[]) AS w (item) ON CONFLICT DO NOTHING RETURNING 1`.execute(
    tx,
  )
  if (goods.rows.length < items.length) return refuse({ taken: 'goods' })
  if (span === undefined || equipment.length === 0) return ok(undefined)
  const boxes = await sql<{ equipment_id: string }>`INSERT INTO bill.bill_equipment (bill_id, equipment_id, during)
    SELECT ${bill.uuid}, box, tstzrange(${span.from}::timestamptz, ${span.until}::timestamptz, '[]')
    FROM unnest(${[...equipment]}::text[]) AS w (box) ON CONFLICT DO NOTHING RETURNING equipment_id`.execute(tx)
  const kept = new Set(boxes.rows.map(({ equipment_id }) => equipment_id))
  const equipmentIds = equipment.filter((id) => !kept.has(id))
  return equipmentIds.length === 0 ? ok(undefined) : refuse({ taken: 'equipment', equipmentIds })
}

export interface BillProgress {
  readonly state: TransportDocumentStatus
  readonly sequence: number
  readonly holderPartyId: string
}

/** What the register says now. A bill given up for the goods frees its boxes for other journeys; the goods themselves stay billed. */
export async function setBillState(tx: AnyTx, uuid: string, { state, sequence, holderPartyId }: BillProgress): Promise<void> {
  await sql`UPDATE bill.bill SET state = ${state}, sequence = ${sequence}, holder_party_id = ${holderPartyId} WHERE id = ${uuid}`.execute(
    tx,
  )
  if (state === 'SURRENDERED_FOR_DELIVERY') await sql`UPDATE bill.bill_equipment SET live = false WHERE bill_id = ${uuid}`.execute(tx)
}

export interface OpenedBill {
  readonly bill: StoredBill
  readonly title: Title
  readonly record: ConsignmentRecord
}

/** A bill for whoever may read it; for anybody else it is not there. */
export async function openBill(tx: AnyTx, wire: string, caller: Caller): Promise<Result<OpenedBill, Refusal>> {
  const uuid = uuidOf('bil', wire)
  const bill = uuid.ok ? await findBill(tx, uuid.value) : undefined
  const record = bill && (await findConsignment(tx, bill.consignmentUuid))
  const title = bill && (await titleOf(tx, bill.uuid))
  const found = bill && record && title && { bill, record, title }
  const verdict = may(caller, 'bill.read', found === undefined ? { kind: 'missing' } : readingOf(found, caller))
  if (!verdict.allowed) return refuse(refusalOf(verdict))
  assert(found !== undefined, 'what is not there is not allowed')
  return ok(found)
}

/** Whoever controls it reads it though he is not on the consignment; so does the one who gave it up for the goods. */
export function readingOf({ record, title }: Pick<OpenedBill, 'record' | 'title'>, caller: Caller): Subject {
  const partyId = caller.kind === 'party' ? caller.partyId : undefined
  const possessor = partyId !== undefined && (title.possessor === partyId || title.surrenderedBy === partyId)
  return { kind: 'consignment', roles: rolesOf(record, caller), possessor }
}

/** The bill's facts with the name of whoever controls it. */
export async function factsOf(tx: AnyTx, { bill, title }: Pick<OpenedBill, 'bill' | 'title'>): Promise<BillFacts> {
  const possessor = (await findParties(tx, [title.possessor])).get(title.possessor)
  return { uuid: bill.uuid, vc: bill.vc, checksum: bill.checksum, title, possessor }
}

export interface News {
  readonly bill: StoredBill
  readonly title: Title
  readonly code: string
  /** Parties that are not on the consignment, yet had or have the bill. */
  readonly alsoHears: readonly string[]
  readonly now: Temporal.Instant
}
/** Notes the bill on its consignment and tells whoever may hear. */
export async function tell(tx: AnyTx, record: ConsignmentRecord, { bill, title, code, alsoHears, now }: News): Promise<void> {
  const billId = wireId('bil', bill.uuid)
  // A transfer changes who holds it, which is no part of the consignment.
  if (code !== 'bill-transferred')
    await setTransportDocument(
      tx,
      record.uuid,
      { billId, transportDocumentReference: bill.reference, transportDocumentStatus: title.status },
      now,
    )
  const audiences = [...new Set([...audiencesOf(record), ...alsoHears])]
  await recordChange(tx, { code, resource: 'bill', resourceId: billId, audiences })
}
