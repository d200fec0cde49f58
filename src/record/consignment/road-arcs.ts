// Where a lorry ordered on demand may go, how far and how long: the data's links, and free roads at the ends of the chain.
import { type Decimal, decimal, greatCircleKm, type Position } from '#kernel'
import type { Place, StageEnd } from '#model'
import type { NetworkState } from '#record/network'

/** A road a lorry may take; the same for every cargo. `linkId` where the data names it. */
export interface Road {
  readonly from: number
  readonly to: number
  readonly km: Decimal
  readonly minutes: number
  readonly linkId?: string
  /** The link's own vehicle, where it is none a haulier would send anyway (electric, LNG). */
  readonly vehicleType?: string
}

/** A chain's end: a place's index, or a spare index with the asker's point. */
export interface ChainEnd {
  readonly index: number
  readonly at: StageEnd
}

/** From the origin and to the destination a lorry reaches every place of its territory within this great circle. */
const REACH_KM = 300
/** Countries a lorry crosses without a declaration: the customs territory of the Union, its islands left out (Regulation (EU) 952/2013, art. 4). */
const UNION = new Set([
  'AT',
  'BE',
  'BG',
  'CZ',
  'DE',
  'DK',
  'EE',
  'ES',
  'FI',
  'FR',
  'GR',
  'HR',
  'HU',
  'IT',
  'LT',
  'LU',
  'LV',
  'NL',
  'PL',
  'PT',
  'RO',
  'SE',
  'SI',
  'SK',
])
/** drayage-links.csv: circuity 1.55 and 42 km/h where either end lies in these districts (all 159 such links, none besides). */
const MOUNTAIN_DISTRICTS = new Set([
  '武隆区',
  '黔江区',
  '秀山县',
  '巫山县',
  '奉节县',
  '云阳县',
  '石柱县',
  '开州区',
  '酉阳县',
  '城口县',
  '巫溪县',
  '彭水县',
])
const MOUNTAIN = { circuity: 1.55, kmh: 42 }
/** drayage-links.csv elsewhere: more bends on short roads; town, country and expressway speeds by length. */
const PLAIN = {
  nearKm: 30,
  nearCircuity: 1.42,
  circuity: 1.32,
  town: { below: 25, kmh: 32 },
  country: { below: 80, kmh: 48 },
  expressway: { kmh: 60 },
}
/** Even next door a lorry drives this far (drayage-links.csv). */
const LEAST_KM = 2
/** Gate and yard at both ends together, in hours (drayage-links.csv). */
const GATE_HOURS = 0.15

/** Road km (one decimal, as the links) and whole minutes, rounded up, between two ends by the data's own relation. */
export function roadBetween(a: StageEnd, b: StageEnd): { km: Decimal; minutes: number } {
  const circle = greatCircleKm(position(a), position(b))
  // The links reach no further; on a longer way the mountains are only a part of the road.
  const mountain = circle <= REACH_KM && (inMountains(a) || inMountains(b))
  const circuity = mountain ? MOUNTAIN.circuity : circle < PLAIN.nearKm ? PLAIN.nearCircuity : PLAIN.circuity
  const km = Math.max(LEAST_KM, circle * circuity).toFixed(1)
  const kmh = mountain ? MOUNTAIN.kmh : plainSpeed(Number(km))
  // The links' hours have two decimals; the same rounding keeps a computed road and a link alike.
  const hours = Number((GATE_HOURS + Number(km) / kmh).toFixed(2))
  return { km: decimal(km), minutes: Math.ceil(Number((hours * 60).toFixed(6))) }
}

const plainSpeed = (km: number): number =>
  km < PLAIN.town.below ? PLAIN.town.kmh : km < PLAIN.country.below ? PLAIN.country.kmh : PLAIN.expressway.kmh
const inMountains = (end: StageEnd): boolean =>
  'place' in end && end.place.district !== undefined && MOUNTAIN_DISTRICTS.has(end.place.district)
export const position = (end: StageEnd): Position => ('place' in end ? end.place : end)
export const countryOf = (end: StageEnd): string => ('place' in end ? end.place.countryCode : end.countryCode)

/** The same for every cargo, so they are kept as long as their network is. */
const kept = new WeakMap<NetworkState, readonly Road[]>()

/** The data's links both ways. */
export function linkRoads(network: NetworkState): readonly Road[] {
  const known = kept.get(network) ?? readLinks(network)
  kept.set(network, known)
  return known
}

function readLinks({ reference, placeIndex }: NetworkState): Road[] {
  const special = new Set(reference.tariffs.trucks.filter((truck) => truck.energy !== 'diesel').map((truck) => truck.emissionFactorId))
  return reference.roadLinks.flatMap(({ id, placeIds: [a, b], km, minutes, vehicleType }) => {
    const [from, to] = [placeIndex.get(a), placeIndex.get(b)]
    if (from === undefined || to === undefined) return []
    const link = { km, minutes, linkId: id, ...(special.has(vehicleType) && { vehicleType }) }
    return [
      { ...link, from, to },
      { ...link, from: to, to: from },
    ]
  })
}

/** Roads from the origin and to the destination beside the links, and the direct one; within one customs territory only. */
export function endRoads(network: NetworkState, origin: ChainEnd, destination: ChainEnd, links: readonly Road[]): Road[] {
  const linked = new Set(
    links.filter((link) => link.from === origin.index || link.to === destination.index).map((link) => `${link.from} ${link.to}`),
  )
  const roads: Road[] = []
  const add = (from: ChainEnd, to: ChainEnd): void => {
    if (linked.has(`${from.index} ${to.index}`)) return
    linked.add(`${from.index} ${to.index}`)
    roads.push({ from: from.index, to: to.index, ...roadBetween(from.at, to.at) })
  }
  if (oneTerritory(countryOf(origin.at), countryOf(destination.at))) add(origin, destination)
  for (const [index, id] of network.placeIds.entries()) {
    const place = network.reference.places.get(id)
    if (!place || index === origin.index || index === destination.index || !lorriesChangeHere(place)) continue
    const end: ChainEnd = { index, at: { place } }
    if (within(origin.at, place)) add(origin, end)
    if (within(destination.at, place)) add(end, destination)
  }
  return roads
}

/** Nobody hands goods over where no transfer is possible, and no lorry comes where no road leads. */
const lorriesChangeHere = (place: Place): boolean => place.minimumTransferMinutes !== undefined && place.modes.includes('road')
/** No declaration between them: one country, or two of the Union. */
export const oneTerritory = (a: string, b: string): boolean => a === b || (UNION.has(a) && UNION.has(b))
const within = (end: StageEnd, place: Place): boolean =>
  oneTerritory(countryOf(end), place.countryCode) && greatCircleKm(position(end), place) <= REACH_KM
