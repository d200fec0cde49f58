// nodes.csv and districts.csv as places and districts.
import { toNumber } from '#kernel'
import type { Place } from '#model'
import { areaOf, CHONGQING, positionFault } from './area.ts'
import type { Table } from './csv.ts'
import { minutesUp } from './duration.ts'
import type { Faults } from './faults.ts'
import { parseOpeningHours } from './opening-hours.ts'
import { byId, type Look } from './row.ts'

export const NODE_COLUMNS = [
  'id',
  'name_zh',
  'name_en',
  'unlocode',
  'iata',
  'type',
  'hub_role',
  'district',
  'country',
  'timezone',
  'lon',
  'lat',
  'position_confidence',
  'river_km',
  'cap_container',
  'cap_bulk',
  'cap_reefer',
  'cap_roro',
  'cap_parcel',
  'dg_classes',
  'modes',
  'dwell_hours',
  'dwell_sd_hours',
  'min_transfer_hours',
  'min_transfer_confidence',
  'opening_hours',
  'customs_hours',
  'hours_confidence',
  'handling_cost_teu',
  'handling_cost_tonne',
  'handling_currency',
  'handling_confidence',
  'status',
  'source',
  'confidence',
] as const
export const NODE_COLUMNS_NOT_USED = [
  'cold_chain_level',
  'distribution_level',
  'customs',
  'import_supervision',
  'gauge_mm',
  'note',
] as const
export const DISTRICT_COLUMNS = [
  'id',
  'name_zh',
  'short_zh',
  'name_en',
  'functional_area',
  'lon',
  'lat',
  'areas',
  'population_2020',
  'source',
  'confidence',
] as const
export const DISTRICT_COLUMNS_NOT_USED = [
  'adcode',
  'kind',
  'population_confidence',
  'hub_types',
  'multi_node_support',
  'focus_zh',
  'focus_en',
] as const

const PLACE_TYPES = [
  'port',
  'rail-terminal',
  'airport',
  'road-port',
  'park',
  'cold-chain-base',
  'logistics-centre',
  'distribution-centre',
  'border-crossing',
  'bonded-zone',
  'overseas-hub',
  'lock',
] as const
const PLACE_STATUS = ['operational', 'planned', 'under-construction', 'cargo-relocated', 'generic'] as const
const HUB_ROLES = ['port-type', 'dry-port-type', 'airport-type', 'production-service', 'commerce-service']
const MODES = ['water', 'rail', 'road', 'air']
export const HAZARD_CLASS = /^[1-9](\.[1-6])?$/
/** Population of the city in the 7th census as the districts' recalled figures add up to it, within 500. */
const POPULATION = 32_054_159

/** Zones of the running program; a name it does not know is refused. */
const zones = new Map<string, boolean>()
export function isTimeZone(name: string): boolean {
  let known = zones.get(name)
  if (known === undefined) {
    try {
      // "+08:00" is an offset, not a zone: it would lose summer time.
      known = /^[A-Z]/.test(name) && Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name) !== undefined
    } catch {
      known = false
    }
    zones.set(name, known)
  }
  return known
}

export interface PlaceContext {
  readonly districtNames: ReadonlySet<string> | undefined
  readonly currencies: ReadonlySet<string> | undefined
}

export function readPlaces(table: Table, { districtNames, currencies }: PlaceContext, faults: Faults): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const [id, row] of byId(table, faults)) {
    row.form(
      'id',
      /^[a-z]{2}-[a-z0-9-]{1,61}$/,
      '编号应为两位小写地区码、连字符、小写字母与数字',
      'an id is two small letters, a hyphen, then small letters, digits and hyphens',
    )
    checkPosition(row)
    checkCodes(row, districtNames, currencies)
    for (const column of ['river_km', 'dwell_hours', 'dwell_sd_hours'])
      row.optionalNumber(column, column === 'river_km' ? {} : { minimum: 0 })
    places.set(id, placeOf(row))
  }
  return places
}

