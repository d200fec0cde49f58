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
export type Heard = { readonly kind: 'change'; readonly change: HeardChange } | { readonly kind: 'broken'; readonly failure: Failure }

const PAUSE_MILLISECONDS = 2000

/** Ends only when the reader stops asking; a broken line is told once each time. */
export async function* follow(client: WindowClient, from: string | undefined, pause = PAUSE_MILLISECONDS): AsyncGenerator<Heard> {
  let after = from
  for (;;) {
    const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`
    const opened = await client.open(`/v1/changes${query}`, 'text/event-stream')
    if (opened.ok && opened.value.body !== null) {
      try {
        for await (const event of serverEvents(opened.value.body)) {
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
