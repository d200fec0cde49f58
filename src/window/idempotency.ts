// A POST is carried out once for each key (CONTRACT §2); the register of keys is postgres'.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Caller, ok, refuse, type Result } from '#kernel'
import { abandonRequest, beginRequest, finishRequest, partyOf, withCaller } from '#postgres'
import type { WindowContext } from './context.ts'

export interface Remembered {
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly replayed?: boolean
}

export const KEY_FORM = /^[!-~]{8,64}$/
/** A holder silent for this long beyond the time limit has died with its process. */
const GRACE_SECONDS = 30

export interface KeyedRequest {
  readonly caller: Caller
  readonly method: string
  readonly path: string
  readonly key: string
  readonly bodyHash: string
}

const kept = z.object({ headers: z.record(z.string(), z.string()), body: z.string() })

export async function answeredOnce(
  context: WindowContext,
  { caller, method, path, key, bodyHash }: KeyedRequest,
  work: () => Promise<Remembered>,
): Promise<Result<Remembered, 'idempotency-key-reused' | 'idempotency-key-in-use'>> {
  const wishes = { now: context.now(), holderSeconds: context.requestMilliseconds / 1000 + GRACE_SECONDS }
  const begun = await beginRequest(context.db, { partyId: partyOf(caller), method, path, key, bodyHash }, wishes)
  if (!begun.ok) return refuse(begun.error === 'reused' ? 'idempotency-key-reused' : 'idempotency-key-in-use')
  if (begun.value.kind === 'again') {
    const { headers, body } = kept.parse(JSON.parse(begun.value.answer))
    return ok({ status: begun.value.status, headers, body, replayed: true })
  }
  const { ticket } = begun.value
  try {
    const answer = await work()
    if (isForgotten(answer.status)) {
      await abandonRequest(context.db, ticket)
    } else {
      const text = JSON.stringify({ headers: answer.headers, body: answer.body })
      await withCaller(context.db, { kind: 'system', name: 'idempotency' }, (tx) =>
        finishRequest(tx, ticket, { status: answer.status, answer: text, now: context.now() }),
      )
    }
    return ok(answer)
  } catch (error) {
    await abandonRequest(context.db, ticket).catch(() => undefined)
    throw error
  }
}

const isForgotten = (status: number): boolean => status === 401 || status === 429 || status >= 500

/** Equal only when query, content type and every byte of the body are. */
export function hashOf(query: string, contentType: string, body: string | Uint8Array): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([query, contentType]))
  hash.update(body)
  return hash.digest('hex')
}
