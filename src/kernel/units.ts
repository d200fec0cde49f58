// Numbers that mean something carry their unit in the type, made only by a checked constructor.
import { assert } from './result.ts'

declare const unit: unique symbol
export type Unit<Name extends string> = number & { readonly [unit]: Name }

export type EpochMinute = Unit<'EpochMinute'>
export type Minutes = Unit<'Minutes'>
export type Kilogram = Unit<'Kilogram'>
/** Hundredths of a TEU, so that a 45 ft box (2.25 TEU) is a whole number. */
export type TeuCenti = Unit<'TeuCenti'>
export type GramCO2e = Unit<'GramCO2e'>

const whole = (value: number, name: string): void => assert(Number.isSafeInteger(value), `${name} ${value} is not a whole number`)

export function epochMinute(value: number): EpochMinute {
  whole(value, 'epoch minute')
  return value as EpochMinute
}
export function minutes(value: number): Minutes {
  whole(value, 'minutes')
  return value as Minutes
}
export function kilogram(value: number): Kilogram {
  assert(Number.isFinite(value) && value >= 0, `kilogram ${value}`)
  return value as Kilogram
}
export function teuCenti(value: number): TeuCenti {
  whole(value, 'hundredths of a TEU')
  return value as TeuCenti
}
export function gramCO2e(value: number): GramCO2e {
  whole(value, 'g CO2e')
  return value as GramCO2e
}
