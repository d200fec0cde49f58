// A consignment's row as the database gives it, and the record made of it. What we stored ourselves is not judged again.
import { instantText, wireId } from '#kernel'
import type { Consignment, ConsignmentElement, ConsignmentRole, ConsignmentStatus, MilestoneName, TransportDocumentStatus } from '#model'
import type { ConsignmentRecord } from './record.ts'

type Parties = Pick<Consignment, 'consignor' | 'consignee' | 'freightForwarder' | 'carrier'>

export interface ConsignmentRow {
  readonly id: string
  readonly number: string
  readonly status: ConsignmentStatus
  readonly version: number
  readonly booking_id: string
  readonly network_version: number
  readonly consignor_assigned_id: string | null
  readonly parties: Parties
  readonly cargo_form_code: Consignment['cargoFormCode']
  readonly requested_equipment: NonNullable<Consignment['requestedEquipment']> | null
  readonly carrier_acceptance_location: NonNullable<Consignment['carrierAcceptanceLocation']>
  readonly consignee_receipt_location: NonNullable<Consignment['consigneeReceiptLocation']>
  readonly declared_value_minor: bigint | null
  readonly declared_value_currency: string | null
  readonly total_minor: bigint
  readonly total_currency: string
  readonly emission_g: bigint
  readonly unpriced: NonNullable<Consignment['unpriced']>
  readonly exchange_rates: NonNullable<Consignment['exchangeRates']>
  readonly places: Consignment['places']
  readonly demo: boolean
  readonly planned_delivery_at: Temporal.Instant
  readonly progress_element_sequence_number: number | null
  readonly progress_milestone: MilestoneName | null
  readonly progress_milestone_at: Temporal.Instant | null
  readonly estimated_delivery_at: Temporal.Instant | null
  readonly bill_id: string | null
  readonly transport_document_reference: string | null
  readonly transport_document_status: TransportDocumentStatus | null
  readonly cancellation_reason: string | null
  readonly created_at: Temporal.Instant
  readonly party_roles: readonly { readonly partyId: string; readonly role: ConsignmentRole }[] | null
  readonly items: Consignment['includedConsignmentItem'] | null
  readonly equipment: NonNullable<Consignment['usedTransportEquipment']> | null
  readonly elements: readonly ElementRow[] | null
  readonly charges: NonNullable<Consignment['applicableServiceCharge']> | null
}

interface ElementRow {
  readonly sequenceNumber: number
  readonly id: string
  readonly carrierId: string | null
  readonly authorityId: string | null
  readonly owed: readonly MilestoneName[]
  readonly facts: ConsignmentElement
}

export function recordOf(row: ConsignmentRow): ConsignmentRecord {
  return {
    uuid: row.id,
    version: row.version,
    status: row.status,
    partyRoles: row.party_roles ?? [],
    whole: wholeOf(row),
    elementParties: (row.elements ?? []).map(({ sequenceNumber, id, carrierId, authorityId, owed }) => ({
      sequenceNumber,
      elementUuid: id,
      ...(carrierId !== null && { partyId: carrierId }),
      ...(authorityId !== null && { authorityPartyId: authorityId }),
      owed,
    })),
  }
}

function wholeOf(row: ConsignmentRow): Consignment {
  return {
    id: wireId('csg', row.id),
    version: row.version,
    consignmentNumber: row.number,
    consignmentStatus: row.status,
    createdDateTime: instantText(row.created_at),
    slice: 'WHOLE',
    bookingId: wireId('bkg', row.booking_id),
    ...(row.consignor_assigned_id !== null && { consignorAssignedId: row.consignor_assigned_id }),
    ...row.parties,
    carrierAcceptanceLocation: row.carrier_acceptance_location,
    consigneeReceiptLocation: row.consignee_receipt_location,
    cargoFormCode: row.cargo_form_code,
    ...(row.requested_equipment !== null && { requestedEquipment: row.requested_equipment }),
    includedConsignmentItem: row.items ?? [],
    ...(row.equipment !== null && { usedTransportEquipment: row.equipment }),
    elements: (row.elements ?? []).map(({ facts }) => facts),
    emissionG: Number(row.emission_g),
    totalAmount: { minor: row.total_minor.toString(), currency: row.total_currency },
    applicableServiceCharge: row.charges ?? [],
    unpriced: row.unpriced,
    exchangeRates: row.exchange_rates,
    ...(row.declared_value_minor !== null &&
      row.declared_value_currency !== null && {
        declaredValueForCarriageAmount: { minor: row.declared_value_minor.toString(), currency: row.declared_value_currency },
      }),
    networkVersion: row.network_version,
    ...progressOf(row),
    estimatedDeliveryDateTime: instantText(row.estimated_delivery_at ?? row.planned_delivery_at),
    ...documentOf(row),
    ...(row.cancellation_reason !== null && { cancellationReason: row.cancellation_reason }),
    places: row.places,
    ...(row.demo && { demo: true as const }),
  }
}

function progressOf(row: ConsignmentRow): Pick<Consignment, 'progress'> {
  const { progress_element_sequence_number: sequence, progress_milestone: milestone, progress_milestone_at: at } = row
  if (sequence === null || milestone === null || at === null) return {}
  return {
    progress: {
      elementSequenceNumber: sequence,
      milestone,
      milestoneDateTime: instantText(at),
      ...(row.estimated_delivery_at !== null && { estimatedDeliveryDateTime: instantText(row.estimated_delivery_at) }),
    },
  }
}

function documentOf(row: ConsignmentRow): Pick<Consignment, 'transportContractDocument'> {
  if (row.bill_id === null || row.transport_document_status === null) return {}
  return {
    transportContractDocument: {
      billId: wireId('bil', row.bill_id),
      ...(row.transport_document_reference !== null && { transportDocumentReference: row.transport_document_reference }),
      transportDocumentStatus: row.transport_document_status,
    },
  }
}
