// Times as a person reads them: on the clock of the place they belong to.

export function localTime(instant: string | undefined, zone: string): string {
  if (instant === undefined) return ''
  const { year, month, day, hour, minute } = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`
}

/** "29:59", or "1:05:00" from an hour on; nothing once it is over. */
export function countdown(from: string, until: string): string | undefined {
  const seconds = Math.floor(Temporal.Instant.from(until).since(Temporal.Instant.from(from)).total('second'))
  if (seconds <= 0) return undefined
  const hours = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`
  return hours === 0 ? rest : `${hours}:${rest}`
}

const two = (n: number): string => String(n).padStart(2, '0')
