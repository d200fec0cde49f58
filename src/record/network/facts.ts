// Rows of the reference network as JSON text and back, exact decimals kept as text.
import { type Decimal, decimal } from '#kernel'

const isDecimalValue = (value: unknown): value is Decimal =>
  typeof value === 'object' &&
  value !== null &&
  'units' in value &&
  typeof value.units === 'bigint' &&
  'scale' in value &&
  typeof value.scale === 'number'
const isKept = (value: unknown): value is { decimal: string } =>
  typeof value === 'object' && value !== null && 'decimal' in value && typeof value.decimal === 'string'

/** As it was written, zeros at the end included: "5.0" stays "5.0". */
function spelled({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const whole = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return units < 0n ? `-${whole}` : whole
}

export const toFacts = (row: object): string =>
  JSON.stringify(row, (_, value: unknown) => (isDecimalValue(value) ? { decimal: spelled(value) } : value))

/** Reads what `toFacts` wrote; the caller names the row's type, which our own table vouches for. */
export function fromFacts<T>(facts: string): T {
  const row: T = JSON.parse(facts, (_, value: unknown) => (isKept(value) ? decimal(value.decimal) : value))
  return row
}

/** Sixteen hex digits that tell two rows apart (FNV-1a, two lanes); no defence against a forger. */
export function digestOf(row: object): string {
  let [a, b] = [0x811c9dc5, 0x01000193]
  for (const character of toFacts(row)) {
    const code = character.codePointAt(0) ?? 0
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ (code + 0x9e37), 0x85ebca6b)
  }
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('')
}
