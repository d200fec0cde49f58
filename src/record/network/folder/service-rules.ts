// Whether services are plausible: times, speeds, distances, capacities, classes, frequencies and border gates.
import { greatCircleKm, toNumber } from '#kernel'
import { type EmissionFactor, type Place, takesClass, type Tariffs, UNIT_TYPES_OF_FORM, type UnitType } from '#model'
import type { ReadService } from './service-rows.ts'
import { HAZARD_CLASS } from './place-rows.ts'

export interface ServiceContext {
  readonly places: ReadonlyMap<string, Place>
  readonly unitTypes: ReadonlyMap<string, UnitType> | undefined
  readonly factors: ReadonlyMap<string, EmissionFactor> | undefined
  readonly tariffs: Tariffs | undefined
}

/** Lowest and highest plausible km/h of a leg over 25 km. */
const SPEEDS: Readonly<Record<string, readonly [number, number]>> = { rail: [10, 130], water: [5, 42], road: [8, 90], air: [350, 900] }
const FAST_TRAIN_KMH = 260
/** Most TEU and most tonnes of one departure of a vehicle. */
const LARGEST: Readonly<Record<string, readonly [number, number]>> = {
  'rail-intl-mixed-cis': [110, 1400],
  'rail-electric-cn': [110, 1400],
  'rail-electric-cn-laos': [110, 1400],
  'rail-diesel-cis': [60, 800],
  'rail-electric-cn-bulk': [0, 5000],
  'rail-hsr-cn': [0, 20],
  'iww-container-135m': [350, 5500],
  'iww-container-110m': [240, 3500],
  'iww-small-1000t': [60, 1000],
  'iww-bulk-5000t': [0, 6000],
  'iww-tanker-3000t': [0, 3000],
  'iww-roro': [0, 1500],
  'air-freighter-long': [0, 137],
  'air-freighter-short': [0, 45],
  'air-belly-long': [0, 20],
  'air-belly-short': [0, 20],
}

export function checkService(read: ReadService, context: ServiceContext): void {
  checkCodes(read, context)
  checkCapacity(read, context)
  checkFrequency(read)
  if (!read.sound) return
  checkTimes(read)
  checkLegs(read, context.places)
  checkClasses(read, context.places)
}

function checkCodes({ row, service }: ReadService, { unitTypes, factors }: ServiceContext): void {
  const factor = factors?.get(service.vehicleType)
  if (factors !== undefined && factor?.gPerTonneKm === undefined && factor?.gPerTeuKm === undefined)
    row.fault(
      'vehicle_type',
      'unknown-row',
      `emission-factors.csv 中没有 "${service.vehicleType}" 的排放因子`,
      `emission-factors.csv has no leg factor "${service.vehicleType}"`,
    )
  else if (factor !== undefined && factor.kind !== service.mode)
    row.fault(
      'vehicle_type',
      'wrong-mode',
      `${service.vehicleType} 属于 ${factor.kind}，班线为 ${service.mode}`,
      `${service.vehicleType} is of mode ${factor.kind}, the service of ${service.mode}`,
    )
  if (service.unitTypes.length === 0) row.fault('unit_types', 'missing-value', '不能为空', 'a value is needed')
  for (const id of service.unitTypes)
    if (unitTypes !== undefined && !unitTypes.has(id))
      row.fault('unit_types', 'unknown-row', `unit-types.csv 中没有 "${id}"`, `unit-types.csv has no "${id}"`)
  for (const hazard of service.dgClasses)
    if (!HAZARD_CLASS.test(hazard)) row.fault('dg_classes', 'bad-form', `"${hazard}" 不是危险货物类别`, `"${hazard}" is no hazard class`)
  if (unitTypes === undefined) return
  const cold = service.unitTypes.some((id) => unitTypes.get(id)?.reefer === true)
  if (service.reefer && !cold && !service.unitTypes.includes('ULD') && !service.vehicleType.includes('reefer'))
    row.fault('reefer', 'reefer-flag', '为 1，但没有冷藏装载单元', 'is 1, but no unit type is refrigerated')
  if (!service.reefer && cold) row.fault('reefer', 'reefer-flag', '为 0，但有冷藏装载单元', 'is 0, but a unit type is refrigerated')
}

