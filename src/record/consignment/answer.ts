// A planned itinerary in the public shape (CONTRACT §4), rebuilt from the book's records: nothing is reckoned twice.
import { assert, type Decimal, decimalText, minuteText, type Money, type NewUuid, toNumber, wireId } from '#kernel'
import type { PlannedItinerary, PlannedLeg } from '#engines/planner'
import {
  type Charges,
  type Emission,
  type HubOperationElement,
  type HubStage,
  type Itinerary,
  type LegElement,
  legKm,
  type Mode,
  type ModeCode,
  modeFor,
  type StageEnd,
} from '#model'
import { type Book, costOf, HOME_COUNTRY, placeOf, type Price, priceOf, type Ride, type RoadRide } from './book.ts'
import { reliabilityOf } from './reliability.ts'
import { countryOf } from './road-arcs.ts'
import { stageCodes } from './stage-code.ts'
import { type Asked, demandOf, SEA } from './terms.ts'

type ServiceCharge = Itinerary['applicableServiceCharge'][number]
type Unpriced = Itinerary['unpriced'][number]

/** A planned leg with its record. */
export interface AnsweredLeg {
  readonly planned: PlannedLeg
  readonly leg: Ride | RoadRide
  readonly price: Price
  readonly modeCode: ModeCode
  readonly from: number
  readonly to: number
  readonly km: Decimal
}

export function legsOf(book: Book, asked: Asked, { legs }: PlannedItinerary): AnsweredLeg[] {
  const { stopPlace } = book.network.timetable
  return legs.map((planned) => {
    if (planned.kind === 'ROAD') {
      const leg = asked.roads[planned.arc]
      assert(leg, `road ${planned.arc}`)
      return { planned, leg, price: priceOf(book, leg), modeCode: '3', from: leg.from, to: leg.to, km: leg.km }
    }
    const leg = rideOf(asked, planned.fromStop, planned.toStop)
    return {
      planned,
      leg,
      price: priceOf(book, leg),
      modeCode: leg.modeCode,
      from: stopPlace[leg.from] ?? -1,
      to: stopPlace[leg.to] ?? -1,
      km: legKm(leg.stage),
    }
  })
}

function rideOf({ rides, question: { terms } }: Asked, from: number, to: number): Ride {
  for (let k = terms.rideStart[from] ?? 0; k < (terms.rideStart[from + 1] ?? 0); k++) {
    const ride = rides[k]
    if (ride?.to === to) return ride
  }
  throw new Error(`no ride ${from} to ${to}`)
}

interface HubStay {
  readonly stage: HubStage
  readonly index: number
  readonly arrives: number
  readonly ends: number
}

function hubStays(book: Book, legs: readonly AnsweredLeg[]): HubStay[] {
  const customsHub = book.customs && customsHubOf(book, legs)
  return legs.flatMap(({ planned, to, modeCode }, k) => {
    const next = legs[k + 1]
    if (!next && planned.kind === 'ROAD') return []
    const place = placeOf(book.network, to)
    const ends = next ? next.planned.departs : planned.arrives + Math.max(0, place.minimumTransferMinutes ?? 0)
    const stage: HubStage = {
      kind: 'HUB_OPERATION',
      place,
      bySea: modeCode === SEA || next?.modeCode === SEA,
      stayMinutes: ends - planned.arrives,
      last: !next,
      ...(book.customs && customsHub === k && { customsRegime: book.customs.regime }),
    }
    return [{ stage, index: to, arrives: planned.arrives, ends }]
  })
}

/** The leg after which customs are settled: at the last home hub before the border on the way out, else at the first behind it. */
function customsHubOf(book: Book, legs: readonly AnsweredLeg[]): number | undefined {
  const isHub = (leg: AnsweredLeg, k: number): boolean => k < legs.length - 1 || leg.planned.kind === 'RIDE'
  const homeHubs = legs.flatMap((leg, k) => (isHub(leg, k) && placeOf(book.network, leg.to).countryCode === HOME_COUNTRY ? [k] : []))
  return countryOf(book.origin.at) === HOME_COUNTRY ? homeHubs.at(-1) : homeHubs[0]
}

/** The leg that crosses the border of the customs country, for chains without a hub there. */
function crossingLeg(book: Book, legs: readonly AnsweredLeg[]): number | undefined {
  const home = (index: number): boolean => countryOf(endAt(book, index)) === HOME_COUNTRY
  const found = legs.findIndex((leg) => home(leg.from) !== home(leg.to))
  return found < 0 ? undefined : found
}

export function endAt(book: Book, index: number): StageEnd {
  if (index === book.origin.index) return book.origin.at
  if (index === book.destination.index) return book.destination.at
  return { place: placeOf(book.network, index) }
}

