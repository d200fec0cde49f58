// EPCIS documents as a carrier's own system would send them (CONTRACT §6, standards.md §4.7).
import type { ConsignmentElement, MilestoneName } from '#model'

/** bizStep and disposition of CBV 2.0 for the milestones that our modes owe. */
const WORDS: Readonly<Partial<Record<MilestoneName, readonly [bizStep: string, disposition: string]>>> = {
  ACCEPTED: ['accepting', 'in_progress'],
  PICKED_UP: ['departing', 'in_progress'],
  GATED_IN: ['arriving', 'in_progress'],
  GATED_OUT: ['departing', 'in_transit'],
  LOADED: ['loading', 'in_transit'],
  DEPARTED: ['departing', 'in_transit'],
  ARRIVED: ['arriving', 'in_transit'],
  DISCHARGED: ['unloading', 'in_progress'],
  STORED: ['storing', 'in_progress'],
  DELIVERED: ['accepting', 'completeness_verified'],
}

export interface Happened {
  readonly element: ConsignmentElement
  readonly milestone: MilestoneName
  readonly at: string
}

export const epcisDocument = (origin: string, consignmentId: string, happened: readonly Happened[]) => ({
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { yidan: 'urn:yidan:epcis:' }],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: happened.at(-1)?.at ?? '2026-12-01T00:00:00Z',
  epcisBody: { eventList: happened.map((one) => epcisEvent(origin, consignmentId, one)) },
})

function epcisEvent(origin: string, consignmentId: string, { element, milestone, at }: Happened) {
  const [bizStep, disposition] = WORDS[milestone] ?? ['inspecting', 'conformant']
  const placeId = placeOf(element, milestone)
  return {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    bizStep,
    disposition,
    epcList: [`${origin}/consignments/${consignmentId}`],
    eventTime: Temporal.Instant.from(at).toString({ fractionalSecondDigits: 3 }),
    eventTimeZoneOffset: '+08:00',
    ...(placeId === undefined ? {} : { readPoint: { id: `${origin}/places/${placeId}` } }),
    'yidan:consignment': consignmentId,
    'yidan:element': element.id,
    'yidan:milestone': milestone,
  }
}

const AT_END: ReadonlySet<MilestoneName> = new Set([
  'ARRIVED',
  'DISCHARGED',
  'DELIVERED',
  'STRIPPED',
  'DROPPED_OFF',
  'AVAILABLE_FOR_PICKUP',
])

function placeOf(element: ConsignmentElement, milestone: MilestoneName): string | undefined {
  if (element.kind === 'HUB_OPERATION') return element.occurrenceLocation.placeId
  const event = AT_END.has(milestone) ? element.arrivalEvent : element.departureEvent
  return event.occurrenceLocation?.placeId
}
