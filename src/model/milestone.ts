// The milestone vocabulary (standards.md §4.7), with the names people read.
import { z } from 'zod'
import type { Text } from '#kernel'

export const MILESTONE_NAMES = {
  ACCEPTED: { zh: '已承运接收', en: 'Taken in charge' },
  PICKED_UP: { zh: '空箱已提', en: 'Empty picked up' },
  STUFFED: { zh: '已装箱', en: 'Stuffed' },
  SEALED: { zh: '已施封', en: 'Sealed' },
  GATED_OUT: { zh: '已出闸', en: 'Gated out' },
  GATED_IN: { zh: '已进闸', en: 'Gated in' },
  LOADED: { zh: '已装载', en: 'Loaded' },
  DEPARTED: { zh: '已发运', en: 'Departed' },
  BORDER_CROSSED: { zh: '已出入境', en: 'Border crossed' },
  GAUGE_CHANGED: { zh: '已换轨', en: 'Gauge changed' },
  HANDED_OVER: { zh: '铁路交接完成', en: 'Handed over to the next railway' },
  ARRIVED: { zh: '已抵达', en: 'Arrived' },
  DISCHARGED: { zh: '已卸载', en: 'Discharged' },
  STORED: { zh: '已入库堆存', en: 'Stored' },
  CUSTOMS_SUBMITTED: { zh: '已申报', en: 'Customs declaration submitted' },
  CUSTOMS_RELEASED: { zh: '海关放行', en: 'Customs released' },
  AVAILABLE_FOR_PICKUP: { zh: '可提货', en: 'Available for pick-up' },
  DELIVERED: { zh: '已交付', en: 'Delivered' },
  STRIPPED: { zh: '已拆箱', en: 'Stripped' },
  DROPPED_OFF: { zh: '空箱已还', en: 'Empty dropped off' },
} as const satisfies Readonly<Record<string, Text>>
export type MilestoneName = keyof typeof MILESTONE_NAMES
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
