// The chain's elements as the consignment has them: each with its id, who answers for it, and the milestones it owes.
import { decimal, type NewUuid, wireId } from '#kernel'
import {
  type ConsignmentElement,
  CUSTOMS_REGIMES,
  type DutyKind,
  type Element,
  type HubOperationElement,
  LEG_MILESTONES,
  type LegElement,
  type Load,
  type MilestoneName,
  MILESTONES,
  modeFor,
  type Modes,
  type OperationCode,
  type ReferenceNetwork,
  type Stage,
  type StageEnd,
} from '#model'
import { HOME_COUNTRY } from '../book.ts'
import { SEA } from '../terms.ts'
import { type KnownParty, namedOf } from './parties.ts'

export interface Duty {
  readonly kind: DutyKind
  readonly key: string
}
export type Duties = ReadonlyMap<string, KnownParty>

export interface NewElement {
  readonly id: string
  readonly sequenceNumber: number
  readonly kind: Element['kind']
  readonly mode: string
  readonly departureId?: string
  readonly carrierId?: string
  readonly authorityId?: string
  readonly plannedStart: string
  readonly plannedEnd: string
  readonly owed: readonly MilestoneName[]
  readonly facts: ConsignmentElement
}

/** Who is asked for: the service's operator, the place, the lorries on demand, the customs. */
export function dutyOf(element: Element, { services }: ReferenceNetwork): Duty | undefined {
  if (element.kind === 'HUB_OPERATION')
    return element.occurrenceLocation.placeId === undefined ? undefined : { kind: 'PLACE', key: element.occurrenceLocation.placeId }
  if (element.serviceId === undefined) return { kind: 'ROAD', key: '*' }
  const operatorType = services.get(element.serviceId)?.operatorType
  return operatorType === undefined ? undefined : { kind: 'SERVICE', key: operatorType }
}
const CUSTOMS: Duty = { kind: 'CUSTOMS', key: HOME_COUNTRY }
const customsOf = (element: Element) =>
  element.kind === 'HUB_OPERATION' ? element.operations.find(({ operationCode }) => operationCode.startsWith('CUSTOMS_')) : undefined

/** Everything that is asked of the table of duties for a chain, each once. */
export function dutiesAsked(elements: readonly Element[], network: ReferenceNetwork): Duty[] {
  const asked = elements.flatMap((element) => [dutyOf(element, network) ?? [], customsOf(element) ? CUSTOMS : []].flat())
  return [...new Map(asked.map((duty) => [keyOf(duty), duty])).values()]
}
const keyOf = ({ kind, key }: Duty): string => `${kind}:${key}`

export interface ElementContext {
  readonly network: ReferenceNetwork
  readonly modes: Modes
  readonly load: Load
  readonly duties: Duties
  readonly newUuid: NewUuid
}

export function newElements(elements: readonly Element[], context: ElementContext): NewElement[] {
  return elements.map((element, k) => {
    const owed = owedBy(elements, k, context)
    const duty = dutyOf(element, context.network)
    const carrier = duty && context.duties.get(keyOf(duty))
    const authority = customsOf(element) && context.duties.get(keyOf(CUSTOMS))
    const id = context.newUuid()
    const [start, end] = timesOf(element)
    return {
      id,
      sequenceNumber: element.sequenceNumber,
      kind: element.kind,
      mode: modeNameOf(element, context.network),
      ...(element.kind === 'LEG' && element.departureId !== undefined && { departureId: element.departureId }),
      ...(carrier && { carrierId: carrier.id }),
      ...(authority && { authorityId: authority.id }),
      plannedStart: start,
      plannedEnd: end,
      owed: [...(k === 0 ? (['ACCEPTED'] as const) : []), ...owed, ...(k === elements.length - 1 ? (['DELIVERED'] as const) : [])],
      facts: { ...withoutOffer(element), id: wireId('elm', id), ...(carrier && { carrier: namedOf(carrier) }) },
    }
  })
}

/** The room that was left is the offer's, not the consignment's. */
function withoutOffer(element: Element): Element {
  if (element.kind === 'HUB_OPERATION') return element
  const { freeTeu: _t, freeKg: _k, ...rest } = element
  return rest
}

