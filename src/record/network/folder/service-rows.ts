// services.csv and service-stops.csv as services: the two must tell the same run.
import { type Decimal, decimal, decimalText, isDecimal, toNumber, ZERO } from '#kernel'
import type { Service, ServiceStop } from '#model'
import type { Row, Table } from './csv.ts'
import { minutesDown, minutesNear, minutesUp } from './duration.ts'
import type { Faults } from './faults.ts'
import { byId, type Look, look } from './row.ts'

export const SERVICE_COLUMNS = [
  'id',
  'name_zh',
  'name_en',
  'mode',
  'operator_type',
  'stops',
  'leg_km',
  'leg_hours',
  'leg_cost',
  'cost_unit',
  'total_km',
  'total_hours',
  'departures_per_week',
  'weekdays',
  'departure_time_local',
  'cutoff_hours',
  'capacity_teu',
  'capacity_tonnes',
  'capacity_basis',
  'unit_types',
  'vehicle_type',
  'mean_delay_hours',
  'sd_delay_hours',
  'dg_classes',
  'reefer',
  'season',
  'status',
  'price_confidence',
  'reliability_confidence',
  'source',
  'confidence',
] as const
export const STOP_COLUMNS = [
  'service_id',
  'seq',
  'node_id',
  'arrive_offset_h',
  'depart_offset_h',
  'next_leg_km',
  'next_leg_hours',
  'next_leg_cost',
  'cost_unit',
  'source',
  'confidence',
] as const

/** One stop as the data writes it: hours after departure at the first stop. */
export interface Stop {
  readonly placeId: string
  readonly arrives?: Decimal
  readonly departs?: Decimal
}
/** A service with the looks and figures that the plausibility rules need. */
export interface ReadService {
  readonly row: Look
  readonly service: Service
  readonly stops: readonly Stop[]
  readonly legHours: readonly Decimal[]
  /** False when the run itself is broken, so that rules about it would only repeat that. */
  readonly sound: boolean
}

export function readServices(
  table: Table,
  stopTable: Table,
  placeIds: ReadonlySet<string> | undefined,
  faults: Faults,
): Map<string, ReadService> {
  const services = new Map<string, ReadService>()
  const rowsOf = Map.groupBy(stopTable.rows, (row) => row.cells.get('service_id') ?? '')
  for (const [id, row] of byId(table, faults)) {
    const read = readService(row, placeIds)
    if (stopTable.readable) compareStops(read, rowsOf.get(id) ?? [], stopTable, faults)
    services.set(id, read)
  }
  for (const [id, rows] of rowsOf) {
    const first = rows[0]
    if (table.readable && first !== undefined && !services.has(id))
      look(first, stopTable, faults).fault('service_id', 'unknown-service', `services.csv 中没有 "${id}"`, `services.csv has no "${id}"`)
  }
  for (const row of stopTable.rows) {
    const at = look(row, stopTable, faults)
    at.sourced()
    if (placeIds !== undefined && !placeIds.has(at.raw('node_id')))
      at.fault('node_id', 'unknown-place', `nodes.csv 中没有 "${at.raw('node_id')}"`, `nodes.csv has no "${at.raw('node_id')}"`)
  }
  return services
}

function readService(row: Look, placeIds: ReadonlySet<string> | undefined): ReadService {
  // A departure's id is the service's and 14 characters more; ids have at most 64 (CONTRACT §1).
  row.form(
    'id',
    /^[a-z0-9][a-z0-9-]{0,49}$/,
    '编号为小写字母、数字与连字符，至多 50 个字符',
    'an id is small letters, digits and hyphens, at most 50 characters',
  )
  const stops = readStops(row)
  const [km, legHours, cost] = [
    row.numbers('leg_km', { minimum: 0 }),
    row.numbers('leg_hours', { minimum: 0 }),
    row.numbers('leg_cost', { minimum: 0 }),
  ]
  const unknown = stops.filter(({ placeId }) => placeIds !== undefined && !placeIds.has(placeId))
  for (const { placeId } of unknown) row.fault('stops', 'unknown-place', `nodes.csv 中没有 "${placeId}"`, `nodes.csv has no "${placeId}"`)
  const counts = stops.length >= 2 && [km, legHours, cost].every((list) => list.length === stops.length - 1)
  if (!counts)
    row.fault(
      'stops',
      'leg-count',
      `${stops.length} 站，而区段有 ${km.length}／${legHours.length}／${cost.length} 个`,
      `${stops.length} stops, but ${km.length}, ${legHours.length} and ${cost.length} legs`,
    )
  return { row, stops, legHours, sound: counts && unknown.length === 0, service: serviceOf(row, stops, km, cost) }
}

