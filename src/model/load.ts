// Cargo reduced to what modes reckon with, and how much of it one departure or one truck takes (check.py, class Cargo).
import { assert, ceilQuotient, type Decimal, decimal, floorQuotient, sum, times, toNumber } from '#kernel'
import type { Cargo, ConsignmentItem } from './cargo.ts'
import type { Load } from './mode.ts'
import type { UnitType } from './network.ts'

/** A 45 ft box fills a truck of two TEU although it counts 2.25 (data README, rule 4). */
const FORTY_FIVE_FOOT = 2.25
const TRUCK_TEU = 2

/** Exact kilograms of a wire number, which has at most three decimals. */
export const kilograms = (value: number): Decimal => decimal(value.toFixed(3))

export const tonnesOf = (kg: Decimal): Decimal => ({ units: kg.units, scale: kg.scale + 3 })

/** `cargo` must have passed `cargoFaults`. */
export function loadOf(cargo: Cargo, unitTypes: ReadonlyMap<string, UnitType>): Load {
  const grossWeightKg = sum(cargo.includedConsignmentItem.map((item) => kilograms(item.grossWeightKg)))
  const boxes =
    cargo.cargoFormCode === 'CONTAINERISED'
      ? (cargo.requestedEquipment ?? []).map(({ unitTypeCode, quantity }) => {
          const teu = unitTypes.get(unitTypeCode)?.teu
          assert(teu, `${unitTypeCode} is a box with TEU`)
          return { unitTypeCode, quantity, teu }
        })
      : []
  const dangerousGoods = cargo.includedConsignmentItem.flatMap((item) => item.transportDangerousGoods ?? [])
  return {
    cargo,
    grossWeightKg,
    grossTonnes: tonnesOf(grossWeightKg),
    boxes,
    boxCount: boxes.reduce((count, box) => count + box.quantity, 0),
    teu: sum(boxes.map((box) => times(box.teu, decimal(box.quantity)))),
    needsCold: cargo.includedConsignmentItem.some((item) => item.transportTemperature !== undefined),
    hazardClasses: [...new Set(dangerousGoods.map((goods) => goods.hazardClassificationID))],
    unNumbers: [...new Set(dangerousGoods.map((goods) => goods.uNDGID))],
  }
}

/** What the shipper calls his pieces, weighed and measured where he said so. */
export interface Piece {
  readonly itemIndex: number
  readonly kg?: Decimal
  readonly lengthMm?: number
  readonly widthMm?: number
  readonly heightMm?: number
}

/** One piece of each item; the weight rounds up, so that a limit is never passed by a gram. */
export const piecesOf = (load: Load): Piece[] => load.cargo.includedConsignmentItem.map((item, itemIndex) => pieceOf(item, itemIndex))

function pieceOf(item: ConsignmentItem, itemIndex: number): Piece {
  const { itemQuantity: quantity = item.goodsUnitQuantity, lengthMm, widthMm, heightMm } = item.transportPackage ?? {}
  return {
    itemIndex,
    ...(quantity !== undefined && { kg: gramsUp(item.grossWeightKg, quantity) }),
    ...(lengthMm !== undefined && { lengthMm }),
    ...(widthMm !== undefined && { widthMm }),
    ...(heightMm !== undefined && { heightMm }),
  }
}

const gramsUp = (kg: number, pieces: number): Decimal => ({
  units: BigInt(ceilQuotient(times(kilograms(kg), decimal(1000)), decimal(pieces))),
  scale: 3,
})

/** Boxes that one departure (or one truck) takes; tonnes where the cargo has no boxes. */
export function unitsPerDeparture(load: Load, capacityTeu: number | undefined, capacityTonnes: Decimal, truck: boolean): number {
  if (load.boxCount === 0) return toNumber(capacityTonnes)
  const byWeight = boxesByWeight(load, capacityTonnes)
  const byTeu = truck
    ? Math.min(...load.boxes.map((box) => boxesOnTruck(box.teu, capacityTeu)))
    : floorQuotient(times(decimal(capacityTeu ?? 0), decimal(load.boxCount)), load.teu)
  return Math.min(byWeight, byTeu)
}

/** Whole trucks for the load; boxes of one type share a truck, different types do not. Undefined: not one unit fits. */
export function truckUnits(load: Load, capacityTeu: number | undefined, capacityTonnes: Decimal): number | undefined {
  if (load.boxCount === 0) return capacityTonnes.units > 0n ? ceilQuotient(load.grossTonnes, capacityTonnes) : undefined
  const byWeight = boxesByWeight(load, capacityTonnes)
  const trucks = load.boxes.map((box) => Math.ceil(box.quantity / Math.min(byWeight, boxesOnTruck(box.teu, capacityTeu))))
  return trucks.every((count) => Number.isFinite(count)) ? trucks.reduce((a, b) => a + b, 0) : undefined
}

/** The weight is taken as spread evenly over the boxes: nobody says which item stands in which box before stuffing. */
const boxesByWeight = (load: Load, capacityTonnes: Decimal): number =>
  floorQuotient(times(capacityTonnes, decimal(load.boxCount)), load.grossTonnes)

function boxesOnTruck(teu: Decimal, capacityTeu: number | undefined): number {
  if (capacityTeu === TRUCK_TEU && toNumber(teu) === FORTY_FIVE_FOOT) return 1
  return floorQuotient(decimal(capacityTeu ?? 0), teu)
}
