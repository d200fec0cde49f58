// The window's answers, typed by the model; a problem (RFC 9457) or a dead line becomes one error that the pages can show.
import type { Language } from '#kernel'
import type { Entrustment, Quote } from '#model'
import type { Api } from '#window'

export interface ProblemField {
  readonly pointer: string
  readonly code: string
  readonly detail?: string
}
export interface Problem {
  readonly code: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly requestId?: string
  readonly errors?: readonly ProblemField[]
}
type Answer<Name extends keyof Api> = Api[Name]['answer']
export type PlaceAnswer = Answer<'GET /v1/places/{id}'>

/** TanStack Query tells failures by what is thrown; `problem` is absent when no answer came at all. */
export class RequestFailure extends Error {
  readonly problem: Problem | undefined
  constructor(problem: Problem | undefined) {
    super(problem?.title ?? 'no answer')
    this.problem = problem
  }
}

interface Ask {
  readonly method?: 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

async function ask(path: string, language: Language, init: Ask = {}): Promise<unknown> {
  const headers = { accept: 'application/json', 'accept-language': language, ...init.headers }
  const response = await fetch(path, { ...init, headers }).catch((fault: unknown) => {
    if (init.signal?.aborted === true) throw fault
    throw new RequestFailure(undefined)
  })
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok && body !== undefined) return body
  throw new RequestFailure(problemOf(body, response.status))
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const word = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function problemOf(body: unknown, status: number): Problem {
  const row = isRecord(body) ? body : {}
  const listed = Array.isArray(row['errors']) ? row['errors'].filter(isRecord) : []
  const errors = listed.map((e) => ({ pointer: word(e['pointer']) ?? '', code: word(e['code']) ?? '', detail: word(e['detail']) ?? '' }))
  const detail = word(row['detail'])
  const requestId = word(row['requestId'])
  return {
    code: word(row['code']) ?? 'internal',
    title: word(row['title']) ?? `HTTP ${status}`,
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(errors.length === 0 ? {} : { errors }),
  }
}

// The window answers by its own published schemas; the page trusts its own window.
const trusted = <T>(value: unknown): T => value as T

export async function askQuote(question: Entrustment, language: Language, signal?: AbortSignal): Promise<Quote> {
  const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  return trusted<Quote>(
    await ask('/v1/quotes', language, { method: 'POST', headers, body: JSON.stringify(question), ...(signal ? { signal } : {}) }),
  )
}

export async function searchPlaces(q: string, language: Language, signal?: AbortSignal): Promise<readonly PlaceAnswer[]> {
  const page = trusted<Answer<'GET /v1/places'>>(
    await ask(`/v1/places?${new URLSearchParams({ q, limit: '12' }).toString()}`, language, signal ? { signal } : {}),
  )
  return page.items
}

export async function getPlace(id: string, language: Language, signal?: AbortSignal): Promise<PlaceAnswer> {
  return trusted<PlaceAnswer>(await ask(`/v1/places/${encodeURIComponent(id)}`, language, signal ? { signal } : {}))
}
