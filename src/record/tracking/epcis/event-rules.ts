// What an EPCIS 2.0 event must be for us to keep it: GS1's shape for each of the five types, our clock and our own extension.
import { MILESTONES } from '#model'
import { expandedName, isObject, type Namespaces, readContext, YIDAN_NAMESPACE } from './context.ts'
import { collectFaults, type Fault, type Faults, pointerTo } from './fault.ts'
import {
  boolean,
  type Checking,
  listOf,
  matching,
  number,
  object,
  oneOrMore,
  parseTime,
  type RuleTable,
  text,
  time,
  uri,
  word,
} from './member-rules.ts'
import {
  ACTIONS,
  BIZ_STEPS,
  COMPONENTS,
  DISPOSITIONS,
  ERROR_REASONS,
  EVENT_TYPES,
  type EventType,
  MEASUREMENTS,
  SENSOR_ALERTS,
  SOURCE_DESTINATION_TYPES,
  TRANSACTION_TYPES,
} from './vocabulary.ts'

/** How far a sender's clock may run ahead of ours (CONTRACT §6). */
export const FUTURE_MINUTES = 10
const EARLIEST = Temporal.Instant.from('1970-01-01T00:00:00Z')

const cbv = (kind: string): RegExp => new RegExp(`^https://ref\\.gs1\\.org/cbv/${kind}-(.*)$`)
const voc = /^https?:\/\/(?:www\.)?(?:ref\.)?gs1\.org\/voc\/(.*)$/
const disposition = word(DISPOSITIONS, cbv('Disp'))
const place = object({ id: uri }, { required: ['id'] })
const quantities = listOf(
  object(
    { epcClass: uri, quantity: number, uom: matching(/^[A-Z0-9]{2,3}$/, '应为 Rec 20 单位代码', 'must be a unit code of Rec 20') },
    {
      required: ['epcClass'],
      extensible: false,
    },
  ),
)
const party = (name: string) =>
  listOf(object({ type: word(SOURCE_DESTINATION_TYPES, cbv('SDT')), [name]: uri }, { required: ['type', name], extensible: false }))
const transactions = listOf(
  object({ type: word(TRANSACTION_TYPES, cbv('BTT')), bizTransaction: uri }, { required: ['bizTransaction'], extensible: false }),
)
const persistent = object(
  { set: listOf(disposition, { unique: true, minimum: 1 }), unset: listOf(disposition, { unique: true, minimum: 1 }) },
  { extensible: false },
)

const device: RuleTable = { deviceID: uri, deviceMetadata: uri, rawData: uri, dataProcessingMethod: uri, bizRules: uri, time }
const report: RuleTable = {
  ...device,
  type: word(MEASUREMENTS, voc),
  exception: word(SENSOR_ALERTS, voc),
  microorganism: uri,
  chemicalSubstance: uri,
  coordinateReferenceSystem: uri,
  component: word(COMPONENTS, cbv('Comp')),
  stringValue: text,
  booleanValue: boolean,
  hexBinaryValue: matching(/^[A-Fa-f0-9]+$/, '应为十六进制', 'must be hexadecimal'),
  uriValue: uri,
  ...Object.fromEntries(['value', 'minValue', 'maxValue', 'meanValue', 'sDev', 'percRank', 'percValue'].map((name) => [name, number])),
  uom: text,
}
const sensors = listOf(
  object(
    {
      sensorMetadata: object({ ...device, startTime: time, endTime: time }),
      sensorReport: listOf(object(report, { required: ['type'] }), { minimum: 1 }),
    },
    { required: ['sensorReport'] },
  ),
)

