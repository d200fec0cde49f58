// The entrustment a shipper asks with and the answer he gets (CONTRACT §4).
import { z } from 'zod'
import { cargoMembers } from './cargo.ts'
import { element, EXCLUSION_CODES, geographicalCoordinates, MODE_CODES, moneyJson } from './element.ts'
import { CALCULATION_BASES, CHARGE_CODES } from './mode.ts'
import { plainText } from './wire-text.ts'

const id = z.string().min(1).max(64)
/** Any offset is accepted, none is refused. */
const instant = z.iso.datetime({ offset: true })
const answered = z.iso.datetime()
const confidence = z.literal('estimate').optional()

export const location = z.union([
  z.strictObject({ placeId: id }),
  z.strictObject({
    geographicalCoordinates,
    countryCode: z.string().regex(/^[A-Z]{2}$/),
    name: plainText(1, 200).optional(),
  }),
])
export type Location = z.output<typeof location>

export const CURRENCIES = ['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'KRW', 'SGD', 'MYR', 'THB', 'AUD', 'HKD', 'RUB', 'KZT'] as const

export const entrustment = z.strictObject({
  carrierAcceptanceLocation: location,
  consigneeReceiptLocation: location,
  readyDateTime: instant,
  deadlineDateTime: instant.optional(),
  currency: z.enum(CURRENCIES).default('CNY'),
  ...cargoMembers,
  declaredValueForCarriageAmount: moneyJson.optional(),
  modeCodes: z.array(z.enum(MODE_CODES)).min(1).max(5).optional(),
  maximumLegs: z.int().min(1).max(8).optional(),
  viaPlaceIds: z.array(id).min(1).max(3).optional(),
  avoidPlaceIds: z.array(id).min(1).max(20).optional(),
})
export type Entrustment = z.output<typeof entrustment>
export const DEFAULT_MAXIMUM_LEGS = 5

export const serviceCharge = z.object({
  chargeCode: z.enum(CHARGE_CODES),
  elementSequenceNumber: z.int(),
  calculationBasisCode: z.enum(CALCULATION_BASES),
  basisQuantity: z.number(),
  unitAmount: moneyJson,
  appliedAmount: moneyJson,
  sourceId: z.string(),
  confidence: z.string().optional(),
})
export const itinerary = z.object({
  id,
  labels: z.array(z.enum(['FASTEST', 'CHEAPEST', 'GREENEST', 'MOST_RELIABLE'])),
  criteria: z.object({
    arrivalDateTime: answered,
    totalAmount: moneyJson,
    emissionG: z.int(),
    onTimeProbability: z.number().optional(),
    expectedDelayMinutes: z.number().optional(),
  }),
  elements: z.array(element),
  applicableServiceCharge: z.array(serviceCharge),
  unpriced: z.array(z.object({ code: z.string(), placeId: id.optional() })),
})
export type Itinerary = z.output<typeof itinerary>

export const exclusion = z.object({
  code: z.enum(EXCLUSION_CODES),
  ruleId: z.string(),
  serviceId: id.optional(),
  placeId: id.optional(),
  detail: z.string(),
  /** One member of the entrustment that would admit it; without `value` the member is to be left out. */
  relaxation: z.object({ pointer: z.string(), value: z.unknown().optional() }).optional(),
})
export const quote = z.object({
  id,
  networkVersion: z.int(),
  createdDateTime: answered,
  expiresDateTime: answered,
  currency: z.string(),
  /** The question as understood, so that a saved quote can be asked again. */
  entrustment: entrustment.optional(),
  itineraries: z.array(itinerary),
  exchangeRates: z.array(
    z.object({ fromCurrency: z.string(), toCurrency: z.string(), rate: z.string(), sourceId: z.string(), confidence }),
  ),
  excluded: z.array(exclusion),
  places: z.record(
    z.string(),
    z.object({
      name: z.object({ zh: z.string(), en: z.string() }),
      timeZone: z.string(),
      geographicalCoordinates: geographicalCoordinates.optional(),
      countryCode: z.string().optional(),
    }),
  ),
})
export type Quote = z.output<typeof quote>
