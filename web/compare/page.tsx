// The comparison of /quote: the address holds the whole question, this page holds every state its answer can have.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { inLanguage } from '#kernel'
import type { Entrustment, Quote } from '#model'
import { RequestFailure } from '../api.ts'
import { localText, numberText } from '../format.ts'
import { FORMS } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { placeQuery, quoteQuery } from '../queries.ts'
import { questionSearch, readQuestion, relaxed } from '../question.ts'
import { Button } from '../ui/controls.tsx'
import { useSession } from '../session/session.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { Answer } from './answer.tsx'
import { WhyNot } from './why-not.tsx'
import { useWord } from './words.tsx'

type Location = Entrustment['carrierAcceptanceLocation']

/** The name and zone of an end; the answer knows them, and before it comes (or when it fails) the place itself does. */
function useEnd(location: Location, quote: Quote | undefined): { readonly name: string; readonly zone: string } {
  const { language } = usePreferences()
  const id = 'placeId' in location ? location.placeId : undefined
  const known = id === undefined ? undefined : quote?.places[id]
  const asked = useQuery(placeQuery(known === undefined ? id : undefined, language))
  const place = known ?? asked.data
  if (place !== undefined) return { name: inLanguage(place.name, language), zone: place.timeZone }
  if ('placeId' in location) return { name: location.placeId, zone: 'Asia/Shanghai' }
  const at = location.geographicalCoordinates
  return { name: location.name ?? `${at.latitude}, ${at.longitude}`, zone: 'Asia/Shanghai' }
}

function Summary({ question, quote }: { readonly question: Entrustment; readonly quote: Quote | undefined }) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const word = useWord()
  const navigate = useNavigate()
  const [copied, setCopied] = useState(false)
  const from = useEnd(question.carrierAcceptanceLocation, quote)
  const to = useEnd(question.consigneeReceiptLocation, quote)
  const items = question.includedConsignmentItem
  const tonnes = items.reduce((sum, item) => sum + item.grossWeightKg, 0) / 1000
  const boxes = question.requestedEquipment?.map((box) => `${box.quantity} × ${box.unitTypeCode}`).join(', ')
  const cargo = [
    items.map((item) => item.natureIdentificationCargo.identificationText).join(', '),
    boxes ?? word(FORMS, question.cargoFormCode),
    `${numberText(tonnes, language, 3)} t`,
  ]
  const copy = (): void => {
    void navigator.clipboard?.writeText(location.href).then(() => setCopied(true))
  }
  return (
    <div className="summary panel">
      <title>{t`${from.name} → ${to.name} – Yidan`}</title>
      <h1>
        {from.name} → {to.name}
      </h1>
      <p>
        {cargo.join(' · ')} · <Trans>ready {localText(question.readyDateTime, from.zone)}</Trans>
        {question.deadlineDateTime !== undefined && (
          <>
            {' '}
            · <Trans>deadline {localText(question.deadlineDateTime, from.zone)}</Trans>
          </>
        )}
      </p>
      <div className="acts">
        <Button testId="edit" onClick={() => void navigate(`/${questionSearch(question)}`)}>
          <Trans>Change</Trans>
        </Button>
        <Button testId="share" onClick={copy}>
          {copied ? <Trans>Link copied</Trans> : <Trans>Copy link</Trans>}
        </Button>
        <span className="unseen" role="status">
          {copied ? t`Link copied` : ''}
        </span>
      </div>
    </div>
  )
}

function Waiting() {
  const { t } = useLingui()
  return (
    <div className="compare" aria-busy="true" data-testid="loading">
      <p className="unseen" role="status">{t`Looking for every way there …`}</p>
      <div className="panel skeleton options" />
      <div className="panel skeleton map-panel" />
      <div className="panel skeleton pareto-panel" />
      <div className="panel skeleton gantt-panel" />
    </div>
  )
}

