// The rolling 90 days for which departures are kept.
import { arrivalMinute } from '#kernel'

export const ROLLING_DAYS = 90

export interface RollingDays {
  readonly fromDate: Temporal.PlainDate
  readonly days: number
  /** The first local day that is not covered. */
  readonly untilDate: Temporal.PlainDate
}

/** From yesterday, since west of Greenwich it may still be, through the 90th day from today. */
export function rollingDays(now: Temporal.Instant): RollingDays {
  const fromDate = now.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 })
  const days = ROLLING_DAYS + 2
  return { fromDate, days, untilDate: fromDate.add({ days }) }
}

/** Epoch minutes in which every departure of every zone is there: a local day ends first where clocks are 14 h ahead. */
export const coveredMinutes = (now: Temporal.Instant, untilDate: Temporal.PlainDate): { from: number; until: number } => ({
  from: arrivalMinute(now),
  until: Math.floor(untilDate.toZonedDateTime('UTC').epochMilliseconds / 60_000) - 14 * 60,
})
