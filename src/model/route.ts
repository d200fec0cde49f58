// A route row, as modules offer it at their door; the window mounts it. Jobs and reactions are rows of #postgres, which runs them.
import type { z } from 'zod'
import type { Caller, Language, Text } from '#kernel'

export type Method = 'GET' | 'POST' | 'DELETE' | 'PATCH' | 'PUT'

/** Who may call a route: anyone at all, or somebody signed in (what he may see is the handler's `may`). */
export type Audience = 'anyone' | 'party'

/** What a refusal becomes on the wire; the window turns it into RFC 9457. */
export interface FieldError {
  readonly pointer: string
  readonly code: string
  readonly detail: Text
  readonly minimum?: number
  readonly maximum?: number
}
export interface ProblemRow {
  readonly code: string
  readonly status: number
  readonly title: Text
}
export type ProblemTable = Readonly<Record<string, ProblemRow>>
export interface Refusal {
  readonly code: string
  readonly detail?: Text
  readonly errors?: readonly FieldError[]
  /** Members beside the standard ones ("state", "alternatives"). */
  readonly extension?: Readonly<Record<string, unknown>>
}

export interface Request<P, Q, B> {
  readonly caller: Caller
  readonly language: Language
  readonly requestId: string
  readonly now: Temporal.Instant
  readonly params: P
  readonly query: Q
  readonly body: B
}
export interface Answer<O> {
  readonly status: number
  readonly body: O
  readonly location?: string
  readonly headers?: Readonly<Record<string, string>>
}

type Schema = z.ZodType
/** One route. `problems` names every code it may answer beside those any request can meet. */
export interface Route<
  M extends Method = Method,
  P extends string = string,
  Params extends Schema = Schema,
  Query extends Schema = Schema,
  Body extends Schema = Schema,
  Out extends Schema = Schema,
> {
  readonly operationId: string
  readonly method: M
  readonly path: P
  readonly summary: Text
  readonly audience: Audience
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly status: 200 | 201 | 202
  readonly answer: Out
  readonly problems: readonly string[]
  handle(
    request: Request<z.output<Params>, z.output<Query>, z.output<Body>>,
  ): Promise<{ ok: true; value: Answer<z.input<Out>> } | { ok: false; error: Refusal }>
}

/** Keeps the literal types of a row, so that `type Api` knows paths and shapes. */
export const route = <
  const M extends Method,
  const P extends string,
  Params extends Schema,
  Query extends Schema,
  Body extends Schema,
  Out extends Schema,
>(
  row: Route<M, P, Params, Query, Body, Out>,
): Route<M, P, Params, Query, Body, Out> => row
