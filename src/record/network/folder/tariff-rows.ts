// tariffs.json and corridors.json, with the tasks and indicators that only lean on them.
import { type Decimal, toNumber } from '#kernel'
import type { Corridor, CustomsTariff, EmissionFactor, StorageTariff, Tariffs, TruckClass } from '#model'
import { minutesUp } from './duration.ts'
import type { Faults } from './faults.ts'
import type { JsonFile } from './json.ts'
import { isRecord, membersOf, type Members, numberOf, rowsAt } from './json-row.ts'

export interface TariffContext {
  readonly placeIds: ReadonlySet<string> | undefined
  readonly unitTypeIds: ReadonlySet<string> | undefined
  readonly factors: ReadonlyMap<string, EmissionFactor> | undefined
}

export function readTariffs(json: JsonFile, context: TariffContext, faults: Faults): Tariffs {
  const root = membersOf(json, '', json.value, faults)
  const rows = (member: string, key?: string): Members[] => {
    const all = rowsAt(json, member, root.list(member), faults)
    if (key !== undefined) onceEach(all, key)
    return all
  }
  const exchangeRates = rows('fx_cny_per_unit', 'currency').map((row) => ({
    currency: row.text('currency'),
    cnyPerUnit: positive(row, 'cny'),
    ...row.sourced(),
  }))
  const currencies = new Set(['CNY', ...exchangeRates.map(({ currency }) => currency)])
  walk(json, json.value, '', { currencies, faults })
  checkTables(rows, context)
  return {
    exchangeRates,
    trucks: rows('truck_cost_per_km', 'vehicle_class').map((row) => truckOf(row, context.factors)),
    storage: rows('storage_and_detention', 'kind').map(storageOf),
    customs: rows('customs', 'regime').map((row) => customsOf(row, context.placeIds)),
  }
}

/** Charge lines name a tariff row by this key, so it stands once. */
function onceEach(rows: readonly Members[], key: string): void {
  const seen = new Set<unknown>()
  for (const row of rows) {
    const value = row.value[key]
    if (seen.has(value)) row.fault(key, 'duplicate-id', `${JSON.stringify(value)} 重复`, `${JSON.stringify(value)} stands twice`)
    seen.add(value)
  }
}

const positive = (row: Members, member: string): Decimal => {
  const value = row.number(member, { minimum: 0 })
  if (value.units === 0n) row.fault(member, 'out-of-range', '须大于零', 'must be greater than zero')
  return value
}

function truckOf(row: Members, factors: TariffContext['factors']): TruckClass {
  const emissionFactorId = row.text('emission_factor_id')
  if (factors !== undefined && !factors.has(emissionFactorId))
    row.fault(
      'emission_factor_id',
      'unknown-row',
      `emission-factors.csv 中没有 "${emissionFactorId}"`,
      `emission-factors.csv has no "${emissionFactorId}"`,
    )
  return {
    vehicleClass: row.text('vehicle_class'),
    payloadTonnes: positive(row, 'payload_t'),
    teu: wholeNumber(row, 'teu'),
    energy: row.text('energy'),
    costPerKm: row.number('cost_cny_per_km', { minimum: 0 }),
    fixedPerTrip: row.number('fixed_cny_per_trip', { minimum: 0 }),
    speedExpresswayKmh: toNumber(positive(row, 'speed_kmh_expressway')),
    speedMountainKmh: toNumber(positive(row, 'speed_kmh_mountain')),
    emissionFactorId,
    ...unsourced(row),
  }
}

/** Source and confidence of a row that `walk` has already judged. */
const unsourced = (row: Members): Pick<TruckClass, 'source' | 'confidence'> => ({
  source: row.optional('source') ?? '',
  confidence: row.value['confidence'] === 'seed' ? 'seed' : row.value['confidence'] === 'public-source' ? 'public-source' : 'estimate',
})

function wholeNumber(row: Members, member: string): number {
  const value = row.number(member, { minimum: 0, maximum: 10 })
  if (value.scale > 0) row.fault(member, 'bad-form', '须为整数', 'a whole number is needed')
  return Number(value.units)
}

function storageOf(row: Members): StorageTariff {
  const tiers = row.list('tiers').map((tier) => {
    const [from, to, price] = Array.isArray(tier) ? tier : []
    const perDay = numberOf(price, 'tiers', { minimum: 0 }, row.fault)
    return { fromDay: typeof from === 'number' ? from : 0, ...(typeof to === 'number' ? { toDay: to } : {}), perDay }
  })
  for (const [k, tier] of tiers.entries()) {
    const wanted = k === 0 ? 1 : (tiers[k - 1]?.toDay ?? NaN) + 1
    const last = k === tiers.length - 1
    if (tier.fromDay !== wanted || (tier.toDay === undefined) !== last || (tier.toDay ?? Infinity) < tier.fromDay)
      row.fault('tiers', 'out-of-range', '各档须从第 1 天起首尾相接，最后一档不设上限', 'tiers must join from day 1, the last one open')
  }
  return { kind: row.text('kind'), unit: row.text('unit'), tiers, ...unsourced(row) }
}

function customsOf(row: Members, placeIds: ReadonlySet<string> | undefined): CustomsTariff {
  const place = row.text('place')
  if (place !== 'any' && placeIds !== undefined && !placeIds.has(place))
    row.fault('place', 'unknown-place', `nodes.csv 中没有 "${place}"`, `nodes.csv has no "${place}"`)
  return {
    regime: row.text('regime'),
    ...(place === 'any' ? {} : { placeId: place }),
    meanMinutes: minutesUp(row.number('hours_mean', { minimum: 0 })),
    costPerDeclaration: row.number('cost_cny_per_declaration', { minimum: 0 }),
    ...unsourced(row),
  }
}

