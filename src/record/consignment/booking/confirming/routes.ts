// A held booking is confirmed: the consignment, its numbers and what the modules above make of it are there together or not at all.
import { z } from 'zod'
import { ok, refuse, type Result } from '#kernel'
import { booking, type Refusal, route } from '#model'
import { type AnyTx, recordChange } from '#postgres'
import { dutiesOf } from '#record/parties'
import type { ConsignmentParts } from '../../parts.ts'
import { audiencesOf } from '../../record/record.ts'
import { recordOf } from '../../record/row.ts'
import { insertConsignment } from '../../record/store.ts'
import { closedLeg } from '../claims.ts'
import { newConsignment } from '../confirm.ts'
import { dutiesAsked } from '../elements.ts'
import { answerOf, bookingOf, type BookingRow, stateAt } from '../row.ts'
import { departureClosed } from '../refusals.ts'
import { type LockedBooking, lockOwn, recordBookingChange } from '../store.ts'

export const postConfirm = (parts: ConsignmentParts) =>
  route({
    operationId: 'confirmBooking',
    method: 'POST',
    path: '/v1/bookings/{id}/confirm',
    summary: { zh: '确认订舱，生成货运单', en: 'Confirm a held booking: it becomes a consignment' },
    act: 'booking.confirm',
    params: z.object({ id: z.string() }),
    status: 201,
    answer: booking,
    problems: ['not-found', 'forbidden', 'hold-expired', 'departure-closed', 'wrong-state'],
    async handle({ caller, params, now, enter }) {
      return enter(async (tx) => {
        const found = await lockOwn(tx, caller, 'booking.confirm', params.id)
        if (!found.ok) return found
        const confirmed = await confirmBooking(tx, found.value, now, parts)
        if (!confirmed.ok) return confirmed
        const body = bookingOf(confirmed.value, now)
        return ok(answerOf(201, body, `/v1/consignments/${body.consignmentId ?? ''}`))
      })
    },
  })

async function confirmBooking(
  tx: AnyTx,
  held: LockedBooking,
  now: Temporal.Instant,
  { network, modes, newUuid, onConfirmed }: ConsignmentParts,
): Promise<Result<BookingRow, Refusal>> {
  const state = stateAt(held, now)
  if (state === 'EXPIRED') return refuse({ code: 'hold-expired' })
  if (state !== 'HELD') return refuse({ code: 'wrong-state', extension: { state } })
  const { reference } = network.current()
  const closed = closedLeg(held.itinerary, { withdrawn: new Set(held.withdrawn), places: reference.places, now })
  if (closed) return refuse(departureClosed(closed))
  const duties = await dutiesOf(tx, dutiesAsked(held.itinerary.elements, reference))
  const made = newConsignment(held, { network: reference, modes, duties, newUuid, now })
  const record = recordOf({ ...made.row, number: await insertConsignment(tx, made) })
  await recordBookingChange(tx, 'booking-confirmed', held)
  await recordChange(tx, {
    code: 'consignment-confirmed',
    resource: 'consignment',
    resourceId: record.whole.id,
    audiences: audiencesOf(record),
  })
  await onConfirmed?.(tx, record, now)
  return ok({ ...held, state: 'CONFIRMED', version: held.version + 1, consignment_id: record.uuid })
}
