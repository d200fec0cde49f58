// The stream of changes (CONTRACT §2) for a page that is open: what is heard makes it ask again, and a broken line heals by itself.
// Read by `fetch`, as EventSource could not name the organisation a person in several acts for.
import { useEffect, useRef, useState } from 'react'
import type { Language } from '#kernel'
import { send } from '../api.ts'
import { usePreferences } from '../preferences.tsx'
import { useSession } from '../session/session.tsx'
import { type Change, readChanges } from './changes.ts'

const AGAIN_MILLISECONDS = 2000
/** Several changes come together when a server wakes; they make one question. */
const GATHER_MILLISECONDS = 300

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

interface Ear {
  readonly language: Language
  readonly signal: AbortSignal
  opened(open: boolean): void
  /** The first line stands: what happened between the page's question and now was not heard. */
  began(): void
  heard(change: Change): void
}

/** One connection after the other until the page is left; each goes on after the last change that was heard. */
async function listen({ language, signal, opened, began, heard }: Ear): Promise<void> {
  let after = 'now'
  while (!signal.aborted) {
    try {
      const { body } = await send(`/v1/changes?${new URLSearchParams({ after }).toString()}`, language, {
        accept: 'text/event-stream',
        signal,
      })
      const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
      opened(true)
      if (after === 'now') began()
      let rest = ''
      for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
        const read = readChanges(rest + part.value)
        rest = read.rest
        for (const change of read.changes) {
          after = change.cursor
          heard(change)
        }
      }
    } catch {
      // A dead line, a full window, an ended session: asked again below, and the page's own questions say what is wrong.
    }
    if (signal.aborted) return
    opened(false)
    await pause(AGAIN_MILLISECONDS, signal)
  }
}

/** `onHeard` is called once for changes that come together and concern the page; answers whether the line stands. */
export function useChanges(concerns: (change: Change) => boolean, onHeard: () => void): boolean {
  const { language } = usePreferences()
  // Another organisation hears other things: the line is opened anew in its name.
  const party = useSession().account?.party?.id
  const [open, setOpen] = useState(false)
  const current = useRef({ concerns, onHeard })
  useEffect(() => {
    current.current = { concerns, onHeard }
  })
  useEffect(() => {
    const leave = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const soon = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => current.current.onHeard(), GATHER_MILLISECONDS)
    }
    const heard = (change: Change): void => {
      if (current.current.concerns(change)) soon()
    }
    void listen({ language, signal: leave.signal, opened: setOpen, began: soon, heard })
    return () => {
      clearTimeout(timer)
      leave.abort()
    }
    // oxlint-disable-next-line react/exhaustive-deps -- the header of the request names the organisation, so another one needs another line.
  }, [language, party])
  return open
}
