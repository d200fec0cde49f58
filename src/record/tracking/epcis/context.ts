// The document's @context as far as EPCIS needs it: which prefix stands for which namespace.
import type { Text } from '#kernel'

/** Prefix → namespace. */
export type Namespaces = ReadonlyMap<string, string>

/** What GS1's own context declares; a document need not repeat it, and as in GS1's hash its own declaration wins. */
const STANDARD: readonly (readonly [string, string])[] = [
  ['cbv', 'https://ref.gs1.org/cbv/'],
  ['cbvmda', 'urn:epcglobal:cbv:mda:'],
  ['gs1', 'https://gs1.org/voc/'],
  ['epcis', 'https://ref.gs1.org/epcis/'],
  ['dcterms', 'http://purl.org/dc/terms/'],
  ['owl', 'http://www.w3.org/2002/07/owl#'],
  ['rdfs', 'http://www.w3.org/2000/01/rdf-schema#'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema#'],
]
/** The namespace of our three members in an event (CONTRACT §6). */
export const YIDAN_NAMESPACE = 'urn:yidan:epcis:'

const PREFIX = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/
const MOST_DECLARATIONS = 64
const EPCIS_CONTEXT = /\/epcis-context\.jsonld$/

export interface ContextFault {
  readonly pointer: string
  readonly code: 'missing-member' | 'wrong-type' | 'out-of-range'
  readonly detail: Text
}
export interface ReadContext {
  readonly namespaces: Namespaces
  readonly faults: readonly ContextFault[]
}

/** Reads `@context` of a document (which must name GS1's) or, on top of `outer`, of one event. */
export function readContext(context: unknown, pointer: string, outer?: Namespaces): ReadContext {
  const namespaces = new Map(outer ?? STANDARD)
  const faults: ContextFault[] = []
  const fault = (at: string, code: ContextFault['code'], zh: string, en: string): void =>
    void faults.push({ pointer: at, code, detail: { zh, en } })
  const entries: readonly unknown[] = Array.isArray(context) ? context : [context]
  let standard = outer !== undefined
  if (entries.length > MOST_DECLARATIONS) fault(pointer, 'out-of-range', '声明过多', 'declares too much')
  for (const [index, entry] of entries.slice(0, MOST_DECLARATIONS).entries()) {
    const at = Array.isArray(context) ? `${pointer}/${index}` : pointer
    if (typeof entry === 'string') standard ||= EPCIS_CONTEXT.test(entry)
    else if (isObject(entry)) declare(entry, namespaces)
    else fault(at, 'wrong-type', '应为网址或前缀声明', 'must be an address or a declaration of prefixes')
  }
  if (!standard) fault(pointer, 'missing-member', '须引用 GS1 的 EPCIS 上下文', 'must name the EPCIS context of GS1')
  return { namespaces, faults }
}

function declare(entry: Readonly<Record<string, unknown>>, namespaces: Map<string, string>): void {
  for (const [prefix, meaning] of Object.entries(entry).slice(0, MOST_DECLARATIONS)) {
    const namespace = isObject(meaning) ? meaning['@id'] : meaning
    if (PREFIX.test(prefix) && typeof namespace === 'string' && namespace !== '') namespaces.set(prefix, namespace)
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** "yidan:element" → its namespace and name, when the prefix is declared. */
export function expandedName(name: string, namespaces: Namespaces): { readonly namespace: string; readonly local: string } | undefined {
  const colon = name.indexOf(':')
  if (colon <= 0 || colon === name.length - 1) return undefined
  const namespace = namespaces.get(name.slice(0, colon))
  return namespace === undefined ? undefined : { namespace, local: name.slice(colon + 1) }
}
