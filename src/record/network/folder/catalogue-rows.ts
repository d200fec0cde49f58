// The small tables: unit types, emission factors, cold chain, calendar, dangerous goods, road links, sources.
import { decimal, toNumber } from '#kernel'
import {
  CARGO_FORMS,
  type ColdChainClass,
  type DangerousGoodsBan,
  type EmissionFactor,
  type Holiday,
  type RoadLink,
  UNIT_TYPES_OF_FORM,
  type UnitType,
} from '#model'
import type { Table } from './csv.ts'
import { minutesUp } from './duration.ts'
import type { Faults } from './faults.ts'
import { byId } from './row.ts'

export const UNIT_COLUMNS = [
  'id',
  'name_zh',
  'name_en',
  'cargo_form',
  'iso6346_size_type',
  'teu',
  'tare_kg',
  'max_gross_kg',
  'payload_kg',
  'volume_m3',
  'reefer',
  'source',
  'confidence',
] as const
export const FACTOR_COLUMNS = ['id', 'mode_or_kind', 'name', 'g_co2e_per_tkm', 'g_co2e_per_teu_km', 'source', 'confidence', 'note'] as const
export const FACTOR_COLUMNS_NOT_USED = ['energy', 'region', 'load_assumption', 'scope', 'gwp_basis'] as const
export const COLD_COLUMNS = ['id', 'name_zh', 'name_en', 'temp_min_c', 'temp_max_c', 'source', 'confidence'] as const
export const COLD_COLUMNS_NOT_USED = [
  'hs_prefix',
  'max_excursion',
  'humidity_pct',
  'storage_sampling_min',
  'transport_sampling_min',
  'shelf_life_days',
  'atp_class',
  'rule_note',
  'note',
] as const
export const CALENDAR_COLUMNS = ['id', 'country', 'from_date', 'to_date', 'kind', 'announced', 'source', 'confidence'] as const
export const CALENDAR_COLUMNS_NOT_USED = ['name_zh', 'name_en', 'used_for'] as const
export const BAN_COLUMNS = ['id', 'un_number', 'vehicle_prefix', 'rule_zh', 'rule_en', 'source', 'confidence'] as const
export const LINK_COLUMNS = ['id', 'node_a', 'node_b', 'road_km', 'hours', 'circuity', 'vehicle_type', 'source', 'confidence'] as const
export const LINK_COLUMNS_NOT_USED = ['cost_cny_per_teu', 'cost_cny_per_tonne'] as const
export const SOURCE_COLUMNS = ['id', 'fact', 'where_found', 'used_in', 'source', 'confidence'] as const

const TEU_OF_SIZE: Readonly<Record<string, number>> = { '2': 1, '4': 2, L: 2.25 }

export function readUnitTypes(table: Table, faults: Faults): Map<string, UnitType> {
  const unitTypes = new Map<string, UnitType>()
  for (const [id, row] of byId(table, faults)) {
    const cargoFormCode = row.oneOf('cargo_form', CARGO_FORMS)
    if (!UNIT_TYPES_OF_FORM[cargoFormCode].includes(id))
      row.fault(
        'cargo_form',
        'unit-type',
        `${id} 不属于 ${cargoFormCode}（CONTRACT 第 3 节）`,
        `${id} is no unit type of ${cargoFormCode} (CONTRACT section 3)`,
      )
    const box = cargoFormCode === 'CONTAINERISED'
    const size = row.optional('iso6346_size_type')
    const [teu, tareKg, gross, payloadKg, volumeM3] = ['teu', 'tare_kg', 'max_gross_kg', 'payload_kg', 'volume_m3'].map((column) =>
      row.optionalNumber(column, { minimum: 0 }),
    )
    const reefer = row.flag('reefer')
    if (box !== /^[24L][25][GR]1$/.test(size ?? ''))
      row.fault(
        'iso6346_size_type',
        'unit-type',
        '集装箱须有 ISO 6346 尺寸类型代码，其他装载单元不得有',
        'boxes, and boxes alone, have an ISO 6346 size-type',
      )
    else if (box && TEU_OF_SIZE[size?.charAt(0) ?? ''] !== (teu === undefined ? undefined : toNumber(teu)))
      row.fault('teu', 'unit-type', `与尺寸类型 ${size} 不符`, `is not the TEU of size-type ${size}`)
    else if (box && reefer !== (size ?? '').includes('R'))
      row.fault('reefer', 'unit-type', `与尺寸类型 ${size} 不符`, `does not agree with size-type ${size}`)
    if (!box && teu !== undefined) row.fault('teu', 'unit-type', '只有集装箱才有 TEU', 'boxes alone have a TEU')
    if (tareKg && payloadKg && (!gross || toNumber(tareKg) + toNumber(payloadKg) !== toNumber(gross)))
      row.fault('max_gross_kg', 'totals-differ', '自重加载重不等于最大总重', 'tare and payload are not the greatest gross weight')
    unitTypes.set(id, {
      id,
      name: { zh: row.text('name_zh'), en: row.text('name_en') },
      cargoFormCode,
      reefer,
      ...(size === undefined ? {} : { iso6346SizeType: size }),
      ...(teu ? { teu } : {}),
      ...(tareKg ? { tareKg } : {}),
      ...(payloadKg ? { payloadKg } : {}),
      ...(volumeM3 ? { volumeM3 } : {}),
      ...row.sourced(),
    })
  }
  const missing = Object.values(UNIT_TYPES_OF_FORM)
    .flat()
    .filter((id) => !unitTypes.has(id))
  if (table.readable && missing.length > 0)
    faults.fault({ file: table.file, line: 1, column: 'id' }, 'row-count', `缺少 ${missing.join('、')}`, `${missing.join(', ')} missing`)
  return unitTypes
}

