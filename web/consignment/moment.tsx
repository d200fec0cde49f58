// A time as everybody may trust it: the place's own clock with its offset, the reader's clock where it differs, and the mark of an estimate.
import { Trans, useLingui } from '@lingui/react/macro'
import { numberText } from '../format.ts'
import { usePreferences } from '../preferences.tsx'
import { placeClock, spanOf } from './clock.ts'

const readerZone = Temporal.Now.timeZoneId()

interface MomentProps {
  readonly instant: string | undefined
  readonly zone: string
  readonly estimated?: boolean
}

export function Moment({ instant, zone, estimated = false }: MomentProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  if (instant === undefined) return <span className="no-time">–</span>
  const { day, clock, offset, reader } = placeClock(instant, zone, readerZone)
  const hours = reader === undefined ? '' : `${reader.hours > 0 ? '+' : '−'}${numberText(Math.abs(reader.hours), language, 2)}`
  return (
    <time dateTime={instant} title={zone} className="moment num">
      {estimated && (
        <abbr className="estimate" title={t`an estimate, not yet a fact`}>
          <Trans context="mark">est.</Trans>
        </abbr>
      )}{' '}
      {day} {clock} <small>{offset}</small>
      {reader !== undefined && (
        <small className="reader">
          <Trans>
            {reader.day} {reader.clock} your time ({hours} h)
          </Trans>
        </small>
      )}
    </time>
  )
}

/** "2 h late", "30 min early", "on time". */
export function Lag({ minutes }: { readonly minutes: number | undefined }) {
  const span = useSpan()
  if (minutes === undefined) return null
  const [mark, look] = minutes > 15 ? ['▲', 'late'] : ['●', 'fine']
  return (
    <span className={`lag ${look}`}>
      <span aria-hidden="true">{mark}</span>{' '}
      {Math.abs(minutes) <= 15 ? (
        <Trans>on time</Trans>
      ) : minutes > 0 ? (
        <Trans>{span(minutes)} late</Trans>
      ) : (
        <Trans>{span(minutes)} early</Trans>
      )}
    </span>
  )
}

export function useSpan(): (minutes: number) => string {
  const { t } = useLingui()
  const { language } = usePreferences()
  return (minutes) => {
    const { amount, unit } = spanOf(minutes)
    const figure = numberText(amount, language, 1)
    if (unit === 'minutes') return t`${figure} min`
    return unit === 'hours' ? t`${figure} h` : t`${figure} d`
  }
}
