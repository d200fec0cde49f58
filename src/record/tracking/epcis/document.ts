// The captured document: what makes it EPCIS at all, and its events one by one with the text each was received as.
import { ok, refuse, type Result } from '#kernel'
import { expandedName, isObject, type Namespaces, readContext, YIDAN_NAMESPACE } from './context.ts'
import { collectFaults, type Fault, pointerTo } from './fault.ts'
import { listRanges } from './json-ranges.ts'
import { matching, object, text, time, uri } from './member-rules.ts'

/** Told to senders as GS1-EPCIS-Capture-Limit. */
export const MOST_EVENTS = 5000

export interface ReceivedEvent {
  /** As it stands in the document: order, digits and blanks untouched. */
  readonly text: string
  readonly value: unknown
  readonly pointer: string
}
export interface CaptureDocument {
  readonly namespaces: Namespaces
  /** What is needed to read an event without its document: `@context`, as received. */
  readonly context: string
  /** Names of members that the document says take no part in the events' hashes. */
  readonly ignored: ReadonlySet<string>
  readonly events: readonly ReceivedEvent[]
}

const documentRules = object(
  {
    '@context': () => undefined,
    id: uri,
    type: matching(/^EPCISDocument$/, '应为 EPCISDocument', 'must be EPCISDocument'),
    schemaVersion: matching(/^2(\.\d+)*$/, '应为 EPCIS 2.x，如 "2.0"', 'must be a version 2 of EPCIS, as "2.0"'),
    creationDate: time,
    instanceIdentifier: text,
    sender: text,
    receiver: text,
    // Master data is not events: it may stand there, and is not read.
    epcisHeader: object({ epcisMasterData: object({ vocabularyList: () => undefined }) }),
    epcisBody: object({ eventList: () => undefined }, { required: ['eventList'] }),
  },
  { required: ['@context', 'type', 'schemaVersion', 'creationDate', 'epcisBody'] },
)

/** Reads a document whose text has been parsed already; faults here concern the document, not an event of it. */
export function readDocument(received: string, parsed: unknown): Result<CaptureDocument, readonly Fault[]> {
  const faults = collectFaults()
  const context = isObject(parsed) && parsed['@context'] !== undefined ? readContext(parsed['@context'], '/@context') : undefined
  for (const { pointer, code, detail } of context?.faults ?? []) faults.add(pointer, code, detail.zh, detail.en)
  documentRules(parsed, '', { faults, namespaces: context?.namespaces ?? new Map() })
  const list = isObject(parsed) && isObject(parsed['epcisBody']) ? parsed['epcisBody']['eventList'] : undefined
  if (list !== undefined && !Array.isArray(list)) faults.add('/epcisBody/eventList', 'wrong-type', '应为列表', 'must be a list')
  if (Array.isArray(list) && list.length > MOST_EVENTS)
    faults.add('/epcisBody/eventList', 'out-of-range', `一份文件最多 ${MOST_EVENTS} 个事件`, `a document has at most ${MOST_EVENTS} events`)
  if (faults.list.length > 0 || !isObject(parsed) || context === undefined || !Array.isArray(list)) return refuse(faults.list)
  const ranges = listRanges(received, ['epcisBody', 'eventList'])
  return ok({
    namespaces: context.namespaces,
    context: JSON.stringify(parsed['@context']),
    ignored: ignoredNames(parsed, context.namespaces),
    events: list.map((value: unknown, index) => {
      const range = ranges[index]
      return {
        text: range === undefined ? '' : received.slice(range.start, range.end),
        value,
        pointer: pointerTo('/epcisBody/eventList', index),
      }
    }),
  })
}

/** `…:ignoreFields` of GS1's hash generator: a repository's own additions do not change what the event says. Ours always count. */
function ignoredNames(document: Readonly<Record<string, unknown>>, namespaces: Namespaces): ReadonlySet<string> {
  const [, names] = Object.entries(document).find(([name]) => name.endsWith(':ignoreFields')) ?? []
  const ours = (name: string): boolean => expandedName(name, namespaces)?.namespace === YIDAN_NAMESPACE
  return new Set(
    Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string' && name.includes(':') && !ours(name)) : [],
  )
}
