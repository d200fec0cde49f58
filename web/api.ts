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
  /** The whole body, for the members a code brings along ("alternatives", "state"). */
  readonly members: Readonly<Record<string, unknown>>
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

/** The organisation a person in several acts for; the session sets it, every request names it (CONTRACT §2). */
let actingParty: string | undefined
export function actFor(partyId: string | undefined): void {
  actingParty = partyId
}

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** Sent as JSON. */
  readonly body?: unknown
  /** The Idempotency-Key: one per intent, kept over retries (record/act.ts). */
  readonly intent?: string
  /** The ETag of what the act was decided on. */
  readonly ifMatch?: string | undefined
  readonly accept?: string
  readonly signal?: AbortSignal | undefined
}
export interface Answered<T> {
  readonly value: T
  readonly etag: string | undefined
}

/** An answer that is fine, whatever its type; anything else is thrown. */
export async function send(path: string, language: Language, asked: Ask = {}): Promise<Response> {
  const { method = 'GET', body, intent, ifMatch, accept = 'application/json', signal } = asked
  const headers = {
    accept,
    'accept-language': language,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(intent === undefined ? {} : { 'idempotency-key': intent }),
    ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    ...(actingParty === undefined ? {} : { 'yidan-party': actingParty }),
  }
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(signal ? { signal } : {}) }
  const response = await fetch(path, init).catch((fault: unknown) => {
    if (signal?.aborted === true) throw fault
    throw new RequestFailure(undefined)
  })
  if (response.ok) return response
  throw new RequestFailure(problemOf(await response.json().catch(() => undefined), response.status))
}

// The window answers by its own published schemas; the page trusts its own window.
const trusted = <T>(value: unknown): T => value as T

/** A JSON answer with its ETag. */
export async function ask<T>(path: string, language: Language, asked: Ask = {}): Promise<Answered<T>> {
  const response = await send(path, language, asked)
  const etag = response.headers.get('etag') ?? undefined
  if (response.status === 204) return { value: trusted<T>(undefined), etag }
  const value: unknown = await response.json().catch(() => undefined)
  if (value === undefined) throw new RequestFailure(problemOf(undefined, response.status))
  return { value: trusted<T>(value), etag }
}

/** The value alone, for those who need no version. */
export const askFor = async <T>(path: string, language: Language, asked: Ask = {}): Promise<T> =>
  (await ask<T>(path, language, asked)).value

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const word = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

export function problemOf(body: unknown, status: number): Problem {
  const row = isRecord(body) ? body : {}
  const listed = Array.isArray(row['errors']) ? row['errors'].filter(isRecord) : []
  const errors = listed.map((e) => ({ pointer: word(e['pointer']) ?? '', code: word(e['code']) ?? '', detail: word(e['detail']) ?? '' }))
  const detail = word(row['detail'])
  const requestId = word(row['requestId'])
  return {
    code: word(row['code']) ?? 'internal',
    title: word(row['title']) ?? `HTTP ${status}`,
    status,
    members: row,
    ...(detail === undefined ? {} : { detail }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(errors.length === 0 ? {} : { errors }),
  }
}

/** A fresh Idempotency-Key. */
export const newIntent = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

export const askQuote = (question: Entrustment, language: Language, signal?: AbortSignal): Promise<Quote> =>
  askFor<Quote>('/v1/quotes', language, { method: 'POST', body: question, intent: newIntent(), signal })

export const getQuote = (id: string, language: Language, signal?: AbortSignal): Promise<Quote> =>
  askFor<Quote>(`/v1/quotes/${encodeURIComponent(id)}`, language, { signal })

export async function searchPlaces(q: string, language: Language, signal?: AbortSignal): Promise<readonly PlaceAnswer[]> {
  const search = new URLSearchParams({ q, limit: '12' }).toString()
  return (await askFor<Answer<'GET /v1/places'>>(`/v1/places?${search}`, language, { signal })).items
}

export const getPlace = (id: string, language: Language, signal?: AbortSignal): Promise<PlaceAnswer> =>
  askFor<PlaceAnswer>(`/v1/places/${encodeURIComponent(id)}`, language, { signal })