const errorDeclaration = object(
  { declarationTime: time, reason: word(ERROR_REASONS, cbv('ER')), correctiveEventIDs: listOf(uri) },
  { required: ['declarationTime'] },
)
const ofEveryEvent: RuleTable = {
  '@context': () => undefined,
  type: () => undefined,
  eventTime: time,
  // The standard has a repository ignore it, since it sets its own.
  recordTime: time,
  eventTimeZoneOffset: matching(/^[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)$/, '应为时区偏移，如 +08:00', 'must be an offset such as +08:00'),
  eventID: uri,
  certificationInfo: oneOrMore(uri),
  errorDeclaration,
  bizStep: word(BIZ_STEPS, cbv('BizStep')),
  disposition,
  readPoint: place,
  bizLocation: place,
  bizTransactionList: transactions,
  sourceList: party('source'),
  destinationList: party('destination'),
  sensorElementList: sensors,
}
const action: RuleTable = {
  action: (value, pointer, { faults }) => {
    if (typeof value !== 'string' || !ACTIONS.has(value))
      faults.add(pointer, 'unknown-code', '应为 OBSERVE、ADD 或 DELETE', 'must be OBSERVE, ADD or DELETE')
  },
}
const epcs = listOf(uri, { unique: true })
const ilmd = object({})
const children: RuleTable = { parentID: uri, childEPCs: listOf(uri), childQuantityList: quantities }

const MEMBERS: Readonly<Record<EventType, RuleTable>> = {
  ObjectEvent: { ...ofEveryEvent, ...action, epcList: epcs, quantityList: quantities, persistentDisposition: persistent, ilmd },
  AggregationEvent: { ...ofEveryEvent, ...action, ...children },
  AssociationEvent: { ...ofEveryEvent, ...action, ...children },
  TransactionEvent: { ...ofEveryEvent, ...action, parentID: uri, epcList: listOf(uri), quantityList: quantities },
  TransformationEvent: {
    ...ofEveryEvent,
    inputEPCList: epcs,
    inputQuantityList: quantities,
    outputEPCList: epcs,
    outputQuantityList: quantities,
    transformationID: uri,
    persistentDisposition: persistent,
    ilmd,
  },
}
const REQUIRED: Readonly<Record<EventType, readonly string[]>> = {
  ObjectEvent: ['action'],
  AggregationEvent: ['action'],
  AssociationEvent: ['action', 'parentID'],
  TransactionEvent: ['action', 'bizTransactionList'],
  TransformationEvent: [],
}

export interface EventAsked {
  readonly namespaces: Namespaces
  readonly pointer: string
  readonly now: Temporal.Instant
}

/** Everything that is wrong with one event; nothing when it may be kept. */
export function eventFaults(event: unknown, { namespaces: outer, pointer, now }: EventAsked): readonly Fault[] {
  const faults = collectFaults()
  if (!isObject(event)) {
    faults.add(pointer, 'wrong-type', '应为对象', 'must be an object')
    return faults.list
  }
  const type = EVENT_TYPES.find((one) => one === event['type'])
  if (type === undefined) {
    faults.add(
      pointerTo(pointer, 'type'),
      event['type'] === undefined ? 'missing-member' : 'unknown-code',
      `应为 ${EVENT_TYPES.join('、')} 之一`,
      `must be one of ${EVENT_TYPES.join(', ')}`,
    )
    return faults.list
  }
  const namespaces = namespacesOf(event, pointer, outer, faults)
  const checking = { faults, namespaces }
  object(MEMBERS[type], { required: ['eventTime', 'eventTimeZoneOffset', ...REQUIRED[type]] })(event, pointer, checking)
  checkClock(event, pointer, now, faults)
  checkSubjects(event, type, pointer, faults)
  checkOurs(event, pointer, checking)
  return faults.list
}

/** An event may declare prefixes of its own, on top of its document's. */
function namespacesOf(event: Readonly<Record<string, unknown>>, pointer: string, outer: Namespaces, faults: Faults): Namespaces {
  if (event['@context'] === undefined) return outer
  const read = readContext(event['@context'], `${pointer}/@context`, outer)
  for (const { pointer: at, code, detail } of read.faults) faults.add(at, code, detail.zh, detail.en)
  return read.namespaces
}

