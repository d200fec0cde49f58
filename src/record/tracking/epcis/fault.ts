// What is wrong with a document or an event: where, which code, and a sentence for the sender.
import type { FieldError } from '#model'

/** Codes of CONTRACT §2, and of events: an id that is not the hash, what the sender may not state, or not now. */
export type FaultCode =
  | 'missing-member'
  | 'unknown-member'
  | 'wrong-type'
  | 'out-of-range'
  | 'unknown-code'
  | 'event-id-differs'
  | 'not-found'
  | 'forbidden'
  | 'wrong-state'

export type Fault = FieldError & { readonly code: FaultCode }

/** Enough to mend an event by; a broken one of 8 MiB would otherwise be answered with as much. */
const MOST_FAULTS = 20

export interface Faults {
  readonly list: readonly Fault[]
  add(pointer: string, code: FaultCode, zh: string, en: string): void
}

export function collectFaults(): Faults {
  const list: Fault[] = []
  return {
    list,
    add: (pointer, code, zh, en) => {
      if (list.length < MOST_FAULTS) list.push({ pointer, code, detail: { zh, en } })
    },
  }
}

/** RFC 6901. */
export const pointerTo = (parent: string, name: string | number): string =>
  `${parent}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
