// The one bill on the wire (CONTRACT §6; DCSA names over the frozen consignment) and the acts on its title (standards.md §3.4).
import { z } from 'zod'
import { consignment, TRANSPORT_DOCUMENT_STATUSES } from './booking.ts'
import { namedParty } from './party.ts'

const id = z.string().min(1).max(64)

/** What issue freezes: the consignment without what moves on afterwards. */
export const frozenConsignment = consignment.omit({
  slice: true,
  version: true,
  consignmentStatus: true,
  progress: true,
  transportContractDocument: true,
  cancellationReason: true,
})
export type FrozenConsignment = z.output<typeof frozenConsignment>

export const documentParties = z.object({
  shipper: namedParty,
  consignee: namedParty,
  issuingParty: namedParty,
  freightForwarder: namedParty.optional(),
})

/** The acts the register knows today; the rest of §3.4 joins with the bill's own issue. */
export const TITLE_ACTS = ['ISSUE', 'TRANSFER', 'SURRENDER_FOR_DELIVERY', 'SACC', 'SREJ'] as const
export type TitleAct = (typeof TITLE_ACTS)[number]

export const titleLink = z.object({
  sequence: z.int().min(0),
  act: z.enum(TITLE_ACTS),
  actorPartyId: id,
  recordedDateTime: z.iso.datetime(),
  checksum: z.string(),
  previousChecksum: z.string().optional(),
})

export const bill = z.object({
  /** A draft has none: it is not stored. */
  id: id.optional(),
  transportDocumentReference: z.string().max(20).optional(),
  transportDocumentTypeCode: z.literal('MTD'),
  transportDocumentStatus: z.enum(TRANSPORT_DOCUMENT_STATUSES),
  isToOrder: z.boolean(),
  isElectronic: z.literal(true),
  issueDate: z.iso.date().optional(),
  documentParties,
  consignment: frozenConsignment,
  transportDocumentChecksum: z.string(),
  /** Of the last title link; a draft has none. */
  sequence: z.int().optional(),
  possessor: namedParty.optional(),
  links: z.array(titleLink).optional(),
})
export type Bill = z.output<typeof bill>

export const billIssue = z.strictObject({ consignmentId: id, isToOrder: z.boolean().default(false) })
export const billAct = z.strictObject({ expectedSequence: z.int().min(0) })
export const billTransfer = billAct.extend({ toPartyId: id })
export const billReject = billAct.extend({ reason: z.string().trim().min(1).max(500) })
