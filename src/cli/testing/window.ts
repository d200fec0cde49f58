// A window that answers what a test gives it, and keeps what it was asked.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text as textOf } from 'node:stream/consumers'

export interface Asked {
  readonly line: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: unknown
}
export interface Given {
  readonly status?: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface PlayedWindow {
  readonly url: string
  readonly asked: readonly Asked[]
  close(): Promise<void>
}

/** `answers` by "POST /v1/bookings"; whatever else is asked is not there. */
export async function playWindow(answers: Readonly<Record<string, Given>>): Promise<PlayedWindow> {
  const asked: Asked[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await textOf(request)
    const line = `${request.method ?? ''} ${(request.url ?? '').split('?', 1)[0] ?? ''}`
    asked.push({ line, headers: request.headers, body: text === '' ? undefined : JSON.parse(text) })
    const { status = 200, body, headers } = answers[line] ?? { status: 404, body: { code: 'not-found', title: 'Not found', status: 404 } }
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return { url: `http://127.0.0.1:${port}`, asked, close }
}
