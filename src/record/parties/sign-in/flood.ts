// Guessing of passwords is slow: so many failures for an e-mail address and for a network address, then a pause.
// Kept in memory: a restart forgets it, and guessing across restarts is still slower than scrypt makes it anyway.

export interface Attempt {
  /** The password was right: this attempt is no failure. */
  succeed(): void
}
export interface FloodGate {
  /** Counts an attempt as failed until it succeeds, so that many at once are counted too; or says how long to wait. */
  begin(email: string, address: string, now: Temporal.Instant): Attempt | { readonly waitMinutes: number }
}

export const PERIOD_MINUTES = 15
export const MOST_FAILURES = { email: 10, address: 50 } as const
/** Names remembered at most; the one seen longest ago is forgotten first. */
const MOST_NAMES = 20_000

export function floodGate(): FloodGate {
  const failures = new Map<string, number[]>()
  const recent = (name: string, sinceMilliseconds: number): number[] => {
    const times = (failures.get(name) ?? []).filter((time) => time > sinceMilliseconds)
    failures.delete(name)
    if (times.length > 0) failures.set(name, times)
    return times
  }
  const add = (name: string, time: number): void => {
    failures.set(name, [...(failures.get(name) ?? []), time])
    if (failures.size > MOST_NAMES) failures.delete(failures.keys().next().value ?? '')
  }
  const remove = (name: string, time: number): void => {
    const times = failures.get(name)
    const index = times?.indexOf(time) ?? -1
    if (times !== undefined && index >= 0) failures.set(name, times.toSpliced(index, 1))
  }
  return {
    begin(email, address, now) {
      const time = now.epochMilliseconds
      const since = time - PERIOD_MINUTES * 60_000
      const names = [
        { name: `email ${email}`, most: MOST_FAILURES.email },
        { name: `address ${address}`, most: MOST_FAILURES.address },
      ]
      const waits = names.map(({ name, most }) => {
        const times = recent(name, since)
        // The wait ends when the oldest of the last `most` failures has left the period.
        return times.length < most ? 0 : Math.ceil(((times.at(-most) ?? time) - since) / 60_000)
      })
      const waitMinutes = Math.max(...waits)
      if (waitMinutes > 0) return { waitMinutes }
      for (const { name } of names) add(name, time)
      return { succeed: () => names.forEach(({ name }) => remove(name, time)) }
    },
  }
}
