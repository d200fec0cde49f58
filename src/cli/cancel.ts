// `yidan cancel`: gives the capacity of a held booking, or of a consignment that has not left, back.
import type { WindowOptions } from './open-client.ts'
import { findConsignmentId } from './consignment-word.ts'
import type { CommandContext } from './run.ts'
import { talk } from './talk.ts'

export interface CancelOptions extends WindowOptions {
  readonly reason?: string
}

export async function cancelCommand(word: string, { reason, ...options }: CancelOptions, context: CommandContext): Promise<number> {
  const talking = await talk(options, context)
  if (!talking.ok) return talking.error
  const { client, show, tell, usage, say } = talking.value
  if (reason === undefined) return usage('必须给出 --reason', '--reason is required')
  // What is cancelled is what stands there now: its ETag goes back with the cancellation.
  if (word.startsWith('bkg_')) {
    const params = { id: word }
    const now = await client.askVersion('GET /v1/bookings/{id}', { params })
    if (!now.ok) return tell(now.error)
    const done = await client.ask('POST /v1/bookings/{id}/cancel', { params, body: { reason } }, now.value.etag)
    return done.ok
      ? show(done.value, () => say(`订舱 ${word} 已取消,舱位已退回。`, `Booking ${word} is cancelled; its capacity is free again.`))
      : tell(done.error)
  }
  const found = await findConsignmentId(word, talking.value)
  if (!found.ok) return found.error
  const params = { id: found.value }
  const now = await client.askVersion('GET /v1/consignments/{id}', { params })
  if (!now.ok) return tell(now.error)
  const done = await client.ask('POST /v1/consignments/{id}/cancel', { params, body: { reason } }, now.value.etag)
  return done.ok
    ? show(done.value, () => say(`货单 ${word} 已取消,舱位已退回。`, `Consignment ${word} is cancelled; its capacity is free again.`))
    : tell(done.error)
}
