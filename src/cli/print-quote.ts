// A quote as a person reads it in a terminal: the options side by side, each chain, and why the rest is not there.
import { minorDigits, type Language, type Text } from '#kernel'
import type { Itinerary, Quote } from '#model'
import { type Say, sayIn } from './language.ts'
import { table } from './table.ts'
import { localTime } from './time-text.ts'

export const MODES: Readonly<Record<string, Text>> = {
  '1': { zh: '海', en: 'sea' },
  '2': { zh: '铁', en: 'rail' },
  '3': { zh: '公', en: 'road' },
  '4': { zh: '空', en: 'air' },
  '8': { zh: '江', en: 'barge' },
}
export const LABELS: Readonly<Record<string, Text>> = {
  FASTEST: { zh: '最快', en: 'fastest' },
  CHEAPEST: { zh: '最省', en: 'cheapest' },
  GREENEST: { zh: '最低碳', en: 'greenest' },
  MOST_RELIABLE: { zh: '最准时', en: 'most reliable' },
}

export interface QuoteView {
  readonly language: Language
  readonly details: boolean
  readonly ready: string
}

export function printQuote(quote: Quote, { language, details, ready }: QuoteView): string {
  const say = sayIn(language)
  const heading = say(
    `报价 ${quote.id}  有效至 ${localTime(quote.expiresDateTime, 'Asia/Shanghai')}(重庆)`,
    `Quote ${quote.id}, valid until ${localTime(quote.expiresDateTime, 'Asia/Shanghai')} (Chongqing)`,
  )
  const view = { quote, say, ready: Temporal.Instant.from(ready) }
  const options =
    quote.itineraries.length === 0 ? say('没有可行的方案。原因如下:', 'There is no itinerary. The reasons:') : optionTable(view)
  const chains = quote.itineraries.map((itinerary, index) =>
    [chainLine(view, itinerary, index + 1), ...(details ? [detailLines(view, itinerary)] : [])].join('\n'),
  )
  return [heading, options, ...chains, reasons(view)].filter((part) => part !== '').join('\n\n')
}

/** The options side by side, without the heading and the reasons. */
export function optionLines(quote: Quote, { language, ready }: QuoteView): string {
  const view = { quote, say: sayIn(language), ready: Temporal.Instant.from(ready) }
  return [optionTable(view), ...quote.itineraries.map((itinerary, index) => chainLine(view, itinerary, index + 1))].join('\n')
}

interface View {
  readonly quote: Quote
  readonly say: Say
  readonly ready: Temporal.Instant
}

function optionTable({ quote, say, ready }: View): string {
  const rows = quote.itineraries.map(({ criteria, elements, labels }, index) => {
    const arrival = Temporal.Instant.from(criteria.arrivalDateTime)
    const certainty =
      criteria.onTimeProbability === undefined
        ? criteria.expectedDelayMinutes === undefined
          ? ''
          : say(`晚 ${Math.round(criteria.expectedDelayMinutes / 60)} 时`, `+${Math.round(criteria.expectedDelayMinutes / 60)} h`)
        : `${(criteria.onTimeProbability * 100).toFixed(0)} %`
    const last = elements.at(-1)
    const zone =
      last?.kind === 'LEG' ? zoneOf(quote, last.arrivalEvent.occurrenceLocation?.placeId) : zoneOf(quote, last?.occurrenceLocation.placeId)
    return [
      String(index + 1),
      localTime(criteria.arrivalDateTime, zone),
      arrival.since(ready).total('day').toFixed(1),
      moneyText(criteria.totalAmount),
      (criteria.emissionG / 1_000_000).toFixed(1),
      certainty,
      labels.map((label) => textOf(LABELS[label], label, say)).join(' '),
    ]
  })
  return table(
    [
      { title: '#', align: 'right' },
      { title: say('到达(当地)', 'Arrives (local)') },
      { title: say('天', 'Days'), align: 'right' },
      { title: say('总价', 'Total'), align: 'right' },
      { title: 'CO2e t', align: 'right' },
      { title: say('准时', 'On time'), align: 'right' },
      { title: '' },
    ],
    rows,
  )
}

/** "2  Xiyong ─road→ Tuanjiecun ─rail→ Duisburg" */
function chainLine(view: View, { elements }: Itinerary, number: number): string {
  const legs = elements.filter((element) => element.kind === 'LEG')
  const first = legs[0]
  const start = first === undefined ? '' : placeName(view, first.departureEvent.occurrenceLocation)
  return `${number}  ${start}${legs.map((leg) => ` ─${textOf(MODES[leg.modeCode], leg.modeCode, view.say)}→ ${placeName(view, leg.arrivalEvent.occurrenceLocation)}`).join('')}`
}