/** The plan's figures and the answer's are one; anything else is a fault of ours. */
export function answerItinerary(book: Book, asked: Asked, planned: PlannedItinerary, newUuid: NewUuid): Itinerary {
  const itinerary = buildItinerary(book, asked, planned, newUuid)
  const { totalAmount, emissionG } = itinerary.criteria
  assert(
    totalAmount.minor === String(planned.cost) && emissionG === planned.emission,
    `the answer's ${totalAmount.minor} and ${emissionG} g are the plan's ${planned.cost} and ${planned.emission} g`,
  )
  return itinerary
}

/** Reckons every line and gram from the records, whatever the plan says they add up to. */
export function buildItinerary(book: Book, asked: Asked, planned: PlannedItinerary, newUuid: NewUuid): Itinerary {
  const legs = legsOf(book, asked, planned)
  const stages = stageCodes(legs.map((leg) => ({ modeCode: leg.modeCode, km: toNumber(leg.km) })))
  const stays = hubStays(book, legs)
  const elements: Itinerary['elements'] = []
  const charges: { readonly charges: Charges; readonly element: number; readonly placeId: string | undefined }[] = []
  const { reference } = book.network
  const crossing = book.customs && customsHubOf(book, legs) === undefined ? crossingLeg(book, legs) : undefined
  legs.forEach((leg, k) => {
    const element = elements.push(legElement(book, leg, stages[k] ?? 'MAIN', elements.length + 1))
    charges.push({ charges: leg.price.charges, element, placeId: undefined })
    if (book.customs && crossing === k) charges.push({ charges: book.customs.charges, element, placeId: undefined })
    const stay = stays[k]
    if (!stay) return
    const park = modeFor(book.modes, stay.stage)
    const emission = park.emission(book.load, stay.stage, reference)
    const operations = park.operations(book.load, stay.stage, reference)
    const hub = elements.push(hubElement(stay, emission, operations, elements.length + 1))
    charges.push({ charges: park.charges(book.load, stay.stage, reference), element: hub, placeId: stay.stage.place.id })
  })
  const total = charges.reduce((sum, one) => sum + costOf(one.charges, book.exchange), 0)
  const emissionG = elements.reduce((sum, element) => sum + element.emissionG, 0)
  return {
    id: wireId('itn', newUuid()),
    labels: [],
    criteria: {
      arrivalDateTime: minuteText(planned.arrival),
      totalAmount: { minor: String(total), currency: book.exchange.currency },
      emissionG,
      ...reliabilityOf(asked, planned, asked.question.deadline),
    },
    elements,
    applicableServiceCharge: charges.flatMap(({ charges: { lines }, element }) =>
      lines.map((line): ServiceCharge => ({
        chargeCode: line.chargeCode,
        elementSequenceNumber: element,
        calculationBasisCode: line.calculationBasisCode,
        basisQuantity: toNumber(line.basisQuantity),
        unitAmount: moneyJson(line.unitAmount),
        appliedAmount: moneyJson(line.appliedAmount),
        sourceId: line.sourceId,
        confidence: line.confidence,
      })),
    ),
    unpriced: unpricedOf(book, charges),
  }
}

const moneyJson = ({ minor, currency }: Money): { minor: string; currency: string } => ({ minor: minor.toString(), currency })

function unpricedOf(book: Book, charges: readonly { readonly charges: Charges; readonly placeId: string | undefined }[]): Unpriced[] {
  const named = charges.flatMap(({ charges: { unpriced }, placeId }) => unpriced.map((code) => unpricedAt(code, placeId)))
  return [...named, ...foreignCustoms(book)]
}
const unpricedAt = (code: string, placeId: string | undefined): Unpriced => ({ code, ...(placeId !== undefined && { placeId }) })

/** The data prices the home side of a border only; the other side is somebody's bill all the same. */
function foreignCustoms(book: Book): Unpriced[] {
  if (!book.customs) return []
  const side = (code: string, end: StageEnd): Unpriced[] =>
    countryOf(end) === HOME_COUNTRY ? [] : [unpricedAt(code, 'place' in end ? end.place.id : undefined)]
  return [...side('CUSTOMS_EXPORT', book.origin.at), ...side('CUSTOMS_IMPORT', book.destination.at)]
}

function legElement(
  book: Book,
  { planned, leg, price: { charges, emission }, modeCode, from, to, km }: AnsweredLeg,
  stageCode: LegElement['stageCode'],
  sequenceNumber: number,
): LegElement {
  const trucks = charges.lines.find((line) => line.chargeCode === 'FREIGHT' && line.calculationBasisCode === 'TRUCK')?.basisQuantity
  const event = (index: number, minute: number): LegElement['departureEvent'] => ({
    occurrenceLocation: occurrenceLocation(endAt(book, index)),
    scheduledOccurrenceDateTime: minuteText(minute),
  })
  const scheduled = planned.kind === 'RIDE' && 'service' in leg ? { planned, leg } : undefined
  return {
    sequenceNumber,
    kind: 'LEG',
    stageCode,
    modeCode,
    ...(scheduled && { serviceId: scheduled.leg.stage.service.id, departureId: book.network.departureIds[scheduled.planned.trip] ?? '' }),
    distanceKm: Number(toNumber(km).toFixed(3)),
    departureEvent: event(from, planned.departs),
    ...(scheduled && { cutOffDateTime: minuteText(planned.departs - (book.network.timetable.cutOff[scheduled.planned.service] ?? 0)) }),
    arrivalEvent: event(to, planned.arrives),
    ...(scheduled && freeAfter(book, scheduled.planned)),
    ...(trucks !== undefined && { truckQuantity: toNumber(trucks) }),
    emissionG: emission.emissionG,
    emissionFactorId: emission.emissionFactorId,
    ...(isEstimate(emission, scheduled?.leg) && { confidence: 'estimate' as const }),
  }
}

