// Milestones on the wire (CONTRACT §6).
import { z } from 'zod'
import { MILESTONE_NAMES, type MilestoneName } from './milestone-names.ts'

export const MILESTONES = Object.keys(MILESTONE_NAMES).filter((name): name is MilestoneName => name in MILESTONE_NAMES)
export const milestoneName = z.enum(MILESTONES)

const id = z.string().min(1).max(64)
const instant = z.iso.datetime()

/** One owed or stated milestone of one element (CONTRACT §6). `statedBy` is a name, for people; absent means not known. */
export const milestoneJson = z.object({
  milestone: milestoneName,
  elementId: id,
  elementSequenceNumber: z.int(),
  scheduledOccurrenceDateTime: instant.optional(),
  estimatedOccurrenceDateTime: instant.optional(),
  actualOccurrenceDateTime: instant.optional(),
  eventID: z.string().optional(),
  statedBy: z.object({ partyId: id, name: z.string() }).optional(),
  recordedDateTime: instant.optional(),
  /** Stated though the element does not owe it. */
  unowed: z.literal(true).optional(),
  /** The caller may state it now with one tap. */
  mayReport: z.literal(true).optional(),
})
export type MilestoneJson = z.output<typeof milestoneJson>

export const milestoneReport = z.strictObject({
  elementId: id,
  milestone: milestoneName,
  occurredDateTime: z.iso.datetime({ offset: true }),
  /** The box or other unit it was seen with; its ISO 6346 check digit is tested. */
  equipmentId: z.string().max(17).optional(),
})

/** `GET /v1/consignments/{id}/milestones`: in the order in which they are owed. */
export const milestoneList = z.object({ items: z.array(milestoneJson) })