const HUB_VALUE = /^(\d+(?:\.\d+)?) kg CO2e per (TEU|tonne)/

export function readEmissionFactors(table: Table, faults: Faults): Map<string, EmissionFactor> {
  const factors = new Map<string, EmissionFactor>()
  for (const [id, row] of byId(table, faults)) {
    row.text('name')
    const gPerTonneKm = row.optionalNumber('g_co2e_per_tkm', { minimum: 1, maximum: 2000 })
    const gPerTeuKm = row.optionalNumber('g_co2e_per_teu_km', { minimum: 0 })
    const kind = row.oneOf('mode_or_kind', ['water', 'rail', 'road', 'air', 'hub', 'parameter'])
    const match = kind === 'hub' ? HUB_VALUE.exec(row.raw('note')) : null
    if (kind === 'hub' && match === null)
      row.fault(
        'note',
        'bad-form',
        '枢纽因子须写成 "5 kg CO2e per TEU" 或 "… per tonne"',
        'a hub factor reads "5 kg CO2e per TEU" or "… per tonne"',
      )
    const perUnit = match === null ? undefined : decimal(match[1] ?? '0')
    factors.set(id, {
      id,
      kind,
      ...(gPerTonneKm ? { gPerTonneKm } : {}),
      ...(gPerTeuKm ? { gPerTeuKm } : {}),
      ...(perUnit
        ? { hub: { gPerUnit: { units: perUnit.units * 1000n, scale: perUnit.scale }, unit: match?.[2] === 'TEU' ? 'TEU' : 'tonne' } }
        : {}),
      ...row.sourced(),
    })
  }
  return factors
}

export function readColdChain(table: Table, faults: Faults): Map<string, ColdChainClass> {
  const classes = new Map<string, ColdChainClass>()
  for (const [id, row] of byId(table, faults)) {
    const minimumC = row.optionalNumber('temp_min_c', { minimum: -100, maximum: 100 })
    const maximumC = row.optionalNumber('temp_max_c', { minimum: -100, maximum: 100 })
    if (minimumC && maximumC && toNumber(minimumC) > toNumber(maximumC))
      row.fault('temp_min_c', 'out-of-range', '下限高于上限', 'the lower bound is above the upper')
    classes.set(id, {
      id,
      name: { zh: row.text('name_zh'), en: row.text('name_en') },
      ...(minimumC ? { minimumC: toNumber(minimumC) } : {}),
      ...(maximumC ? { maximumC: toNumber(maximumC) } : {}),
      ...row.sourced(),
    })
  }
  return classes
}

