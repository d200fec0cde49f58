// The window as the terminal asks it: typed by its own route rows, problems and silence as values.
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { ok, refuse, type Language, type Result } from '#kernel'
import type { Api } from '#window'

export type Route = keyof Api
export type Question<R extends Route> = Omit<
  { readonly [K in keyof Api[R] as Api[R][K] extends undefined ? never : K]: Api[R][K] },
  'answer'
>

// Members beside the standard ones (`alternatives`, `state`) stay, for --json and for who knows them.
const problem = z.looseObject({
  code: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
})
export type Problem = z.output<typeof problem>
export type Failure = { readonly kind: 'problem'; readonly problem: Problem } | { readonly kind: 'not-reachable'; readonly reason: string }

export interface Versioned<T> {
  readonly value: T
  /** Opaque; handed back as If-Match. */
  readonly etag: string
}

export interface WindowClient {
  readonly url: string
  ask<R extends Route>(route: R, question: Question<R>, ifMatch?: string): Promise<Result<Api[R]['answer'], Failure>>
  /** With the ETag that an amendment has to show. */
  askVersion<R extends Route>(route: R, question: Question<R>): Promise<Result<Versioned<Api[R]['answer']>, Failure>>
  /** What is no JSON: a signed text, a PDF. */
  read(path: string, mediaType: string): Promise<Result<Uint8Array, Failure>>
  /** An open answer, for a stream; the caller reads and ends it. */
  open(path: string, mediaType: string): Promise<Result<Response, Failure>>
}

export function windowClient(url: string, language: Language, key?: string): WindowClient {
  const base = url.replace(/\/$/, '')
  const headers = { 'accept-language': language, ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) }
  const askVersion = async <R extends Route>(
    route: R,
    question: Question<R>,
    ifMatch?: string,
  ): Promise<Result<Versioned<Api[R]['answer']>, Failure>> => {
    const { params, query, body } = parts.parse(question)
    const [method = 'GET', path = ''] = route.split(' ')
    const address = new URL(base + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text(params?.[name]))))
    for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) address.searchParams.set(name, text(value))
    return send(address, {
      method,
      headers: {
        ...headers,
        accept: 'application/json',
        ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }
  const open = async (path: string, mediaType: string): Promise<Result<Response, Failure>> => {
    const received = await receive(new URL(base + path), { headers: { ...headers, accept: mediaType } })
    if (!received.ok || received.value.ok) return received
    return refuse(refusalIn(received.value.status, await received.value.text()))
  }
  return {
    url,
    askVersion,
    ask: async (route, question, ifMatch) => {
      const answer = await askVersion(route, question, ifMatch)
      return answer.ok ? ok(answer.value.value) : answer
    },
    open,
    read: async (path, mediaType) => {
      const opened = await open(path, mediaType)
      return opened.ok ? ok(new Uint8Array(await opened.value.arrayBuffer())) : opened
    },
  }
}

const parts = z.object({
  params: z.record(z.string(), z.unknown()).optional(),
  query: z.record(z.string(), z.unknown()).optional(),
  body: z.unknown().optional(),
})

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

async function send<T>(address: URL, request: RequestInit): Promise<Result<Versioned<T>, Failure>> {
  const answered = await receive(address, request)
  if (!answered.ok) return answered
  const response = answered.value
  const received = await response.text()
  const json = parsed(received)
  // Our own window's answer by our own route rows; a foreign server's is told by its missing problem.
  if (response.ok && json !== undefined) return ok({ value: json as T, etag: response.headers.get('etag') ?? '' })
  return refuse(refusalIn(response.status, received))
}

const TRIES = 3
const PAUSE_MILLISECONDS = 500

/** A connection lost in the middle is tried again: the same idempotency key makes a repeated POST the same act. */
async function receive(address: URL, request: RequestInit): Promise<Result<Response, Failure>> {
  for (let left = TRIES; ;) {
    try {
      return ok(await fetch(address, request))
    } catch (error) {
      const reason = reasonOf(error)
      if (--left === 0 || !LOST_ON_THE_WAY.has(reason)) return refuse({ kind: 'not-reachable', reason })
      await sleep(PAUSE_MILLISECONDS)
    }
  }
}

const LOST_ON_THE_WAY: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

function refusalIn(status: number, received: string): Failure {
  const read = problem.safeParse(parsed(received))
  return read.success ? { kind: 'problem', problem: read.data } : { kind: 'not-reachable', reason: `HTTP ${status}` }
}

function parsed(received: string): unknown {
  try {
    return JSON.parse(received)
  } catch {
    return undefined
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return error instanceof Error ? error.message : String(error)
}
