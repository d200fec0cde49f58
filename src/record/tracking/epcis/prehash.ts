// The line an event is hashed as (CBV 2.0 §8.9): members in the standard's order, values in one spelling, extensions by their namespace.
import { expandedName, isObject, type Namespaces } from './context.ts'
import { canonicalDigitalLink } from './digital-link.ts'

type Value = unknown
type Members = Readonly<Record<string, Value>>

/** How a member enters the line: its name there, and what its value is. */
interface Entry {
  readonly name: string
  readonly line: (value: Value, at: Namespaces) => string
}

const CBV = 'https://ref.gs1.org/cbv/'
const VOC = 'https://gs1.org/voc/'
const COMMENTS = new Set(['comment', 'rdfs:comment'])
/** Neither what somebody made of the event nor how it is named takes part. */
const NOT_HASHED = new Set(['type', '@context', 'recordTime', 'eventID', 'errorDeclaration'])

const text = (name: string): Entry => ({ name, line: (value, at) => equals(name, scalar(value, at)) })
const time = (name: string): Entry => ({ name, line: (value) => equals(name, instant(value)) })
const word = (name: string, prefix: string): Entry => ({ name, line: (value, at) => equals(name, vocabulary(value, prefix, at)) })
const words = (name: string, prefix: string): Entry => ({
  name,
  line: (value, at) => listed(value, (one) => equals(name, vocabulary(one, prefix, at))),
})
const epcs = (name: string): Entry => ({
  name,
  line: (value, at) =>
    named(
      name,
      listed(value, (one) => equals('epc', scalar(one, at))),
    ),
})
const group = (name: string, members: readonly Entry[]): Entry => ({
  name,
  line: (value, at) => named(name, isObject(value) ? inOrder(value, members, at) : ''),
})
const quantities = (name: string): Entry => {
  const members = [text('epcClass'), text('quantity'), text('uom')]
  return {
    name,
    line: (value, at) =>
      named(
        name,
        listed(value, (one) => named('quantityElement', isObject(one) ? inOrder(one, members, at) : '')),
      ),
  }
}
/** Pairs of a list that stands outside the order: type before value, the pairs sorted. */
const pairs = (name: string, member: string, prefix: string): Entry => {
  const members = [word('type', prefix), text(member)]
  return {
    name,
    line: (value, at) =>
      named(
        name,
        listed(value, (one) => (isObject(one) ? inOrder(one, members, at) : '')),
      ),
  }
}

const REPORT: readonly Entry[] = [
  word('type', VOC),
  word('exception', VOC),
  ...['deviceID', 'deviceMetadata', 'rawData', 'dataProcessingMethod'].map(text),
  time('time'),
  ...['microorganism', 'chemicalSubstance', 'value'].map(text),
  word('component', `${CBV}Comp-`),
  ...['stringValue', 'booleanValue', 'hexBinaryValue', 'uriValue', 'minValue', 'maxValue', 'meanValue', 'sDev'].map(text),
  ...['percRank', 'percValue', 'uom', 'coordinateReferenceSystem'].map(text),
]
const METADATA: readonly Entry[] = [
  ...['time', 'startTime', 'endTime'].map(time),
  ...['deviceID', 'deviceMetadata', 'rawData', 'dataProcessingMethod', 'bizRules'].map(text),
]
const REPORTS: Entry = {
  name: 'sensorReport',
  line: (value, at) => listed(value, (one) => named('sensorReport', isObject(one) ? inOrder(one, REPORT, at) : '')),
}
const SENSOR_ELEMENT: readonly Entry[] = [group('sensorMetadata', METADATA), REPORTS]
const SENSORS: Entry = {
  name: 'sensorElementList',
  line: (value, at) =>
    named(
      'sensorElementList',
      listed(value, (one) => named('sensorElement', isObject(one) ? inOrder(one, SENSOR_ELEMENT, at) : '')),
    ),
}

/** The canonical order. */
const ORDER: readonly Entry[] = [
  time('eventTime'),
  text('eventTimeZoneOffset'),
  { name: 'certificationInfo', line: (value, at) => listed(value, (one) => equals('certificationInfo', scalar(one, at))) },
  text('parentID'),
  ...['epcList', 'inputEPCList', 'childEPCs'].map(epcs),
  ...['quantityList', 'childQuantityList', 'inputQuantityList'].map(quantities),
  epcs('outputEPCList'),
  quantities('outputQuantityList'),
  text('action'),
  text('transformationID'),
  word('bizStep', `${CBV}BizStep-`),
  word('disposition', `${CBV}Disp-`),
  group('persistentDisposition', [words('set', `${CBV}Disp-`), words('unset', `${CBV}Disp-`)]),
  group('readPoint', [text('id')]),
  group('bizLocation', [text('id')]),
  SENSORS,
]
/** GS1's generator sorts these among the extensions instead of placing them, and its vectors are what everybody compares with. */
const SORTED: readonly Entry[] = [
  pairs('bizTransactionList', 'bizTransaction', `${CBV}BTT-`),
  pairs('sourceList', 'source', `${CBV}SDT-`),
  pairs('destinationList', 'destination', `${CBV}SDT-`),
]

const ORDERED = new Set(ORDER.map(({ name }) => name))

