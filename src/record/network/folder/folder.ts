// A folder of reference data as a network, or everything that is wrong with it.
import { ok, refuse, type Result } from '#kernel'
import type { Place, ReferenceNetwork } from '#model'
import { checkCases } from './case-rows.ts'
import * as catalogue from './catalogue-rows.ts'
import { readTable, type Table } from './csv.ts'
import { collectFaults, type Faults, type ImportFault, inOrder } from './faults.ts'
import { checkFile } from './file-rules.ts'
import { checkGates } from './gate-rules.ts'
import { type JsonFile, readJson } from './json.ts'
import * as placeRows from './place-rows.ts'
import { checkService } from './service-rules.ts'
import { readServices, SERVICE_COLUMNS, STOP_COLUMNS } from './service-rows.ts'
import * as tariffRows from './tariff-rows.ts'

/** The files a network is made of; a change in one of them makes a new version. */
export const NETWORK_FILES = [
  'nodes.csv',
  'services.csv',
  'service-stops.csv',
  'drayage-links.csv',
  'unit-types.csv',
  'emission-factors.csv',
  'tariffs.json',
  'coldchain.csv',
  'calendar.csv',
  'dangerous-goods.csv',
  'corridors.json',
  'districts.csv',
  'sources.csv',
] as const
/** Checked with the folder, but no part of the network. */
export const COMPANION_FILES = ['cargo.json', 'indicators.json', 'plan-tasks.json'] as const

export interface FolderFindings {
  readonly reference: ReferenceNetwork
  readonly faults: readonly ImportFault[]
  readonly warnings: readonly ImportFault[]
}

/** Text files by name as a network, or all faults at once. */
export function readFolder(files: ReadonlyMap<string, string>): Result<ReferenceNetwork, readonly ImportFault[]> {
  const { reference, faults } = inspectFolder(files)
  return faults.length === 0 ? ok(reference) : refuse(faults)
}

/** `reference` must not be used while there are faults: broken cells have stand-ins there. */
export function inspectFolder(files: ReadonlyMap<string, string>): FolderFindings {
  const faults = collectFaults()
  for (const [file, text] of files) checkFile(file, text, faults)
  const table = (file: string, wanted: readonly string[], others: readonly string[] = ['note']): Table =>
    readTable(file, files.get(file), wanted, others, faults)
  const json = (file: string): JsonFile | undefined => readJson(file, files.get(file), faults)
  const { reference, districtNames } = readNetwork(table, json, faults)
  checkCompanions(files, json, { reference, districtNames }, faults)
  return { reference, faults: inOrder(faults.faults), warnings: inOrder(faults.warnings) }
}

interface NetworkRead {
  readonly reference: ReferenceNetwork
  readonly districtNames: ReadonlySet<string> | undefined
}

