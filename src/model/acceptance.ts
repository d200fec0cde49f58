// Rules of acceptance that every means of transport has: unit type, form, cold, dangerous goods, weight. Modes add their own.
import { compareDecimals, decimalText, type Decimal, type Text } from '#kernel'
import { UNIT_TYPES_OF_FORM } from './cargo.ts'
import type { Exclusion } from './element.ts'
import { piecesOf, tonnesOf, unitsPerDeparture } from './load.ts'
import type { Load, ScheduledLeg } from './mode.ts'
import { type Place, type ReferenceNetwork, type Service, takesClass } from './network.ts'

/** Places from boarding to alighting, stops in between included: all are touched (data README, rule 2). */
export const touchedPlaces = ({ service, fromStop, toStop }: ScheduledLeg, network: ReferenceNetwork): Place[] =>
  service.stops.slice(fromStop, toStop + 1).flatMap((stop) => network.places.get(stop.placeId) ?? [])

export type Reason = Omit<Exclusion, 'detail'> & { readonly zh: string; readonly en: string }
export const exclude = ({ zh, en, ...where }: Reason): Exclusion => ({ ...where, detail: { zh, en } })

/** The first reason why a run on a scheduled service cannot take the load. A `season` is a remark in the data ("peak"), never a closed time. */
export function refuseOnService(load: Load, leg: ScheduledLeg, network: ReferenceNetwork): Exclusion | undefined {
  const { service } = leg
  const touched = touchedPlaces(leg, network)
  const ends = [touched[0], touched.at(-1)].filter((place) => place !== undefined)
  return (
    refuseStatus(service) ??
    ends.map(refusePlaceStatus).find(Boolean) ??
    refuseUnits(load, service) ??
    refuseCold(load, service) ??
    refuseClasses(load, service) ??
    refuseAtPlaces(load, touched) ??
    refuseBanned(load, service.vehicleType, network, service.id) ??
    refuseWeight(load, service) ??
    refusePieces(load, service, network)
  )
}

function refuseStatus({ id, name, status }: Service): Exclusion | undefined {
  if (status === 'operational') return undefined
  return exclude({
    code: 'not-operational',
    ruleId: `services.csv#${id}.status`,
    serviceId: id,
    zh: `${name.zh}目前未正常开行（${status}）`,
    en: `${name.en} does not run at present (${status})`,
  })
}

const RUNNING: readonly string[] = ['operational', 'generic']
/** A place that is planned, being built or closed to cargo hands nothing over; `generic` is a stand-in that works. */
export function refusePlaceStatus({ id, name, status }: Place): Exclusion | undefined {
  if (RUNNING.includes(status)) return undefined
  return exclude({
    code: 'not-operational',
    ruleId: `nodes.csv#${id}.status`,
    placeId: id,
    zh: `${name.zh}尚未投用或已停办货运（${status}）`,
    en: `${name.en} is not in operation (${status})`,
  })
}

function refuseUnits(load: Load, service: Service): Exclusion | undefined {
  const { cargoFormCode: form, requestedEquipment = [] } = load.cargo
  const rule = { ruleId: `services.csv#${service.id}.unit_types`, serviceId: service.id }
  const offered = service.unitTypes.join(', ')
  if (!UNIT_TYPES_OF_FORM[form].some((unitType) => service.unitTypes.includes(unitType))) {
    return exclude({
      ...rule,
      code: 'cargo-form-not-accepted',
      zh: `${service.name.zh}不承运${FORM_NAMES[form].zh}（可运：${offered}）`,
      en: `${service.name.en} takes no ${FORM_NAMES[form].en} (it takes ${offered})`,
    })
  }
  const missing = requestedEquipment.map((unit) => unit.unitTypeCode).filter((unitType) => !service.unitTypes.includes(unitType))
  if (missing.length === 0) return undefined
  return exclude({
    ...rule,
    code: 'unit-not-accepted',
    zh: `${service.name.zh}不接受 ${missing.join('、')}（可运：${offered}）`,
    en: `${service.name.en} does not take ${missing.join(', ')} (it takes ${offered})`,
  })
}
export const FORM_NAMES: Readonly<Record<Load['cargo']['cargoFormCode'], Text>> = {
  CONTAINERISED: { zh: '集装箱', en: 'containers' },
  DRY_BULK: { zh: '干散货', en: 'dry bulk' },
  LIQUID_BULK: { zh: '液体散货', en: 'liquid bulk' },
  LOOSE: { zh: '件杂货', en: 'loose goods' },
  ROLLING: { zh: '滚装货物', en: 'rolling cargo' },
}

function refuseCold(load: Load, { id, name, reefer }: Service): Exclusion | undefined {
  if (!load.needsCold || reefer) return undefined
  return exclude({
    code: 'temperature-not-kept',
    ruleId: `services.csv#${id}.reefer`,
    serviceId: id,
    zh: `${name.zh}不能保持温度（无冷藏插座或冷藏设备）`,
    en: `${name.en} cannot keep a temperature (no reefer plugs or units)`,
  })
}

