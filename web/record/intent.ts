// One intent has one Idempotency-Key (CONTRACT §2): kept while no final answer has come, so that a retry can never act twice. Pure.
import type { RequestFailure } from '../api.ts'

export interface Intent {
  readonly key: string
  /** What was asked with it: another body needs another key. */
  readonly body: string
}

export const intentFor = (last: Intent | undefined, body: string, newKey: () => string): Intent =>
  last?.body === body ? last : { key: newKey(), body }

/** The window remembers this answer: asking with the same key again would only replay it. 401, 429 and 5xx are not remembered. */
export function isFinal({ problem }: RequestFailure): boolean {
  if (problem === undefined || problem.code === 'idempotency-key-in-use') return false
  return problem.status !== 401 && problem.status !== 429 && problem.status < 500
}