function detailLines(view: View, { elements, applicableServiceCharge, unpriced }: Itinerary): string {
  const { quote, say } = view
  const legs = elements.flatMap((element) =>
    element.kind === 'LEG'
      ? [
          [
            `${element.sequenceNumber}`,
            textOf(MODES[element.modeCode], element.modeCode, say),
            element.serviceId ?? say('随叫随到', 'on demand'),
            localTime(
              element.departureEvent.scheduledOccurrenceDateTime,
              zoneOf(quote, element.departureEvent.occurrenceLocation?.placeId),
            ),
            localTime(element.arrivalEvent.scheduledOccurrenceDateTime, zoneOf(quote, element.arrivalEvent.occurrenceLocation?.placeId)),
            `${element.distanceKm} km`,
            (element.emissionG / 1_000_000).toFixed(2),
          ],
        ]
      : [
          [
            `${element.sequenceNumber}`,
            say('作业', 'hub'),
            placeName(view, element.occurrenceLocation),
            localTime(element.startEvent.scheduledOccurrenceDateTime, zoneOf(quote, element.occurrenceLocation.placeId)),
            localTime(element.endEvent.scheduledOccurrenceDateTime, zoneOf(quote, element.occurrenceLocation.placeId)),
            element.operations.map((o) => o.operationCode).join(' '),
            (element.emissionG / 1_000_000).toFixed(2),
          ],
        ],
  )
  const charges = applicableServiceCharge.map((line) => [
    `${line.elementSequenceNumber}`,
    line.chargeCode,
    `${line.basisQuantity} ${line.calculationBasisCode}`,
    moneyText(line.unitAmount),
    moneyText(line.appliedAmount),
    `${line.sourceId}${line.confidence === undefined ? '' : say('(估计)', ' (estimate)')}`,
  ])
  const unknown = unpriced.map(({ code, placeId }) => `${code} ${placeId ?? ''}`.trim()).join(', ')
  return [
    table(
      [
        { title: '' },
        { title: say('方式', 'Mode') },
        { title: say('服务', 'Service') },
        { title: say('出发', 'Departs') },
        { title: say('到达', 'Arrives') },
        { title: '' },
        { title: 'CO2e t', align: 'right' },
      ],
      legs,
    ),
    table(
      [
        { title: '' },
        { title: say('费用', 'Charge') },
        { title: say('数量', 'Quantity') },
        { title: say('单价', 'Unit'), align: 'right' },
        { title: say('金额', 'Amount'), align: 'right' },
        { title: say('来源', 'Source') },
      ],
      charges,
    ),
    ...(unknown === '' ? [] : [say(`未计价:${unknown}`, `Not priced: ${unknown}`)]),
  ]
    .join('\n\n')
    .replaceAll(/^/gm, '   ')
}

const MOST_REASONS = 12

function reasons({ quote, say }: View): string {
  if (quote.excluded.length === 0) return ''
  const lines = quote.excluded.slice(0, MOST_REASONS).map(({ code, serviceId, placeId, detail, relaxation }) => {
    const change =
      relaxation === undefined
        ? ''
        : relaxation.value === undefined
          ? say(`;不写 ${relaxation.pointer} 即可`, `; it would without ${relaxation.pointer}`)
          : say(
              `;改 ${relaxation.pointer} 为 ${JSON.stringify(relaxation.value)} 即可`,
              `; it would with ${relaxation.pointer} = ${JSON.stringify(relaxation.value)}`,
            )
    return `  ${code}  ${serviceId ?? placeId ?? ''}  ${detail}${change}`
  })
  const more = quote.excluded.length - MOST_REASONS
  return [
    say('未列入的:', 'Left out:'),
    ...lines,
    ...(more > 0 ? [say(`  … 另有 ${more} 条(--json 可见全部)`, `  … and ${more} more (--json shows all)`)] : []),
  ].join('\n')
}

const textOf = (text: Text | undefined, code: string, say: Say): string => (text === undefined ? code : say(text.zh, text.en))

function placeName(
  { quote, say }: View,
  location: { readonly placeId?: string | undefined; readonly name?: string | undefined } | undefined,
): string {
  const place = location?.placeId === undefined ? undefined : quote.places[location.placeId]
  return place === undefined ? (location?.name ?? location?.placeId ?? say('门点', 'door')) : say(place.name.zh, place.name.en)
}

const zoneOf = (quote: Quote, placeId: string | undefined): string =>
  (placeId === undefined ? undefined : quote.places[placeId]?.timeZone) ?? 'UTC'

/** Grouped by threes, in whole digits of the currency; never through a float. */
export function moneyText({ minor, currency }: { readonly minor: string; readonly currency: string }): string {
  const digits = minorDigits(currency)
  const sign = minor.startsWith('-') ? '-' : ''
  const plain = minor.replace('-', '').padStart(digits + 1, '0')
  const whole = plain.slice(0, plain.length - digits).replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}${whole}${digits === 0 ? '' : `.${plain.slice(-digits)}`} ${currency}`
}
