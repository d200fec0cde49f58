// The work list on the wire: what a party owes next, one row per open element of its own.
import { z } from 'zod'
import { MODE_CODES, transportEvent } from './element.ts'
import { milestoneName } from './milestone.ts'
import { quote } from './quote.ts'

const id = z.string().min(1).max(64)
const instant = z.iso.datetime()
const { occurrenceLocation } = transportEvent.shape

export const workItem = z.object({
  consignmentId: id,
  consignmentNumber: z.string(),
  elementId: id,
  elementSequenceNumber: z.int(),
  kind: z.enum(['LEG', 'HUB_OPERATION']),
  modeCode: z.enum(MODE_CODES).optional(),
  serviceId: id.optional(),
  departureId: id.optional(),
  /** Of a leg its two ends, of a hub operation one place. */
  departureLocation: occurrenceLocation,
  arrivalLocation: occurrenceLocation,
  occurrenceLocation,
  /** The next one owed, and when it is to have happened at the latest by plan. */
  milestone: milestoneName,
  scheduledOccurrenceDateTime: instant,
  estimatedOccurrenceDateTime: instant.optional(),
  overdue: z.literal(true).optional(),
  /** The caller may state it now with one tap. */
  mayReport: z.literal(true).optional(),
  /** Box numbers, where they are known. */
  equipmentIds: z.array(z.string()).optional(),
  demo: z.literal(true).optional(),
})
export type WorkItem = z.output<typeof workItem>
/** `GET /v1/work`: the earliest due first. */
export const workList = z.object({ items: z.array(workItem), nextCursor: z.string().optional(), places: quote.shape.places })
