// Booking and consignment on the wire (CONTRACT §5).
import { z } from 'zod'
import { cargoMembers } from './cargo.ts'
import { hubOperationElement, legElement, moneyJson } from './element.ts'
import { milestoneName } from './milestone.ts'
import { namedParty, partyReference } from './party.ts'
import { itinerary, location, quote, serviceCharge } from './quote.ts'
import { plainCode, plainText } from './wire-text.ts'

const id = z.string().min(1).max(64)
const instant = z.iso.datetime()
const version = z.int().min(1)

export const BOOKING_STATUSES = ['HELD', 'CONFIRMED', 'EXPIRED', 'CANCELLED'] as const
export const CONSIGNMENT_STATUSES = ['CONFIRMED', 'IN_TRANSIT', 'DELIVERED', 'CANCELLED'] as const
export type ConsignmentStatus = (typeof CONSIGNMENT_STATUSES)[number]
export const TRANSPORT_DOCUMENT_STATUSES = [
  'DRAFT',
  'ISSUED',
  'PENDING_SURRENDER_FOR_DELIVERY',
  'SURRENDERED_FOR_DELIVERY',
  'VOIDED',
] as const
export type TransportDocumentStatus = (typeof TRANSPORT_DOCUMENT_STATUSES)[number]

export const affixedSeal = z.strictObject({ id: plainCode(35) })
export const usedTransportEquipment = z.strictObject({
  id: z.string().max(17),
  unitTypeCode: z.string().max(32),
  affixedSeal: z.array(affixedSeal).max(9).optional(),
})

export const bookingRequest = z.strictObject({
  quoteId: id,
  itineraryId: id,
  consignorAssignedId: plainText(1, 64).optional(),
  /** The caller's own party when absent. */
  consignor: partyReference.optional(),
  consignee: partyReference,
  /** The multimodal operator; the city's own, or a forwarder that books, when absent. */
  carrier: z.strictObject({ partyId: id }).optional(),
  usedTransportEquipment: z.array(usedTransportEquipment).min(1).max(999).optional(),
})
export type BookingRequest = z.output<typeof bookingRequest>

const bookedParties = {
  consignorAssignedId: z.string().optional(),
  consignor: namedParty,
  consignee: namedParty,
  freightForwarder: namedParty.optional(),
  carrier: namedParty,
}

export const booking = z.object({
  id,
  version,
  bookingStatus: z.enum(BOOKING_STATUSES),
  holdExpiresDateTime: instant.optional(),
  quoteId: id,
  itineraryId: id,
  ...bookedParties,
  consignmentId: id.optional(),
  cancellationReason: z.string().optional(),
  createdDateTime: instant,
  itinerary,
  places: quote.shape.places,
})
export type Booking = z.output<typeof booking>

export const cancellation = z.strictObject({ reason: plainText(1, 500) })

const elementMembers = { id, carrier: namedParty.optional() }
export const consignmentElement = z.discriminatedUnion('kind', [
  legElement.extend(elementMembers),
  hubOperationElement.extend(elementMembers),
])
export type ConsignmentElement = z.output<typeof consignmentElement>

export const progress = z.object({
  elementSequenceNumber: z.int(),
  milestone: milestoneName,
  milestoneDateTime: instant,
  estimatedDeliveryDateTime: instant.optional(),
})
export type Progress = z.output<typeof progress>

export const transportContractDocument = z.object({
  billId: id,
  transportDocumentReference: z.string().optional(),
  transportDocumentStatus: z.enum(TRANSPORT_DOCUMENT_STATUSES),
})

/** What a list shows of one, and what every slice contains. */
export const consignmentSummary = z.object({
  id,
  version,
  consignmentNumber: z.string(),
  consignmentStatus: z.enum(CONSIGNMENT_STATUSES),
  createdDateTime: instant,
  consignorAssignedId: z.string().optional(),
  carrierAcceptanceLocation: location.optional(),
  consigneeReceiptLocation: location.optional(),
  carrier: namedParty.optional(),
  progress: progress.optional(),
  estimatedDeliveryDateTime: instant.optional(),
  places: quote.shape.places,
  demo: z.literal(true).optional(),
})

/** One consignment, in the slice its reader has: WHOLE, WITHOUT_CHARGES or OWN_ELEMENTS. */
export const consignment = consignmentSummary.extend({
  slice: z.enum(['WHOLE', 'WITHOUT_CHARGES', 'OWN_ELEMENTS']),
  bookingId: id.optional(),
  consignor: namedParty.optional(),
  consignee: namedParty.optional(),
  freightForwarder: namedParty.optional(),
  ...cargoMembers,
  usedTransportEquipment: z.array(usedTransportEquipment).optional(),
  elements: z.array(consignmentElement),
  emissionG: z.int().optional(),
  totalAmount: moneyJson.optional(),
  applicableServiceCharge: z.array(serviceCharge).optional(),
  unpriced: z.array(z.object({ code: z.string(), placeId: id.optional() })).optional(),
  exchangeRates: quote.shape.exchangeRates.optional(),
  declaredValueForCarriageAmount: moneyJson.optional(),
  networkVersion: z.int().optional(),
  cancellationReason: z.string().optional(),
  transportContractDocument: transportContractDocument.optional(),
})
export type Consignment = z.output<typeof consignment>
export type ConsignmentSummary = z.output<typeof consignmentSummary>
