// The options as cards: letter, modes, way, days, price, CO2e, and how likely it is in time.
import { Trans, useLingui } from '@lingui/react/macro'
import { inLanguage } from '#kernel'
import type { Quote } from '#model'
import { daysText, emissionText, moneyText, numberText, percentText } from '../format.ts'
import { QUOTE_LABELS } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { BookLink } from './book-link.tsx'
import { type Option, placeText, type Sort, SORTS } from './options.ts'
import { ModeChain, useWord } from './words.tsx'

export function useReliability(): (option: Option) => { readonly name: string; readonly value: string } {
  const { language } = usePreferences()
  const { t } = useLingui()
  return (option) => {
    const { onTimeProbability, expectedDelayMinutes } = option.itinerary.criteria
    if (onTimeProbability !== undefined) return { name: t`On time`, value: percentText(onTimeProbability, language) }
    if (expectedDelayMinutes === undefined) return { name: t`On time`, value: '–' }
    return {
      name: t`Mean delay`,
      value:
        expectedDelayMinutes < 2880
          ? t`${numberText(expectedDelayMinutes / 60, language, 1)} h`
          : t`${daysText(expectedDelayMinutes, language)} d`,
    }
  }
}

interface CardProps {
  readonly option: Option
  readonly quote: Quote
  readonly pressed: boolean
  readonly onChoose: () => void
}

function Card({ option, quote, pressed, onChoose }: CardProps) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const word = useWord()
  const reliability = useReliability()(option)
  const { criteria, labels } = option.itinerary
  const facts = [
    { name: t`Transit`, value: t`${daysText(option.minutes, language)} d` },
    { name: t`Price`, value: moneyText(criteria.totalAmount, language, false) },
    { name: 'CO2e', value: emissionText(criteria.emissionG, language) },
    reliability,
  ]
  return (
    <li>
      <button
        type="button"
        className={`card edge-${option.mainMode}`}
        aria-pressed={pressed}
        data-testid={`opt-${option.letter}`}
        onClick={onChoose}
      >
        <span className="title">
          <b>{option.letter}</b>{' '}
          <span className="modes">
            <ModeChain option={option} />
          </span>
          <span className="badges">
            {labels.map((label) => (
              <span key={label} className="badge">
                {word(QUOTE_LABELS, label)}
              </span>
            ))}
          </span>
        </span>
        <span className="way">{option.stops.map((where) => inLanguage(placeText(where, quote), language)).join(' → ')}</span>
        <span className="facts">
          {facts.map((fact) => (
            <span key={fact.name}>
              <span className="fact">{fact.name}</span>
              <b className="num">{fact.value}</b>
            </span>
          ))}
        </span>
      </button>
      {pressed && <BookLink quote={quote} option={option} />}
    </li>
  )
}

interface CardsProps {
  readonly options: readonly Option[]
  readonly quote: Quote
  readonly chosen: string
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly onChoose: (letter: string) => void
}

export function Cards({ options, quote, chosen, sort, onSort, onChoose }: CardsProps) {
  const { t } = useLingui()
  const names: Readonly<Record<Sort, string>> = { time: t`Time`, cost: t`Price`, carbon: t`CO2e` }
  return (
    <section className="panel options" aria-label={t`Options`}>
      <div className="panel-head">
        <h2>
          <Trans>Options ({options.length})</Trans>
        </h2>
        <div className="sorts" role="group" aria-label={t`Sort by`}>
          {SORTS.map((each) => (
            <button key={each} type="button" aria-pressed={each === sort} data-testid={`sort-${each}`} onClick={() => onSort(each)}>
              {names[each]}
            </button>
          ))}
        </div>
      </div>
      <ul className="cards">
        {options.map((option) => (
          <Card
            key={option.letter}
            option={option}
            quote={quote}
            pressed={option.letter === chosen}
            onChoose={() => onChoose(option.letter)}
          />
        ))}
      </ul>
    </section>
  )
}
