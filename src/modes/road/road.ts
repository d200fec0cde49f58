// Road: lorries on scheduled services, whole trucks of elastic number, and lorries on demand.
import { assert, type Decimal, decimal } from '#kernel'
import {
  chargeLine,
  type Charges,
  crossesBorder,
  type Exclusion,
  isScheduled,
  LEG_MILESTONES,
  legEmission,
  type Load,
  type Mode,
  type OnDemandLeg,
  type Place,
  type ReferenceNetwork,
  refuseAtPlaces,
  refusePlaceStatus,
  type Stage,
  type StageEnd,
  scheduledMode,
  touchedPlaces,
  type TruckClass,
} from '#model'
import { chooseTruck } from './truck.ts'

const scheduled = scheduledMode({ name: 'road', codes: { 'road-': '3' } })

export const road: Mode = {
  ...scheduled,
  accept: (load, stage, network) =>
    isScheduled(stage) ? scheduled.accept(load, stage, network) : refuseOnDemand(load, onDemand(stage), network),
  charges: (load, stage, network) =>
    isScheduled(stage) ? scheduled.charges(load, stage, network) : truckFreight(load, onDemand(stage), network),
  emission: (load, stage, network) => {
    if (isScheduled(stage)) return scheduled.emission(load, stage, network)
    const leg = onDemand(stage)
    return legEmission(load, leg.km, truckFor(load, leg, network).truck.emissionFactorId, network)
  },
  milestones: (load, stage, network) => roadMilestones(load, stage, network),
}

function onDemand(stage: Stage): OnDemandLeg {
  assert(stage.kind === 'LEG' && stage.service === undefined, 'road answers for legs on its own services and on demand')
  return stage
}

/** Premises given by coordinates are the shipper's own: only places of the network have rules. */
const placesAt = (...ends: readonly StageEnd[]): Place[] => ends.flatMap((end) => ('place' in end ? [end.place] : []))

function refuseOnDemand(load: Load, leg: OnDemandLeg, network: ReferenceNetwork): Exclusion | undefined {
  const ends = placesAt(leg.from, leg.to)
  const refused = ends.map(refusePlaceStatus).find(Boolean) ?? refuseAtPlaces(load, ends)
  if (refused) return refused
  const choice = chooseTruck(load, leg, network)
  return choice.ok ? undefined : choice.error
}

function truckFor(load: Load, leg: OnDemandLeg, network: ReferenceNetwork): { truck: TruckClass; quantity: number; perTruck: Decimal } {
  const choice = chooseTruck(load, leg, network)
  assert(choice.ok, 'only an accepted leg is priced')
  return choice.value
}

function truckFreight(load: Load, leg: OnDemandLeg, network: ReferenceNetwork): Charges {
  const { truck, quantity, perTruck } = truckFor(load, leg, network)
  const sourceId = `tariffs.json#truck_cost_per_km/${truck.vehicleClass}`
  return {
    lines: [
      chargeLine({
        chargeCode: 'FREIGHT',
        calculationBasisCode: 'TRUCK',
        basisQuantity: decimal(quantity),
        unit: perTruck,
        sourceId,
        confidence: truck.confidence,
      }),
    ],
    unpriced: [],
  }
}

/** Yards with a gate that books boxes in and out. */
const GATED: readonly string[] = ['port', 'rail-terminal']
function roadMilestones(load: Load, stage: Stage, network: ReferenceNetwork): string[] {
  const [from, to] = isScheduled(stage)
    ? [touchedPlaces(stage, network)[0], touchedPlaces(stage, network).at(-1)]
    : [placesAt(onDemand(stage).from)[0], placesAt(onDemand(stage).to)[0]]
  const border = isScheduled(stage) ? crossesBorder(stage, network) : countryOf(onDemand(stage).from) !== countryOf(onDemand(stage).to)
  const gated = (place: Place | undefined): boolean => load.boxCount > 0 && place !== undefined && GATED.includes(place.placeTypeCode)
  const [loaded, departed] = LEG_MILESTONES.before
  return [
    loaded,
    ...(gated(from) ? ['GATED_OUT'] : []),
    departed,
    ...(border ? ['BORDER_CROSSED'] : []),
    ...LEG_MILESTONES.after,
    ...(gated(to) ? ['GATED_IN'] : []),
  ]
}
const countryOf = (end: StageEnd): string => ('place' in end ? end.place.countryCode : end.countryCode)
