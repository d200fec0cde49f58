// Charges of a hub that others reckon with too: storage by started days, and the customs declaration.
import { decimal, type Money, sum, times, ZERO, type Decimal } from '#kernel'
import type { OperationCode } from './element.ts'
import type { Charges, StorageTerm } from './mode.ts'
import type { CustomsTariff, ReferenceNetwork } from './network.ts'
import { chargeLine, cny } from './scheduled-mode.ts'

const DAY_MINUTES = 1440
export const startedDays = (stayMinutes: number): number => Math.ceil(stayMinutes / DAY_MINUTES)

/** CNY per unit for a stay: every started day at its own tier's rate. */
export function tierSum(tiers: StorageTerm['tiers'], days: number): Decimal {
  return sum(
    tiers.map(({ fromDay, toDay = days, perDay }) => {
      const inTier = Math.min(days, toDay) - fromDay + 1
      return inTier > 0 ? times(perDay, decimal(inTier)) : ZERO
    }),
  )
}

/** What one term costs for a stay of so many started days; the same rounding as its charge line. */
export const storageAmount = (term: StorageTerm, days: number): Money => cny(times(term.quantity, tierSum(term.tiers, days)))

/** The tariff's words and which side of the border they settle; the other side is named in `unpriced`. */
export const CUSTOMS_REGIMES = { export: 'export general', import: 'import general', transit: 'transit CR Express' } as const

export function customsTariff(regime: string, network: ReferenceNetwork): CustomsTariff | undefined {
  return network.tariffs.customs.find((row) => row.regime === regime)
}
export const customsOperation = (regime: string): Extract<OperationCode, `CUSTOMS_${string}`> =>
  regime.startsWith('export') ? 'CUSTOMS_EXPORT' : regime.startsWith('transit') ? 'CUSTOMS_TRANSIT' : 'CUSTOMS_IMPORT'

/** CUSTOMS: once per declaration, at the hub where it is settled, or on the leg that crosses when there is none. */
export function customsCharge(regime: string, network: ReferenceNetwork): Charges {
  const row = customsTariff(regime, network)
  if (!row) return { lines: [], unpriced: [customsOperation(regime)] }
  return {
    lines: [
      chargeLine({
        chargeCode: 'CUSTOMS',
        calculationBasisCode: 'DECLARATION',
        basisQuantity: decimal(1),
        unit: row.costPerDeclaration,
        sourceId: `tariffs.json#customs/${regime}`,
        confidence: row.confidence,
      }),
    ],
    unpriced: [],
  }
}
