// A route row, as modules offer it at their door; the window mounts it. Jobs and reactions are rows of #postgres, which runs them.
import type { z } from 'zod'
import type { Caller, Language, Text } from '#kernel'
import type { AnyTx } from '#postgres'
import type { Act } from './access.ts'

export type Method = 'GET' | 'POST' | 'DELETE' | 'PATCH' | 'PUT'

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
  /** What the handler wrote before it refused stays written; otherwise a refusal undoes it. */
  readonly keepsWork?: true
}

export interface Request<P, Q, B> {
  readonly caller: Caller
  readonly language: Language
  readonly requestId: string
  readonly now: Temporal.Instant
  readonly params: P
  readonly query: Q
  readonly body: B
  /** The body's text as it came, byte-true. */
  readonly text: string
  /** Lower-case names; for what the row itself must read. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The client's network address, for limits on guessing. */
  readonly address: string
  /** Of a row with `versioned`: the caller's If-Match, never absent there. */
  readonly ifMatch: string
  /**
   * Work on the record in the caller's name. A POST under /v1 has one transaction for handler and idempotency answer, which
   * every `enter` joins: effect and remembered answer are there together or not at all. Elsewhere each `enter` is its own.
   */
  enter<T>(work: (tx: AnyTx) => Promise<T>): Promise<T>
  /** Runs once what was written is committed; not at all when it is undone. */
  afterCommit(work: () => void): void
}
export interface Answer<O> {
  readonly status: number
  readonly body: O
  readonly location?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** What the register of idempotency keys keeps in the place of the body, when the body holds a secret that is shown once. */
  readonly remembered?: O
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
  /** What calling it is, for `may`; the window refuses whoever may not even begin, the handler asks again about its subject. */
  readonly act: Act
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly status: 200 | 201 | 202
  readonly answer: Out
  /**
   * Path or body hold a secret, and a repeat does nothing twice by itself: needs no Idempotency-Key, the register keeps
   * neither path nor a hash of the body, and the log names the row's path only.
   */
  readonly secret?: true
  /** Needs If-Match: 428 without. */
  readonly versioned?: true
  /** Another type than JSON: the body is then text or bytes, sent as it is. */
  readonly mediaType?: string
  /** Bodies it takes, when it is more than application/json of at most 1 MiB. */
  readonly takes?: { readonly mediaTypes: readonly string[]; readonly bytes: number }
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
