// The words for the codes of parties, bookings, consignments and bills. A code that is not here is shown as it came: lists only grow.
import { msg } from '@lingui/core/macro'
import type { Labels } from '../labels.ts'

export const BOOKING_STATUS: Labels = {
  HELD: msg`On hold`,
  CONFIRMED: msg({ message: 'Confirmed', context: 'booking' }),
  EXPIRED: msg`Expired`,
  CANCELLED: msg`Cancelled`,
}
export const CONSIGNMENT_STATUS: Labels = {
  CONFIRMED: msg({ message: 'Booked', context: 'consignment' }),
  IN_TRANSIT: msg`In transit`,
  DELIVERED: msg`Delivered`,
  CANCELLED: msg`Cancelled`,
}
/** A shape beside the colour: status is never told by colour alone. */
export const STATUS_SHAPE: Readonly<Record<string, string>> = {
  HELD: '◔',
  CONFIRMED: '●',
  IN_TRANSIT: '▶',
  DELIVERED: '✓',
  EXPIRED: '○',
  CANCELLED: '✕',
}
export const ROLES: Labels = {
  SHIPPER: msg`shipper`,
  FORWARDER: msg`freight forwarder`,
  CARRIER: msg`carrier`,
  HUB_OPERATOR: msg`hub operator`,
  CONSIGNEE: msg`consignee`,
  AUTHORITY: msg`authority`,
  WINDOW_OPERATOR: msg`operator of the window`,
}
export const SCOPE_WORDS: Labels = {
  READ: msg`Read: what the organisation sees`,
  BOOK: msg`Book: hold, confirm and cancel`,
  REPORT: msg`Report: milestones and events`,
  BILL: msg`Bill: issue, transfer, surrender`,
}
export const BOOK_FAULTS: Labels = {
  missing: msg`Please fill this in.`,
  'bad-email': msg`An e-mail address such as goods@example.com.`,
  'box-form': msg`Four letters and seven digits, such as CSQU3054383.`,
  'box-digit': msg`The check digit (the last one) does not fit: one of the characters is wrong.`,
  'box-twice': msg`This number stands here twice.`,
  'box-many': msg`More boxes than the entrustment asks for.`,
  'seal-long': msg`A seal has at most 35 characters.`,
}
