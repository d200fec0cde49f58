// A POST is carried out once for each key (CONTRACT §2); the register of keys is postgres'.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ok, refuse, type Result } from '#kernel'
import { answerOnce, type Enter, type RequestKey } from '#postgres'
import type { WindowContext } from './context.ts'
import { TOO_LATE, within } from './limits.ts'

export type Headers = Readonly<Record<string, string | readonly string[]>>

/** An answer ready to be sent. */
export interface Prepared {
  readonly status: number
  readonly body: string | Uint8Array
  readonly headers: Headers
  /** What the handler wrote stays: it did not refuse, or said so. */
  readonly keepsWork: boolean
  /** Kept by the register in the place of the body, which holds a secret. */
  readonly remembered?: string
  readonly replayed?: boolean
}

export const KEY_FORM = /^[!-~]{8,64}$/

const kept = z.object({ headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])), body: z.string() })

/**
 * `work` gets the one transaction to enter, and a list of what to do once it is committed. A request that passes its time is
 * undone when it comes back, or, if it was being committed just then, is answered to whoever asks again with the same key.
 */
export async function answeredOnce(
  context: WindowContext,
  request: RequestKey,
  work: (enter: Enter, afterCommit: (() => void)[]) => Promise<Prepared>,
): Promise<Result<Prepared, 'idempotency-key-reused' | 'idempotency-key-in-use'> | typeof TOO_LATE> {
  let late = false
  let callbacks: (() => void)[] = []
  const carriedOut = answerOnce(context.db, request, async (enter) => {
    callbacks = []
    const value = await work(enter, callbacks)
    if (late || isForgotten(value.status)) return { value, keepsWork: false }
    return { value, keepsWork: value.keepsWork, remember: { status: value.status, answer: textOf(value) } }
  }).then((once) => {
    if (once.ok && once.value.kind === 'first' && once.value.committed) runAll(context, callbacks)
    return once
  })
  const answered = await within(context.requestMilliseconds, carriedOut)
  if (answered === TOO_LATE) {
    late = true
    return TOO_LATE
  }
  if (!answered.ok) return refuse(answered.error === 'reused' ? 'idempotency-key-reused' : 'idempotency-key-in-use')
  if (answered.value.kind === 'first') return ok(answered.value.value)
  const { headers, body } = kept.parse(JSON.parse(answered.value.answer))
  return ok({ status: answered.value.status, headers, body, keepsWork: false, replayed: true })
}

/** What waits for a commit is not the caller's business any more: a fault in it is told to the log. */
export function runAll(context: WindowContext, callbacks: readonly (() => void)[]): void {
  for (const callback of callbacks) {
    try {
      callback()
    } catch (error) {
      context.log.error({ err: error }, 'a fault after the commit')
    }
  }
}

const isForgotten = (status: number): boolean => status === 401 || status === 429 || status >= 500

/** A session is given to one browser once, never to whoever repeats a request. */
function textOf({ headers, body, remembered }: Prepared): string {
  const { 'set-cookie': _, ...lasting } = headers
  return JSON.stringify({ headers: lasting, body: remembered ?? (typeof body === 'string' ? body : Buffer.from(body).toString('utf8')) })
}

/** Equal only when query, content type and every byte of the body are. */
export function hashOf(query: string, contentType: string, body: string | Uint8Array): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([query, contentType]))
  hash.update(body)
  return hash.digest('hex')
}
