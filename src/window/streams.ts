// GET /v1/changes as server-sent events: replay from a cursor, then what is new, for as long as the caller may hear it.
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Caller, ok, type Result } from '#kernel'
import { type Change, type Cursor, parseCursor, partyOf } from '#postgres'
import { changeTail } from './change-tail.ts'
import { audiencesOf, changeJson } from './changes.ts'
import type { WindowContext } from './context.ts'
import { callerOf } from './entry.ts'
import type { Places } from './limits.ts'

export interface StreamPace {
  readonly pollMilliseconds: number
  /** How long a key that was revoked, or a session that ended, may still hear. */
  readonly recheckMilliseconds: number
  /** A proxy closes what is silent for longer than half a minute or so. */
  readonly silenceMilliseconds: number
}
export const PACE: StreamPace = { pollMilliseconds: 1000, recheckMilliseconds: 10_000, silenceMilliseconds: 15_000 }
/** Sign-in that does not answer for so many checks counts as a refusal. */
const MOST_FAULTS = 3

export interface Streams {
  /** Answers with a stream, or says why not. */
  open(request: FastifyRequest, reply: FastifyReply): 'opened' | 'too-many' | 'not-a-cursor'
  closeAll(): void
}

export function changeStreams(context: WindowContext, room: Places, pace: StreamPace = PACE): Streams {
  const open = new Set<() => void>()
  const tail = changeTail(context.db, pace.pollMilliseconds)
  return {
    open(request, reply) {
      const after = cursorOf(request)
      if (!after.ok) return 'not-a-cursor'
      const leave = room.enter()
      if (leave === undefined) return 'too-many'
      const { raw } = openStream(reply)
      const caller = watchCaller(request, context, pace.recheckMilliseconds, () => {
        raw.write('event: end\ndata: {"code":"unauthenticated"}\n\n')
        close()
      })
      const stop = tail.follow(after.value, listenerOf(raw, caller.now))
      const alive = setInterval(() => raw.write(': still here\n\n'), pace.silenceMilliseconds)
      const close = (): void => {
        stop()
        caller.stop()
        clearInterval(alive)
        leave()
        open.delete(close)
        raw.end()
      }
      open.add(close)
      raw.on('close', close)
      raw.on('error', close)
      return 'opened'
    },
    closeAll() {
      for (const close of open) close()
    },
  }
}

function cursorOf(request: FastifyRequest): Result<Cursor | 'now' | undefined, 'not-a-cursor'> {
  const query = z.object({ after: z.string().optional() }).safeParse(request.query)
  const header = request.headers['last-event-id']
  // A browser that comes again repeats the address it began with: what it heard last counts.
  const text = typeof header === 'string' && header !== '' ? header : query.data?.after
  return text === undefined || text === 'now' ? ok(text) : parseCursor(text)
}

function openStream(reply: FastifyReply): FastifyReply {
  reply.hijack()
  const { raw } = reply
  const headers = Object.entries(reply.getHeaders()).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  for (const [name, value] of headers) raw.setHeader(name, value)
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'private, no-store',
    vary: 'Cookie, Authorization, Yidan-Party, Accept-Language',
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 2000\n\n')
  return reply
}

const listenerOf = (raw: ServerResponse, caller: () => Caller) => ({
  take: (changes: readonly Change[]) =>
    raw.write(changes.map((change) => `id: ${change.cursor}\nevent: change\ndata: ${JSON.stringify(changeJson(change))}\n\n`).join('')),
  // An id without an event: a browser that comes again goes on from there.
  begin: (at: Cursor | undefined) => void (at !== undefined && raw.write(`id: ${at}\n\n`)),
  ready: async () => {
    if (raw.writableNeedDrain) await once(raw, 'drain').catch(() => undefined)
  },
  audiences: () => audiencesOf(caller()),
})

/** Who listens, asked again and again: `end` once it is nobody or somebody else. */
function watchCaller(request: FastifyRequest, context: WindowContext, everyMilliseconds: number, end: () => void) {
  let current = request.caller
  // Nobody can be revoked.
  if (current.kind === 'anonymous') return { now: () => current, stop: () => undefined }
  let faults = 0
  let asking = false
  const check = async (): Promise<void> => {
    if (asking) return
    asking = true
    try {
      const found = await callerOf(request, context, true)
      faults = 0
      if (!found.ok || partyOf(found.value) !== partyOf(current)) return end()
      current = found.value
    } catch {
      if (++faults === MOST_FAULTS) end()
    } finally {
      asking = false
    }
  }
  const timer = setInterval(() => void check(), everyMilliseconds)
  return { now: () => current, stop: () => clearInterval(timer) }
}
