// The one shape of a chain in quote, booking and consignment (CONTRACT §4), and the list of what was left out.
import { z } from 'zod'
import type { Text } from '#kernel'

export const MODE_CODES = ['1', '2', '3', '4', '8'] as const
export type ModeCode = (typeof MODE_CODES)[number]
export const OPERATION_CODES = [
  'LOADING',
  'DISCHARGE',
  'STUFFING',
  'STRIPPING',
  'STORAGE',
  'PRE_COOLING',
  'GAUGE_CHANGE',
  'CUSTOMS_EXPORT',
  'CUSTOMS_IMPORT',
  'CUSTOMS_TRANSIT',
  'INSPECTION',
] as const
export type OperationCode = (typeof OPERATION_CODES)[number]
export const EXCLUSION_CODES = [
  'mode-not-allowed',
  'place-avoided',
  'unit-not-accepted',
  'cargo-form-not-accepted',
  'too-heavy',
  'too-large',
  'dangerous-goods-not-accepted',
  'temperature-not-kept',
  'capacity-short',
  'cut-off-missed',
  'closed',
  'out-of-season',
  'not-operational',
  'too-many-legs',
  'after-deadline',
  'no-connection',
] as const
export type ExclusionCode = (typeof EXCLUSION_CODES)[number]

/** A refusal of a stage, with the rule behind it and a sentence for people. */
export interface Exclusion {
  readonly code: ExclusionCode
  /** Where the rule stands: "services.csv#r-yxo-duisburg-out.unit_types", "entrustment.modeCodes". */
  readonly ruleId: string
  readonly serviceId?: string
  readonly placeId?: string
  readonly detail: Text
}

const id = z.string().min(1).max(64)
const confidence = z.literal('estimate').optional()
const instant = z.iso.datetime()
const wholeG = z.int()
export const moneyJson = z.strictObject({ minor: z.string().regex(/^-?\d+$/), currency: z.string().regex(/^[A-Z]{3}$/) })
export const geographicalCoordinates = z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
const occurrenceLocation = z.object({
  placeId: id.optional(),
  geographicalCoordinates: geographicalCoordinates.optional(),
  countryCode: z.string().optional(),
  name: z.string().optional(),
})
export const transportEvent = z.object({
  occurrenceLocation: occurrenceLocation.optional(),
  scheduledOccurrenceDateTime: instant.optional(),
  estimatedOccurrenceDateTime: instant.optional(),
  actualOccurrenceDateTime: instant.optional(),
})

export const legElement = z.object({
  sequenceNumber: z.int(),
  kind: z.literal('LEG'),
  stageCode: z.enum(['PRE', 'MAIN', 'ON']),
  modeCode: z.enum(MODE_CODES),
  serviceId: id.optional(),
  departureId: id.optional(),
  distanceKm: z.number(),
  departureEvent: transportEvent,
  cutOffDateTime: instant.optional(),
  arrivalEvent: transportEvent,
  freeTeu: z.number().optional(),
  freeKg: z.number().optional(),
  truckQuantity: z.int().optional(),
  emissionG: wholeG,
  emissionFactorId: id,
  confidence,
})
export const hubOperationElement = z.object({
  sequenceNumber: z.int(),
  kind: z.literal('HUB_OPERATION'),
  occurrenceLocation,
  operations: z.array(z.object({ operationCode: z.enum(OPERATION_CODES), durationMinutes: z.int().optional() })),
  startEvent: transportEvent,
  endEvent: transportEvent,
  emissionG: wholeG,
  emissionFactorId: id,
  confidence,
})
export const element = z.discriminatedUnion('kind', [legElement, hubOperationElement])
export type Element = z.output<typeof element>
export type LegElement = z.output<typeof legElement>
export type HubOperationElement = z.output<typeof hubOperationElement>
