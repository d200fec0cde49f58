// The subset of OSM opening_hours that the data's README states: 24/7, days with times, PH off.
import { ok, refuse, type Result } from '#kernel'

export interface DayRule {
  /** ISO weekdays, 1 = Monday. */
  readonly weekdays: ReadonlySet<number>
  /** Minutes of the local day, opening ≤ closing, both inclusive. */
  readonly spans: readonly { readonly opens: number; readonly closes: number }[]
}
export interface OpeningHours {
  readonly always: boolean
  readonly days: readonly DayRule[]
  readonly closedOnHolidays: boolean
}

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']
const RULE =
  /^((?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su))*) ((?:[01]\d|2[0-4]):[0-5]\d-(?:[01]\d|2[0-4]):[0-5]\d(?:,(?:[01]\d|2[0-4]):[0-5]\d-(?:[01]\d|2[0-4]):[0-5]\d)*)$/

const minuteOfDay = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))

/** The refusal is the rule that is not of the subset. */
export function parseOpeningHours(text: string): Result<OpeningHours, string> {
  const days: DayRule[] = []
  let always = false
  let closedOnHolidays = false
  for (const rule of text.split('; ')) {
    const match = RULE.exec(rule)
    if (rule === '24/7') always = true
    else if (rule === 'PH off') closedOnHolidays = true
    else if (match === null) return refuse(rule)
    else {
      const weekdays = weekdaysOf(match[1] ?? '')
      const spans = (match[2] ?? '').split(',').map((span) => ({ opens: minuteOfDay(span), closes: minuteOfDay(span.slice(6)) }))
      if (weekdays === undefined || spans.some(({ opens, closes }) => closes <= opens || closes > 1440)) return refuse(rule)
      days.push({ weekdays, spans })
    }
  }
  return ok({ always, days, closedOnHolidays })
}

function weekdaysOf(text: string): Set<number> | undefined {
  const weekdays = new Set<number>()
  for (const part of text.split(',')) {
    const [from = '', to = from, more] = part.split('-')
    const first = DAYS.indexOf(from)
    const last = DAYS.indexOf(to)
    if (more !== undefined || first < 0 || last < first) return undefined
    for (let day = first; day <= last; day++) weekdays.add(day + 1)
  }
  return weekdays
}

/** Whether a gate is open at a minute of a local day that is no holiday; both ends of a span count as open. */
export const isOpen = (hours: OpeningHours, weekday: number, minute: number): boolean =>
  hours.always ||
  hours.days.some(({ weekdays, spans }) => weekdays.has(weekday) && spans.some(({ opens, closes }) => minute >= opens && minute <= closes))
