// Three limits that keep one caller from taking the window from all others: rate, number at once, time.

export interface RateLimit {
  /** Seconds to wait, or 0 when the request may go on. */
  take(client: string, nowMilliseconds: number): number
}

const MOST_CLIENTS = 50_000

/** A token bucket per client address, in memory: `perMinute` on average, a tenth of it (at least 20) in one burst. */
export function rateLimit(perMinute: number): RateLimit {
  const burst = Math.min(perMinute, Math.max(20, perMinute / 10))
  const perMillisecond = perMinute / 60_000
  const buckets = new Map<string, { tokens: number; at: number }>()
  return {
    take(client, now) {
      const bucket = buckets.get(client) ?? { tokens: burst, at: now }
      bucket.tokens = Math.min(burst, bucket.tokens + Math.max(0, now - bucket.at) * perMillisecond)
      bucket.at = now
      // Taken out and put back, so that the first in the map is the one seen longest ago.
      buckets.delete(client)
      buckets.set(client, bucket)
      if (buckets.size > MOST_CLIENTS) buckets.delete(buckets.keys().next().value ?? '')
      if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perMillisecond / 1000))
      bucket.tokens -= 1
      return 0
    },
  }
}

export interface Places {
  /** A place among those that may run at once; the function gives it back, once. */
  enter(): (() => void) | undefined
  readonly taken: number
}

export function places(most: number): Places {
  let taken = 0
  return {
    enter() {
      if (taken >= most) return undefined
      taken++
      let inside = true
      return () => {
        if (inside) taken--
        inside = false
      }
    },
    get taken() {
      return taken
    },
  }
}

export const TOO_LATE = Symbol('too late')

/** What `work` gives, or TOO_LATE; the work itself is not stopped, the database's own time limit does that. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | typeof TOO_LATE> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<typeof TOO_LATE>((resolve) => {
    timer = setTimeout(() => resolve(TOO_LATE), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
