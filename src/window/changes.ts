// GET /v1/changes: what changed in our record, as one page of JSON or as a stream that never skips (CONTRACT §2).
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { instantText, ok, refuse } from '#kernel'
import { type FieldError, pageLimit, route } from '#model'
import { type Change, changesAfter, type Cursor, type Database, parseCursor, withCaller } from '#postgres'
import type { Places } from './limits.ts'

const change = z.object({
  cursor: z.string(),
  code: z.string(),
  resource: z.string(),
  resourceId: z.string(),
  recordedDateTime: z.iso.datetime(),
})

export const changesRoute = (db: Database) =>
  route({
    operationId: 'listChanges',
    method: 'GET',
    path: '/v1/changes',
    summary: {
      zh: '记录的变更,一页或事件流(Accept: text/event-stream)',
      en: 'Changes of the record, one page or a stream (Accept: text/event-stream)',
    },
    act: 'changes.read',
    query: z.strictObject({ after: z.string().max(64).optional(), limit: pageLimit }),
    status: 200,
    answer: z.object({ items: z.array(change), nextCursor: z.string().optional() }),
    problems: ['invalid-request'],
    async handle({ query }) {
      const after = query.after === undefined ? ok(undefined) : parseCursor(query.after)
      if (!after.ok) return refuse({ code: 'invalid-request', errors: [NOT_A_CURSOR] })
      const found = await read(db, after.value, query.limit + 1)
      const items = found.slice(0, query.limit).map(changeJson)
      const last = items.at(-1)
      return ok({ status: 200, body: { items, ...(found.length > items.length && last !== undefined ? { nextCursor: last.cursor } : {}) } })
    },
  })

/** The window's own rows, which every window has. */
export const windowRoutes = (db: Database) => [changesRoute(db)] as const

export const NOT_A_CURSOR: FieldError = {
  pointer: '/after',
  code: 'wrong-type',
  detail: { zh: '起始位置不是本服务给出的位置', en: 'This is not a cursor that we gave' },
}

/** Callers without an account hear what is public. */
const read = (db: Database, after: Cursor | undefined, limit: number): Promise<Change[]> =>
  withCaller(db, { kind: 'anonymous' }, (tx) => changesAfter(tx, { after, limit, audiences: [] }))

const changeJson = ({ cursor, code, resource, resourceId, recordedAt }: Change) => ({
  cursor,
  code,
  resource,
  resourceId,
  recordedDateTime: instantText(recordedAt),
})

const POLL_MILLISECONDS = 1000
const SILENCE_MILLISECONDS = 15_000
const BATCH = 100

export interface Streams {
  /** Answers with a stream, or says why not. */
  open(request: FastifyRequest, reply: FastifyReply): 'opened' | 'too-many' | 'not-a-cursor'
  closeAll(): void
}

export const wantsStream = (request: FastifyRequest): boolean => (request.headers.accept ?? '').includes('text/event-stream')

export function changeStreams(db: Database, room: Places): Streams {
  const open = new Set<() => void>()
  return {
    open(request, reply) {
      const query = z.object({ after: z.string().optional() }).safeParse(request.query)
      const header = request.headers['last-event-id']
      const text = typeof header === 'string' && header !== '' ? header : query.data?.after
      const after = text === undefined ? ok(undefined) : parseCursor(text)
      if (!after.ok) return 'not-a-cursor'
      const leave = room.enter()
      if (leave === undefined) return 'too-many'
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, {
        ...reply.getHeaders(),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'private, no-store',
        'x-accel-buffering': 'no',
      } as Record<string, string>)
      raw.write('retry: 2000\n\n')
      const stop = follow(db, after.value, (text) => raw.write(text))
      const close = (): void => {
        stop()
        leave()
        open.delete(close)
        raw.end()
      }
      open.add(close)
      raw.on('close', close)
      return 'opened'
    },
    closeAll() {
      for (const close of open) close()
    },
  }
}

/** Asks again each second; `write` answers false while the reader is slow, and then this waits instead of piling up. */
function follow(db: Database, from: Cursor | undefined, write: (text: string) => boolean): () => void {
  let after = from
  let heard = performance.now()
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const turn = async (): Promise<void> => {
    try {
      const found = await read(db, after, BATCH)
      if (stopped) return
      for (const change of found) {
        after = change.cursor
        write(`id: ${change.cursor}\nevent: change\ndata: ${JSON.stringify(changeJson(change))}\n\n`)
      }
      if (found.length > 0) heard = performance.now()
      else if (performance.now() - heard > SILENCE_MILLISECONDS) {
        heard = performance.now()
        write(': still here\n\n')
      }
      timer = setTimeout(() => void turn(), found.length === BATCH ? 0 : POLL_MILLISECONDS)
    } catch {
      // The database is away: the stream stays open and goes on where it was.
      timer = setTimeout(() => void turn(), POLL_MILLISECONDS)
    }
  }
  void turn()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
