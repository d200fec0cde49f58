// A chain's figures side by side: price, arrival on its own clock, CO2e.
import { Trans } from '@lingui/react/macro'
import type { Itinerary } from '#model'
import { type Places, zoneAt } from '../compare/options.ts'
import { LocalTime } from '../compare/words.tsx'
import { emissionText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.tsx'

const lastPlace = (itinerary: Itinerary) => {
  const last = itinerary.elements.at(-1)
  return last?.kind === 'LEG' ? last.arrivalEvent.occurrenceLocation : last?.occurrenceLocation
}

export function ChainFacts({ itinerary, quote }: { readonly itinerary: Itinerary; readonly quote: Places }) {
  const { language } = usePreferences()
  const { criteria } = itinerary
  return (
    <dl className="fact-row">
      <div>
        <dt>
          <Trans>Price</Trans>
        </dt>
        <dd className="num big">{moneyText(criteria.totalAmount, language)}</dd>
      </div>
      <div>
        <dt>
          <Trans>Arrives</Trans>
        </dt>
        <dd>
          <LocalTime instant={criteria.arrivalDateTime} zone={zoneAt(lastPlace(itinerary), quote)} />
        </dd>
      </div>
      <div>
        <dt>CO2e</dt>
        <dd className="num">{emissionText(criteria.emissionG, language)}</dd>
      </div>
    </dl>
  )
}