/** The line of one event; `ignored` are names of members that the document says are not part of it. */
export function prehashOf(event: Members, namespaces: Namespaces, ignored: ReadonlySet<string> = new Set()): string {
  const rest = Object.entries(event)
    .filter(([name]) => !ORDERED.has(name) && !NOT_HASHED.has(name) && !COMMENTS.has(name) && !ignored.has(name))
    .flatMap(([name, value]) => {
      const entry = SORTED.find((one) => one.name === name)
      return entry === undefined ? generic(name, value, namespaces) : [entry.line(value, namespaces)]
    })
  const type = typeof event['type'] === 'string' ? curie(event['type'], namespaces) : ''
  return `eventType=${type}${ORDER.map((entry) => lineOf(entry, event, namespaces)).join('')}${rest.toSorted(byCode).join('')}`
}

function inOrder(members: Members, order: readonly Entry[], at: Namespaces): string {
  const extensions = Object.entries(members)
    .filter(([name]) => !order.some((entry) => entry.name === name) && !COMMENTS.has(name))
    .flatMap(([name, value]) => generic(name, value, at))
  return order.map((entry) => lineOf(entry, members, at)).join('') + extensions.toSorted(byCode).join('')
}

const lineOf = (entry: Entry, members: Members, at: Namespaces): string =>
  members[entry.name] === undefined ? '' : entry.line(members[entry.name], at)

/** What the standard does not order: every name by its namespace, siblings sorted, a list repeated under its name. */
function generic(name: string, value: Value, at: Namespaces): string[] {
  const full = expandedName(name, at)
  const label = full === undefined ? name : `{${full.namespace}}${full.local}`
  if (Array.isArray(value)) return value.map((one: unknown) => label + insideOf(one, at))
  return [label + insideOf(value, at)]
}

function insideOf(value: Value, at: Namespaces): string {
  if (Array.isArray(value)) return value.map((one: unknown) => insideOf(one, at)).join('')
  if (!isObject(value)) {
    const plain = scalar(value, at)
    return plain === '' ? '' : `=${plain}`
  }
  const inside = Object.entries(value)
    .filter(([name]) => !COMMENTS.has(name) && name !== '#text')
    .flatMap(([name, one]) => generic(name, one, at))
  const own = value['#text'] === undefined ? '' : equals('', scalar(value['#text'], at))
  return own + inside.toSorted(byCode).join('')
}

const equals = (name: string, value: string): string => (value === '' ? '' : `${name}=${value}`)
const named = (name: string, inside: string): string => (inside === '' ? '' : name + inside)
const listed = (value: Value, line: (one: Value) => string): string =>
  (Array.isArray(value) ? value : [value])
    .map((one: unknown) => line(one))
    .toSorted(byCode)
    .join('')

/** By code point, as the generator sorts; JavaScript compares by UTF-16 unit, which puts signs beyond U+FFFF too early. */
function byCode(a: string, b: string): number {
  const at = firstDifference(a, b)
  return rank(a.charCodeAt(at)) - rank(b.charCodeAt(at))
}
function firstDifference(a: string, b: string): number {
  let at = 0
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  return at
}
/** Past the end comes first; halves of a sign beyond U+FFFF come last. */
const rank = (unit: number): number => (Number.isNaN(unit) ? -1 : unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

// --- values -------------------------------------------------------------------------------------------------------

function scalar(value: Value, at: Namespaces): string {
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number') return plainNumber(String(value))
  if (typeof value !== 'string') return ''
  const words = withoutOldUrns(curie(value, at).trim())
  const number = plainNumber(words)
  return canonicalDigitalLink(number) ?? number
}

function vocabulary(value: Value, prefix: string, at: Namespaces): string {
  const plain = scalar(value, at)
  return plain === '' || plain.includes(':') ? plain : prefix + plain
}

/** Only GS1's own words are written out; a value with another prefix stays as it is. */
function curie(value: string, at: Namespaces): string {
  const full = expandedName(value, at)
  const standard = full !== undefined && /^https:\/\/(ref\.)?gs1\.org/.test(full.namespace)
  return standard ? full.namespace + full.local : value
}

const OLD: readonly (readonly [string, string])[] = [
  ['urn:epcglobal:cbv:bizstep:', `${CBV}BizStep-`],
  ['urn:epcglobal:cbv:disp:', `${CBV}Disp-`],
  ['urn:epcglobal:cbv:btt:', `${CBV}BTT-`],
  ['urn:epcglobal:cbv:sdt:', `${CBV}SDT-`],
  ['urn:epcglobal:cbv:er:', `${CBV}ER-`],
]
const withoutOldUrns = (value: string): string => OLD.reduce((past, [from, to]) => past.replaceAll(from, to), value)

/** Instants in UTC with three decimals, rounded half up; what is no instant stays. */
function instant(value: Value): string {
  if (typeof value !== 'string') return ''
  try {
    return Temporal.Instant.from(value.trim())
      .round({ smallestUnit: 'millisecond', roundingMode: 'halfExpand' })
      .toString({ fractionalSecondDigits: 3 })
  } catch {
    return value.trim()
  }
}

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/
/** "+012.50" is 12.5: no sign of plus, no zero without meaning, no exponent. Digits are never rounded. */
function plainNumber(value: string): string {
  const match = NUMBER.exec(value)
  if (match === null) return value
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return value
  const shift = Number(exponent)
  const digits = whole + fraction
  const point = whole.length + shift
  const padded = point < 0 ? '0'.repeat(-point) + digits : digits.padEnd(point, '0')
  const at = Math.max(point, 0)
  const integer = padded.slice(0, at).replace(/^0+/, '') || '0'
  const rest = padded.slice(at).replace(/0+$/, '')
  const plain = rest === '' ? integer : `${integer}.${rest}`
  return sign === '-' && plain !== '0' ? `-${plain}` : plain
}
