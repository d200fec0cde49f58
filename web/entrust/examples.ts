// Four real demands of the region, so that a newcomer sees an answer in two clicks. Dates follow today's.
import type { Text } from '#kernel'
import { type Draft, EMPTY_DRAFT } from './draft.ts'

interface Example {
  readonly id: string
  readonly title: Text
  readonly days: number
  readonly draft: Partial<Draft>
}

const at = (id: string, zh: string, en: string, timeZone = 'Asia/Shanghai'): Draft['from'] => ({
  ...EMPTY_DRAFT.from,
  place: { id, name: { zh, en }, timeZone },
})

export const EXAMPLES: readonly Example[] = [
  {
    id: 'laptops',
    days: 20,
    title: { zh: '笔记本电脑 西永→杜伊斯堡', en: 'Laptops, Xiyong → Duisburg' },
    draft: {
      from: at('cq-xiyong-cbz', '西永综合保税区', 'Xiyong Comprehensive Bonded Zone'),
      to: at('de-duisburg', '杜伊斯堡', 'Duisburg (DIT)', 'Europe/Berlin'),
      boxes: [{ unit: '40HC', quantity: '10' }],
      goods: 'laptops',
      hs: '847130',
      kg: '85000',
      value: '51000000',
    },
  },
  {
    id: 'durian',
    days: 8,
    title: { zh: '榴莲 尖竹汶→双福', en: 'Durian, Chanthaburi → Shuangfu' },
    draft: {
      from: at('th-chanthaburi', '尖竹汶', 'Chanthaburi (durian origin)', 'Asia/Bangkok'),
      to: at('cq-shuangfu', '江津双福国际农产品物流园区', 'Shuangfu International Agri-Product Logistics Park'),
      boxes: [{ unit: '40RF', quantity: '2' }],
      goods: 'durian',
      hs: '081060',
      kg: '36000',
      cold: true,
      coldClass: 'durian',
      minimumC: '13',
      maximumC: '15',
    },
  },
  {
    id: 'coal',
    days: 10,
    title: { zh: '煤炭 靖边→果园港', en: 'Coal, Jingbian → Guoyuan Port' },
    draft: {
      from: at('cn-jingbian-coal', '靖边煤炭集运站', 'Jingbian Coal Loading Station'),
      to: at('cq-guoyuan-port', '果园港', 'Guoyuan Port'),
      form: 'DRY_BULK',
      goods: 'coal',
      hs: '270112',
      kg: '3500000',
    },
  },
  {
    id: 'lithium',
    days: 30,
    title: { zh: '锂电池 璧山→新加坡', en: 'Lithium batteries, Bishan → Singapore' },
    draft: {
      from: at('cq-bishan-lc', '璧山物流中心', 'Bishan Logistics Centre'),
      to: at('sg-singapore', '新加坡港', 'Singapore Port', 'Asia/Singapore'),
      boxes: [{ unit: '20GP', quantity: '10' }],
      goods: 'lithium batteries',
      hs: '850760',
      kg: '120000',
      dangerous: true,
      un: '3480',
      hazardClass: '9',
      shippingName: 'LITHIUM ION BATTERIES',
      dangerousKg: '96000',
    },
  },
]

/** Tomorrow at nine on the origin's wall; the deadline the case's own number of days later. */
export function exampleDraft(example: Example, now: Temporal.Instant): Draft {
  const zone = example.draft.from?.place?.timeZone ?? 'Asia/Shanghai'
  const ready = now.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 }).toPlainDateTime({ hour: 9 })
  const text = (time: Temporal.PlainDateTime): string => time.toString({ smallestUnit: 'minute' })
  return { ...EMPTY_DRAFT, ...example.draft, ready: text(ready), deadline: text(ready.add({ days: example.days })) }
}