function refuseClasses(load: Load, { id, name, dgClasses }: Service): Exclusion | undefined {
  const refused = load.hazardClasses.find((hazardClass) => !takesClass(hazardClass, dgClasses))
  if (refused === undefined) return undefined
  return exclude({
    code: 'dangerous-goods-not-accepted',
    ruleId: `services.csv#${id}.dg_classes`,
    serviceId: id,
    zh: `${name.zh}不承运第 ${refused} 类危险货物`,
    en: `${name.en} does not take dangerous goods of class ${refused}`,
  })
}

export function refuseAtPlaces(load: Load, places: readonly Place[]): Exclusion | undefined {
  for (const hazardClass of load.hazardClasses) {
    const place = places.find(({ dgClasses }) => !takesClass(hazardClass, dgClasses))
    if (place) {
      return exclude({
        code: 'dangerous-goods-not-accepted',
        ruleId: `nodes.csv#${place.id}.dg_classes`,
        placeId: place.id,
        zh: `${place.name.zh}不办理第 ${hazardClass} 类危险货物`,
        en: `${place.name.en} does not take dangerous goods of class ${hazardClass}`,
      })
    }
  }
  return undefined
}

/** The class is necessary, not sufficient: rows of dangerous-goods.csv ban a UN number from a kind of vehicle (CONTRACT §3). */
export function refuseBanned(load: Load, vehicleType: string, network: ReferenceNetwork, serviceId?: string): Exclusion | undefined {
  const ban = network.dangerousGoodsBans.find((row) => load.unNumbers.includes(row.uNDGID) && vehicleType.startsWith(row.vehiclePrefix))
  return (
    ban && {
      code: 'dangerous-goods-not-accepted',
      ruleId: `dangerous-goods.csv#${ban.id}`,
      ...(serviceId !== undefined && { serviceId }),
      detail: ban.rule,
    }
  )
}

/** Not one box fits. Whether a departure takes the *whole* load is the counter's question, not the mode's. */
function refuseWeight(load: Load, service: Service): Exclusion | undefined {
  const truck = service.capacityBasis === 'truck'
  if (unitsPerDeparture(load, service.capacityTeu, service.capacityTonnes, truck) > 0) return undefined
  const heavy = unitsPerDeparture(load, Number.MAX_SAFE_INTEGER, service.capacityTonnes, truck) <= 0
  const most = decimalText(service.capacityTonnes)
  return exclude(
    heavy
      ? {
          code: 'too-heavy',
          ruleId: `services.csv#${service.id}.capacity_tonnes`,
          serviceId: service.id,
          zh: `单箱重量超过${service.name.zh}的载重 ${most} 吨`,
          en: `One box is heavier than the ${most} t that ${service.name.en} carries`,
        }
      : {
          code: 'too-large',
          ruleId: `services.csv#${service.id}.capacity_teu`,
          serviceId: service.id,
          zh: `${service.name.zh}装不下一个箱（${service.capacityTeu ?? 0} TEU）`,
          en: `Not one box fits on ${service.name.en} (${service.capacityTeu ?? 0} TEU)`,
        },
  )
}

/** A piece heavier than the strongest unit in which the service takes loose goods; a unit without payload carries what the vehicle carries. */
function refusePieces(load: Load, service: Service, network: ReferenceNetwork): Exclusion | undefined {
  if (load.cargo.cargoFormCode !== 'LOOSE') return undefined
  const wanted = load.cargo.requestedEquipment?.map((unit) => unit.unitTypeCode) ?? service.unitTypes
  const payloads = wanted.flatMap((code) => {
    const unitType = network.unitTypes.get(code)
    return unitType?.cargoFormCode === 'LOOSE'
      ? [unitType.payloadKg === undefined ? service.capacityTonnes : tonnesOf(unitType.payloadKg)]
      : []
  })
  const strongest = payloads.toSorted(compareDecimals).at(-1)
  const limit = strongest && compareDecimals(strongest, service.capacityTonnes) < 0 ? strongest : service.capacityTonnes
  return refuseHeavyPiece(load, limit, { ruleId: `services.csv#${service.id}.unit_types`, serviceId: service.id, name: service.name })
}

export function refuseHeavyPiece(
  load: Load,
  limitTonnes: Decimal,
  by: { ruleId: string; serviceId?: string; name: Text },
): Exclusion | undefined {
  const heavy = piecesOf(load).find(({ kg }) => kg !== undefined && compareDecimals(tonnesOf(kg), limitTonnes) > 0)
  if (!heavy?.kg) return undefined
  const { name, ...rule } = by
  const [each, most] = [decimalText(heavy.kg), decimalText(limitTonnes)]
  return exclude({
    ...rule,
    code: 'too-heavy',
    zh: `单件 ${each} kg，超过${name.zh}单件限重 ${most} 吨`,
    en: `One piece weighs ${each} kg; ${name.en} takes pieces up to ${most} t`,
  })
}
