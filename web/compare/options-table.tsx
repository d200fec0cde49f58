// The same data as cards, map, timeline and scatter, as one table that sorts by its heads.
import { Trans, useLingui } from '@lingui/react/macro'
import { inLanguage } from '#kernel'
import type { Quote } from '#model'
import { daysText, emissionText, moneyText } from '../format.ts'
import { QUOTE_LABELS } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { ScrollTable } from '../ui/scroll-region.tsx'
import { BookLink } from './book-link.tsx'
import { useReliability } from './cards.tsx'
import { type Option, placeText, type Sort, zoneAt } from './options.ts'
import { LocalTime, ModeChain, useWord } from './words.tsx'

interface OptionsTableProps {
  readonly options: readonly Option[]
  readonly quote: Quote
  readonly chosen: string
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly onChoose: (letter: string) => void
}

export function OptionsTable({ options, quote, chosen, sort, onSort, onChoose }: OptionsTableProps) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const word = useWord()
  const reliability = useReliability()
  const sorting = (by: Sort, name: string) => (
    <th scope="col" className="right" aria-sort={sort === by ? 'ascending' : 'none'}>
      <button type="button" className="sort" onClick={() => onSort(by)}>
        {name} <span aria-hidden="true">{sort === by ? '▲' : '△'}</span>
      </button>
    </th>
  )
  return (
    <ScrollTable label={t`Options, sorted`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Option</Trans>
          </th>
          <th scope="col">
            <Trans>Modes</Trans>
          </th>
          <th scope="col">
            <Trans>Way</Trans>
          </th>
          <th scope="col">
            <Trans>Departs</Trans>
          </th>
          <th scope="col">
            <Trans>Arrives</Trans>
          </th>
          {sorting('time', t`Days`)}
          {sorting('cost', t`Price`)}
          {sorting('carbon', 'CO2e')}
          <th scope="col" className="right">
            {options[0] === undefined ? '' : reliability(options[0]).name}
          </th>
          <th scope="col" className="right">
            <Trans>Legs</Trans>
          </th>
          <th scope="col">
            <Trans>Marks</Trans>
          </th>
          <th scope="col">
            <Trans>Book</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {options.map((option) => {
          const [first, last] = [option.legs[0], option.legs.at(-1)]
          const { criteria, labels } = option.itinerary
          return (
            <tr key={option.letter} data-chosen={option.letter === chosen} data-testid={`row-${option.letter}`}>
              <th scope="row">
                <button type="button" className="pick" aria-pressed={option.letter === chosen} onClick={() => onChoose(option.letter)}>
                  {option.letter}
                </button>
              </th>
              <td>
                <ModeChain option={option} />
              </td>
              <td className="way">{option.stops.map((where) => inLanguage(placeText(where, quote), language)).join(' → ')}</td>
              <td>
                <LocalTime
                  instant={first?.departureEvent.scheduledOccurrenceDateTime}
                  zone={zoneAt(first?.departureEvent.occurrenceLocation, quote)}
                />
              </td>
              <td>
                <LocalTime instant={criteria.arrivalDateTime} zone={zoneAt(last?.arrivalEvent.occurrenceLocation, quote)} />
              </td>
              <td className="right num">{daysText(option.minutes, language)}</td>
              <td className="right num">{moneyText(criteria.totalAmount, language, false)}</td>
              <td className="right num">{emissionText(criteria.emissionG, language)}</td>
              <td className="right num">{reliability(option).value}</td>
              <td className="right num">{option.legs.length}</td>
              <td>{labels.map((label) => word(QUOTE_LABELS, label)).join(', ')}</td>
              <td>
                <BookLink quote={quote} option={option} short />
              </td>
            </tr>
          )
        })}
      </tbody>
    </ScrollTable>
  )
}
