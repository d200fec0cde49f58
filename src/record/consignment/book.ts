// One cargo's rides, roads and hubs, judged and priced once; every question about the cargo is asked from this book.
import { assert } from '#kernel'
import {
  CUSTOMS_REGIMES,
  customsCharge,
  exclude,
  type Charges,
  type Emission,
  type Exclusion,
  type HubStage,
  type Load,
  type Mode,
  type ModeCode,
  modeFor,
  type Modes,
  type OnDemandLeg,
  type Place,
  type ReferenceNetwork,
  type ScheduledLeg,
  storageAmount,
} from '#model'
import type { NetworkState } from '#record/network'
import { type Exchange, exchangeInto } from './currency.ts'
import type { Understood } from './question.ts'
import { type ChainEnd, countryOf, endRoads, linkRoads, oneTerritory, type Road } from './road-arcs.ts'

/** What a leg costs and emits, kept so that the answer is rebuilt without reckoning again. */
export interface Price {
  readonly charges: Charges
  readonly emission: Emission
  /** Minor units of the quote's currency. */
  readonly cost: number
}
/** A run between two stops of one service. */
export interface Ride {
  readonly stage: ScheduledLeg
  readonly mode: Mode
  readonly modeCode: ModeCode
  readonly service: number
  /** Global stop indices of the timetable. */
  readonly from: number
  readonly to: number
  readonly refusal: Exclusion | undefined
  price: Price | undefined
}
export interface RoadRide extends Road {
  readonly stage: OnDemandLeg
  readonly mode: Mode
  /** Judged at first use: most roads lead nowhere this cargo can ride on from. */
  refusal: Exclusion | undefined | 'not-asked'
  price: Price | undefined
}
/** A place where the chain changes means. */
export interface Hub {
  readonly place: Place
  readonly refusal: Exclusion | undefined
  readonly handlingCost: number
  readonly emissionG: number
  /** Added where either leg runs by sea. */
  readonly seaEmissionG: number
  /** Index into the book's storage tables; -1 = none. */
  readonly storage: number
}

export interface Book {
  readonly network: NetworkState
  readonly modes: Modes
  readonly load: Load
  readonly exchange: Exchange
  readonly origin: ChainEnd
  readonly destination: ChainEnd
  /** By boarding stop, then by alighting stop. */
  readonly rides: readonly Ride[]
  /** By place of departure. */
  readonly roads: readonly RoadRide[]
  hub(place: number): Hub
  readonly storageTables: Float64Array[]
  /** The declaration this chain needs, if it crosses a customs border. */
  readonly customs: { readonly regime: string; readonly charges: Charges; readonly cost: number } | undefined
}

/** Longest stay that has its own entry; the open tiers begin well before it and the timetable is shorter. */
const STORAGE_DAYS = 100
export const HOME_COUNTRY = 'CN'

export function openBook(question: Understood, network: NetworkState, modes: Modes): Book {
  const { load, entrustment } = question
  const exchange = exchangeInto(network.reference.tariffs.exchangeRates, entrustment.currency)
  const end = (index: number, location: typeof entrustment.carrierAcceptanceLocation): ChainEnd => {
    if (!('placeId' in location)) return { index, at: { ...location.geographicalCoordinates, countryCode: location.countryCode } }
    return { index, at: { place: placeOf(network, index) } }
  }
  const origin = end(question.origin, entrustment.carrierAcceptanceLocation)
  const destination = end(question.destination, entrustment.consigneeReceiptLocation)
  const storageTables: Float64Array[] = []
  const hubs = hubKeeper(load, network, modes, exchange, storageTables)
  return {
    network,
    modes,
    load,
    exchange,
    origin,
    destination,
    storageTables,
    rides: ridesOf(load, network, modes),
    roads: roadsOf(network, modes, origin, destination),
    hub: hubs,
    customs: customsOf(countryOf(origin.at), countryOf(destination.at), network.reference, exchange),
  }
}

export function placeOf(network: NetworkState, index: number): Place {
  const place = network.reference.places.get(network.placeIds[index] ?? '')
  assert(place, `place ${index}`)
  return place
}

function ridesOf(load: Load, network: NetworkState, modes: Modes): Ride[] {
  const { reference, timetable, serviceIds } = network
  const rides: Ride[] = []
  for (const [index, id] of serviceIds.entries()) {
    const service = reference.services.get(id)
    const base = timetable.serviceStopStart[index] ?? 0
    if (!service) continue
    const mode = modeFor(modes, { kind: 'LEG', service, fromStop: 0, toStop: 1 })
    const modeCode = mode.modeCode(service.vehicleType)
    assert(modeCode, `a mode code for ${service.vehicleType}`)
    for (let fromStop = 0; fromStop < service.stops.length - 1; fromStop++) {
      for (let toStop = fromStop + 1; toStop < service.stops.length; toStop++) {
        const stage: ScheduledLeg = { kind: 'LEG', service, fromStop, toStop }
        rides.push({
          stage,
          mode,
          modeCode,
          service: index,
          from: base + fromStop,
          to: base + toStop,
          refusal: mode.accept(load, stage, reference) ?? refuseUnpriced(load, stage, mode, reference),
          price: undefined,
        })
      }
    }
  }
  return rides
}

