// The charges of a consignment by stage, added in whole minor units. Pure.
import type { Consignment } from '#model'

export type Charge = NonNullable<Consignment['applicableServiceCharge']>[number]
export interface Sum {
  readonly minor: string
  readonly currency: string
}
export interface StageCosts {
  readonly sequence: number
  readonly lines: readonly Charge[]
  /** One per currency: lines in several are not added up here, the total converts them. */
  readonly sums: readonly Sum[]
}

export function costsByStage(charges: readonly Charge[]): StageCosts[] {
  const sequences = [...new Set(charges.map((line) => line.elementSequenceNumber))].toSorted((a, b) => a - b)
  return sequences.map((sequence) => {
    const lines = charges.filter((line) => line.elementSequenceNumber === sequence)
    const sums = new Map<string, bigint>()
    for (const { appliedAmount } of lines)
      sums.set(appliedAmount.currency, (sums.get(appliedAmount.currency) ?? 0n) + BigInt(appliedAmount.minor))
    return { sequence, lines, sums: [...sums].map(([currency, minor]) => ({ currency, minor: minor.toString() })) }
  })
}
