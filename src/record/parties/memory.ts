// What was found a moment ago about a key or a session, so that a caller who asks hundreds of times a second is looked up once.

export const KNOWN_MILLISECONDS = 5000
const MOST_KNOWN = 10_000

/**
 * Times are the machine's own in milliseconds, not the domain's: a fixed clock would keep everything for ever. What this process
 * ends is forgotten at once; what another one that shares the database ends, after KNOWN_MILLISECONDS.
 */
export interface ShortMemory<T> {
  find(name: string, now: number): T | undefined
  /** Called before the look into the database; what it gives remembers the find, unless something was forgotten meanwhile. */
  begin(): (name: string, value: T, now: number) => void
  forget(name: string): void
}

export function shortMemory<T>(): ShortMemory<T> {
  const known = new Map<string, { readonly value: T; readonly until: number }>()
  let forgotten = 0
  return {
    find(name, now) {
      const entry = known.get(name)
      return entry !== undefined && entry.until > now ? entry.value : undefined
    },
    begin() {
      const began = forgotten
      return (name, value, now) => {
        // Read before an end that has been committed since, it may be stale: it is looked up again next time.
        if (began !== forgotten) return
        known.delete(name)
        known.set(name, { value, until: now + KNOWN_MILLISECONDS })
        if (known.size > MOST_KNOWN) known.delete(known.keys().next().value ?? '')
      }
    },
    forget(name) {
      forgotten++
      known.delete(name)
    },
  }
}
