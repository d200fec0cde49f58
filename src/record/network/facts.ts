// Rows of the reference network as JSON text and back, exact decimals kept as text.
import { type Decimal, decimal, decimalText } from '#kernel'

const isDecimalValue = (value: unknown): value is Decimal =>
  typeof value === 'object' && value !== null && 'units' in value && typeof value.units === 'bigint' && 'scale' in value && typeof value.scale === 'number'
const isKept = (value: unknown): value is { decimal: string } => typeof value === 'object' && value !== null && 'decimal' in value && typeof value.decimal === 'string'

export const toFacts = (row: object): string => JSON.stringify(row, (_, value: unknown) => (isDecimalValue(value) ? { decimal: decimalText(value) } : value))

/** Reads what `toFacts` wrote; the caller names the row's type, which our own table vouches for. */
export function fromFacts<T>(facts: string): T {
  const row: T = JSON.parse(facts, (_, value: unknown) => (isKept(value) ? decimal(value.decimal) : value))
  return row
}
