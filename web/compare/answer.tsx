// An answer with options: cards, map, timeline and scatter side by side, or one table with the same data; the chosen option in full below.
import { Trans, useLingui } from '@lingui/react/macro'
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { Entrustment, Quote } from '#model'
import { MODES } from '../labels.ts'
import { Tabs } from '../ui/tabs.tsx'
import { BookLink } from './book-link.tsx'
import { Cards } from './cards.tsx'
import { ChainTable, ChargeTable } from './details.tsx'
import { Gantt } from './gantt.tsx'
import { OptionsTable } from './options-table.tsx'
import { optionsOf, sorted, SORTS } from './options.ts'
import { Pareto } from './pareto.tsx'
import { useWord } from './words.tsx'

const WorldMap = lazy(async () => ({ default: (await import('./world-map.tsx')).WorldMap }))

interface AnswerProps {
  readonly quote: Quote
  readonly question: Entrustment
  readonly originZone: string
  readonly whyNot: ReactNode
}

/** What is chosen, how it is sorted and which tab is open live in the address too, so a shared link shows the same. */
function useView() {
  const [search, setSearch] = useSearchParams()
  const put = (name: string, value: string): void =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before)
        after.set(name, value)
        return after
      },
      { replace: true, preventScrollReset: true },
    )
  return {
    letter: search.get('option'),
    sort: SORTS.find((each) => each === search.get('sort')) ?? 'cost',
    tab: search.get('view') === 'table' ? ('table' as const) : ('picture' as const),
    put,
  }
}

function MapLegend() {
  const word = useWord()
  return (
    <ul className="map-legend">
      {['2', '3', '8', '1', '4'].map((mode) => (
        <li key={mode}>
          <svg width="26" height="6" aria-hidden="true">
            <line className={`stroke-${mode}`} x1="0" y1="3" x2="26" y2="3" />
          </svg>
          {word(MODES, mode)}
        </li>
      ))}
    </ul>
  )
}

export function Answer({ quote, question, originZone, whyNot }: AnswerProps) {
  const { t } = useLingui()
  const view = useView()
  const answered = useMemo(() => optionsOf(quote, question), [quote, question])
  const options = useMemo(() => sorted(answered, view.sort), [answered, view.sort])
  const chosen = options.find((option) => option.letter === view.letter) ?? options[0]
  if (chosen === undefined) return null
  const shared = {
    options,
    quote,
    chosen: chosen.letter,
    sort: view.sort,
    onSort: (sort: string) => view.put('sort', sort),
    onChoose: (letter: string) => view.put('option', letter),
  }
  return (
    <>
      <Tabs
        label={t`View`}
        tabs={[
          { key: 'picture', name: t`Pictures` },
          { key: 'table', name: t`Table` },
        ]}
        chosen={view.tab}
        onChoose={(tab) => view.put('view', tab)}
      >
        {view.tab === 'table' ? (
          <section className="panel">
            <OptionsTable {...shared} />
          </section>
        ) : (
          <div className="compare">
            <Cards {...shared} />
            <section className="panel map-panel" aria-label={t`Map`}>
              <Suspense fallback={<div className="skeleton canvas" aria-busy="true" />}>
                <WorldMap quote={quote} options={answered} chosen={chosen} />
              </Suspense>
              <MapLegend />
              <p className="map-note">
                <Trans>Schematic · not reviewed</Trans>
              </p>
            </section>
            <div className="side">
              <section className="panel pareto-panel" aria-label={t`Time and cost`}>
                <div className="panel-head">
                  <h2>
                    <Trans>Time and cost</Trans>
                  </h2>
                </div>
                <Pareto options={answered} chosen={chosen.letter} onChoose={shared.onChoose} />
              </section>
              {whyNot}
            </div>
            <section className="panel gantt-panel" aria-label={t`Timeline`}>
              <div className="panel-head">
                <h2>
                  <Trans>Timeline</Trans>
                </h2>
              </div>
              <Gantt options={options} chosen={chosen.letter} question={question} originZone={originZone} onChoose={shared.onChoose} />
            </section>
          </div>
        )}
      </Tabs>
      <div className="details">
        <section className="panel" aria-label={t`Chain`} data-testid="chain">
          <div className="panel-head">
            <h2>
              <Trans>Option {chosen.letter}: the chain</Trans>
            </h2>
            <BookLink quote={quote} option={chosen} />
          </div>
          <ChainTable option={chosen} quote={quote} />
        </section>
        <section className="panel" aria-label={t`Charges`} data-testid="charges">
          <div className="panel-head">
            <h2>
              <Trans>Option {chosen.letter}: the charges</Trans>
            </h2>
          </div>
          <ChargeTable option={chosen} quote={quote} />
        </section>
        {view.tab === 'table' && whyNot}
      </div>
    </>
  )
}
