// A consignment and its milestones as a person reads them: planned, estimated, actual, and who said so.
import type { Language, Text } from '#kernel'
import { type Consignment, type ConsignmentElement, MILESTONE_NAMES, type MilestoneJson } from '#model'
import { sayIn } from './language.ts'
import { MODES } from './print-quote.ts'
import { table } from './table.ts'
import { localTime } from './time-text.ts'

const STATUSES: Readonly<Record<Consignment['consignmentStatus'], Text>> = {
  CONFIRMED: { zh: '已确认', en: 'confirmed' },
  IN_TRANSIT: { zh: '在途', en: 'in transit' },
  DELIVERED: { zh: '已交付', en: 'delivered' },
  CANCELLED: { zh: '已取消', en: 'cancelled' },
}

export interface Tracked {
  readonly consignment: Consignment
  readonly milestones: readonly MilestoneJson[]
}

export function trackText({ consignment, milestones }: Tracked, language: Language): string {
  const say = sayIn(language)
  const status = STATUSES[consignment.consignmentStatus]
  const bill = consignment.transportContractDocument
  const due = consignment.progress?.estimatedDeliveryDateTime ?? consignment.estimatedDeliveryDateTime
  const head = [
    say(`货单 ${consignment.consignmentNumber}  ${status.zh}`, `Consignment ${consignment.consignmentNumber}, ${status.en}`) +
      `  ${consignment.id}`,
    ...(due === undefined
      ? []
      : [`  ${say('预计交付', 'Delivery expected')}  ${localTime(due, 'Asia/Shanghai')}${say('(重庆)', ' (Chongqing)')}`]),
    ...(bill === undefined
      ? []
      : [`  ${say('提单', 'Bill')}  ${bill.transportDocumentReference ?? bill.billId}  ${bill.transportDocumentStatus}`]),
  ]
  const parts = consignment.elements.map((element) => elementText({ consignment, milestones }, element, language))
  return [head.join('\n'), ...parts].join('\n\n')
}

function elementText({ consignment, milestones }: Tracked, element: ConsignmentElement, language: Language): string {
  const say = sayIn(language)
  const rows = milestones
    .filter(({ elementSequenceNumber }) => elementSequenceNumber === element.sequenceNumber)
    .map((row) => milestoneRow(row, zoneOf(consignment, element, row), language))
  const columns = [
    { title: say('节点', 'Milestone') },
    { title: say('计划', 'Planned') },
    { title: say('预计', 'Estimated') },
    { title: say('实际', 'Actual') },
    { title: say('报告方', 'Stated by') },
  ]
  const heading = headingOf(consignment, element, language)
  return rows.length === 0 ? heading : `${heading}\n${table(columns, rows).replaceAll(/^/gm, '   ')}`
}

function headingOf(consignment: Consignment, element: ConsignmentElement, language: Language): string {
  const say = sayIn(language)
  const name = (placeId: string | undefined, other: string | undefined): string => {
    const place = placeId === undefined ? undefined : consignment.places[placeId]
    return place === undefined ? (other ?? placeId ?? say('门点', 'door')) : say(place.name.zh, place.name.en)
  }
  const by = element.carrier === undefined ? '' : `  [${element.carrier.name}]`
  if (element.kind === 'HUB_OPERATION') {
    const { placeId, name: other } = element.occurrenceLocation
    return `${element.sequenceNumber}  ${name(placeId, other)}  ${element.operations.map(({ operationCode }) => operationCode).join(' ')}${by}`
  }
  const [from, to] = [element.departureEvent.occurrenceLocation, element.arrivalEvent.occurrenceLocation]
  const mode = MODES[element.modeCode]
  const word = mode === undefined ? element.modeCode : say(mode.zh, mode.en)
  return (
    `${element.sequenceNumber}  ${name(from?.placeId, from?.name)} ─${word}→ ${name(to?.placeId, to?.name)}  ${element.departureId ?? ''}`.trimEnd() +
    by
  )
}

/** One line for --follow, and for the answer to `yidan milestone`. */
export function milestoneLine({ consignment }: Pick<Tracked, 'consignment'>, row: MilestoneJson, language: Language): string {
  const say = sayIn(language)
  const element = consignment.elements.find(({ sequenceNumber }) => sequenceNumber === row.elementSequenceNumber)
  const zone = element === undefined ? 'UTC' : zoneOf(consignment, element, row)
  const name = MILESTONE_NAMES[row.milestone]
  const at = row.actualOccurrenceDateTime ?? row.estimatedOccurrenceDateTime
  const word = row.actualOccurrenceDateTime === undefined ? say('预计', 'expected') : ''
  return [`${row.elementSequenceNumber}`, say(name.zh, name.en), `${word} ${localTime(at, zone)}`.trim(), row.statedBy?.name ?? '']
    .join('  ')
    .trimEnd()
}

function milestoneRow(row: MilestoneJson, zone: string, language: Language): string[] {
  const say = sayIn(language)
  const name = MILESTONE_NAMES[row.milestone]
  return [
    say(name.zh, name.en) + (row.unowed === true ? say('(未要求)', ' (not owed)') : ''),
    localTime(row.scheduledOccurrenceDateTime, zone),
    localTime(row.estimatedOccurrenceDateTime, zone),
    localTime(row.actualOccurrenceDateTime, zone),
    row.statedBy?.name ?? '',
  ]
}

/** What happens before a leg is left stands on the clock of its start, the rest on that of its end. */
const AT_START: ReadonlySet<string> = new Set(['ACCEPTED', 'PICKED_UP', 'STUFFED', 'SEALED', 'GATED_OUT', 'GATED_IN', 'LOADED', 'DEPARTED'])

function zoneOf(consignment: Consignment, element: ConsignmentElement, { milestone }: MilestoneJson): string {
  const event = element.kind === 'HUB_OPERATION' ? element : AT_START.has(milestone) ? element.departureEvent : element.arrivalEvent
  const placeId = event.occurrenceLocation?.placeId
  return (placeId === undefined ? undefined : consignment.places[placeId]?.timeZone) ?? 'UTC'
}
