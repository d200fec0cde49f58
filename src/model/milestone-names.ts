// The milestone vocabulary (standards.md §4.7) with the names people read; apart from the schemas, so that a page loads words only.
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
