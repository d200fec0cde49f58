// The reference network as rows of the versioned tables, and back.
import type {
  ColdChainClass,
  Corridor,
  CustomsTariff,
  DangerousGoodsBan,
  EmissionFactor,
  ExchangeRate,
  Holiday,
  Place,
  ReferenceNetwork,
  RoadLink,
  Service,
  Sourced,
  StorageTariff,
  TruckClass,
  UnitType,
} from '#model'
import { fromFacts, toFacts } from './facts.ts'

export interface DefinitionRow {
  readonly kind: string
  readonly id: string
  readonly sequence: number
  readonly source: string
  readonly confidence: string
  readonly facts: string
}

const rowsOf = <T extends Sourced>(kind: string, all: Iterable<T>, id: (row: T) => string): DefinitionRow[] =>
  Array.from(all, (row, sequence) => ({ kind, id: id(row), sequence, source: row.source, confidence: row.confidence, facts: toFacts(row) }))

export interface NetworkRows {
  readonly places: readonly DefinitionRow[]
  readonly services: readonly DefinitionRow[]
  readonly roadLinks: readonly DefinitionRow[]
  readonly tariffs: readonly DefinitionRow[]
  readonly emissionFactors: readonly DefinitionRow[]
  readonly definitions: readonly DefinitionRow[]
}

export function rowsOfNetwork(reference: ReferenceNetwork): NetworkRows {
  const { tariffs } = reference
  const byId = ({ id }: { readonly id: string }): string => id
  return {
    places: rowsOf('place', reference.places.values(), byId),
    services: rowsOf('service', reference.services.values(), byId),
    roadLinks: rowsOf('road-link', reference.roadLinks, byId),
    tariffs: [
      ...rowsOf('fx_cny_per_unit', tariffs.exchangeRates, ({ currency }) => `fx_cny_per_unit/${currency}`),
      ...rowsOf('truck_cost_per_km', tariffs.trucks, ({ vehicleClass }) => `truck_cost_per_km/${vehicleClass}`),
      ...rowsOf('storage_and_detention', tariffs.storage, ({ kind }) => `storage_and_detention/${kind}`),
      ...rowsOf('customs', tariffs.customs, ({ regime }) => `customs/${regime}`),
    ],
    emissionFactors: Array.from(reference.emissionFactors.values(), (row, sequence) => ({
      kind: row.kind,
      id: row.id,
      sequence,
      source: row.source,
      confidence: row.confidence,
      facts: toFacts(row),
    })),
    definitions: [
      ...rowsOf('unit-type', reference.unitTypes.values(), byId),
      ...rowsOf('cold-chain-class', reference.coldChainClasses.values(), byId),
      ...rowsOf('holiday', reference.holidays, byId),
      ...rowsOf('dangerous-goods-ban', reference.dangerousGoodsBans, byId),
      ...rowsOf('corridor', reference.corridors, byId),
    ],
  }
}

interface KeptRow {
  readonly kind: string
  readonly facts: string
}

/** Rows in their sequence, as the tables give them back. */
export interface KeptNetwork {
  readonly places: readonly KeptRow[]
  readonly services: readonly KeptRow[]
  readonly roadLinks: readonly KeptRow[]
  readonly tariffs: readonly KeptRow[]
  readonly emissionFactors: readonly KeptRow[]
  readonly definitions: readonly KeptRow[]
}

const allOf = <T>(rows: readonly KeptRow[], kind?: string): T[] =>
  rows.filter((row) => kind === undefined || row.kind === kind).map(({ facts }) => fromFacts<T>(facts))
const mapOf = <T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> => new Map(rows.map((row) => [row.id, row]))

export function networkOfRows(rows: KeptNetwork): ReferenceNetwork {
  return {
    places: mapOf(allOf<Place>(rows.places)),
    services: mapOf(allOf<Service>(rows.services)),
    roadLinks: allOf<RoadLink>(rows.roadLinks),
    unitTypes: mapOf(allOf<UnitType>(rows.definitions, 'unit-type')),
    emissionFactors: mapOf(allOf<EmissionFactor>(rows.emissionFactors)),
    tariffs: {
      exchangeRates: allOf<ExchangeRate>(rows.tariffs, 'fx_cny_per_unit'),
      trucks: allOf<TruckClass>(rows.tariffs, 'truck_cost_per_km'),
      storage: allOf<StorageTariff>(rows.tariffs, 'storage_and_detention'),
      customs: allOf<CustomsTariff>(rows.tariffs, 'customs'),
    },
    coldChainClasses: mapOf(allOf<ColdChainClass>(rows.definitions, 'cold-chain-class')),
    holidays: allOf<Holiday>(rows.definitions, 'holiday'),
    dangerousGoodsBans: allOf<DangerousGoodsBan>(rows.definitions, 'dangerous-goods-ban'),
    corridors: allOf<Corridor>(rows.definitions, 'corridor'),
  }
}
