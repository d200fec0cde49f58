// The time a hold still has, by this browser's clock; the window alone decides, so at zero it is asked.
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { remaining } from './remaining.ts'

const now = (): number => Temporal.Now.instant().epochMilliseconds

export function Countdown({ until, onZero }: { readonly until: string; readonly onZero?: () => void }) {
  const { t } = useLingui()
  const [at, setAt] = useState(now)
  const told = useRef(onZero)
  const left = remaining(until, at)
  useEffect(() => {
    told.current = onZero
  })
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), 1000)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    if (!left.over) return undefined
    told.current?.()
    // The clocks may differ: as long as this stays on screen, the window has not yet agreed.
    const timer = setInterval(() => told.current?.(), 10_000)
    return () => clearInterval(timer)
  }, [left.over])
  return (
    <span
      role="timer"
      aria-label={t`Time left of the hold`}
      className={left.close ? 'countdown close num' : 'countdown num'}
      data-testid="countdown"
    >
      {left.over ? <Trans>expiring …</Trans> : left.text}
    </span>
  )
}
