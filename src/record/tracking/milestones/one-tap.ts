// One tap as an EPCIS event: what a partner's own system would have sent.
import type { ConsignmentElement, MilestoneName } from '#model'
import type { ConsignmentRecord } from '#record/consignment'
import { MEANINGS } from '../events/event-reading.ts'
import { consignmentUri, epcOfEquipment, placeUri } from '../epcis/identifiers.ts'
import { placeOfMilestone } from '../events/join.ts'

export const OUR_CONTEXT = JSON.stringify(['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { yidan: 'urn:yidan:epcis:' }])

export interface Tap {
  readonly record: ConsignmentRecord
  readonly element: ConsignmentElement
  readonly owed: readonly MilestoneName[]
  readonly milestone: MilestoneName
  /** As it was written, with its offset. */
  readonly occurredDateTime: string
  readonly equipmentId?: string | undefined
  readonly origin: string
}

/** The event's text; its hash and its place in the record are found as for any other. */
export function tapText({ record, element, owed, milestone, occurredDateTime, equipmentId, origin }: Tap): string {
  const { whole } = record
  const boxes = equipmentId === undefined ? (whole.usedTransportEquipment ?? []).map(({ id }) => id) : [equipmentId]
  const placeId = placeOfMilestone(element, milestone, owed)
  const { bizStep, disposition } = MEANINGS[milestone]
  const event = {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    bizStep,
    ...(disposition !== undefined && { disposition }),
    epcList: boxes.length > 0 ? [...new Set(boxes)].map(epcOfEquipment) : [consignmentUri(origin, whole.id)],
    eventTime: Temporal.Instant.from(occurredDateTime).toString({ smallestUnit: 'millisecond' }),
    eventTimeZoneOffset: offsetOf(occurredDateTime, placeId === undefined ? undefined : whole.places[placeId]?.timeZone),
    ...(placeId !== undefined && { readPoint: { id: placeUri(origin, placeId) } }),
    'yidan:consignment': whole.id,
    'yidan:element': element.id,
    'yidan:milestone': milestone,
  }
  return JSON.stringify(event)
}

/** The clock on the wall where it happened: as it was written, or by the place's zone when it was written in UTC. */
function offsetOf(occurredDateTime: string, timeZone: string | undefined): string {
  const written = /[+-]\d{2}:\d{2}$/.exec(occurredDateTime)?.[0]
  if (written !== undefined) return written === '-00:00' ? '+00:00' : written
  return timeZone === undefined ? '+00:00' : Temporal.Instant.from(occurredDateTime).toZonedDateTimeISO(timeZone).offset.slice(0, 6)
}
