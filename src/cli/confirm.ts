// `yidan confirm`: what was held is booked, and the consignment is made.
import type { WindowOptions } from './open-client.ts'
import { bookingText } from './print-booking.ts'
import type { CommandContext } from './run.ts'
import { talk } from './talk.ts'

export async function confirmCommand(bookingId: string, options: WindowOptions, context: CommandContext): Promise<number> {
  const talking = await talk(options, context)
  if (!talking.ok) return talking.error
  const { client, show, tell, language } = talking.value
  const confirmed = await client.ask('POST /v1/bookings/{id}/confirm', { params: { id: bookingId } })
  return confirmed.ok ? show(confirmed.value, () => bookingText(confirmed.value, language)) : tell(confirmed.error)
}
