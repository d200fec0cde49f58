// Bookings over HTTP (CONTRACT §5): hold every element or none, confirm, cancel, look.
import { z } from 'zod'
import { ok, refuse } from '#kernel'
import { booking, BOOKING_STATUSES, cancellation, matchesEtag, may, pageLimit, refusalOf, route } from '#model'
import { pageOf, readCursor } from '../paging.ts'
import type { ConsignmentParts } from '../parts.ts'
import { partyIdOf } from '../store.ts'
import { postConfirm } from './confirming/routes.ts'
import { postBooking } from './holding/routes.ts'
import { answerOf, bookingOf, type BookingRow, bookingUuid, stateAt, subjectOf } from './row.ts'
import { cancelBooking, findBooking, listBookings, lockOwn } from './store.ts'

const byId = z.object({ id: z.string() })

export const bookingRoutes = (parts: ConsignmentParts) =>
  [postBooking(parts), listOwnBookings(), getBooking(), postConfirm(parts), postCancel(parts)] as const

const listOwnBookings = () =>
  route({
    operationId: 'listBookings',
    method: 'GET',
    path: '/v1/bookings',
    summary: { zh: '本单位的订舱', en: 'The bookings of one’s own party' },
    act: 'booking.list',
    query: z.strictObject({ status: z.enum(BOOKING_STATUSES).optional(), limit: pageLimit, cursor: z.string().max(64).optional() }),
    status: 200,
    answer: z.object({ items: z.array(booking), nextCursor: z.string().optional() }),
    problems: ['invalid-request'],
    async handle({ caller, query, now, enter }) {
      const before = readCursor('bkg', query.cursor)
      if (!before.ok) return before
      const partyId = partyIdOf(caller)
      if (partyId === null) return ok({ status: 200, body: { items: [] } })
      const rows = await enter((tx) =>
        listBookings(tx, { partyId, status: query.status, before: before.value, limit: query.limit + 1, now }),
      )
      return ok({
        status: 200,
        body: pageOf(
          rows.map((row) => bookingOf(row, now)),
          query.limit,
        ),
      })
    },
  })

const getBooking = () =>
  route({
    operationId: 'getBooking',
    method: 'GET',
    path: '/v1/bookings/{id}',
    summary: { zh: '查看订舱', en: 'A booking' },
    act: 'booking.read',
    params: byId,
    status: 200,
    answer: booking,
    problems: ['not-found', 'forbidden'],
    async handle({ caller, params, now, enter }) {
      const uuid = bookingUuid(params.id)
      const row = uuid === undefined ? undefined : await enter((tx) => findBooking(tx, uuid))
      const verdict = may(caller, 'booking.read', subjectOf(row))
      if (!verdict.allowed || row === undefined) return refuse(verdict.allowed ? { code: 'not-found' } : refusalOf(verdict))
      return ok(answerOf(200, bookingOf(row, now)))
    },
  })

const postCancel = ({ network }: ConsignmentParts) =>
  route({
    operationId: 'cancelBooking',
    method: 'POST',
    path: '/v1/bookings/{id}/cancel',
    summary: { zh: '取消占舱，释放运力', en: 'Cancel a held booking and give its capacity back' },
    act: 'booking.cancel',
    params: byId,
    body: cancellation,
    versioned: true,
    status: 200,
    answer: booking,
    problems: ['not-found', 'forbidden', 'version-changed', 'wrong-state'],
    async handle({ caller, params, body, now, ifMatch, enter, afterCommit }) {
      return enter(async (tx) => {
        const found = await lockOwn(tx, caller, 'booking.cancel', params.id)
        if (!found.ok) return found
        const row = found.value
        if (!matchesEtag(ifMatch, row.version, 'WHOLE')) return refuse({ code: 'version-changed' })
        const state = stateAt(row, now)
        if (state !== 'HELD') return refuse({ code: 'wrong-state', detail: NOT_HELD, extension: { state } })
        const released = await cancelBooking(tx, row, body.reason)
        afterCommit(() => void network.refreshCapacity(released).catch(() => undefined))
        const cancelled: BookingRow = { ...row, state: 'CANCELLED', version: row.version + 1, cancellation_reason: body.reason }
        return ok(answerOf(200, bookingOf(cancelled, now)))
      })
    },
  })

const NOT_HELD = {
  zh: '只有保留中的订舱可以取消;已确认的请在货运单处取消',
  en: 'Only a held booking is cancelled here; a confirmed one is cancelled at its consignment',
}
