// A line that breaks again and again loses nothing and tells nothing twice.
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow } from './follow.ts'
import { windowClient } from './window-client.ts'

const CHANGES = Array.from({ length: 7 }, (_, index) => ({
  cursor: `c${index + 1}`,
  code: 'milestone-stated',
  resource: 'consignment',
  resourceId: 'csg_1',
  recordedDateTime: '2026-12-01T00:00:00Z',
}))
const asked: (string | null)[] = []

// Each answer tells the last known change again, two new ones, and breaks in the middle of a third.
const server = createServer((request, response) => {
  const after = new URL(request.url ?? '', 'http://x').searchParams.get('after')
  asked.push(after)
  if (asked.length === 2) {
    response.writeHead(503, { 'content-type': 'application/problem+json' })
    response.end(JSON.stringify({ code: 'unavailable', title: 'away', status: 503 }))
    return
  }
  const from = after === 'now' ? 0 : Number(after?.slice(1))
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  if (after === 'now') response.write('id: c0\n\n')
  for (const change of CHANGES.slice(from, from + 3)) response.write(`id: ${change.cursor}\ndata: ${JSON.stringify(change)}\n\n`)
  response.write('id: half\ndata: {"curs', () => response.destroy())
})
beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)))
afterAll(() => server.close())

test('it takes up where it stopped', async () => {
  const address = server.address()
  const client = windowClient(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, 'en')
  const heard: string[] = []
  let [broken, begun] = [0, 0]
  for await (const one of follow(client, undefined, 1)) {
    if (one.kind === 'broken') broken += 1
    else if (one.kind === 'begun') begun += 1
    else heard.push(one.change.cursor)
    if (heard.length === CHANGES.length) break
  }
  expect(heard).toEqual(CHANGES.map(({ cursor }) => cursor))
  expect(broken).toBe(1)
  expect(asked.slice(0, 3)).toEqual(['now', 'c3', 'c3'])
  expect(begun).toBe(1)
})
