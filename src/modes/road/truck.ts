// Which truck of the tariff goes on demand: the one that carries the whole load for the least money.
import { assert, compareDecimals, type Decimal, decimal, plus, refuse, type Result, ok, times } from '#kernel'
import {
  exclude,
  type Exclusion,
  FORM_NAMES,
  type Load,
  type OnDemandLeg,
  type ReferenceNetwork,
  refuseBanned,
  refuseHeavyPiece,
  type TruckClass,
  truckUnits,
} from '#model'

export interface TruckChoice {
  readonly truck: TruckClass
  readonly quantity: number
  /** CNY of one truck for this trip. */
  readonly perTruck: Decimal
}

/**
 * A leg that names its vehicle takes the first row with it. Else diesel only: LNG and batteries run where a link says so,
 * and the cross-border class is a bilateral permit, not a choice. Ties go to the first row.
 */
export function chooseTruck(load: Load, leg: OnDemandLeg, network: ReferenceNetwork): Result<TruckChoice, Exclusion> {
  const trucks = network.tariffs.trucks
  const named = leg.vehicleType === undefined ? undefined : trucks.find((truck) => truck.emissionFactorId === leg.vehicleType)
  if (leg.vehicleType !== undefined && !named) {
    return refuse(
      exclude({
        code: 'unit-not-accepted',
        ruleId: 'tariffs.json#truck_cost_per_km',
        zh: `运价表中没有车型 ${leg.vehicleType}`,
        en: `The tariff has no truck ${leg.vehicleType}`,
      }),
    )
  }
  const candidates = named ? [named] : trucks.filter((truck) => truck.energy === 'diesel' && truck.vehicleClass !== 'cross-border-artic')
  const refused: Exclusion[] = []
  let best: TruckChoice | undefined
  for (const truck of candidates) {
    const reason = refuseTruck(load, truck, network)
    if (reason) {
      refused.push(reason)
      continue
    }
    const choice = priced(load, truck, leg.km)
    if (!best || compareDecimals(total(choice), total(best)) < 0) best = choice
  }
  return best ? ok(best) : refuse(nearest(refused))
}

function priced(load: Load, truck: TruckClass, km: Decimal): TruckChoice {
  const quantity = truckUnits(load, truck.teu, truck.payloadTonnes)
  assert(quantity !== undefined, `${truck.vehicleClass} takes the load`)
  return { truck, quantity, perTruck: plus(truck.fixedPerTrip, times(truck.costPerKm, km)) }
}
const total = ({ quantity, perTruck }: TruckChoice): Decimal => times(perTruck, decimal(quantity))

/** Of all trucks' reasons, the one that came nearest to a yes. */
const NEARNESS: readonly Exclusion['code'][] = [
  'too-heavy',
  'dangerous-goods-not-accepted',
  'temperature-not-kept',
  'unit-not-accepted',
  'cargo-form-not-accepted',
]
function nearest(reasons: readonly Exclusion[]): Exclusion {
  const reason = NEARNESS.map((code) => reasons.find((one) => one.code === code)).find(Boolean)
  return (
    reason ??
    exclude({
      code: 'unit-not-accepted',
      ruleId: 'tariffs.json#truck_cost_per_km',
      zh: '运价表中没有可用车型',
      en: 'The tariff has no truck for this',
    })
  )
}

/** Body of a class by its name: tankers carry liquids, vans and box bodies loose goods, semi-trailers anything but liquids. */
const carries = ({ vehicleClass }: TruckClass, form: Load['cargo']['cargoFormCode']): boolean => {
  if (vehicleClass.startsWith('tank')) return form === 'LIQUID_BULK'
  const semi = vehicleClass.includes('artic')
  return (
    form === 'LOOSE' ||
    (form === 'DRY_BULK' && (semi || vehicleClass === 'rigid-18t')) ||
    ((form === 'ROLLING' || form === 'CONTAINERISED') && semi)
  )
}
const isReefer = (truck: TruckClass): boolean => truck.emissionFactorId.includes('reefer')

function refuseTruck(load: Load, truck: TruckClass, network: ReferenceNetwork): Exclusion | undefined {
  const { cargoFormCode: form, requestedEquipment = [] } = load.cargo
  const { vehicleClass } = truck
  const rule = { ruleId: `tariffs.json#truck_cost_per_km/${vehicleClass}` }
  const name = { zh: `货车 ${vehicleClass}`, en: `the truck ${vehicleClass}` }
  if (!carries(truck, form))
    return exclude({
      ...rule,
      code: 'cargo-form-not-accepted',
      zh: `${name.zh} 不承运${FORM_NAMES[form].zh}`,
      en: `${name.en} takes no ${FORM_NAMES[form].en}`,
    })
  if (load.boxCount > 0 && truck.teu === 0)
    return exclude({ ...rule, code: 'unit-not-accepted', zh: `${name.zh} 不能装集装箱`, en: `${name.en} takes no box` })
  const wanted = requestedEquipment.find(
    ({ unitTypeCode }) =>
      (unitTypeCode === '17.5m-trailer' && !vehicleClass.includes('artic')) || (unitTypeCode === 'reefer-truck' && !isReefer(truck)),
  )
  if (wanted)
    return exclude({
      ...rule,
      code: 'unit-not-accepted',
      zh: `${name.zh} 不是 ${wanted.unitTypeCode}`,
      en: `${name.en} is no ${wanted.unitTypeCode}`,
    })
  // A reefer box cools itself (generator set); loose goods need a refrigerated body.
  if (load.needsCold && load.boxCount === 0 && !isReefer(truck))
    return exclude({ ...rule, code: 'temperature-not-kept', zh: `${name.zh} 不是冷藏车`, en: `${name.en} is not refrigerated` })
  if (truckUnits(load, truck.teu, truck.payloadTonnes) === undefined)
    return exclude({ ...rule, code: 'too-heavy', zh: `${name.zh} 装不下一个箱`, en: `Not one box fits on ${name.en}` })
  return refuseHeavyPiece(load, truck.payloadTonnes, { ...rule, name }) ?? refuseBanned(load, truck.emissionFactorId, network)
}
