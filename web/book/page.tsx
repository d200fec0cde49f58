// Booking a chain of a quote: what it is, who it is for, and the hold that takes room on every leg or on none.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { inLanguage } from '#kernel'
import type { Booking, BookingRequest, Itinerary, Quote } from '#model'
import type { Answered, Problem } from '../api.ts'
import { placeText } from '../compare/options.ts'
import { usePreferences } from '../preferences.tsx'
import { savedQuoteQuery } from '../queries.ts'
import { questionSearch } from '../question.ts'
import { useAct } from '../record/act.ts'
import { hold } from '../record/bookings.ts'
import { Chain } from '../record/chain.tsx'
import { ChainFacts } from '../record/chain-facts.tsx'
import { FaultPanel, Loading, NotThere, OnlyFor } from '../record/states.tsx'
import { Button } from '../ui/controls.tsx'
import { Alternatives } from './alternatives.tsx'
import { endsOf } from './ends.ts'
import { HoldForm } from './hold-form.tsx'

interface Taken {
  readonly alternatives: readonly Itinerary[]
  /** The quote whose chains they are. */
  readonly quoteId?: string
}
/** The members that 409 `capacity-taken` brings along; the window answers by its own schemas. */
const takenOf = ({ members }: Problem): Taken => {
  const { alternatives = [], quoteId } = members as Partial<Taken>
  return { alternatives, ...(quoteId === undefined ? {} : { quoteId }) }
}

/** The quote or its train is gone: the same question can be asked again with one press. */
function AskAgain({ problem, quote }: { readonly problem: Problem; readonly quote: Quote }) {
  const navigate = useNavigate()
  const { entrustment } = quote
  return (
    <section className="panel message" role="alert" data-testid="expired">
      <h2>{problem.title}</h2>
      {problem.detail !== undefined && <p>{problem.detail}</p>}
      {entrustment !== undefined && (
        <Button kind="primary" testId="ask-again" onClick={() => void navigate(`/quote${questionSearch(entrustment)}`)}>
          <Trans>Ask the same question again</Trans>
        </Button>
      )}
    </section>
  )
}

const ASK_AGAIN: readonly string[] = ['quote-expired', 'departure-closed']

function Hold({ quote, itinerary }: { readonly quote: Quote; readonly itinerary: Itinerary }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const navigate = useNavigate()
  const client = useQueryClient()
  const done = (held: Answered<Booking>): void => {
    client.setQueryData(['booking', held.value.id], held)
    void client.invalidateQueries({ queryKey: ['bookings'] })
    void navigate(`/bookings/${held.value.id}`)
  }
  const holding = useAct<BookingRequest, Answered<Booking>>(hold, done)
  const { problem, asked } = holding
  const refused = problem === undefined || problem === 'offline' ? undefined : problem
  const taken = useMemo(() => (refused?.code === 'capacity-taken' ? takenOf(refused) : undefined), [refused])
  const gone = quote.itineraries.find(({ id }) => id === asked?.itineraryId) ?? itinerary
  const { from, to } = endsOf(itinerary.elements)
  const [start, end] = [inLanguage(placeText(from, quote), language), inLanguage(placeText(to, quote), language)]
  return (
    <div className="page">
      <title>{t`Book ${start} → ${end} – Yidan`}</title>
      <div className="page-head">
        <h1>
          <Trans>
            Book {start} → {end}
          </Trans>
        </h1>
        {quote.entrustment !== undefined && (
          <Link to={`/quote${questionSearch(quote.entrustment)}`}>
            <Trans>Back to all options</Trans>
          </Link>
        )}
      </div>
      {taken !== undefined && asked !== undefined && (
        <Alternatives
          gone={gone}
          alternatives={taken.alternatives}
          quoteId={taken.quoteId ?? quote.id}
          busy={holding.busy}
          onTake={(itineraryId) => holding.act({ ...asked, itineraryId, quoteId: taken.quoteId ?? quote.id })}
        />
      )}
      {refused !== undefined && ASK_AGAIN.includes(refused.code) && <AskAgain problem={refused} quote={quote} />}
      <section className="panel" aria-label={t`The chain`}>
        <div className="panel-body">
          <ChainFacts itinerary={itinerary} quote={quote} />
          <Chain elements={itinerary.elements} quote={quote} label={t`The chain`} />
        </div>
      </section>
      <HoldForm quote={quote} itinerary={itinerary} holding={holding} />
    </div>
  )
}

function Chosen() {
  const { language } = usePreferences()
  const [search] = useSearchParams()
  const [quoteId, itineraryId] = [search.get('quote') ?? '', search.get('itinerary') ?? '']
  const asked = useQuery({ ...savedQuoteQuery(quoteId, language), enabled: quoteId !== '' })
  if (quoteId === '') return <NoChain />
  if (asked.isPending) return <Loading lines={2} />
  if (asked.isError) return <FaultPanel fault={asked.error} onRetry={() => void asked.refetch()} />
  const itinerary = asked.data.itineraries.find(({ id }) => id === itineraryId)
  return itinerary === undefined ? <NoChain /> : <Hold quote={asked.data} itinerary={itinerary} />
}

const NoChain = () => (
  <NotThere>
    <p>
      <Link to="/">
        <Trans>Ask for a quote</Trans>
      </Link>
    </p>
  </NotThere>
)

export function Component() {
  const { t } = useLingui()
  return (
    <>
      <title>{t`Book – Yidan`}</title>
      <OnlyFor act="booking.hold">
        <Chosen />
      </OnlyFor>
    </>
  )
}
