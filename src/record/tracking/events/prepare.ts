// Received events made ready to be kept: judged by the rules, read, and named by their hash.
import type { CaptureDocument, ReceivedEvent } from '../epcis/document.ts'
import { isObject } from '../epcis/context.ts'
import { eventFaults } from '../epcis/event-rules.ts'
import { type Fault, pointerTo } from '../epcis/fault.ts'
import { prehashOf } from '../epcis/prehash.ts'
import { type EventReading, readEvent } from './event-reading.ts'

export interface PreparedEvent {
  readonly pointer: string
  readonly text: string
  readonly context: string
  /** ni:///sha-256;…?ver=CBV2.0 */
  readonly eventId: string
  /** The hexadecimal digits in it. */
  readonly hash: string
  readonly reading: EventReading
}

export interface Preparing {
  readonly now: Temporal.Instant
  readonly origin: string
  readonly sha256: (text: string) => string
}
export interface Prepared {
  readonly events: readonly PreparedEvent[]
  readonly faults: readonly Fault[]
}

export const eventIdOf = (hash: string): string => `ni:///sha-256;${hash}?ver=CBV2.0`

/** A job's list of errors stays readable; what is beyond it is of the same kind. */
export const MOST_JOB_FAULTS = 1000

export function prepareEvents(document: CaptureDocument, preparing: Preparing): Prepared {
  const events: PreparedEvent[] = []
  const faults: Fault[] = []
  for (const received of document.events) {
    const prepared = prepare(received, document, preparing)
    if ('eventId' in prepared) events.push(prepared)
    else faults.push(...prepared.slice(0, MOST_JOB_FAULTS - faults.length))
  }
  return { events, faults }
}

function prepare(
  { text, value, pointer }: ReceivedEvent,
  { namespaces, context, ignored }: CaptureDocument,
  { now, origin, sha256 }: Preparing,
): PreparedEvent | readonly Fault[] {
  const faults = eventFaults(value, { namespaces, pointer, now })
  if (faults.length > 0 || !isObject(value)) return faults
  const hash = sha256(prehashOf(value, namespaces, ignored))
  const eventId = eventIdOf(hash)
  const given = value['eventID']
  if (typeof given === 'string' && given.toLowerCase() !== eventId.toLowerCase()) return [differs(pointerTo(pointer, 'eventID'), eventId)]
  return { pointer, text, context, eventId, hash, reading: readEvent(value, namespaces, origin) }
}

const differs = (pointer: string, eventId: string): Fault => ({
  pointer,
  code: 'event-id-differs',
  detail: {
    zh: `事件编号须为 CBV 2.0 散列值，此事件应为 ${eventId}`,
    en: `An event’s id is its CBV 2.0 hash; of this one it is ${eventId}`,
  },
})
