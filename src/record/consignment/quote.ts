// A quote: one entrustment in, every sensible chain out, with the reasons for what was left out (CONTRACT §4).
import { inLanguage, instantText, type Language, type NewUuid, ok, refuse, type Result, wireId } from '#kernel'
import type { Entrustment, Itinerary, Modes, Quote, Refusal } from '#model'
import type { NetworkState } from '#record/network'
import { answerItinerary, ratesUsed, withLabels } from './answer.ts'
import { explain } from './explain.ts'
import { frontOf } from './front.ts'
import { understand } from './question.ts'

/** How long a quote may be booked (CONTRACT §4). */
export const QUOTE_HOURS = 24

export interface QuoteContext {
  readonly network: NetworkState
  readonly modes: Modes
  readonly now: Temporal.Instant
  readonly newUuid: NewUuid
  readonly language: Language
  /** Where the entrustment stands in the request's body, for pointers; its root by default. */
  readonly pointerBase?: string
}

export function askQuote(entrustment: Entrustment, context: QuoteContext): Result<Quote, Refusal> {
  const { network, modes, now, newUuid, language, pointerBase = '' } = context
  const understood = understand(entrustment, network, now)
  if (!understood.ok)
    return refuse({
      code: 'invalid-request',
      errors: understood.error.map((fault) => ({ ...fault, pointer: pointerBase + fault.pointer })),
    })
  const id = wireId('qte', newUuid())
  const front = frontOf(understood.value, network, modes)
  const { book, asked, answer } = front
  const itineraries = withLabels(answer.itineraries.map((planned) => answerItinerary(book, asked, planned, newUuid)))
  const excluded = explain(front, understood.value, { network, modes, now }).map(({ detail, relaxation, ...where }) => ({
    ...where,
    detail: inLanguage(detail, language),
    ...(relaxation && { relaxation: { ...relaxation, pointer: pointerBase + relaxation.pointer } }),
  }))
  return ok({
    id,
    networkVersion: network.version,
    createdDateTime: instantText(now),
    expiresDateTime: instantText(now.add({ hours: QUOTE_HOURS })),
    currency: entrustment.currency,
    entrustment,
    itineraries,
    exchangeRates: ratesUsed(book, itineraries),
    excluded,
    places: placesNamed(entrustment, itineraries, excluded, network),
  })
}

/** Every place the answer names, with its zone, so that a client never guesses one. */
function placesNamed(
  entrustment: Entrustment,
  itineraries: readonly Itinerary[],
  excluded: Quote['excluded'],
  { reference }: NetworkState,
): Quote['places'] {
  const ids = new Set<string>()
  const add = (id: string | undefined): void => void (id !== undefined && ids.add(id))
  for (const end of [entrustment.carrierAcceptanceLocation, entrustment.consigneeReceiptLocation]) if ('placeId' in end) add(end.placeId)
  for (const id of [...(entrustment.viaPlaceIds ?? []), ...(entrustment.avoidPlaceIds ?? [])]) add(id)
  for (const { elements, unpriced } of itineraries) {
    for (const element of elements) {
      if (element.kind === 'HUB_OPERATION') add(element.occurrenceLocation.placeId)
      else for (const event of [element.departureEvent, element.arrivalEvent]) add(event.occurrenceLocation?.placeId)
    }
    for (const { placeId } of unpriced) add(placeId)
  }
  for (const { placeId } of excluded) add(placeId)
  return Object.fromEntries(
    [...ids].flatMap((id) => {
      const place = reference.places.get(id)
      return place
        ? [
            [
              id,
              {
                name: place.name,
                timeZone: place.timeZone,
                geographicalCoordinates: { latitude: place.latitude, longitude: place.longitude },
                countryCode: place.countryCode,
              },
            ],
          ]
        : []
    }),
  )
}
