// Small shared words of the comparison: a mode's badge, an estimate's mark, a place's name, a local time with its clock.
import { Trans, useLingui } from '@lingui/react/macro'
import { inLanguage } from '#kernel'
import { localTime } from '../format.ts'
import { type Labels, MODES } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { modesOf, type Option, type Places, placeText, type Where } from './options.ts'

/** The word for a code, or the code itself: lists only grow. */
export function useWord(): (labels: Labels, code: string) => string {
  const { i18n } = useLingui()
  return (labels, code) => {
    const label = labels[code]
    return label === undefined ? code : i18n._(label)
  }
}

export function ModeBadge({ code }: { readonly code: string }) {
  const word = useWord()
  return <span className={`mode-badge mode-bg-${code}`}>{word(MODES, code)}</span>
}

export function ModeChain({ option }: { readonly option: Option }) {
  const word = useWord()
  return (
    <>
      {modesOf(option)
        .map((mode) => word(MODES, mode))
        .join(' + ')}
    </>
  )
}

export function EstimateMark({ confidence }: { readonly confidence: string | undefined }) {
  const { t } = useLingui()
  if (confidence !== 'estimate') return null
  return (
    <abbr className="estimate" title={t`from an estimated row of the reference data`}>
      <Trans context="mark">est.</Trans>
    </abbr>
  )
}

export function PlaceName({ where, quote }: { readonly where: Where | undefined; readonly quote: Places }) {
  const { language } = usePreferences()
  return <>{inLanguage(placeText(where, quote), language)}</>
}

export function LocalTime({ instant, zone }: { readonly instant: string | undefined; readonly zone: string }) {
  if (instant === undefined) return null
  const { day, clock, offset } = localTime(instant, zone)
  return (
    <time dateTime={instant} title={zone} className="num">
      {day} {clock} <small>{offset}</small>
    </time>
  )
}
