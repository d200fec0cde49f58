// What each slice shows of a consignment: contract parties all, the consignee all but the prices, whoever handles it his part.
import type { Consignment, ConsignmentElement, ConsignmentSummary, Slice } from '#model'
import type { ConsignmentRecord } from './record.ts'

/** `partyId` is the UUID of the party that looks; OWN_ELEMENTS shows that party's elements. */
export function viewOf(record: ConsignmentRecord, slice: Slice, partyId: string): Consignment {
  const shown = partOf(record, slice, partyId)
  return { ...shown, slice, places: placesNamed(shown) }
}

function partOf(record: ConsignmentRecord, slice: Slice, partyId: string): Consignment {
  switch (slice) {
    case 'WHOLE':
      return record.whole
    case 'WITHOUT_CHARGES':
      return withoutCharges(record.whole)
    case 'OWN_ELEMENTS':
      return ownElements(record, partyId)
  }
}

function withoutCharges(whole: Consignment): Consignment {
  const { totalAmount: _t, applicableServiceCharge: _a, unpriced: _u, exchangeRates: _x, bookingId: _b, ...rest } = whole
  return rest
}

/** His own elements whole, the neighbours' times and places, the cargo without its value; an end's handler sees that end. */
function ownElements({ whole, elementParties }: ConsignmentRecord, partyId: string): Consignment {
  const own = new Set(
    elementParties
      .filter((element) => element.partyId === partyId || element.authorityPartyId === partyId)
      .map(({ sequenceNumber }) => sequenceNumber),
  )
  const [first, last] = [whole.elements[0]?.sequenceNumber, whole.elements.at(-1)?.sequenceNumber]
  const isSeen = (sequenceNumber: number): boolean => own.has(sequenceNumber) || own.has(sequenceNumber - 1) || own.has(sequenceNumber + 1)
  const startsIt = first !== undefined && own.has(first)
  const endsIt = last !== undefined && own.has(last)
  const { progress } = whole
  return {
    id: whole.id,
    version: whole.version,
    consignmentNumber: whole.consignmentNumber,
    consignmentStatus: whole.consignmentStatus,
    createdDateTime: whole.createdDateTime,
    slice: 'OWN_ELEMENTS',
    ...(whole.carrier && { carrier: whole.carrier }),
    ...(startsIt && whole.consignor && { consignor: whole.consignor }),
    ...(startsIt && whole.carrierAcceptanceLocation && { carrierAcceptanceLocation: whole.carrierAcceptanceLocation }),
    ...(endsIt && whole.consignee && { consignee: whole.consignee }),
    ...(endsIt && whole.consigneeReceiptLocation && { consigneeReceiptLocation: whole.consigneeReceiptLocation }),
    ...(endsIt && whole.estimatedDeliveryDateTime && { estimatedDeliveryDateTime: whole.estimatedDeliveryDateTime }),
    ...(progress && isSeen(progress.elementSequenceNumber) && { progress: withoutDelivery(progress, endsIt) }),
    cargoFormCode: whole.cargoFormCode,
    ...(whole.requestedEquipment && { requestedEquipment: whole.requestedEquipment }),
    includedConsignmentItem: whole.includedConsignmentItem,
    ...(whole.usedTransportEquipment && { usedTransportEquipment: whole.usedTransportEquipment }),
    elements: whole.elements.flatMap((element) =>
      own.has(element.sequenceNumber) ? [element] : isSeen(element.sequenceNumber) ? [neighbour(element)] : [],
    ),
    ...(whole.networkVersion !== undefined && { networkVersion: whole.networkVersion }),
    ...(whole.cancellationReason !== undefined && { cancellationReason: whole.cancellationReason }),
    places: whole.places,
    ...(whole.demo && { demo: whole.demo }),
  }
}

function withoutDelivery(progress: NonNullable<Consignment['progress']>, endsIt: boolean): NonNullable<Consignment['progress']> {
  if (endsIt) return progress
  const { estimatedDeliveryDateTime: _, ...rest } = progress
  return rest
}

/** When and where it comes from or goes on to; not by whom. */
function neighbour(element: ConsignmentElement): ConsignmentElement {
  if (element.kind === 'HUB_OPERATION') {
    const { carrier: _, ...rest } = element
    return { ...rest, operations: [] }
  }
  const { carrier: _c, serviceId: _s, departureId: _d, freeTeu: _t, freeKg: _k, truckQuantity: _q, cutOffDateTime: _o, ...rest } = element
  return rest
}

/** Only places that the view itself names. */
function placesNamed(shown: Consignment): Consignment['places'] {
  const ids = new Set<string | undefined>()
  for (const end of [shown.carrierAcceptanceLocation, shown.consigneeReceiptLocation]) if (end && 'placeId' in end) ids.add(end.placeId)
  for (const element of shown.elements) {
    if (element.kind === 'HUB_OPERATION') ids.add(element.occurrenceLocation.placeId)
    else for (const event of [element.departureEvent, element.arrivalEvent]) ids.add(event.occurrenceLocation?.placeId)
  }
  for (const { placeId } of shown.unpriced ?? []) ids.add(placeId)
  return Object.fromEntries(Object.entries(shown.places).filter(([id]) => ids.has(id)))
}

/** The members that a list shows. */
export function summaryOf(view: Consignment): ConsignmentSummary {
  const named = new Set(
    [view.carrierAcceptanceLocation, view.consigneeReceiptLocation].flatMap((end) => (end && 'placeId' in end ? [end.placeId] : [])),
  )
  return {
    id: view.id,
    version: view.version,
    consignmentNumber: view.consignmentNumber,
    consignmentStatus: view.consignmentStatus,
    createdDateTime: view.createdDateTime,
    ...(view.consignorAssignedId !== undefined && { consignorAssignedId: view.consignorAssignedId }),
    ...(view.carrierAcceptanceLocation && { carrierAcceptanceLocation: view.carrierAcceptanceLocation }),
    ...(view.consigneeReceiptLocation && { consigneeReceiptLocation: view.consigneeReceiptLocation }),
    ...(view.carrier && { carrier: view.carrier }),
    ...(view.progress && { progress: view.progress }),
    ...(view.estimatedDeliveryDateTime !== undefined && { estimatedDeliveryDateTime: view.estimatedDeliveryDateTime }),
    places: Object.fromEntries(Object.entries(view.places).filter(([id]) => named.has(id))),
    ...(view.demo && { demo: view.demo }),
  }
}
