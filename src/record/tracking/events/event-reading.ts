// What tracking needs of an event that the rules have passed: when, what, where, of which consignment, and what it means.
import { MILESTONES, type MilestoneName } from '#model'
import { expandedName, isObject, type Namespaces, readContext, YIDAN_NAMESPACE } from '../epcis/context.ts'
import { equipmentOf, placeOf } from '../epcis/identifiers.ts'
import { parseTime } from '../epcis/member-rules.ts'

type Members = Readonly<Record<string, unknown>>

export interface EventReading {
  readonly eventTime: Temporal.Instant
  readonly type: string
  readonly bizStep?: string
  readonly disposition?: string
  /** The place of this window where it was read, or else where it stays. */
  readonly placeId?: string
  readonly equipmentIds: readonly string[]
  /** Ids on the wire of consignments that stand as EPC, for goods without a number of their own. */
  readonly consignmentIds: readonly string[]
  /** Everything it is about, as it names it. */
  readonly subjects: readonly string[]
  /** Our extension. */
  readonly named: { readonly consignment?: string; readonly element?: string; readonly milestone?: MilestoneName }
  /** An error declaration's time. */
  readonly declared?: Temporal.Instant
}

/** How each milestone is written as an event (standards.md §4.7); reading goes the other way. */
export const MEANINGS: Readonly<Record<MilestoneName, { readonly bizStep: string; readonly disposition?: string }>> = {
  ACCEPTED: { bizStep: 'accepting', disposition: 'in_progress' },
  PICKED_UP: { bizStep: 'departing', disposition: 'in_progress' },
  STUFFED: { bizStep: 'packing', disposition: 'container_closed' },
  SEALED: { bizStep: 'inspecting', disposition: 'container_closed' },
  GATED_OUT: { bizStep: 'departing', disposition: 'in_transit' },
  GATED_IN: { bizStep: 'arriving', disposition: 'in_progress' },
  LOADED: { bizStep: 'loading', disposition: 'in_transit' },
  DEPARTED: { bizStep: 'departing', disposition: 'in_transit' },
  BORDER_CROSSED: { bizStep: 'transporting', disposition: 'in_transit' },
  GAUGE_CHANGED: { bizStep: 'urn:yidan:epcis:bizStep:gauge_changing', disposition: 'in_transit' },
  HANDED_OVER: { bizStep: 'accepting', disposition: 'in_transit' },
  ARRIVED: { bizStep: 'arriving', disposition: 'in_transit' },
  DISCHARGED: { bizStep: 'unloading', disposition: 'in_progress' },
  STORED: { bizStep: 'storing', disposition: 'in_progress' },
  // A declaration is a document, for which CBV has no step.
  CUSTOMS_SUBMITTED: { bizStep: 'urn:yidan:epcis:bizStep:customs_submitting', disposition: 'in_progress' },
  CUSTOMS_RELEASED: { bizStep: 'inspecting', disposition: 'conformant' },
  AVAILABLE_FOR_PICKUP: { bizStep: 'staging_outbound', disposition: 'available' },
  DELIVERED: { bizStep: 'accepting', disposition: 'completeness_verified' },
  STRIPPED: { bizStep: 'unpacking' },
  DROPPED_OFF: { bizStep: 'arriving', disposition: 'available' },
}
/** Steps of senders who keep to the customers' side of the vocabulary; `transporting` alone is a position, not a border. */
const ALSO: Readonly<Record<string, MilestoneName>> = { receiving: 'DELIVERED', shipping: 'DEPARTED' }

/** What the event may mean, the surest first; `exact` when the disposition says so too. */
export function meaningsOf({
  bizStep,
  disposition,
  named,
}: EventReading): readonly { readonly milestone: MilestoneName; readonly exact: boolean }[] {
  if (named.milestone !== undefined) return [{ milestone: named.milestone, exact: true }]
  if (bizStep === undefined) return []
  const also = ALSO[bizStep]
  const words = MILESTONES.filter((milestone) => milestone !== 'BORDER_CROSSED' && MEANINGS[milestone].bizStep === bizStep)
  // An inspection is a release by customs only when it finds the goods in order.
  const meant = words.filter((milestone) => bizStep !== 'inspecting' || MEANINGS[milestone].disposition === disposition)
  return [...meant, ...(also === undefined ? [] : [also])]
    .map((milestone) => ({ milestone, exact: MEANINGS[milestone].disposition === disposition }))
    .toSorted((a, b) => Number(b.exact) - Number(a.exact))
}

const SUBJECT_LISTS = ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'] as const
const QUANTITY_LISTS = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'] as const
/** Enough to find an event by; a box of ten thousand parcels is found by the box. */
const MOST_SUBJECTS = 200

export function readEvent(event: Members, outer: Namespaces, origin: string): EventReading {
  const namespaces = event['@context'] === undefined ? outer : readContext(event['@context'], '', outer).namespaces
  const epcs = subjectsOf(event)
  const places = [event['readPoint'], event['bizLocation']].flatMap((place) =>
    isObject(place) && typeof place['id'] === 'string' ? [place['id']] : [],
  )
  const placeId = places.map((place) => placeOf(place, origin)).find((id) => id !== undefined)
  const consignments = `${origin}/consignments/`
  const declaration = event['errorDeclaration']
  const declared = isObject(declaration) ? parseTime(declaration['declarationTime']) : undefined
  return {
    eventTime: parseTime(event['eventTime']) ?? Temporal.Instant.fromEpochMilliseconds(0),
    type: typeof event['type'] === 'string' ? event['type'] : '',
    ...(typeof event['bizStep'] === 'string' && { bizStep: shortWord(event['bizStep'], namespaces) }),
    ...(typeof event['disposition'] === 'string' && { disposition: shortWord(event['disposition'], namespaces) }),
    ...(placeId !== undefined && { placeId }),
    equipmentIds: epcs.flatMap((epc) => equipmentOf(epc) ?? []),
    consignmentIds: epcs.flatMap((epc) => (epc.startsWith(consignments) ? [epc.slice(consignments.length)] : [])),
    subjects: [...new Set([...epcs, ...places])].slice(0, MOST_SUBJECTS),
    named: namedOf(event, namespaces),
    ...(declared && { declared }),
  }
}

function subjectsOf(event: Members): string[] {
  const listed = SUBJECT_LISTS.flatMap((name) => (Array.isArray(event[name]) ? event[name] : []))
  const classes = QUANTITY_LISTS.flatMap((name) => (Array.isArray(event[name]) ? event[name] : [])).map((one: unknown) =>
    isObject(one) ? one['epcClass'] : undefined,
  )
  return [event['parentID'], ...listed, ...classes].filter((one): one is string => typeof one === 'string')
}

function namedOf(event: Members, namespaces: Namespaces): EventReading['named'] {
  const ours = Object.fromEntries(
    Object.entries(event).flatMap(([name, value]) => {
      const full = expandedName(name, namespaces)
      return full?.namespace === YIDAN_NAMESPACE ? [[full.local, value]] : []
    }),
  )
  const { consignment, element } = ours
  const milestone = MILESTONES.find((one) => one === ours['milestone'])
  return {
    ...(typeof consignment === 'string' && { consignment }),
    ...(typeof element === 'string' && { element }),
    ...(milestone && { milestone }),
  }
}

/** CBV's own words by their short names, whichever way they were written. */
function shortWord(value: string, namespaces: Namespaces): string {
  const full = expandedName(value, namespaces)
  return (full === undefined ? value : full.namespace + full.local).replace(/^https:\/\/ref\.gs1\.org\/cbv\/(?:BizStep|Disp)-/, '')
}
