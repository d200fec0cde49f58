// The chain is gone: what else there is now, what each changes, and one press that takes it.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Itinerary } from '#model'
import type { Places } from '../compare/options.ts'
import { daysText, emissionText, moneyText, numberText } from '../format.ts'
import { usePreferences } from '../preferences.tsx'
import { savedQuoteQuery } from '../queries.ts'
import { Chain } from '../record/chain.tsx'
import { ChainFacts } from '../record/chain-facts.tsx'
import { Button } from '../ui/controls.tsx'
import { differenceOf, nearestFirst } from './differences.ts'

/** "+ ¥1,200", "− 3.1 d", "same": a sign and a word, never a colour alone. */
function Change({ name, amount, text }: { readonly name: string; readonly amount: bigint | number; readonly text: string }) {
  const sign = amount > 0 ? '+' : '−'
  return (
    <li>
      {name}{' '}
      <b className={`num ${amount > 0 ? 'worse' : 'better'}`}>
        {BigInt(Math.round(Number(amount))) === 0n ? <Trans>same</Trans> : `${amount > 0 ? '▲' : '▼'} ${sign} ${text}`}
      </b>
    </li>
  )
}

function Changes({ from, to }: { readonly from: Itinerary; readonly to: Itinerary }) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const { amountMinor, minutes, emissionG } = differenceOf(from, to)
  const { currency } = to.criteria.totalAmount
  const size = Math.abs(minutes)
  const hours = numberText(size / 60, language, 1)
  const days = daysText(size, language)
  return (
    <ul className="changes" aria-label={t`What changes`}>
      {amountMinor !== undefined && (
        <Change
          name={t`Price`}
          amount={amountMinor}
          text={moneyText({ minor: String(amountMinor < 0n ? -amountMinor : amountMinor), currency }, language)}
        />
      )}
      <Change name={t`Arrival`} amount={minutes} text={size < 2880 ? t`${hours} h` : t`${days} d`} />
      <Change name="CO2e" amount={emissionG} text={emissionText(Math.abs(emissionG), language)} />
    </ul>
  )
}

interface AlternativesProps {
  readonly gone: Itinerary
  readonly alternatives: readonly Itinerary[]
  /** Of the quote they belong to; it knows the names of their places. */
  readonly quoteId: string
  readonly busy: boolean
  readonly onTake: (itineraryId: string) => void
}

/** More would hide the choice; the comparison shows them all. */
const SHOWN = 5

export function Alternatives({ gone, alternatives, quoteId, busy, onTake }: AlternativesProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const quote: Places = useQuery(savedQuoteQuery(quoteId, language)).data ?? { places: {} }
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className="panel" data-testid="alternatives" aria-labelledby="alternatives-title">
      <div className="panel-head">
        <h2 id="alternatives-title" ref={heading} tabIndex={-1}>
          ▲ <Trans>The room on this chain has just been taken. Nothing was held.</Trans>
        </h2>
      </div>
      <div className="panel-body">
        {alternatives.length === 0 ? (
          <p>
            <Trans>No other chain has room for these goods now.</Trans>
          </p>
        ) : (
          <p>
            <Trans>These have room now. What you filled in stays; one press holds one of them.</Trans>
          </p>
        )}
        <ul className="alternatives">
          {nearestFirst(gone, alternatives)
            .slice(0, SHOWN)
            .map((itinerary) => (
              <li key={itinerary.id} className="panel">
                <ChainFacts itinerary={itinerary} quote={quote} />
                <Changes from={gone} to={itinerary} />
                <Chain elements={itinerary.elements} quote={quote} label={t`Chain`} />
                <Button kind="primary" busy={busy} testId="take" onClick={() => onTake(itinerary.id)}>
                  <Trans>Hold this one</Trans>
                </Button>
              </li>
            ))}
        </ul>
      </div>
    </section>
  )
}
