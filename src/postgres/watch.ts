// Watches the embedded server while the program runs, and starts it again in its place when it ends by itself.
import { setTimeout as sleep } from 'node:timers/promises'
import { refuse, type Result } from '#kernel'
import { messageOf } from './process.ts'
import { type StartRefusal, startFailed } from './refusals.ts'

/** A server that is up, and the moment it is not. */
export interface Running {
  readonly ended: Promise<void>
}

export interface WatchWishes {
  readonly first: Running
  readonly restart: () => Promise<Result<Running, StartRefusal>>
  /** Where the server says why it ended. */
  readonly log: string
  /** Told once for each time the server ended, and once when it answers again. */
  readonly onChange: (state: 'ended' | 'restarted') => void
  /** Told once, when the tries are used up; nothing is watched any more. */
  readonly onLost: (refusal: StartRefusal) => void
}

export interface Watch {
  /** No restart begins after this; one under way is waited for. */
  readonly stop: () => Promise<void>
}

/** Before each try, in seconds. */
const PAUSES = [0, 1, 2, 4, 8]
/** A server that lived this long has proved itself, so its end counts as the first one. */
const PROVED_SECONDS = 60

export function watchServer({ first, restart, log, onChange, onLost }: WatchWishes): Watch {
  const stopped = new AbortController()
  let restarting: Promise<void> = Promise.resolve()
  let tries = 0
  const revive = async (): Promise<void> => {
    let last: StartRefusal = startFailed(log, 'exit')
    for (; tries < PAUSES.length;) {
      await sleep((PAUSES[tries] ?? 0) * 1000, undefined, { signal: stopped.signal }).catch(() => undefined)
      if (stopped.signal.aborted) return
      tries++
      const again = await restart().catch((error: unknown) => refuse(startFailed(log, messageOf(error))))
      if (again.ok) {
        if (!stopped.signal.aborted) onChange('restarted')
        void watch(again.value)
        return
      }
      last = again.error
    }
    if (!stopped.signal.aborted) onLost(last)
  }
  const watch = async ({ ended }: Running): Promise<void> => {
    const since = performance.now()
    await ended
    if (stopped.signal.aborted) return
    if (performance.now() - since > PROVED_SECONDS * 1000) tries = 0
    onChange('ended')
    restarting = revive()
  }
  void watch(first)
  return {
    stop: () => {
      stopped.abort()
      return restarting
    },
  }
}
