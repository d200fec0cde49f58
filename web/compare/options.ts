// The answer as the comparison shows it: lettered options with their minutes counted from the ready time. Pure.
import type { Text } from '#kernel'
import type { Entrustment, Itinerary, Quote } from '#model'
import { minutesBetween } from '../format.ts'

type Element = Itinerary['elements'][number]
export type Leg = Extract<Element, { kind: 'LEG' }>
export type Hub = Extract<Element, { kind: 'HUB_OPERATION' }>
export type Where = NonNullable<Leg['departureEvent']['occurrenceLocation']>

export interface Span {
  readonly from: number
  readonly to: number
  /** Absent while the goods wait, are handled or are inspected. */
  readonly modeCode?: Leg['modeCode']
  readonly element?: Element
}
export interface Option {
  readonly letter: string
  readonly itinerary: Itinerary
  readonly minutes: number
  readonly legs: readonly Leg[]
  readonly mainMode: Leg['modeCode']
  readonly stops: readonly Where[]
  readonly spans: readonly Span[]
  readonly cutOffs: readonly number[]
}

/** A, B … Z, AA, AB …: in the order of the answer, so a letter stays when the list is sorted. */
export function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last
}

const isLeg = (element: Element): element is Leg => element.kind === 'LEG'
const timesOf = (element: Element): { from: string | undefined; to: string | undefined } =>
  isLeg(element)
    ? { from: element.departureEvent.scheduledOccurrenceDateTime, to: element.arrivalEvent.scheduledOccurrenceDateTime }
    : { from: element.startEvent.scheduledOccurrenceDateTime, to: element.endEvent.scheduledOccurrenceDateTime }

function spansOf(elements: readonly Element[], ready: string): Span[] {
  const spans: Span[] = []
  let reached = 0
  for (const element of elements) {
    const times = timesOf(element)
    if (times.from === undefined || times.to === undefined) continue
    const from = minutesBetween(ready, times.from)
    const to = minutesBetween(ready, times.to)
    if (from > reached) spans.push({ from: reached, to: from }) // Goods that are ready but not yet collected wait at the origin.
    if (to > from) spans.push({ from, to, element, ...(isLeg(element) ? { modeCode: element.modeCode } : {}) })
    reached = Math.max(reached, to)
  }
  return spans
}

export const sameStop = (a: Where, b: Where): boolean =>
  a.placeId === b.placeId &&
  a.geographicalCoordinates?.latitude === b.geographicalCoordinates?.latitude &&
  a.geographicalCoordinates?.longitude === b.geographicalCoordinates?.longitude

export function stopsOf(legs: readonly Leg[]): Where[] {
  const all = legs
    .flatMap((leg) => [leg.departureEvent.occurrenceLocation, leg.arrivalEvent.occurrenceLocation])
    .filter((where) => where !== undefined)
  return all.filter((where, i) => {
    const before = all[i - 1]
    return before === undefined || !sameStop(before, where)
  })
}

export function optionsOf(quote: Quote, question: Entrustment): Option[] {
  return quote.itineraries.map((itinerary, index) => {
    const legs = itinerary.elements.filter(isLeg)
    const longest = legs.toSorted((a, b) => b.distanceKm - a.distanceKm)[0]
    const cutOffs = legs.map((leg) => leg.cutOffDateTime).filter((time) => time !== undefined)
    return {
      letter: letterOf(index),
      itinerary,
      legs,
      mainMode: longest?.modeCode ?? '3',
      stops: stopsOf(legs),
      minutes: minutesBetween(question.readyDateTime, itinerary.criteria.arrivalDateTime),
      spans: spansOf(itinerary.elements, question.readyDateTime),
      cutOffs: [...new Set(cutOffs.map((time) => minutesBetween(question.readyDateTime, time)))],
    }
  })
}

export const SORTS = ['time', 'cost', 'carbon'] as const
export type Sort = (typeof SORTS)[number]

const costOf = (option: Option): bigint => BigInt(option.itinerary.criteria.totalAmount.minor)
const sign = (difference: bigint): number => (difference < 0n ? -1 : difference > 0n ? 1 : 0)

export function sorted(options: readonly Option[], by: Sort): Option[] {
  return options.toSorted((a, b) =>
    by === 'cost'
      ? sign(costOf(a) - costOf(b))
      : by === 'carbon'
        ? a.itinerary.criteria.emissionG - b.itinerary.criteria.emissionG
        : a.minutes - b.minutes,
  )
}

/** The chain as modes, equal neighbours once: road, rail, road. */
export const modesOf = (option: Option): Leg['modeCode'][] =>
  option.legs.map((leg) => leg.modeCode).filter((mode, i, all) => mode !== all[i - 1])

/** Whatever answer names places: a quote, a booking, a consignment. */
/** All that a name or a clock needs of an answer; a booking and a consignment have it too. */
export type Places = Pick<Quote, 'places'>

export function placeText(where: Where | undefined, quote: Places): Text {
  if (where === undefined) return { zh: '?', en: '?' }
  if (where.placeId !== undefined) return quote.places[where.placeId]?.name ?? { zh: where.placeId, en: where.placeId }
  const at = where.geographicalCoordinates
  const name = where.name ?? (at === undefined ? '?' : `${at.latitude.toFixed(2)}, ${at.longitude.toFixed(2)}`)
  return { zh: name, en: name }
}

/** The zone of a place; a point takes that of a place in its country, which the answer names anyway. */
export function zoneAt(where: Where | undefined, quote: Places): string {
  const own = where?.placeId === undefined ? undefined : quote.places[where.placeId]?.timeZone
  return own ?? Object.values(quote.places).find((place) => place.countryCode === where?.countryCode)?.timeZone ?? 'UTC'
}