function placeOf(row: Look): Place {
  const transfer = row.optionalNumber('min_transfer_hours', { minimum: 0.5, maximum: 48 })
  const modes = row.list('modes')
  if (transfer === undefined && modes.join() !== 'water')
    row.fault(
      'min_transfer_hours',
      'missing-value',
      '不能为空：只有船闸等纯水运地点不可换装',
      'a value is needed: only places of water alone allow no transfer',
    )
  if ((transfer === undefined) !== (row.raw('min_transfer_confidence') === ''))
    row.fault('min_transfer_confidence', 'unknown-confidence', '与 min_transfer_hours 同有同无', 'goes with min_transfer_hours')
  const { UNLocationCode, iata } = codesOf(row)
  const openingHours = hours(row, 'opening_hours')
  const customsHours = hours(row, 'customs_hours')
  if (openingHours !== undefined || customsHours !== undefined) row.confidence('hours_confidence')
  const handlingPerTeu = row.optionalNumber('handling_cost_teu', { minimum: 0 })
  const handlingPerTonne = row.optionalNumber('handling_cost_tonne', { minimum: 0 })
  const district = row.optional('district')
  return {
    id: row.id,
    name: { zh: row.text('name_zh'), en: row.text('name_en') },
    placeTypeCode: row.oneOf('type', PLACE_TYPES),
    ...(UNLocationCode === undefined ? {} : { UNLocationCode }),
    ...(iata === undefined ? {} : { iata }),
    countryCode: row.raw('country'),
    timeZone: row.raw('timezone'),
    ...(district === undefined ? {} : { district }),
    latitude: toNumber(row.number('lat')),
    longitude: toNumber(row.number('lon')),
    modes,
    status: row.oneOf('status', PLACE_STATUS),
    dgClasses: row.list('dg_classes'),
    takesContainers: row.flag('cap_container'),
    takesBulk: row.flag('cap_bulk'),
    takesReefers: row.flag('cap_reefer'),
    takesRolling: row.flag('cap_roro'),
    ...(transfer === undefined ? {} : { minimumTransferMinutes: minutesUp(transfer) }),
    ...(openingHours === undefined ? {} : { openingHours }),
    ...(customsHours === undefined ? {} : { customsHours }),
    ...(handlingPerTeu === undefined ? {} : { handlingPerTeu }),
    ...(handlingPerTonne === undefined ? {} : { handlingPerTonne }),
    handlingCurrency: row.raw('handling_currency'),
    handlingConfidence: row.confidence('handling_confidence'),
    ...row.sourced(),
  }
}

function codesOf(row: Look): { UNLocationCode: string | undefined; iata: string | undefined } {
  const UNLocationCode = row.optional('unlocode')
  if (UNLocationCode !== undefined && (!/^[A-Z]{2}[A-Z2-9]{3}$/.test(UNLocationCode) || UNLocationCode.slice(0, 2) !== row.raw('country')))
    row.fault('unlocode', 'bad-form', `"${UNLocationCode}" 不是该国的 UN/LOCODE`, `"${UNLocationCode}" is no UN/LOCODE of this country`)
  const iata = row.optional('iata')
  if (iata !== undefined && !/^[A-Z]{3}$/.test(iata)) row.fault('iata', 'bad-form', `"${iata}" 不是 IATA 代码`, `"${iata}" is no IATA code`)
  return { UNLocationCode, iata }
}

function hours(row: Look, column: string): string | undefined {
  const text = row.optional(column)
  const parsed = text === undefined ? undefined : parseOpeningHours(text)
  if (parsed !== undefined && !parsed.ok)
    row.fault(
      column,
      'bad-form',
      `"${parsed.error}" 不合开放时间写法（见数据说明）`,
      `"${parsed.error}" is not of the opening_hours subset (see the data's README)`,
    )
  return text
}

