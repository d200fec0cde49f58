// A booking as a person reads it: its state, how long the hold lasts, who is on it, and what to do next.
import type { Language, Text } from '#kernel'
import type { Booking, NamedParty } from '#model'
import { sayIn } from './language.ts'
import { moneyText } from './print-quote.ts'
import { countdown, localTime } from './time-text.ts'

const STATUSES: Readonly<Record<Booking['bookingStatus'], Text>> = {
  HELD: { zh: '已留舱', en: 'held' },
  CONFIRMED: { zh: '已确认', en: 'confirmed' },
  EXPIRED: { zh: '留舱已过期', en: 'expired' },
  CANCELLED: { zh: '已取消', en: 'cancelled' },
}

export function bookingText(booking: Booking, language: Language): string {
  const say = sayIn(language)
  const status = STATUSES[booking.bookingStatus]
  const { criteria } = booking.itinerary
  const party = (zh: string, en: string, named: NamedParty | undefined): string[] =>
    named === undefined ? [] : [`  ${say(zh, en)}  ${named.name}${named.partyId === undefined ? say('(无账户)', ' (no account)') : ''}`]
  return [
    say(`订舱 ${booking.id}  ${status.zh}`, `Booking ${booking.id}, ${status.en}`),
    ...(booking.consignorAssignedId === undefined ? [] : [`  ${say('参考号', 'Reference')}  ${booking.consignorAssignedId}`]),
    ...party('托运人', 'Consignor', booking.consignor),
    ...party('收货人', 'Consignee', booking.consignee),
    ...party('货代', 'Forwarder', booking.freightForwarder),
    ...party('承运人', 'Carrier', booking.carrier),
    `  ${say('总价', 'Total')}  ${moneyText(criteria.totalAmount)}`,
    `  ${say('到达', 'Arrives')}  ${localTime(criteria.arrivalDateTime, 'Asia/Shanghai')}${say('(重庆)', ' (Chongqing)')}`,
    ...next(booking, language),
  ].join('\n')
}

function next({ id, bookingStatus, holdExpiresDateTime, createdDateTime, consignmentId }: Booking, language: Language): string[] {
  const say = sayIn(language)
  if (bookingStatus === 'HELD' && holdExpiresDateTime !== undefined) {
    const left = countdown(createdDateTime, holdExpiresDateTime)
    const until = localTime(holdExpiresDateTime, 'Asia/Shanghai')
    return [
      say(`  保留至 ${until}(重庆),自留舱起 ${left ?? '0'}`, `  Held until ${until} (Chongqing), ${left ?? '0'} from the hold on`),
      say(`确认:npx yidan confirm ${id}`, `To confirm: npx yidan confirm ${id}`),
    ]
  }
  if (consignmentId === undefined) return []
  return [
    say(`  货单 ${consignmentId}`, `  Consignment ${consignmentId}`),
    say(`跟踪:npx yidan track ${consignmentId}`, `To follow it: npx yidan track ${consignmentId}`),
  ]
}
