// When a gate is open for lorries, as windows of epoch minutes.
import { assert, instantOf } from '#kernel'
import type { Holiday } from '#model'
import { type OpeningHours, parseOpeningHours } from './folder/index.ts'

const MONDAY = 1

/**
 * open, close, open, close … in epoch minutes, both ends open, rising and apart, covering from … until.
 * undefined = always open, or hours not known. `PH off` closes on the country's public holidays and counts a working
 * weekend as a Monday (data README).
 */
export function gateWindows(
  openingHours: string | undefined,
  timeZone: string,
  holidays: readonly Holiday[],
  countryCode: string,
  from: number,
  until: number,
): Int32Array | undefined {
  if (openingHours === undefined) return undefined
  const parsed = parseOpeningHours(openingHours)
  assert(parsed.ok, `opening hours ${openingHours}`)
  if (parsed.value.always && !parsed.value.closedOnHolidays) return undefined
  const kinds = parsed.value.closedOnHolidays ? daysOf(holidays, countryCode) : new Map<string, Holiday['kind']>()
  const windows: number[] = []
  let day = instantOf(from).toZonedDateTimeISO(timeZone).toPlainDate().subtract({ days: 1 })
  const last = instantOf(until).toZonedDateTimeISO(timeZone).toPlainDate()
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    for (const { opens, closes } of spansOf(parsed.value, day.dayOfWeek, kinds.get(day.toString()))) {
      const [open, close] = [minuteAt(day, opens, timeZone), minuteAt(day, closes, timeZone)]
      const lastClose = windows.at(-1)
      if (lastClose !== undefined && open <= lastClose) windows[windows.length - 1] = Math.max(lastClose, close)
      else if (close >= from && open <= until) windows.push(open, close)
    }
  }
  return Int32Array.from(windows)
}

function spansOf(hours: OpeningHours, weekday: number, kind: Holiday['kind'] | undefined): { opens: number; closes: number }[] {
  if (kind === 'public-holiday') return []
  if (hours.always) return [{ opens: 0, closes: 1440 }]
  const day = kind === 'working-weekend' ? MONDAY : weekday
  return hours.days
    .filter(({ weekdays }) => weekdays.has(day))
    .flatMap(({ spans }) => spans)
    .toSorted((a, b) => a.opens - b.opens)
}

function daysOf(holidays: readonly Holiday[], countryCode: string): Map<string, Holiday['kind']> {
  const days = new Map<string, Holiday['kind']>()
  for (const holiday of holidays) {
    if (holiday.countryCode !== countryCode) continue
    const last = Temporal.PlainDate.from(holiday.toDate)
    for (let day = Temporal.PlainDate.from(holiday.fromDate); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 }))
      days.set(day.toString(), holiday.kind)
  }
  return days
}

function minuteAt(day: Temporal.PlainDate, minuteOfDay: number, timeZone: string): number {
  const wall = day.toPlainDateTime().add({ minutes: minuteOfDay })
  return Math.floor(wall.toZonedDateTime(timeZone).epochMilliseconds / 60_000)
}

/** Whether `minute` lies in a window, both ends included. */
export function isInWindow(windows: Int32Array, minute: number): boolean {
  let [low, high] = [0, windows.length / 2]
  while (low < high) {
    const middle = (low + high) >> 1
    if (windows[2 * middle + 1]! < minute) low = middle + 1
    else high = middle
  }
  return low < windows.length / 2 && windows[2 * low]! <= minute
}
