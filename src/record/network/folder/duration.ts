// Hours of the data as whole minutes: exact, so that 1.1 h is 66 minutes and not 67.
import type { Decimal } from '#kernel'

const scaled = (hours: Decimal): { units: bigint; divisor: bigint } => ({ units: hours.units * 60n, divisor: 10n ** BigInt(hours.scale) })

export function minutesUp(hours: Decimal): number {
  const { units, divisor } = scaled(hours)
  const floor = units / divisor
  return Number(units > 0n && units % divisor !== 0n ? floor + 1n : floor)
}
export function minutesDown(hours: Decimal): number {
  const { units, divisor } = scaled(hours)
  const floor = units / divisor
  return Number(units < 0n && units % divisor !== 0n ? floor - 1n : floor)
}
/** For delays, which are estimates: the nearest thousandth of a minute. */
export const minutesNear = (hours: Decimal): number => {
  const { units, divisor } = scaled(hours)
  return Number((units * 1000n) / divisor) / 1000
}
