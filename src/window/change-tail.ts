// The newest changes, read once a second for all streams together; whoever is behind catches up by himself and then joins.
import { type Change, changesAfter, type Cursor, type Database, endOfChanges, isBehind, withCaller } from '#postgres'

export interface Listener {
  /** Gets what is new for him, oldest first; answers false while he cannot take more. */
  take(changes: readonly Change[]): boolean
  /** Resolves when he can take more. */
  ready(): Promise<unknown>
  /** Where he begins, when he asked for what is new from now on. */
  begin(at: Cursor | undefined): void
  /** Beside `public`; may change while he listens. */
  audiences(): readonly string[]
}

export interface ChangeTail {
  /** Gives `listener` every change after `from`, or from now on, in order and once, until the function it answers with is called. */
  follow(from: Cursor | 'now' | undefined, listener: Listener): () => void
}

interface Follower {
  readonly listener: Listener
  at: Cursor | undefined
  fromNow: boolean
  state: 'catching-up' | 'live' | 'gone'
}

const BATCH = 100
const READER = { kind: 'system', name: 'changes' } as const

/** One run of the reader, from the first listener to the last. */
interface Run {
  /** Up to here everybody who is live has heard everything; unknown before the first reading. */
  tail?: { readonly at: Cursor | undefined }
  timer?: NodeJS.Timeout
}

export function changeTail(db: Database, pollMilliseconds: number): ChangeTail {
  const followers = new Set<Follower>()
  let run: Run | undefined

  const turn = async (mine: Run): Promise<void> => {
    let wait = pollMilliseconds
    try {
      const from = mine.tail ?? { at: await withCaller(db, READER, endOfChanges) }
      const found = await withCaller(db, READER, (tx) => changesAfter(tx, { after: from.at, limit: BATCH }))
      if (run !== mine) return
      // From here to the end of the loop nothing else runs, so nobody can join between two of these steps.
      if (mine.tail === undefined || found.length > 0) mine.tail = { at: found.at(-1)?.cursor ?? from.at }
      for (const follower of followers) if (follower.state === 'live') give(follower, found, mine.tail.at)
      if (found.length === BATCH) wait = 0
    } catch {
      // The database is away: streams stay open and go on where they were.
    }
    if (run === mine) mine.timer = setTimeout(() => void turn(mine), wait)
  }

  const give = (follower: Follower, found: readonly Change[], upTo: Cursor | undefined): void => {
    const { listener, at } = follower
    const heard = ['public', ...listener.audiences()]
    const his = found.filter(({ cursor, audiences }) => isBehind(at, cursor) && audiences.some((name) => heard.includes(name)))
    if (isBehind(at, upTo)) follower.at = upTo
    if (his.length > 0 && !listener.take(his)) {
      follower.state = 'catching-up'
      void catchUp(follower)
    }
  }

  const catchUp = async (follower: Follower): Promise<void> => {
    const { listener } = follower
    while (follower.state === 'catching-up') {
      await listener.ready()
      const goal = run?.tail
      if (follower.fromNow && goal !== undefined) {
        follower.at = goal.at
        follower.fromNow = false
        listener.begin(goal.at)
      }
      const complete = goal !== undefined && (await pageFor(follower, goal.at))
      // The same object: the tail has not moved while this one read up to it.
      if (complete && goal === run?.tail && follower.state === 'catching-up') follower.state = 'live'
      else if (!complete) await pause(follower, goal === undefined ? Math.min(50, pollMilliseconds) : 0)
    }
  }

  /** Whether he has now heard everything up to the goal. */
  const pageFor = async (follower: Follower, goal: Cursor | undefined): Promise<boolean> => {
    if (!isBehind(follower.at, goal)) return true
    try {
      const wishes = { after: follower.at, upTo: goal, limit: BATCH, audiences: follower.listener.audiences() }
      const page = await withCaller(db, READER, (tx) => changesAfter(tx, wishes))
      if (follower.state === 'gone') return false
      follower.at = page.length < BATCH ? goal : page.at(-1)?.cursor
      if (page.length > 0) follower.listener.take(page)
      return page.length < BATCH
    } catch {
      await pause(follower, pollMilliseconds)
      return false
    }
  }

  return {
    follow(from, listener) {
      const now = from === 'now'
      const follower: Follower = { listener, at: now ? undefined : from, fromNow: now, state: 'catching-up' }
      followers.add(follower)
      if (run === undefined) {
        run = {}
        void turn(run)
      }
      void catchUp(follower)
      return () => {
        follower.state = 'gone'
        followers.delete(follower)
        if (followers.size > 0) return
        clearTimeout(run?.timer)
        run = undefined
      }
    },
  }
}

const pause = (follower: Follower, milliseconds: number): Promise<void> =>
  follower.state === 'gone' ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, milliseconds))
