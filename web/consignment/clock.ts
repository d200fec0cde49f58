// Whose clock: an instant where it happens and where its reader sits, and a wall time typed for a place. Pure.
import { localTime } from '../format.ts'

export interface PlaceClock {
  readonly day: string
  readonly clock: string
  readonly offset: string
  /** The reader's own wall time, when it differs. */
  readonly reader?: { readonly day: string; readonly clock: string; readonly hours: number }
}

export function placeClock(instant: string, zone: string, readerZone: string): PlaceClock {
  const there = localTime(instant, zone)
  const at = Temporal.Instant.from(instant)
  const apart = at.toZonedDateTimeISO(readerZone).offsetNanoseconds - at.toZonedDateTimeISO(zone).offsetNanoseconds
  if (apart === 0) return there
  const here = localTime(instant, readerZone)
  return { ...there, reader: { day: here.day, clock: here.clock, hours: apart / 3_600_000_000_000 } }
}

/** "2026-12-03T20:00", as a `datetime-local` field holds it. */
export const wallTime = (instant: string, zone: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })

/** The instant of a wall time at a place; undefined when the field holds no time. */
export function instantAt(wall: string, zone: string): string | undefined {
  try {
    return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant().toString({ smallestUnit: 'second' })
  } catch {
    return undefined
  }
}

export interface Span {
  readonly amount: number
  readonly unit: 'minutes' | 'hours' | 'days'
  readonly late: boolean
}

/** A difference as people say it: minutes below two hours, hours below two days, days beyond. */
export function spanOf(minutes: number): Span {
  const size = Math.abs(minutes)
  const late = minutes > 0
  if (size < 120) return { amount: Math.round(size), unit: 'minutes', late }
  if (size < 2880) return { amount: Math.round(size / 60), unit: 'hours', late }
  return { amount: Math.round(size / 144) / 10, unit: 'days', late }
}
