// The page's clock: what is overdue changes by the minute.
import { useEffect, useState } from 'react'

export const nowText = (): string => Temporal.Now.instant().toString({ smallestUnit: 'second' })

export function useNow(): string {
  const [now, setNow] = useState(nowText)
  useEffect(() => {
    const timer = setInterval(() => setNow(nowText()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