/** A lorry on demand is never in a timetable; a service's time, delay and row each may be an estimate. */
function isEstimate(emission: Emission, ride: Ride | undefined): boolean {
  if (!ride) return true
  const { confidence, reliabilityConfidence } = ride.stage.service
  return [emission.confidence, confidence, reliabilityConfidence].includes('estimate')
}

export function occurrenceLocation(
  end: StageEnd,
): { placeId: string } | { geographicalCoordinates: { latitude: number; longitude: number }; countryCode: string } {
  if ('place' in end) return { placeId: end.place.id }
  const { latitude, longitude, countryCode } = end
  return { geographicalCoordinates: { latitude, longitude }, countryCode }
}

/** What stays free on the departure once this load is on it: the least over the legs ridden; nothing for elastic lorries. */
function freeAfter({ network, ...book }: Book, leg: Extract<PlannedLeg, { kind: 'RIDE' }>): { freeTeu?: number; freeKg?: number } {
  const { timetable, freeTeuCenti, freeKg } = network
  const base = (timetable.tripTimeStart[leg.trip] ?? 0) - (timetable.serviceStopStart[leg.service] ?? 0)
  const least = (free: Int32Array): number => Math.min(...free.subarray(base + leg.fromStop, base + leg.toStop))
  const demand = demandOf(book)
  const [teu, kg] = [least(freeTeuCenti), least(freeKg)]
  return {
    ...(teu >= 0 && demand.teuCenti > 0 && { freeTeu: Math.max(0, teu - demand.teuCenti) / 100 }),
    ...(kg >= 0 && { freeKg: Math.max(0, kg - demand.kg) }),
  }
}

function hubElement(
  { stage, arrives, ends }: HubStay,
  emission: Emission,
  operations: ReturnType<Mode['operations']>,
  sequenceNumber: number,
): HubOperationElement {
  return {
    sequenceNumber,
    kind: 'HUB_OPERATION',
    occurrenceLocation: { placeId: stage.place.id },
    operations: [...operations],
    startEvent: { scheduledOccurrenceDateTime: minuteText(arrives) },
    endEvent: { scheduledOccurrenceDateTime: minuteText(ends) },
    emissionG: emission.emissionG,
    emissionFactorId: emission.emissionFactorId,
    ...(emission.confidence === 'estimate' && { confidence: 'estimate' as const }),
  }
}

/** Each label goes to one member; among equals to the one that comes first in the front's order. */
export function withLabels(itineraries: readonly Itinerary[]): Itinerary[] {
  const least = (value: (one: Itinerary) => number): string | undefined =>
    itineraries.reduce<Itinerary | undefined>((best, one) => (!best || value(one) < value(best) ? one : best), undefined)?.id
  const holders = {
    FASTEST: least(({ criteria }) => Temporal.Instant.from(criteria.arrivalDateTime).epochMilliseconds),
    CHEAPEST: least(({ criteria }) => Number(criteria.totalAmount.minor)),
    GREENEST: least(({ criteria }) => criteria.emissionG),
    MOST_RELIABLE: least(({ criteria }) => criteria.expectedDelayMinutes ?? -(criteria.onTimeProbability ?? 0)),
  }
  const labels = ['FASTEST', 'CHEAPEST', 'GREENEST', 'MOST_RELIABLE'] as const
  return itineraries.map((one) => ({ ...one, labels: labels.filter((label) => holders[label] === one.id) }))
}

/** The rates that some charge line of the answer needed. */
export function ratesUsed(
  book: Book,
  itineraries: readonly Itinerary[],
): { fromCurrency: string; toCurrency: string; rate: string; sourceId: string; confidence?: 'estimate' }[] {
  const currencies = new Set(itineraries.flatMap((one) => one.applicableServiceCharge.map((line) => line.appliedAmount.currency)))
  currencies.delete(book.exchange.currency)
  return [...currencies].toSorted().map((currency) => {
    const { fromCurrency, toCurrency, rate, sourceId, confidence } = book.exchange.rate(currency)
    return { fromCurrency, toCurrency, rate: decimalText(rate), sourceId, ...(confidence === 'estimate' && { confidence }) }
  })
}