function checkCodes(row: Look, districtNames: ReadonlySet<string> | undefined, currencies: ReadonlySet<string> | undefined): void {
  row.form('country', /^[A-Z]{2}$/, '应为两位国家代码', 'a country is two capital letters')
  row.optionalOneOf('position_confidence', ['public-source', 'estimate', 'seed'])
  row.flag('cap_parcel')
  for (const role of row.list('hub_role'))
    if (!HUB_ROLES.includes(role)) row.fault('hub_role', 'unknown-code', `"${role}" 不是枢纽类型`, `"${role}" is no hub type`)
  if (row.list('modes').length === 0) row.fault('modes', 'missing-value', '不能为空', 'a value is needed')
  for (const mode of row.list('modes'))
    if (!MODES.includes(mode)) row.fault('modes', 'unknown-code', `"${mode}" 不是运输方式`, `"${mode}" is no mode`)
  for (const hazard of row.list('dg_classes'))
    if (!HAZARD_CLASS.test(hazard)) row.fault('dg_classes', 'bad-form', `"${hazard}" 不是危险货物类别`, `"${hazard}" is no hazard class`)
  if (!isTimeZone(row.raw('timezone')))
    row.fault('timezone', 'unknown-zone', `"${row.raw('timezone')}" 不是 IANA 时区`, `"${row.raw('timezone')}" is no IANA time zone`)
  if (currencies !== undefined && !currencies.has(row.raw('handling_currency')))
    row.fault(
      'handling_currency',
      'unknown-code',
      `币种 "${row.raw('handling_currency')}" 没有汇率`,
      `no exchange rate for "${row.raw('handling_currency')}"`,
    )
  if (row.id.startsWith('cq-') && districtNames !== undefined && !districtNames.has(row.raw('district')))
    row.fault('district', 'unknown-row', `districts.csv 中没有 "${row.raw('district')}"`, `districts.csv has no "${row.raw('district')}"`)
}

function checkPosition(row: Look): void {
  const position = { latitude: toNumber(row.number('lat')), longitude: toNumber(row.number('lon')) }
  const said = `lat ${position.latitude}, lon ${position.longitude}`
  switch (positionFault(position, areaOf(row.id, row.raw('country')))) {
    case 'swapped':
      return row.fault(
        'lat',
        'swapped-coordinates',
        `经纬度可能颠倒：${said}；互换后落在应有的范围内`,
        `latitude and longitude look swapped: ${said}; exchanged they lie where the place should be`,
      )
    case 'outside':
      return row.fault(
        'lat',
        'outside-area',
        `位置不在${row.id.startsWith('cq-') ? '重庆' : `该国（${row.raw('country')}）`}范围内：${said}`,
        `the position lies outside ${row.id.startsWith('cq-') ? 'Chongqing' : `the country ${row.raw('country')}`}: ${said}`,
      )
    case undefined:
  }
}

export interface District {
  readonly id: string
  readonly shortName: string
}

export function readDistricts(table: Table, faults: Faults): District[] {
  const districts: District[] = []
  let whole = 0
  let population = 0
  for (const [id, row] of byId(table, faults)) {
    row.sourced()
    const position = { latitude: toNumber(row.number('lat')), longitude: toNumber(row.number('lon')) }
    const wrong = positionFault(position, CHONGQING)
    if (wrong !== undefined)
      row.fault(
        'lat',
        wrong === 'swapped' ? 'swapped-coordinates' : 'outside-area',
        wrong === 'swapped' ? '经纬度可能颠倒' : '位置不在重庆范围内',
        wrong === 'swapped' ? 'latitude and longitude look swapped' : 'the position lies outside Chongqing',
      )
    if (!row.flag('functional_area')) whole += 1
    population += toNumber(row.optionalNumber('population_2020', { minimum: 0 }) ?? { units: 0n, scale: 0 })
    districts.push({ id, shortName: row.text('short_zh') })
  }
  if (table.readable && whole !== 38)
    faults.fault({ file: table.file, line: 1 }, 'row-count', `有 ${whole} 个区县，应为 38 个`, `${whole} districts, 38 wanted`)
  if (table.readable && Math.abs(population - POPULATION) > 500)
    faults.fault(
      { file: table.file, line: 1, column: 'population_2020' },
      'totals-differ',
      `人口合计 ${population}，应为 ${POPULATION} 左右`,
      `the population adds up to ${population}, about ${POPULATION} wanted`,
    )
  return districts
}
