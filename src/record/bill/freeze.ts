// What issue freezes of a consignment, and what it does not: everything that moves on, and every price.
import { type BillDocument, billDocument, type Consignment, type ConsignmentElement, type ConsignmentRole } from '#model'
import { type ConsignmentRecord, viewOf } from '#record/consignment'

export interface FreezeWishes {
  readonly isToOrder: boolean
  /** A draft has neither. */
  readonly transportDocumentReference?: string
  readonly issueDate?: Temporal.PlainDate
}

/** The document, the same for everyone who may read it: prices stand in the contract, not on a bill that passes from hand to hand. */
export function freeze(record: ConsignmentRecord, { isToOrder, transportDocumentReference, issueDate }: FreezeWishes): BillDocument {
  const { estimatedDeliveryDateTime: _, ...shown } = viewOf(record, 'WITHOUT_CHARGES', '')
  const { consignor, consignee, carrier, freightForwarder } = record.whole
  // The schema strips status, version, progress and whatever else is not the document's.
  return billDocument.parse({
    ...(transportDocumentReference === undefined ? {} : { transportDocumentReference }),
    transportDocumentTypeCode: 'MTD',
    isToOrder,
    isElectronic: true,
    ...(issueDate === undefined ? {} : { issueDate: issueDate.toString() }),
    documentParties: {
      shipper: consignor,
      consignee,
      issuingParty: carrier,
      ...(freightForwarder === undefined ? {} : { freightForwarder }),
    },
    consignment: { ...shown, elements: shown.elements.map(planned) },
  })
}

/** An element as it was planned: what happened, what is expected and what room is left are told elsewhere, and change. */
function planned(element: ConsignmentElement): ConsignmentElement {
  if (element.kind === 'HUB_OPERATION')
    return { ...element, startEvent: plannedEvent(element.startEvent), endEvent: plannedEvent(element.endEvent) }
  const { freeTeu: _t, freeKg: _k, ...kept } = element
  return { ...kept, departureEvent: plannedEvent(element.departureEvent), arrivalEvent: plannedEvent(element.arrivalEvent) }
}
function plannedEvent<E extends { estimatedOccurrenceDateTime?: string | undefined; actualOccurrenceDateTime?: string | undefined }>(
  event: E,
): Omit<E, 'estimatedOccurrenceDateTime' | 'actualOccurrenceDateTime'> {
  const { estimatedOccurrenceDateTime: _e, actualOccurrenceDateTime: _a, ...kept } = event
  return kept
}

/** From the first planned moment to the last: while a bill for these goods lives, its boxes are on no other. */
export function plannedSpan({ elements }: Pick<Consignment, 'elements'>): { readonly from: string; readonly until: string } | undefined {
  const times = elements
    .flatMap((element) =>
      element.kind === 'LEG'
        ? [element.departureEvent.scheduledOccurrenceDateTime, element.arrivalEvent.scheduledOccurrenceDateTime]
        : [element.startEvent.scheduledOccurrenceDateTime, element.endEvent.scheduledOccurrenceDateTime],
    )
    .filter((time) => time !== undefined)
    .map((time) => Temporal.Instant.from(time))
    .toSorted((a, b) => Temporal.Instant.compare(a, b))
  const [from, until] = [times[0], times.at(-1)]
  return from && until && { from: from.toString(), until: until.toString() }
}

/** The day at the place where the carrier takes the goods in charge; that is also where the bill is issued. */
export function issueDay({ whole }: ConsignmentRecord, now: Temporal.Instant): Temporal.PlainDate {
  const { carrierAcceptanceLocation: start, places, elements } = whole
  const first = elements.find((element) => element.kind === 'LEG')?.departureEvent.occurrenceLocation?.placeId
  const placeId = (start && 'placeId' in start ? start.placeId : undefined) ?? first ?? ''
  const timeZone = places[placeId]?.timeZone ?? Object.values(places)[0]?.timeZone ?? 'UTC'
  return now.toZonedDateTimeISO(timeZone).toPlainDate()
}

/**
 * Who holds it first: of a bill to order the consignor, of a straight one the consignee, where they have an account. Whoever
 * has none cannot control an electronic document, so the consignor, or the forwarder who booked for him, holds it for him.
 */
export function firstPossessor({ partyRoles }: ConsignmentRecord, isToOrder: boolean): string | undefined {
  const wanted: readonly ConsignmentRole[] = isToOrder
    ? ['CONSIGNOR', 'FREIGHT_FORWARDER']
    : ['CONSIGNEE', 'CONSIGNOR', 'FREIGHT_FORWARDER']
  for (const role of wanted) {
    const found = partyRoles.find((one) => one.role === role)
    if (found !== undefined) return found.partyId
  }
  return undefined
}