function Failure({ fault, question, onRetry }: { readonly fault: Error; readonly question: Entrustment; readonly onRetry: () => void }) {
  const navigate = useNavigate()
  const problem = fault instanceof RequestFailure ? fault.problem : undefined
  if (problem === undefined) {
    return (
      <section className="panel message" role="alert" data-testid="failure">
        <h2>
          <Trans>No answer came</Trans>
        </h2>
        <p>
          <Trans>Check the network and ask again.</Trans>
        </p>
        <Button kind="primary" onClick={onRetry}>
          <Trans>Ask again</Trans>
        </Button>
      </section>
    )
  }
  const repair = (): void => void navigate(`/${questionSearch(question)}`, { state: { errors: problem.errors ?? [] } })
  return (
    <section className="panel message" role="alert" data-testid="failure">
      <h2>{problem.title}</h2>
      {problem.detail !== undefined && <p>{problem.detail}</p>}
      {problem.errors !== undefined && (
        <ul>
          {problem.errors.map((error) => (
            <li key={error.pointer}>
              {error.detail} <code>{error.pointer}</code>
            </li>
          ))}
        </ul>
      )}
      {problem.requestId !== undefined && (
        <p className="rule">
          <Trans>Request: {problem.requestId}</Trans>
        </p>
      )}
      {problem.status >= 500 || problem.status === 429 ? (
        <Button kind="primary" testId="retry" onClick={onRetry}>
          <Trans>Ask again</Trans>
        </Button>
      ) : (
        <Button kind="primary" testId="repair" onClick={repair}>
          <Trans>Correct it in the form</Trans>
        </Button>
      )}
    </section>
  )
}

function NoQuestion() {
  const { t } = useLingui()
  return (
    <section className="panel message" data-testid="no-question">
      <title>{t`No question – Yidan`}</title>
      <h1>
        <Trans>There is no question here</Trans>
      </h1>
      <p>
        <Trans>The address holds no question, or only a part of one. Perhaps the link was cut.</Trans>
      </p>
      <p>
        <Link to="/">
          <Trans>To the form</Trans>
        </Link>
      </p>
    </section>
  )
}

function Comparison({ question }: { readonly question: Entrustment }) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const navigate = useNavigate()
  // In whose name it is asked decides who may book it, so the session is known first.
  const { state } = useSession()
  const answer = useQuery({ ...quoteQuery(question, language), enabled: state !== 'loading' })
  const quote = answer.data
  const { zone } = useEnd(question.carrierAcceptanceLocation, quote)
  const whyNot = quote !== undefined && (
    <ScrollRegion className="panel why-panel" label={t`Why not`}>
      <div className="panel-head">
        <h2>
          <Trans>Why not</Trans>
        </h2>
      </div>
      <WhyNot
        quote={quote}
        question={question}
        zone={zone}
        onRelax={(change) => void navigate(`/quote${questionSearch(relaxed(question, change))}`)}
      />
    </ScrollRegion>
  )
  return (
    <div className="quote">
      <Summary question={question} quote={quote} />
      {answer.isPending && <Waiting />}
      {answer.isError && <Failure fault={answer.error} question={question} onRetry={() => void answer.refetch()} />}
      {quote !== undefined && quote.itineraries.length === 0 && (
        <div className="none" data-testid="no-itinerary">
          <section className="panel message" role="status">
            <h2>
              <Trans>No way fits this question</Trans>
            </h2>
            <p>
              <Trans>
                Every service of the network was looked at. The reasons are below; where one change would help, you can ask again with it.
              </Trans>
            </p>
          </section>
          {whyNot}
        </div>
      )}
      {quote !== undefined && quote.itineraries.length > 0 && (
        <Answer quote={quote} question={question} originZone={zone} whyNot={whyNot} />
      )}
    </div>
  )
}

export function Component() {
  const [search] = useSearchParams()
  const question = readQuestion(search)
  return question === undefined ? <NoQuestion /> : <Comparison key={JSON.stringify(question)} question={question} />
}
