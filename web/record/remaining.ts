// How long until an instant, as a timer shows it. Pure.

export interface Remaining {
  readonly over: boolean
  /** Under five minutes: the eye should be drawn to it. */
  readonly close: boolean
  readonly text: string
}

const two = (value: number): string => String(value).padStart(2, '0')

export function remaining(until: string, nowMilliseconds: number): Remaining {
  const seconds = Math.max(0, Math.ceil((Temporal.Instant.from(until).epochMilliseconds - nowMilliseconds) / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const text = hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
  return { over: seconds === 0, close: seconds < 300, text }
}