function readStops(row: Look): Stop[] {
  const stops: Stop[] = []
  for (const part of row.text('stops').split(';')) {
    const match = /^([^@]+)@([^/]*)\/(.*)$/.exec(part)
    const hours = [match?.[2] ?? '', match?.[3] ?? '']
    if (match === null || hours.some((text) => text !== '' && !isDecimal(text))) {
      row.fault('stops', 'bad-form', `"${part}" 不是「地点@到/发」`, `"${part}" is not place@arrive/depart`)
      continue
    }
    const [arrives, departs] = hours.map((text) => (text === '' ? undefined : decimal(text)))
    stops.push({ placeId: match[1] ?? '', ...(arrives ? { arrives } : {}), ...(departs ? { departs } : {}) })
  }
  return stops
}

/** The first stop has no arrival, the last no departure: there both times are the same. */
function modelStop({ placeId, arrives, departs }: Stop): ServiceStop {
  return {
    placeId,
    arriveMinutes: arrives === undefined ? minutesDown(departs ?? ZERO) : minutesUp(arrives),
    departMinutes: departs === undefined ? minutesUp(arrives ?? ZERO) : minutesDown(departs),
  }
}

function serviceOf(row: Look, stops: readonly Stop[], km: readonly Decimal[], cost: readonly Decimal[]): Service {
  const weekdays = row.form('weekdays', /^[1-7]+$/, '星期应为 1 至 7', 'weekdays are digits 1 to 7')
  const capacityTeu = row.optionalNumber('capacity_teu', { minimum: 0 })
  const season = row.optional('season')
  return {
    id: row.id,
    name: { zh: row.text('name_zh'), en: row.text('name_en') },
    mode: row.oneOf('mode', ['water', 'rail', 'road', 'air']),
    operatorType: row.raw('operator_type'),
    stops: stops.map(modelStop),
    legs: km.map((value, k) => ({ km: value, cost: cost[k] ?? ZERO })),
    costUnit: row.oneOf('cost_unit', ['CNY/TEU', 'CNY/tonne']),
    departuresPerWeek: toNumber(row.number('departures_per_week', { minimum: 0 })),
    weekdays: Array.from(weekdays, Number),
    departureTimeLocal: row.form('departure_time_local', /^([01]\d|2[0-3]):[0-5]\d$/, '时刻应为 HH:MM', 'a time is HH:MM'),
    cutOffMinutes: minutesUp(row.number('cutoff_hours', { minimum: 0 })),
    ...(capacityTeu === undefined ? {} : { capacityTeu: toNumber(capacityTeu) }),
    capacityTonnes: row.number('capacity_tonnes', { minimum: 0 }),
    capacityBasis: row.oneOf('capacity_basis', ['departure', 'truck']),
    unitTypes: row.list('unit_types'),
    vehicleType: row.text('vehicle_type'),
    meanDelayMinutes: minutesNear(row.number('mean_delay_hours', { minimum: 0 })),
    sdDelayMinutes: minutesNear(row.number('sd_delay_hours', { minimum: 0 })),
    dgClasses: row.list('dg_classes'),
    reefer: row.flag('reefer'),
    ...(season === undefined ? {} : { season }),
    status: row.oneOf('status', ['operational', 'suspended-at-times', 'suspended', 'planned']),
    priceConfidence: row.confidence('price_confidence'),
    reliabilityConfidence: row.confidence('reliability_confidence'),
    ...row.sourced(),
  }
}

const plain = (value: Decimal | undefined): string => (value === undefined ? '' : decimalText(value))
const plainCell = (cell: string | undefined): string => (cell !== undefined && isDecimal(cell) ? decimalText(decimal(cell)) : (cell ?? ''))

/** service-stops.csv is the same run, one row each. */
function compareStops({ row, stops, legHours, service }: ReadService, rows: readonly Row[], table: Table, faults: Faults): void {
  if (rows.length !== stops.length) {
    row.fault(
      'stops',
      'stops-differ',
      `此处 ${stops.length} 站，service-stops.csv 中 ${rows.length} 站`,
      `${stops.length} stops here, ${rows.length} in service-stops.csv`,
    )
    return
  }
  for (const [k, stopRow] of rows.entries()) {
    const stop = stops[k]
    const leg = service.legs[k]
    const want: Readonly<Record<string, string>> = {
      seq: String(k + 1),
      node_id: stop?.placeId ?? '',
      arrive_offset_h: plain(stop?.arrives),
      depart_offset_h: plain(stop?.departs),
      next_leg_km: plain(leg?.km),
      next_leg_hours: plain(legHours[k]),
      next_leg_cost: plain(leg?.cost),
      cost_unit: service.costUnit,
    }
    for (const [column, value] of Object.entries(want)) {
      if (!table.columns.has(column) || plainCell(stopRow.cells.get(column)) === value) continue
      faults.fault(
        { file: stopRow.file, line: stopRow.line, column },
        'stops-differ',
        `"${stopRow.cells.get(column) ?? ''}" 与 services.csv 的 "${value}" 不符`,
        `"${stopRow.cells.get(column) ?? ''}" differs from "${value}" in services.csv`,
      )
    }
  }
}