/** Nothing is stated or corrected before it can have been. */
function checkClock(event: Readonly<Record<string, unknown>>, pointer: string, now: Temporal.Instant, faults: Faults): void {
  const declaration = event['errorDeclaration']
  const times: readonly (readonly [pointer: string, time: unknown])[] = [
    [pointerTo(pointer, 'eventTime'), event['eventTime']],
    [`${pointer}/errorDeclaration/declarationTime`, isObject(declaration) ? declaration['declarationTime'] : undefined],
  ]
  const latest = now.add({ minutes: FUTURE_MINUTES })
  for (const [at, value] of times) {
    const time = parseTime(value)
    if (time === undefined) continue
    if (Temporal.Instant.compare(time, latest) > 0)
      faults.add(
        at,
        'out-of-range',
        `晚于现在超过 ${FUTURE_MINUTES} 分钟；事件只记录已发生的事`,
        `lies more than ${FUTURE_MINUTES} minutes in the future; events tell what has happened`,
      )
    if (Temporal.Instant.compare(time, EARLIEST) < 0) faults.add(at, 'out-of-range', '早于 1970 年', 'lies before 1970')
  }
}

/** An event is about something: GS1's schema asks each type for its own. */
function checkSubjects(event: Readonly<Record<string, unknown>>, type: EventType, pointer: string, faults: Faults): void {
  const has = (name: string): boolean => Array.isArray(event[name]) && event[name].length > 0
  const absent = (zh: string, en: string): void => faults.add(pointer, 'missing-member', zh, en)
  const deletes = event['action'] === 'DELETE'
  switch (type) {
    case 'ObjectEvent':
      if (!Array.isArray(event['epcList']) && !has('quantityList') && !(has('sensorElementList') && event['readPoint'] !== undefined))
        absent('缺少 epcList 或 quantityList', 'needs epcList or quantityList')
      if (event['ilmd'] !== undefined && event['action'] !== 'ADD')
        faults.add(pointerTo(pointer, 'ilmd'), 'unknown-member', '仅 action 为 ADD 时可有 ilmd', 'ilmd is for the action ADD only')
      break
    case 'AggregationEvent':
    case 'AssociationEvent':
      if (!deletes && !has('childEPCs') && !has('childQuantityList'))
        absent('缺少 childEPCs 或 childQuantityList', 'needs childEPCs or childQuantityList')
      if (type === 'AggregationEvent' && event['parentID'] === undefined && event['action'] !== 'OBSERVE')
        faults.add(pointerTo(pointer, 'parentID'), 'missing-member', '缺少此项', 'is missing')
      break
    case 'TransactionEvent':
      if (!has('bizTransactionList')) absent('bizTransactionList 为空', 'needs a bizTransactionList')
      if (!deletes && !Array.isArray(event['epcList']) && !has('quantityList'))
        absent('缺少 epcList 或 quantityList', 'needs epcList or quantityList')
      break
    case 'TransformationEvent': {
      const input = has('inputEPCList') || has('inputQuantityList')
      const output = has('outputEPCList') || has('outputQuantityList')
      if (!(input && output) && !(event['transformationID'] !== undefined && (input || output)))
        absent('缺少投入或产出', 'needs inputs and outputs, or a transformationID with one of them')
    }
  }
}

/** Our own three members; another name in our namespace is a slip of the pen. */
function checkOurs(event: Readonly<Record<string, unknown>>, pointer: string, { faults, namespaces }: Checking): void {
  const named = new Set<string>()
  for (const [name, value] of Object.entries(event)) {
    const full = expandedName(name, namespaces)
    if (full?.namespace !== YIDAN_NAMESPACE) continue
    const at = pointerTo(pointer, name)
    named.add(full.local)
    if (full.local === 'milestone') {
      if (!MILESTONES.some((one) => one === value)) faults.add(at, 'unknown-code', '没有这个节点', 'is no milestone of ours')
    } else if (full.local === 'consignment' || full.local === 'element') {
      if (typeof value !== 'string') faults.add(at, 'wrong-type', '应为编号', 'must be an id')
    } else faults.add(at, 'unknown-member', `没有成员 ${full.local}`, `has no member ${full.local}`)
  }
  if (named.has('element') && !named.has('consignment'))
    faults.add(pointer, 'missing-member', '写明环节时须写明货单', 'names an element without its consignment')
}
