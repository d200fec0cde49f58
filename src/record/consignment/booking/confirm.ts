// A held booking becomes a consignment: everything that is written when it is confirmed, made of what was frozen when it was held.
import { type NewUuid, wireId } from '#kernel'
import { type ConsignmentRole, loadOf, type Modes, type ReferenceNetwork } from '#model'
import type { ConsignmentRow } from '../record/row.ts'
import { chainCloses } from './claims.ts'
import { type Duties, newElements, type NewElement } from './elements.ts'
import type { BookingRow } from './row.ts'

/** The row to be, with everything that the database itself gives left out. */
export interface NewConsignment {
  readonly row: Omit<ConsignmentRow, 'number'>
  readonly elements: readonly NewElement[]
  /** `CQ26-1125-`; the running number follows. */
  readonly numberPrefix: string
  readonly closesAt: string
  readonly plannedDeliveryAt: string
}

export interface ConfirmContext {
  readonly network: ReferenceNetwork
  readonly modes: Modes
  readonly duties: Duties
  readonly newUuid: NewUuid
  readonly now: Temporal.Instant
}

const CITY_PREFIX = 'CQ'
/** Numbers carry the city's day, whoever books from wherever. */
const CITY_ZONE = 'Asia/Shanghai'

export function numberPrefix(now: Temporal.Instant): string {
  const [year = '', month = '', day = ''] = now.toZonedDateTimeISO(CITY_ZONE).toPlainDate().toString().split('-')
  return `${CITY_PREFIX}${year.slice(2)}-${month}${day}-`
}

export function newConsignment(booking: BookingRow, { network, modes, duties, newUuid, now }: ConfirmContext): NewConsignment {
  const { question, itinerary } = booking
  const load = loadOf(question, network.unitTypes)
  const elements = newElements(itinerary.elements, { network, modes, load, duties, newUuid })
  const plannedDeliveryAt = itinerary.criteria.arrivalDateTime
  const value = question.declaredValueForCarriageAmount
  return {
    elements,
    numberPrefix: numberPrefix(now),
    closesAt: chainCloses(itinerary, network.places)?.toString() ?? plannedDeliveryAt,
    plannedDeliveryAt,
    row: {
      id: newUuid(),
      status: 'CONFIRMED',
      version: 1,
      booking_id: booking.id,
      network_version: booking.network_version,
      consignor_assigned_id: booking.consignor_assigned_id,
      parties: booking.parties,
      cargo_form_code: question.cargoFormCode,
      requested_equipment: question.requestedEquipment ?? null,
      carrier_acceptance_location: question.carrierAcceptanceLocation,
      consignee_receipt_location: question.consigneeReceiptLocation,
      declared_value_minor: value === undefined ? null : BigInt(value.minor),
      declared_value_currency: value?.currency ?? null,
      total_minor: BigInt(itinerary.criteria.totalAmount.minor),
      total_currency: itinerary.criteria.totalAmount.currency,
      emission_g: BigInt(itinerary.criteria.emissionG),
      unpriced: itinerary.unpriced,
      exchange_rates: ratesOf(booking),
      places: booking.places,
      demo: booking.demo,
      planned_delivery_at: Temporal.Instant.from(plannedDeliveryAt),
      progress_element_sequence_number: null,
      progress_milestone: null,
      progress_milestone_at: null,
      estimated_delivery_at: null,
      bill_id: null,
      transport_document_reference: null,
      transport_document_status: null,
      cancellation_reason: null,
      created_at: now,
      party_roles: partyRoles(booking, elements),
      items: question.includedConsignmentItem,
      equipment: booking.used_equipment,
      elements: elements.map(({ id, sequenceNumber, carrierId, authorityId, owed, facts }) => ({
        id,
        sequenceNumber,
        carrierId: carrierId ?? null,
        authorityId: authorityId ?? null,
        owed,
        facts,
      })),
      charges: itinerary.applicableServiceCharge,
    },
  }
}

/** Only the rates that this chain's own lines needed. */
function ratesOf({ itinerary, exchange_rates: rates }: BookingRow): BookingRow['exchange_rates'] {
  const currencies = new Set(itinerary.applicableServiceCharge.map(({ appliedAmount }) => appliedAmount.currency))
  return rates.filter(({ fromCurrency }) => currencies.has(fromCurrency))
}

function partyRoles(booking: BookingRow, elements: readonly NewElement[]): { partyId: string; role: ConsignmentRole }[] {
  const all: (readonly [string | null | undefined, ConsignmentRole])[] = [
    [booking.consignor_party_id, 'CONSIGNOR'],
    [booking.consignee_party_id, 'CONSIGNEE'],
    [booking.freight_forwarder_party_id, 'FREIGHT_FORWARDER'],
    [booking.carrier_party_id, 'CARRIER'],
    ...elements.map(({ carrierId, kind }) => [carrierId, kind === 'LEG' ? 'ELEMENT_CARRIER' : 'HUB_OPERATOR'] as const),
    ...elements.map(({ authorityId }) => [authorityId, 'AUTHORITY'] as const),
  ]
  const roles = all.flatMap(([partyId, role]) => (partyId === null || partyId === undefined ? [] : [{ partyId, role }]))
  return [...new Map(roles.map((one) => [`${one.role} ${one.partyId}`, one])).values()]
}

export const consignmentWireId = ({ row }: NewConsignment): string => wireId('csg', row.id)
