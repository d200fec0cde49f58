// The reference network as the five modes, the planner's callers and the record see it.
import type { Decimal, Position, Text } from '#kernel'

export type Confidence = 'seed' | 'public-source' | 'estimate'

/** Every reference row says where it came from. */
export interface Sourced {
  readonly source: string
  readonly confidence: Confidence
}

export interface Place extends Sourced, Position {
  readonly id: string
  readonly name: Text
  readonly placeTypeCode: string
  readonly UNLocationCode?: string
  readonly iata?: string
  readonly countryCode: string
  readonly timeZone: string
  readonly district?: string
  readonly modes: readonly string[]
  readonly status: string
  readonly dgClasses: readonly string[]
  readonly takesContainers: boolean
  readonly takesBulk: boolean
  readonly takesReefers: boolean
  readonly takesRolling: boolean
  /** Least minutes from arrival to the next cut-off; absent = no transfer possible here. */
  readonly minimumTransferMinutes?: number
  /** Gate hours for lorries, in the data's OSM subset; absent = not known, taken as open. */
  readonly openingHours?: string
  readonly customsHours?: string
  readonly handlingPerTeu?: Decimal
  readonly handlingPerTonne?: Decimal
  readonly handlingCurrency: string
  readonly handlingConfidence: Confidence
}

export interface ServiceStop {
  readonly placeId: string
  /** Minutes after departure at the first stop; arrivals rounded up, departures down. */
  readonly arriveMinutes: number
  readonly departMinutes: number
}

export interface ServiceLeg {
  readonly km: Decimal
  readonly cost: Decimal
}

/** One direction of a scheduled service; leg k runs from stop k to stop k + 1. */
export interface Service extends Sourced {
  readonly id: string
  readonly name: Text
  readonly mode: string
  readonly operatorType: string
  readonly stops: readonly ServiceStop[]
  readonly legs: readonly ServiceLeg[]
  readonly costUnit: 'CNY/TEU' | 'CNY/tonne'
  readonly departuresPerWeek: number
  /** ISO weekdays, 1 = Monday. */
  readonly weekdays: readonly number[]
  readonly departureTimeLocal: string
  readonly cutOffMinutes: number
  readonly capacityTeu?: number
  readonly capacityTonnes: Decimal
  readonly capacityBasis: 'departure' | 'truck'
  readonly unitTypes: readonly string[]
  readonly vehicleType: string
  readonly meanDelayMinutes: number
  readonly sdDelayMinutes: number
  readonly dgClasses: readonly string[]
  readonly reefer: boolean
  readonly season?: string
  readonly status: string
  readonly priceConfidence: Confidence
  readonly reliabilityConfidence: Confidence
}

/** Undirected default lorry link between near places. */
export interface RoadLink extends Sourced {
  readonly id: string
  readonly placeIds: readonly [string, string]
  readonly km: Decimal
  readonly minutes: number
  /** The vehicle the link's author names: an id of emission-factors.csv. */
  readonly vehicleType: string
}

export interface UnitType extends Sourced {
  readonly id: string
  readonly name: Text
  readonly cargoFormCode: CargoFormCode
  readonly iso6346SizeType?: string
  readonly teu?: Decimal
  readonly tareKg?: Decimal
  readonly payloadKg?: Decimal
  readonly volumeM3?: Decimal
  readonly reefer: boolean
}

export type CargoFormCode = 'CONTAINERISED' | 'DRY_BULK' | 'LIQUID_BULK' | 'LOOSE' | 'ROLLING'

/** Grams CO2e well-to-wheel: per tonne-km, else per TEU-km; a hub factor per TEU or per tonne handled. */
export interface EmissionFactor extends Sourced {
  readonly id: string
  readonly kind: string
  readonly gPerTonneKm?: Decimal
  readonly gPerTeuKm?: Decimal
  readonly hub?: { readonly gPerUnit: Decimal; readonly unit: 'TEU' | 'tonne' }
}

export interface TruckClass extends Sourced {
  readonly vehicleClass: string
  readonly payloadTonnes: Decimal
  readonly teu: number
  readonly energy: string
  readonly costPerKm: Decimal
  readonly fixedPerTrip: Decimal
  readonly speedExpresswayKmh: number
  readonly speedMountainKmh: number
  readonly emissionFactorId: string
}

export interface StorageTariff extends Sourced {
  readonly kind: string
  readonly unit: string
  /** [from started day, to started day or open, CNY per day] */
  readonly tiers: readonly { readonly fromDay: number; readonly toDay?: number; readonly perDay: Decimal }[]
}

export interface CustomsTariff extends Sourced {
  readonly regime: string
  readonly placeId?: string
  readonly meanMinutes: number
  readonly costPerDeclaration: Decimal
}

export interface ExchangeRate extends Sourced {
  readonly currency: string
  readonly cnyPerUnit: Decimal
}

export interface Tariffs {
  readonly trucks: readonly TruckClass[]
  readonly storage: readonly StorageTariff[]
  readonly customs: readonly CustomsTariff[]
  readonly exchangeRates: readonly ExchangeRate[]
}

export interface ColdChainClass extends Sourced {
  readonly id: string
  readonly name: Text
  readonly minimumC?: number
  readonly maximumC?: number
}

export interface Holiday extends Sourced {
  readonly id: string
  readonly countryCode: string
  readonly fromDate: string
  readonly toDate: string
  readonly kind: 'public-holiday' | 'working-weekend'
}

/** A UN number that vehicles whose type begins with `vehiclePrefix` never carry (dangerous-goods.csv). */
export interface DangerousGoodsBan extends Sourced {
  readonly id: string
  readonly uNDGID: string
  readonly vehiclePrefix: string
  readonly rule: Text
}

export interface Corridor extends Sourced {
  readonly id: string
  readonly group: string
  readonly name: Text
  readonly placeIds: readonly string[]
  readonly branches: readonly (readonly string[])[]
  readonly servicePrefixes: readonly string[]
}

export interface ReferenceNetwork {
  readonly places: ReadonlyMap<string, Place>
  readonly services: ReadonlyMap<string, Service>
  readonly roadLinks: readonly RoadLink[]
  readonly unitTypes: ReadonlyMap<string, UnitType>
  readonly emissionFactors: ReadonlyMap<string, EmissionFactor>
  readonly tariffs: Tariffs
  readonly coldChainClasses: ReadonlyMap<string, ColdChainClass>
  readonly holidays: readonly Holiday[]
  readonly dangerousGoodsBans: readonly DangerousGoodsBan[]
  readonly corridors: readonly Corridor[]
}

/** A main class in a list covers its divisions: "2" takes "2.1", "2.1" does not take "2" (data README). */
export const takesClass = (hazardClass: string, listed: readonly string[]): boolean =>
  listed.includes(hazardClass) || listed.includes(hazardClass.split('.')[0] ?? hazardClass)