function checkCapacity({ row, service }: ReadService, { tariffs }: ServiceContext): void {
  const [teu, tonnes] = [service.capacityTeu ?? 0, toNumber(service.capacityTonnes)]
  if (service.costUnit === 'CNY/TEU' && service.capacityTeu === undefined)
    row.fault('capacity_teu', 'missing-capacity', '按 TEU 计价，却没有 TEU 运能', 'priced per TEU, but no TEU capacity')
  else if (teu === 0 && service.unitTypes.some((id) => UNIT_TYPES_OF_FORM.CONTAINERISED.includes(id)))
    row.fault('capacity_teu', 'missing-capacity', '承运集装箱，却没有 TEU 运能', 'takes boxes, but has no TEU')
  if ((service.capacityBasis === 'truck') !== (service.mode === 'road'))
    row.fault(
      'capacity_basis',
      'capacity-basis',
      '公路为 truck，其余为 departure',
      'road is counted per truck, everything else per departure',
    )
  const largest = LARGEST[service.vehicleType]
  if (service.capacityBasis === 'truck') {
    if (teu !== 0 && teu !== 2) row.fault('capacity_teu', 'implausible-capacity', `一辆卡车不会是 ${teu} TEU`, `a truck of ${teu} TEU`)
    const known = tariffs?.trucks
      .filter((truck) => truck.emissionFactorId === service.vehicleType)
      .map((truck) => toNumber(truck.payloadTonnes))
    if (known !== undefined && !known.includes(tonnes))
      row.fault(
        'capacity_tonnes',
        'implausible-capacity',
        `${tonnes} 吨，tariffs.json 中 ${service.vehicleType} 为 ${known.join('、')} 吨`,
        `${tonnes} t, tariffs.json knows ${known.join(', ')} for ${service.vehicleType}`,
      )
  } else if (largest !== undefined) {
    if (teu > largest[0] || tonnes > largest[1])
      row.fault(
        teu > largest[0] ? 'capacity_teu' : 'capacity_tonnes',
        'implausible-capacity',
        `${teu} TEU／${tonnes} 吨超过 ${service.vehicleType} 的上限`,
        `${teu} TEU / ${tonnes} t is too much for ${service.vehicleType}`,
      )
  } else if (service.vehicleType.startsWith('sea-')) {
    if (!(tonnes / teu >= 8 && tonnes / teu <= 16))
      row.fault(
        'capacity_tonnes',
        'implausible-capacity',
        `每 TEU ${(tonnes / teu).toFixed(1)} 吨`,
        `${(tonnes / teu).toFixed(1)} t per TEU`,
      )
  } else
    row.fault(
      'vehicle_type',
      'implausible-capacity',
      `没有 ${service.vehicleType} 的运能上限`,
      `no largest capacity is known for ${service.vehicleType}`,
    )
}

function checkFrequency({ row, service: { weekdays, departuresPerWeek } }: ReadService): void {
  if (new Set(weekdays).size !== weekdays.length) row.fault('weekdays', 'frequency', '星期重复', 'a weekday is named twice')
  else if (
    weekdays.length > 0 &&
    1440 % (departuresPerWeek / weekdays.length) !== 0 &&
    departuresPerWeek % weekdays.length === 0 &&
    departuresPerWeek > 0
  )
    row.fault(
      'departures_per_week',
      'frequency',
      `每日 ${departuresPerWeek / weekdays.length} 班不能均分为整分钟`,
      `${departuresPerWeek / weekdays.length} departures a day do not fall on whole minutes`,
    )
  else if (weekdays.length > 0 && (departuresPerWeek <= 0 || departuresPerWeek % weekdays.length !== 0))
    row.fault(
      'departures_per_week',
      'frequency',
      `每周 ${departuresPerWeek} 班与 ${weekdays.length} 个开行日不成倍数`,
      `${departuresPerWeek} departures are no whole multiple of ${weekdays.length} weekdays`,
    )
}

