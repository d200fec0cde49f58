// Events come out whole wherever the stream is cut into pieces, and half an event is none.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ServerEvent, serverEvents } from './sse.ts'

async function eventsOf(pieces: readonly Uint8Array[]): Promise<ServerEvent[]> {
  const found: ServerEvent[] = []
  for await (const event of serverEvents(
    (async function* () {
      yield* pieces
    })(),
  ))
    found.push(event)
  return found
}

const STREAM =
  'retry: 2000\n\n: silence\n\nid: 7\nevent: change\ndata: {"code":"到达"}\n\ndata:a\ndata: b\n\nid: m\n\n: silence\n\nid: 8\ndata: cut'

test('cut anywhere, the same events', async () => {
  const bytes = new TextEncoder().encode(STREAM)
  const whole = [
    { id: '7', data: '{"code":"到达"}' },
    { id: '7', data: 'a\nb' },
    { id: 'm', data: '' },
  ]
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 6 }), async (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
      const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end))
      expect(await eventsOf(pieces)).toEqual(whole)
    }),
  )
})