export function readCalendar(table: Table, faults: Faults): Holiday[] {
  const holidays: Holiday[] = []
  const seen = new Map<string, string>()
  for (const [id, row] of byId(table, faults)) {
    const kind = row.oneOf('kind', ['public-holiday', 'working-weekend'])
    const { source, confidence } = row.sourced()
    if (row.flag('announced') === (confidence === 'estimate'))
      row.fault(
        'announced',
        'unknown-confidence',
        '已公布者不得为 estimate，未公布者须为 estimate',
        'announced rows are no estimates, the others are',
      )
    const countryCode = row.form('country', /^[A-Z]{2}$/, '应为两位国家代码', 'a country is two capital letters')
    const [from, to] = [dayOf(row.raw('from_date')), dayOf(row.raw('to_date'))]
    if (from === undefined)
      row.fault('from_date', 'unknown-date', `"${row.raw('from_date')}" 不是日期`, `"${row.raw('from_date')}" is no date`)
    if (to === undefined) row.fault('to_date', 'unknown-date', `"${row.raw('to_date')}" 不是日期`, `"${row.raw('to_date')}" is no date`)
    if (from === undefined || to === undefined) continue
    const days = from.until(to).days
    if (days < 0 || days > 10) row.fault('to_date', 'out-of-range', '须为 1 至 11 天', 'a range is 1 to 11 days')
    else
      for (let k = 0; k <= days; k++) {
        const day = from.add({ days: k })
        const key = `${countryCode} ${day.toString()}`
        if (seen.has(key))
          row.fault(
            'from_date',
            'not-unique-day',
            `${day.toString()} 已在 ${seen.get(key)} 中`,
            `${day.toString()} already stands in ${seen.get(key)}`,
          )
        if (kind === 'working-weekend' && day.dayOfWeek < 6)
          row.fault('from_date', 'out-of-range', `${day.toString()} 不是周末`, `${day.toString()} is no weekend`)
        seen.set(key, id)
      }
    holidays.push({ id, countryCode, fromDate: from.toString(), toDate: to.toString(), kind, source, confidence })
  }
  return holidays
}

function dayOf(text: string): Temporal.PlainDate | undefined {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(text) ? Temporal.PlainDate.from(text) : undefined
  } catch {
    return undefined
  }
}

export function readBans(table: Table, faults: Faults): DangerousGoodsBan[] {
  return [...byId(table, faults)].map(([id, row]) => ({
    id,
    uNDGID: row.form('un_number', /^\d{4}$/, '应为四位 UN 编号', 'a UN number is four digits'),
    vehiclePrefix: row.text('vehicle_prefix'),
    rule: { zh: row.text('rule_zh'), en: row.text('rule_en') },
    ...row.sourced(),
  }))
}

export function readRoadLinks(
  table: Table,
  placeIds: ReadonlySet<string> | undefined,
  factors: ReadonlyMap<string, EmissionFactor> | undefined,
  faults: Faults,
): RoadLink[] {
  const links: RoadLink[] = []
  for (const [id, row] of byId(table, faults)) {
    const [km, hours] = [row.number('road_km', { minimum: 0 }), row.number('hours', { minimum: 0 })]
    row.optionalNumber('circuity', { minimum: 1 })
    for (const column of LINK_COLUMNS_NOT_USED) row.optionalNumber(column, { minimum: 0 })
    const speed = toNumber(km) / toNumber(hours)
    if (toNumber(hours) >= 0 && toNumber(km) >= 0 && !(speed >= 5 && speed <= 75))
      row.fault(
        'hours',
        'implausible-speed',
        `车速 ${Math.round(speed)} 公里/小时不在 5 至 75 之间`,
        `${Math.round(speed)} km/h is not between 5 and 75`,
      )
    for (const column of ['node_a', 'node_b']) {
      if (placeIds !== undefined && !placeIds.has(row.raw(column)))
        row.fault(column, 'unknown-place', `nodes.csv 中没有 "${row.raw(column)}"`, `nodes.csv has no "${row.raw(column)}"`)
    }
    const vehicle = row.text('vehicle_type')
    if (factors !== undefined && !factors.has(vehicle))
      row.fault('vehicle_type', 'unknown-row', `emission-factors.csv 中没有 "${vehicle}"`, `emission-factors.csv has no "${vehicle}"`)
    links.push({
      id,
      placeIds: [row.raw('node_a'), row.raw('node_b')],
      km,
      minutes: minutesUp(hours),
      vehicleType: vehicle,
      ...row.sourced(),
    })
  }
  return links
}

export function readSources(table: Table, faults: Faults): void {
  for (const row of byId(table, faults).values()) {
    row.text('fact')
    row.sourced()
  }
}
