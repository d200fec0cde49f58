// What a mode of transport, or the park at a hub, must answer. All of it is pure; all five are alike.
import type { Decimal, Money } from '#kernel'
import type { Cargo } from './cargo.ts'
import type { Exclusion, ModeCode, OperationCode } from './element.ts'
import type { Confidence, Place, ReferenceNetwork, Service } from './network.ts'

/** Cargo reduced to what modes reckon with. */
export interface Load {
  readonly cargo: Cargo
  readonly grossWeightKg: Decimal
  readonly grossTonnes: Decimal
  /** Boxes by unit type; empty for everything but CONTAINERISED. */
  readonly boxes: readonly { readonly unitTypeCode: string; readonly quantity: number; readonly teu: Decimal }[]
  readonly boxCount: number
  readonly teu: Decimal
  readonly needsCold: boolean
  readonly hazardClasses: readonly string[]
  readonly unNumbers: readonly string[]
}

/** An end of a leg: a place of the network, or a point reached by road only. */
export type StageEnd = { readonly place: Place } | { readonly latitude: number; readonly longitude: number; readonly countryCode: string }

/** A run on a scheduled service from stop `fromStop` to stop `toStop`. */
export interface ScheduledLeg {
  readonly kind: 'LEG'
  readonly service: Service
  readonly fromStop: number
  readonly toStop: number
}
/** An on-demand lorry; `vehicleType` absent lets the mode choose the truck. */
export interface OnDemandLeg {
  readonly kind: 'LEG'
  readonly service?: undefined
  readonly from: StageEnd
  readonly to: StageEnd
  readonly km: Decimal
  readonly vehicleType?: string
}
/** Handling at a hub between two legs, or where a service ends at the last place. */
export interface HubStage {
  readonly kind: 'HUB_OPERATION'
  readonly place: Place
  /** A leg before or after it is a sea leg: the terminal counts as a sea terminal. */
  readonly bySea: boolean
  /** Whole minutes from arrival to departure; at the last place, to hand-over. */
  readonly stayMinutes: number
  readonly last: boolean
  /** The customs regime settled here, in the tariff's words ("export general"). */
  readonly customsRegime?: string
}
export type Stage = ScheduledLeg | OnDemandLeg | HubStage

export const CHARGE_CODES = ['FREIGHT', 'HANDLING', 'STORAGE', 'CUSTOMS', 'SURCHARGE', 'INSURANCE', 'WAITING', 'INSPECTION'] as const
export const CALCULATION_BASES = ['TEU', 'UNIT', 'TRUCK', 'TONNE', 'KG', 'PIECE', 'KM', 'DAY', 'DECLARATION', 'VALUE'] as const

export interface ChargeLine {
  readonly chargeCode: (typeof CHARGE_CODES)[number]
  readonly calculationBasisCode: (typeof CALCULATION_BASES)[number]
  readonly basisQuantity: Decimal
  readonly unitAmount: Money
  readonly appliedAmount: Money
  readonly sourceId: string
  readonly confidence: Confidence
}
export interface Charges {
  readonly lines: readonly ChargeLine[]
  /** A charge code, with its side where it has one: HANDLING, STORAGE, CUSTOMS_IMPORT. */
  readonly unpriced: readonly string[]
}

/** Storage by started days: quantity × the tier sums, in CNY. Empty = free or unpriced. */
export interface StorageTerm {
  readonly quantity: Decimal
  readonly tiers: readonly { readonly fromDay: number; readonly toDay?: number; readonly perDay: Decimal }[]
}

export interface Emission {
  readonly emissionG: number
  readonly emissionFactorId: string
  readonly confidence: Confidence
}

/** Capacity of one departure, or of one truck, that the load uses. */
export interface Mode {
  /** The word of services.csv ("rail"); `park` for hub operations. */
  readonly name: string
  readonly stageKind: Stage['kind']
  modeCode(vehicleType: string): ModeCode | undefined
  /** Why this stage cannot take the load, or undefined when it can. */
  accept(load: Load, stage: Stage, network: ReferenceNetwork): Exclusion | undefined
  charges(load: Load, stage: Stage, network: ReferenceNetwork): Charges
  /** Terms of the storage charge at a hub; a mode of transport has none. */
  storage(load: Load, stage: Stage, network: ReferenceNetwork): readonly StorageTerm[]
  emission(load: Load, stage: Stage, network: ReferenceNetwork): Emission
  /** What goods go through in this stage (operations of a hub; none in a leg). */
  operations(
    load: Load,
    stage: Stage,
    network: ReferenceNetwork,
  ): readonly { readonly operationCode: OperationCode; readonly durationMinutes?: number }[]
  /** Milestones owed, in order (standards.md §4.7). */
  milestones(load: Load, stage: Stage, network: ReferenceNetwork): readonly string[]
}

export type Modes = readonly Mode[]