/** A ride whose freight the data cannot price would come free and push out every honest offer, so it is none. */
function refuseUnpriced(load: Load, stage: ScheduledLeg, mode: Mode, reference: ReferenceNetwork): Exclusion | undefined {
  const { service } = stage
  if (load.boxCount > 0 || service.costUnit === 'CNY/tonne' || !mode.charges(load, stage, reference).unpriced.includes('FREIGHT'))
    return undefined
  return exclude({
    code: 'cargo-form-not-accepted',
    ruleId: `services.csv#${service.id}.cost_unit`,
    serviceId: service.id,
    zh: `${service.name.zh}只有按 TEU 的价格，无箱货物无法计价`,
    en: `${service.name.en} has a price per TEU only, which says nothing of goods without boxes`,
  })
}

function roadsOf(network: NetworkState, modes: Modes, origin: ChainEnd, destination: ChainEnd): RoadRide[] {
  const at = (index: number): ChainEnd['at'] =>
    index === origin.index ? origin.at : index === destination.index ? destination.at : { place: placeOf(network, index) }
  const links = linkRoads(network)
  const roads = [...links, ...endRoads(network, origin, destination, links)].map((road): RoadRide => {
    const stage: OnDemandLeg = {
      kind: 'LEG',
      from: at(road.from),
      to: at(road.to),
      km: road.km,
      ...(road.vehicleType !== undefined && { vehicleType: road.vehicleType }),
    }
    const mode = modeFor(modes, stage)
    return { ...road, stage, mode, refusal: 'not-asked', price: undefined }
  })
  return roads.toSorted((a, b) => a.from - b.from || a.to - b.to)
}

export function roadRefusal({ load, network }: Book, road: RoadRide): Exclusion | undefined {
  if (road.refusal === 'not-asked') road.refusal = road.mode.accept(load, road.stage, network.reference)
  return road.refusal
}

/** Prices a leg at its first use. */
export function priceOf(book: Book, leg: Ride | RoadRide): Price {
  const {
    load,
    network: { reference },
    exchange,
  } = book
  leg.price ??= priced(leg.mode.charges(load, leg.stage, reference), leg.mode.emission(load, leg.stage, reference), exchange)
  return leg.price
}
const priced = (charges: Charges, emission: Emission, exchange: Exchange): Price => ({ charges, emission, cost: costOf(charges, exchange) })
export const costOf = ({ lines }: Charges, exchange: Exchange): number =>
  lines.reduce((total, line) => total + exchange.minor(line.appliedAmount), 0)

function hubKeeper(
  load: Load,
  network: NetworkState,
  modes: Modes,
  exchange: Exchange,
  storageTables: Float64Array[],
): (place: number) => Hub {
  const { reference } = network
  const known: (Hub | undefined)[] = []
  const tableIndex = new Map<string, number>()
  return (index) => {
    const found = known[index]
    if (found) return found
    const place = placeOf(network, index)
    const stage: HubStage = { kind: 'HUB_OPERATION', place, bySea: false, stayMinutes: 0, last: false }
    const park = modeFor(modes, stage)
    const terms = park.storage(load, stage, reference)
    const key = terms
      .map(
        (term) =>
          `${term.quantity.units}e${term.quantity.scale}:${term.tiers.map((tier) => `${tier.fromDay}-${tier.perDay.units}e${tier.perDay.scale}`).join()}`,
      )
      .join(';')
    if (terms.length > 0 && !tableIndex.has(key)) {
      // A term's line is rounded and converted by itself, so the table is too.
      const fees = Float64Array.from({ length: STORAGE_DAYS + 1 }, (_, days) =>
        terms.reduce((total, term) => total + exchange.minor(storageAmount(term, days)), 0),
      )
      tableIndex.set(key, storageTables.push(fees) - 1)
    }
    const river = park.emission(load, stage, reference).emissionG
    const hub: Hub = {
      place,
      refusal: park.accept(load, stage, reference),
      handlingCost: costOf(park.charges(load, stage, reference), exchange),
      emissionG: river,
      seaEmissionG: park.emission(load, { ...stage, bySea: true }, reference).emissionG - river,
      storage: tableIndex.get(key) ?? -1,
    }
    known[index] = hub
    return hub
  }
}

function customsOf(from: string, to: string, reference: ReferenceNetwork, exchange: Exchange): Book['customs'] {
  if (oneTerritory(from, to)) return undefined
  const [leaves, enters] = [from === HOME_COUNTRY, to === HOME_COUNTRY]
  const regime = leaves ? CUSTOMS_REGIMES.export : enters ? CUSTOMS_REGIMES.import : CUSTOMS_REGIMES.transit
  const charges = customsCharge(regime, reference)
  return { regime, charges, cost: costOf(charges, exchange) }
}