/** Tables that are kept for later issues: their references must hold today. */
function checkTables(rows: (member: string) => Members[], { placeIds, unitTypeIds }: TariffContext): void {
  for (const row of rows('border_and_gauge')) {
    row.number('cost_cny_per_teu', { minimum: 0 })
    for (const place of row.text('pair').split('>'))
      if (placeIds !== undefined && !placeIds.has(place))
        row.fault('pair', 'unknown-place', `nodes.csv 中没有 "${place}"`, `nodes.csv has no "${place}"`)
  }
  for (const row of rows('handling')) {
    row.number('cost', { minimum: 0 })
    const unit = row.text('unit')
    if (unitTypeIds !== undefined && !unitTypeIds.has(unit) && !['TEU', 'tonne', 'kg'].includes(unit))
      row.fault('unit', 'unknown-row', `unit-types.csv 中没有 "${unit}"`, `unit-types.csv has no "${unit}"`)
  }
}

/** Every object in a list has source, confidence and a known currency. */
function walk(json: JsonFile, value: unknown, path: string, context: { currencies: ReadonlySet<string>; faults: Faults }): void {
  if (Array.isArray(value)) {
    for (const [k, item] of value.entries()) {
      const here = `${path}/${k}`.replace(/^\//, '')
      if (isRecord(item)) {
        const row = membersOf(json, here, item, context.faults)
        if (!path.startsWith('fx_cny_per_unit')) row.sourced()
        const currency = item['currency'] ?? 'CNY'
        if (typeof currency !== 'string' || !context.currencies.has(currency))
          row.fault(
            'currency',
            'unknown-code',
            `币种 ${JSON.stringify(currency)} 没有汇率`,
            `no exchange rate for ${JSON.stringify(currency)}`,
          )
      }
      walk(json, item, here, context)
    }
  } else if (isRecord(value)) {
    for (const [member, item] of Object.entries(value)) walk(json, item, path === '' ? member : `${path}/${member}`, context)
  }
}

/** Rows of a top-level list whose ids must be there once. */
export function identified(json: JsonFile, faults: Faults): Map<string, Members> {
  const found = new Map<string, Members>()
  if (!Array.isArray(json.value)) faults.fault({ file: json.file, line: 1 }, 'not-json', '须为列表', 'a list is needed')
  for (const row of rowsAt(json, '', Array.isArray(json.value) ? json.value : [], faults)) {
    const id = row.text('id')
    if (found.has(id)) row.fault('id', 'duplicate-id', `编号 ${id} 重复`, `id ${id} stands twice`)
    row.sourced()
    found.set(id, row)
  }
  return found
}

export interface CorridorContext {
  readonly placeIds: ReadonlySet<string> | undefined
  readonly serviceIds: readonly string[] | undefined
}

const GROUPS: Readonly<Record<string, number>> = { '6-international': 6, '2-domestic': 2, '1-air': 1 }

export function readCorridors(json: JsonFile, { placeIds, serviceIds }: CorridorContext, faults: Faults): Corridor[] {
  const corridors = [...identified(json, faults)].map(([id, row]): Corridor => {
    const nodes = row.texts('nodes')
    const branches = row.list('branches').map((branch) => (Array.isArray(branch) ? branch.filter((part) => typeof part === 'string') : []))
    const prefixes = row.texts('service_prefixes')
    for (const place of [...nodes, ...branches.flat()])
      if (placeIds !== undefined && !placeIds.has(place))
        row.fault(
          nodes.includes(place) ? 'nodes' : 'branches',
          'unknown-place',
          `nodes.csv 中没有 "${place}"`,
          `nodes.csv has no "${place}"`,
        )
    for (const prefix of prefixes)
      if (serviceIds !== undefined && !serviceIds.some((service) => service.startsWith(prefix)))
        row.fault('service_prefixes', 'unknown-service', `没有以 "${prefix}" 开头的班线`, `no service begins with "${prefix}"`)
    return {
      id,
      group: row.text('group'),
      name: { zh: row.text('name_zh'), en: row.text('name_en') },
      placeIds: nodes,
      branches,
      servicePrefixes: prefixes,
      source: row.optional('source') ?? '',
      confidence: unsourced(row).confidence,
    }
  })
  for (const [group, wanted] of Object.entries(GROUPS)) {
    const count = corridors.filter((corridor) => corridor.group === group).length
    if (count !== wanted)
      faults.fault(
        { file: json.file, line: 1, column: 'group' },
        'row-count',
        `${group} 有 ${count} 条，应为 ${wanted} 条`,
        `${count} corridors of ${group}, ${wanted} wanted`,
      )
  }
  return corridors
}

export function checkTasks(
  json: JsonFile,
  placeIds: ReadonlySet<string> | undefined,
  districtNames: ReadonlySet<string> | undefined,
  faults: Faults,
): void {
  for (const row of identified(json, faults).values()) {
    for (const place of row.texts('node_ids'))
      if (placeIds !== undefined && !placeIds.has(place))
        row.fault('node_ids', 'unknown-place', `nodes.csv 中没有 "${place}"`, `nodes.csv has no "${place}"`)
    for (const district of row.texts('districts'))
      if (districtNames !== undefined && !districtNames.has(district))
        row.fault('districts', 'unknown-row', `districts.csv 中没有 "${district}"`, `districts.csv has no "${district}"`)
  }
}

export function checkIndicators(json: JsonFile, faults: Faults): void {
  const count = identified(json, faults).size
  if (count !== 22)
    faults.fault({ file: json.file, line: 1 }, 'row-count', `有 ${count} 项指标，应为 22 项`, `${count} indicators, 22 wanted`)
}
