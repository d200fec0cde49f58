// Follows the changes of a window: after a broken line it takes up where it stopped, so nothing is missed and a repeat is known.
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { serverEvents } from './sse.ts'
import type { Failure, WindowClient } from './window-client.ts'

const change = z.object({
  cursor: z.string(),
  code: z.string(),
  resource: z.string(),
  resourceId: z.string(),
  recordedDateTime: z.string(),
})
export type HeardChange = z.output<typeof change>
export type Heard =
  /** From here on nothing is missed: what was read before may be stale. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'change'; readonly change: HeardChange }
  | { readonly kind: 'broken'; readonly failure: Failure }

const PAUSE_MILLISECONDS = 2000

/** From now on, unless a cursor says where. Ends only when the reader stops asking; a broken line is told once each time. */
export async function* follow(client: WindowClient, from: string | undefined, pause = PAUSE_MILLISECONDS): AsyncGenerator<Heard> {
  let after = from
  for (;;) {
    const opened = await client.open(`/v1/changes?after=${encodeURIComponent(after ?? 'now')}`, 'text/event-stream')
    if (opened.ok && opened.value.body !== null) {
      try {
        for await (const event of serverEvents(opened.value.body)) {
          if (event.data === '') {
            if (after === undefined) yield { kind: 'begun' }
            after = event.id
            continue
          }
          const read = change.safeParse(JSON.parse(event.data))
          if (!read.success || read.data.cursor === after) continue
          after = read.data.cursor
          yield { kind: 'change', change: read.data }
        }
      } catch {
        // The line broke; what was heard so far stands, the rest is asked for again.
      }
    }
    if (!opened.ok) yield { kind: 'broken', failure: opened.error }
    await sleep(pause)
  }
}