function timesOf(element: Element): [string, string] {
  const [start, end] = element.kind === 'LEG' ? [element.departureEvent, element.arrivalEvent] : [element.startEvent, element.endEvent]
  return [start.scheduledOccurrenceDateTime ?? '', end.scheduledOccurrenceDateTime ?? '']
}

const modeNameOf = (element: Element, { services }: ReferenceNetwork): string =>
  element.kind === 'HUB_OPERATION' ? 'park' : ((element.serviceId === undefined ? 'road' : services.get(element.serviceId)?.mode) ?? 'road')

function owedBy(elements: readonly Element[], k: number, { network, modes, load }: ElementContext): MilestoneName[] {
  const element = elements[k]
  const stage = element && stageOf(elements, k, element, network)
  const owed = stage ? modeFor(modes, stage).milestones(load, stage, network) : plainlyOwed(element)
  return milestonesNamed(owed)
}

const milestonesNamed = (words: readonly string[]): MilestoneName[] =>
  words.flatMap((word) => MILESTONES.find((name) => name === word) ?? [])

/** A service or place that a newer network no longer has still goes off and arrives. */
const plainlyOwed = (element: Element | undefined): readonly string[] =>
  element?.kind === 'HUB_OPERATION' ? ['DISCHARGED'] : [...LEG_MILESTONES.before, ...LEG_MILESTONES.after]

function stageOf(elements: readonly Element[], k: number, element: Element, network: ReferenceNetwork): Stage | undefined {
  return element.kind === 'LEG' ? legStage(element, network) : hubStage(elements, k, element, network)
}

function legStage(leg: LegElement, network: ReferenceNetwork): Stage | undefined {
  const [start, end] = [leg.departureEvent.occurrenceLocation, leg.arrivalEvent.occurrenceLocation]
  if (leg.serviceId === undefined) {
    const [from, to] = [endOf(start, network), endOf(end, network)]
    return from && to && { kind: 'LEG', from, to, km: decimal(leg.distanceKm.toFixed(3)) }
  }
  const service = network.services.get(leg.serviceId)
  const fromStop = service?.stops.findIndex(({ placeId }) => placeId === start?.placeId) ?? -1
  const toStop = service?.stops.findIndex(({ placeId }, stop) => stop > fromStop && placeId === end?.placeId) ?? -1
  return service && fromStop >= 0 && toStop >= 0 ? { kind: 'LEG', service, fromStop, toStop } : undefined
}

function endOf(at: LegElement['departureEvent']['occurrenceLocation'], { places }: ReferenceNetwork): StageEnd | undefined {
  const place = places.get(at?.placeId ?? '')
  if (place) return { place }
  return at?.geographicalCoordinates && { ...at.geographicalCoordinates, countryCode: at.countryCode ?? HOME_COUNTRY }
}

function hubStage(elements: readonly Element[], k: number, hub: HubOperationElement, { places }: ReferenceNetwork): Stage | undefined {
  const place = places.get(hub.occurrenceLocation.placeId ?? '')
  if (!place) return undefined
  const [before, after] = [elements[k - 1], elements[k + 1]]
  const isSea = (element: Element | undefined): boolean => element?.kind === 'LEG' && element.modeCode === SEA
  const regime = regimeOf(hub)
  const [start, end] = timesOf(hub)
  return {
    kind: 'HUB_OPERATION',
    place,
    bySea: isSea(before) || isSea(after),
    stayMinutes: Temporal.Instant.from(end).since(Temporal.Instant.from(start)).total('minute'),
    last: after === undefined,
    ...(regime !== undefined && { customsRegime: regime }),
  }
}

const REGIMES: Partial<Record<OperationCode, string>> = {
  CUSTOMS_EXPORT: CUSTOMS_REGIMES.export,
  CUSTOMS_IMPORT: CUSTOMS_REGIMES.import,
  CUSTOMS_TRANSIT: CUSTOMS_REGIMES.transit,
}
function regimeOf(hub: HubOperationElement): string | undefined {
  const customs = customsOf(hub)
  return customs && REGIMES[customs.operationCode]
}