function readNetwork(
  table: (file: string, wanted: readonly string[], others?: readonly string[]) => Table,
  json: (file: string) => JsonFile | undefined,
  faults: Faults,
): NetworkRead {
  const nodeTable = table('nodes.csv', placeRows.NODE_COLUMNS, placeRows.NODE_COLUMNS_NOT_USED)
  const districtTable = table('districts.csv', placeRows.DISTRICT_COLUMNS, placeRows.DISTRICT_COLUMNS_NOT_USED)
  const serviceTable = table('services.csv', SERVICE_COLUMNS)
  const unitTable = table('unit-types.csv', catalogue.UNIT_COLUMNS)
  const factorTable = table('emission-factors.csv', catalogue.FACTOR_COLUMNS, catalogue.FACTOR_COLUMNS_NOT_USED)
  const unitTypes = catalogue.readUnitTypes(unitTable, faults)
  const emissionFactors = catalogue.readEmissionFactors(factorTable, faults)
  // What refers to a file that could not be read is not judged: one fault, not hundreds.
  const placeIds = nodeTable.readable ? new Set(nodeTable.rows.map((row) => row.cells.get('id') ?? '')) : undefined
  const knownFactors = factorTable.readable ? emissionFactors : undefined
  const tariffJson = json('tariffs.json')
  const tariffs =
    tariffJson &&
    tariffRows.readTariffs(
      tariffJson,
      { placeIds, unitTypeIds: unitTable.readable ? new Set(unitTypes.keys()) : undefined, factors: knownFactors },
      faults,
    )
  const districts = placeRows.readDistricts(districtTable, faults)
  const districtNames = districtTable.readable ? new Set(districts.map((district) => district.shortName)) : undefined
  const places = placeRows.readPlaces(
    nodeTable,
    { districtNames, currencies: tariffs && new Set(['CNY', ...tariffs.exchangeRates.map((rate) => rate.currency)]) },
    faults,
  )
  const read = readServices(serviceTable, table('service-stops.csv', STOP_COLUMNS), placeIds, faults)
  const judged = soundPlaces(nodeTable, places, faults)
  const context = { places: judged, unitTypes: unitTable.readable ? unitTypes : undefined, factors: knownFactors, tariffs }
  for (const service of read.values()) {
    checkGates(service, judged)
    checkService(service, context)
  }
  const corridorJson = json('corridors.json')
  catalogue.readSources(table('sources.csv', catalogue.SOURCE_COLUMNS), faults)
  const reference = {
    places,
    unitTypes,
    emissionFactors,
    tariffs: tariffs ?? { trucks: [], storage: [], customs: [], exchangeRates: [] },
    services: new Map(Array.from(read, ([id, { service }]) => [id, service])),
    roadLinks: catalogue.readRoadLinks(
      table('drayage-links.csv', catalogue.LINK_COLUMNS, catalogue.LINK_COLUMNS_NOT_USED),
      placeIds,
      knownFactors,
      faults,
    ),
    coldChainClasses: catalogue.readColdChain(table('coldchain.csv', catalogue.COLD_COLUMNS, catalogue.COLD_COLUMNS_NOT_USED), faults),
    holidays: catalogue.readCalendar(table('calendar.csv', catalogue.CALENDAR_COLUMNS, catalogue.CALENDAR_COLUMNS_NOT_USED), faults),
    dangerousGoodsBans: catalogue.readBans(table('dangerous-goods.csv', catalogue.BAN_COLUMNS), faults),
    corridors: corridorJson
      ? tariffRows.readCorridors(corridorJson, { placeIds, serviceIds: serviceTable.readable ? [...read.keys()] : undefined }, faults)
      : [],
  }
  return { reference, districtNames }
}

/** Rules between files look at places without faults only: a swapped position is one fault, not one for every service. */
function soundPlaces(table: Table, places: ReadonlyMap<string, Place>, { faults }: Faults): ReadonlyMap<string, Place> {
  if (placeRows.NODE_COLUMNS.some((column) => !table.columns.has(column))) return new Map()
  const faulty = new Set(faults.filter(({ file }) => file === table.file).map(({ line }) => line))
  const faultyIds = new Set(table.rows.filter(({ line }) => faulty.has(line)).map(({ cells }) => cells.get('id')))
  return new Map([...places].filter(([id]) => !faultyIds.has(id)))
}

/** Companions are optional: another city's folder has no plan of Chongqing. */
function checkCompanions(
  files: ReadonlyMap<string, string>,
  json: (file: string) => JsonFile | undefined,
  { reference, districtNames }: NetworkRead,
  faults: Faults,
): void {
  const placeIds = reference.places.size === 0 ? undefined : new Set(reference.places.keys())
  const companion = (file: string): JsonFile | undefined => (files.has(file) ? json(file) : undefined)
  const indicators = companion('indicators.json')
  const tasks = companion('plan-tasks.json')
  const cases = companion('cargo.json')
  if (indicators) tariffRows.checkIndicators(indicators, faults)
  if (tasks) tariffRows.checkTasks(tasks, placeIds, districtNames, faults)
  if (cases) checkCases(cases, reference, faults)
}
