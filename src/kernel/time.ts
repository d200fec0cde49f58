// Instants as whole epoch minutes: arrivals round up, departures round down, so no plan is rosier than its data.
import { type EpochMinute, epochMinute } from './units.ts'

export const departureMinute = (instant: Temporal.Instant): EpochMinute => epochMinute(Math.floor(instant.epochMilliseconds / 60_000))
export const arrivalMinute = (instant: Temporal.Instant): EpochMinute => epochMinute(Math.ceil(instant.epochMilliseconds / 60_000))
export const instantOf = (minute: EpochMinute | number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(minute * 60_000)

/** RFC 3339 with Z and seconds precision (CONTRACT §1). */
export const instantText = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'second' })
export const minuteText = (minute: EpochMinute | number): string => instantText(instantOf(minute))
