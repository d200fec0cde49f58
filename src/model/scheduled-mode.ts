// A leg on a scheduled service: what every means of transport charges, emits and owes in the same way. A mode is this plus its own constraints.
import { assert, type Decimal, decimal, type Money, fromMajor, plus, roundHalfUp, sum, times, ZERO } from '#kernel'
import { refuseOnService, touchedPlaces } from './acceptance.ts'
import type { Exclusion, ModeCode } from './element.ts'
import { truckUnits } from './load.ts'
import type { ChargeLine, Charges, Emission, Load, Mode, Modes, ScheduledLeg, Stage } from './mode.ts'
import type { ReferenceNetwork } from './network.ts'

const DATA_CURRENCY = 'CNY'
export const cny = (amount: Decimal): Money => fromMajor(amount, DATA_CURRENCY)

export const isScheduled = (stage: Stage): stage is ScheduledLeg => stage.kind === 'LEG' && stage.service !== undefined

const legsOf = ({ service, fromStop, toStop }: ScheduledLeg) => service.legs.slice(fromStop, toStop)
export const legKm = (leg: ScheduledLeg): Decimal => sum(legsOf(leg).map(({ km }) => km))
/** The leg's price per TEU or tonne; it includes everything inside the run (border, gauge, stops). */
export const legPrice = (leg: ScheduledLeg): Decimal => sum(legsOf(leg).map(({ cost }) => cost))

/** Trucks of a road service that the load fills; undefined on a departure that is counted, not multiplied. */
export const trucksOf = (load: Load, { service }: ScheduledLeg): number | undefined =>
  service.capacityBasis === 'truck' ? truckUnits(load, service.capacityTeu, service.capacityTonnes) : undefined

/** One line: quantity × unit amount, rounded once, half-up. */
export function chargeLine(line: Omit<ChargeLine, 'unitAmount' | 'appliedAmount'> & { unit: Decimal; currency?: string }): ChargeLine {
  const { unit, currency = DATA_CURRENCY, ...rest } = line
  return { ...rest, unitAmount: fromMajor(unit, currency), appliedAmount: fromMajor(times(unit, line.basisQuantity), currency) }
}

/** FREIGHT (data README, rule 4): groupage by weight, boxes by TEU, and on truck rows whole trucks, also for loose goods. */
export function serviceFreight(load: Load, leg: ScheduledLeg): Charges {
  const { service } = leg
  const price = legPrice(leg)
  const line = (calculationBasisCode: ChargeLine['calculationBasisCode'], basisQuantity: Decimal, unit: Decimal): Charges => ({
    lines: [
      chargeLine({
        chargeCode: 'FREIGHT',
        calculationBasisCode,
        basisQuantity,
        unit,
        sourceId: `services.csv#${service.id}`,
        confidence: service.priceConfidence,
      }),
    ],
    unpriced: [],
  })
  if (service.costUnit === 'CNY/tonne') return line('TONNE', load.grossTonnes, price)
  const trucks = trucksOf(load, leg)
  if (trucks === undefined) {
    // Pallets on the reservoir bus: a price per TEU says nothing of goods without boxes, and zero would be a lie.
    return load.boxCount === 0 ? { lines: [], unpriced: ['FREIGHT'] } : line('TEU', load.teu, price)
  }
  const teuPerTruck = decimal(service.capacityTeu ?? 0)
  const paidTeu = times(teuPerTruck, decimal(trucks))
  return plus(paidTeu, times(load.teu, decimal(-1))).units === 0n
    ? line('TEU', load.teu, price)
    : line('TRUCK', decimal(trucks), times(teuPerTruck, price))
}

/** km × g/t-km × gross tonnes; TEU-km only where the factor has no t-km value. Whole grams at the end only. */
export function legEmission(load: Load, km: Decimal, factorId: string, network: ReferenceNetwork): Emission {
  const factor = network.emissionFactors.get(factorId)
  assert(factor, `emission factor ${factorId}`)
  const grams = factor.gPerTonneKm ? times(km, factor.gPerTonneKm, load.grossTonnes) : times(km, factor.gPerTeuKm ?? ZERO, load.teu)
  return { emissionG: Number(roundHalfUp(grams, 0)), emissionFactorId: factorId, confidence: factor.confidence }
}

/** The country changes between boarding and alighting. */
export function crossesBorder(leg: ScheduledLeg, network: ReferenceNetwork): boolean {
  return new Set(touchedPlaces(leg, network).map(({ countryCode }) => countryCode)).size > 1
}

/**
 * A leg owes what happens to the means it rides on (standards.md §4.7), each word once; discharge, store and customs are
 * the hub's. ACCEPTED and DELIVERED belong to the consignment's two ends, which no leg knows.
 */
export const LEG_MILESTONES = { before: ['LOADED', 'DEPARTED'], after: ['ARRIVED'] } as const

export interface ScheduledModeParts {
  readonly name: string
  /** Rec 19 code by the first letters of a vehicle type. */
  readonly codes: Readonly<Record<string, ModeCode>>
  /** Constraints of this mode alone, asked after the rules all modes share. */
  readonly refuse?: (load: Load, leg: ScheduledLeg, network: ReferenceNetwork) => Exclusion | undefined
  /** Milestones between departure and arrival. */
  readonly underway?: (leg: ScheduledLeg, network: ReferenceNetwork) => readonly string[]
}

/** A mode that runs scheduled services only. */
export function scheduledMode({ name, codes, refuse, underway }: ScheduledModeParts): Mode {
  const legOf = (stage: Stage): ScheduledLeg => {
    assert(isScheduled(stage) && stage.service.mode === name, `${name} answers for legs on its own services`)
    return stage
  }
  return {
    name,
    stageKind: 'LEG',
    modeCode: (vehicleType) => Object.entries(codes).find(([prefix]) => vehicleType.startsWith(prefix))?.[1],
    accept: (load, stage, network) => refuseOnService(load, legOf(stage), network) ?? refuse?.(load, legOf(stage), network),
    charges: (load, stage) => serviceFreight(load, legOf(stage)),
    storage: () => [],
    emission: (load, stage, network) => legEmission(load, legKm(legOf(stage)), legOf(stage).service.vehicleType, network),
    operations: () => [],
    milestones: (_load, stage, network) => [
      ...LEG_MILESTONES.before,
      ...(underway?.(legOf(stage), network) ?? []),
      ...LEG_MILESTONES.after,
    ],
  }
}

/** The mode that answers for a stage: hubs the park, a service's leg its own mode, a lorry on demand the road. */
export function modeFor(modes: Modes, stage: Stage): Mode {
  const name = stage.kind === 'HUB_OPERATION' ? 'park' : (stage.service?.mode ?? 'road')
  const mode = modes.find((candidate) => candidate.name === name)
  assert(mode, `no mode is registered for ${name}`)
  return mode
}
