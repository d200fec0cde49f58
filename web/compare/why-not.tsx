// What was left out and why; where one change would let it in, a button asks again with that change.
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { inLanguage } from '#kernel'
import type { Entrustment, Quote } from '#model'
import { localText } from '../format.ts'
import { EXCLUSIONS, MODES } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { Button } from '../ui/controls.tsx'
import { useWord } from './words.tsx'

type Exclusion = Quote['excluded'][number]
type Relaxation = NonNullable<Exclusion['relaxation']>
const FIRST = 8

interface WhyNotProps {
  readonly quote: Quote
  readonly question: Entrustment
  readonly zone: string
  readonly onRelax: (relaxation: Relaxation) => void
}

/** The change in words; one we have no words for is still offered. */
function useRelaxationText(question: Entrustment, zone: string): (relaxation: Relaxation) => string {
  const { t } = useLingui()
  const word = useWord()
  return ({ pointer, value }) => {
    if (pointer === '/deadlineDateTime')
      return typeof value === 'string' ? t`Ask again with deadline ${localText(value, zone)}` : t`Ask again without a deadline`
    if (pointer === '/modeCodes') {
      const added = Array.isArray(value)
        ? value.filter((mode) => typeof mode === 'string' && !question.modeCodes?.some((own) => own === mode))
        : []
      return added.length === 0
        ? t`Ask again with all modes`
        : t`Ask again and allow ${added.map((mode) => word(MODES, String(mode))).join(', ')}`
    }
    if (pointer === '/maximumLegs') return t`Ask again with up to ${typeof value === 'number' ? value : 8} legs`
    if (pointer.startsWith('/avoidPlaceIds')) return t`Ask again without avoiding this place`
    if (pointer.startsWith('/viaPlaceIds')) return t`Ask again without passing through`
    if (pointer === '/readyDateTime')
      return typeof value === 'string' ? t`Ask again with goods ready ${localText(value, zone)}` : t`Ask again with another ready time`
    if (pointer.endsWith('/quantity') || pointer.endsWith('/grossWeightKg') || pointer.endsWith('/goodsUnitQuantity'))
      return t`Ask again with ${JSON.stringify(value)} instead`
    return t`Ask again with this change`
  }
}

export function WhyNot({ quote, question, zone, onRelax }: WhyNotProps) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const word = useWord()
  const relaxationText = useRelaxationText(question, zone)
  const [all, setAll] = useState(false)
  const rows = quote.excluded.toSorted((a, b) => Number(b.relaxation !== undefined) - Number(a.relaxation !== undefined))
  const shown = all ? rows : rows.slice(0, FIRST)
  const subject = (row: Exclusion): string => {
    const place = row.placeId === undefined ? undefined : quote.places[row.placeId]?.name
    return [row.serviceId, place === undefined ? row.placeId : inLanguage(place, language)].filter((part) => part !== undefined).join(' · ')
  }
  if (rows.length === 0)
    return (
      <p className="note-line">
        <Trans>Nothing was left out.</Trans>
      </p>
    )
  return (
    <>
      <ul className="why-not" data-testid="why-not">
        {shown.map((row) => (
          <li key={`${row.code} ${row.ruleId} ${row.serviceId ?? ''} ${row.placeId ?? ''} ${row.detail}`}>
            <p>
              <b>{word(EXCLUSIONS, row.code)}</b> <small>{subject(row)}</small>
            </p>
            <p>{row.detail}</p>
            {row.relaxation !== undefined && (
              <Button size="small" testId="relax" onClick={() => row.relaxation !== undefined && onRelax(row.relaxation)}>
                {relaxationText(row.relaxation)}
              </Button>
            )}
            <p className="rule">
              <Trans>
                Rule: <code>{row.ruleId}</code>
              </Trans>
            </p>
          </li>
        ))}
      </ul>
      {rows.length > FIRST && (
        <Button size="small" onClick={() => setAll(!all)}>
          {all ? t`Show fewer` : t`Show all ${rows.length}`}
        </Button>
      )}
    </>
  )
}