function checkTimes({ row, stops, service }: ReadService): void {
  const [first, last] = [stops[0], stops.at(-1)]
  if (first?.arrives !== undefined || first?.departs === undefined || toNumber(first.departs) !== 0 || last?.departs !== undefined)
    row.fault('stops', 'bad-form', '首站为 "@/0"，末站没有发车时刻', 'the first stop is "@/0", the last has no departure')
  let before = 0
  for (const { placeId, arrives, departs } of stops) {
    for (const time of [arrives, departs]) {
      if (time === undefined) continue
      if (toNumber(time) < before - 1e-6)
        row.fault('stops', 'times-run-back', `${placeId} 的时刻早于前一时刻，站点重叠`, `time runs back at ${placeId}: the stops overlap`)
      before = toNumber(time)
    }
  }
  const totalKm = service.legs.reduce((total, leg) => total + toNumber(leg.km), 0)
  if (Math.abs(totalKm - toNumber(row.number('total_km'))) > 1)
    row.fault('total_km', 'totals-differ', `区段合计 ${totalKm} 公里`, `the legs add up to ${totalKm} km`)
  if (Math.abs(before - toNumber(row.number('total_hours'))) > 0.11)
    row.fault('total_hours', 'totals-differ', `末站为 ${before} 小时`, `the last stop is at ${before} h`)
}

function checkLegs({ row, stops, legHours, service }: ReadService, places: ReadonlyMap<string, Place>): void {
  const [slowest, fastest] = SPEEDS[service.mode] ?? [0, Infinity]
  const most = service.vehicleType === 'rail-hsr-cn' ? FAST_TRAIN_KMH : fastest
  for (const { placeId } of stops) {
    if (service.mode !== 'road' && places.get(placeId)?.modes.includes(service.mode) === false)
      row.warn('stops', 'wrong-mode', `${placeId} 没有 ${service.mode}`, `${placeId} has no mode ${service.mode}`)
  }
  for (const [k, leg] of service.legs.entries()) {
    const [from, to] = [stops[k], stops[k + 1]]
    const [a, b] = [places.get(from?.placeId ?? ''), places.get(to?.placeId ?? '')]
    if (a === undefined || b === undefined) continue
    const [km, hours] = [toNumber(leg.km), toNumber(legHours[k] ?? { units: 0n, scale: 0 })]
    const between = `${a.id} > ${b.id}`
    const run = toNumber(to?.arrives ?? { units: 0n, scale: 0 }) - toNumber(from?.departs ?? { units: 0n, scale: 0 })
    if (Math.abs(run - hours) > 0.02)
      row.fault(
        'leg_hours',
        'stops-differ',
        `${between}：${hours} 小时，而站点时刻差 ${run.toFixed(2)} 小时`,
        `${between}: ${hours} h, but the stops are ${run.toFixed(2)} h apart`,
      )
    const speed = km / hours
    if (km > 25 && !(speed >= slowest && speed <= most))
      row.fault(
        'leg_hours',
        'implausible-speed',
        `${between}：${speed.toFixed(1)} 公里/小时不合理`,
        `${between}: ${speed.toFixed(1)} km/h is not plausible`,
      )
    const crow = greatCircleKm(a, b)
    if (km < crow * 0.88 && crow > 8)
      row.fault(
        'leg_km',
        'shorter-than-great-circle',
        `${between}：${km} 公里短于大圆距离 ${Math.round(crow)} 公里`,
        `${between}: ${km} km is shorter than the great circle of ${Math.round(crow)} km`,
      )
    if (km > crow * 4.2 + 60 && service.mode !== 'water')
      row.warn('leg_km', 'detour', `${between}：绕行 ${(km / crow).toFixed(1)} 倍`, `${between}: a detour of ${(km / crow).toFixed(1)}`)
  }
}

function checkClasses({ row, stops, service }: ReadService, places: ReadonlyMap<string, Place>): void {
  if (stops.some(({ placeId }) => !places.has(placeId))) return
  const takes = (hazard: string): boolean[] => stops.map(({ placeId }) => takesClass(hazard, places.get(placeId)?.dgClasses ?? []))
  for (const hazard of service.dgClasses) {
    const taken = takes(hazard)
    // Some pair of stops takes the class with everything between exactly when two neighbours do.
    if (!taken.some((yes, k) => yes && taken[k + 1] === true))
      row.fault(
        'dg_classes',
        'class-refused-everywhere',
        `任何两站之间都不接受 ${hazard} 类`,
        `class ${hazard} is refused at every pair of stops`,
      )
  }
}
