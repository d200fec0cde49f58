// Escape leaves a question that opened inside a page, as it would a dialog.
import { type RefObject, useEffect, useRef } from 'react'

export function useEscape(frame: RefObject<HTMLElement | null>, onLeave: () => void): void {
  const told = useRef(onLeave)
  useEffect(() => {
    told.current = onLeave
  })
  useEffect(() => {
    const element = frame.current
    const follow = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      told.current()
    }
    element?.addEventListener('keydown', follow)
    return () => element?.removeEventListener('keydown', follow)
  }, [frame])
}
