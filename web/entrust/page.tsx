// The home page: what Yidan is, four examples, and the form of an entrustment.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import { inLanguage } from '#kernel'
import type { Entrustment } from '#model'
import { type Problem, type ProblemField, RequestFailure } from '../api.ts'
import { FAULTS } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { placeQuery, quoteQuery } from '../queries.ts'
import { questionSearch, readQuestion } from '../question.ts'
import { Button } from '../ui/controls.tsx'
import { check, type Faults, fieldOf, POINTERS } from './check.ts'
import { type Draft, draftOf, EMPTY_DRAFT } from './draft.ts'
import { EXAMPLES, exampleDraft } from './examples.ts'
import { CargoFields, type PartProps, RouteFields } from './fields.tsx'
import { CareFields, WishFields } from './wishes.tsx'
import { entrustmentOf } from './write-question.ts'

const NO_FAULTS: Faults = new Map()
const isFields = (value: unknown): value is readonly ProblemField[] => Array.isArray(value)

/** Errors that the comparison met and sent back here with the question. */
function useReturned(): readonly ProblemField[] {
  const state: unknown = useLocation().state
  const errors = typeof state === 'object' && state !== null && 'errors' in state ? state.errors : undefined
  return isFields(errors) ? errors : []
}

interface Submission {
  readonly busy: boolean
  readonly problem: Problem | 'offline' | undefined
  readonly errors: readonly ProblemField[]
  ask(question: Entrustment): Promise<void>
  forget(): void
}

/** Asks before leaving the form, so that what the window refuses is shown where it was typed. */
function useSubmission(): Submission {
  const returned = useReturned()
  const { language } = usePreferences()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | 'offline'>()
  const [errors, setErrors] = useState(returned)
  const ask = async (question: Entrustment): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    setErrors([])
    try {
      await client.fetchQuery(quoteQuery(question, language))
      await navigate(`/quote${questionSearch(question)}`)
    } catch (fault) {
      const refused = fault instanceof RequestFailure ? fault.problem : undefined
      setProblem(refused ?? 'offline')
      setErrors(refused?.errors ?? [])
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, errors, ask, forget: () => setErrors([]) }
}

function Introduction({ onChoose }: { readonly onChoose: (draft: Draft) => void }) {
  const { language } = usePreferences()
  return (
    <section className="intro">
      <h1>
        <Trans>Ask once, see every way there</Trans>
      </h1>
      <p>
        <Trans>
          Yidan is Chongqing's open logistics single window. Say what you want to send, from where to where and by when; it shows every
          sensible door-to-door chain over water, rail, road and air, with price, time, CO2e and reasons. No account is needed to ask.
        </Trans>
      </p>
      <div className="examples">
        <span id="examples">
          <Trans>Try an example:</Trans>
        </span>
        <ul aria-labelledby="examples">
          {EXAMPLES.map((example) => (
            <li key={example.id}>
              <Button testId={`example-${example.id}`} onClick={() => onChoose(exampleDraft(example, Temporal.Now.instant()))}>
                {inLanguage(example.title, language)}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

/** The draft of a question in the address; its wall times wait for the origin's zone. */
function useFirstDraft(): Draft | undefined {
  const { language } = usePreferences()
  const [search] = useSearchParams()
  const question = readQuestion(search)
  const start = question?.carrierAcceptanceLocation
  const origin = useQuery(placeQuery(start !== undefined && 'placeId' in start ? start.placeId : undefined, language))
  if (question === undefined) return EMPTY_DRAFT
  if (origin.isLoading) return undefined
  return draftOf(question, origin.data?.timeZone)
}

const SHOWN = Object.values(POINTERS)

/** Errors that no field shows, such as those of items the form keeps. */
function Loose({ errors }: { readonly errors: readonly ProblemField[] }) {
  if (errors.length === 0) return null
  return (
    <ul>
      {errors.map((error) => (
        <li key={error.pointer}>
          {error.detail} <code>{error.pointer}</code>
        </li>
      ))}
    </ul>
  )
}

function EntrustForm({ first }: { readonly first: Draft }) {
  const { t, i18n } = useLingui()
  const [draft, setDraft] = useState(first)
  const [faults, setFaults] = useState(NO_FAULTS)
  const submission = useSubmission()
  const form = useRef<HTMLFormElement>(null)
  const [attempt, setAttempt] = useState(0)

  const errorAt = (pointer: string): string | undefined => {
    const fault = faults.get(pointer)
    const words = fault === undefined ? undefined : FAULTS[fault]
    if (words !== undefined) return i18n._(words)
    const shown = [...SHOWN, ...draft.boxes.map((_, i) => `${POINTERS.boxes}/${i}/quantity`)]
    return submission.errors.find((error) => fieldOf(error.pointer, shown) === pointer)?.detail
  }
  const change: PartProps['change'] = (part) => {
    setDraft((before) => ({ ...before, ...part }))
    setFaults(NO_FAULTS)
    submission.forget()
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const found = check(draft)
    setFaults(found)
    setAttempt((count) => count + 1)
    if (found.size === 0) void submission.ask(entrustmentOf(draft))
  }
  // The first faulty field takes the focus, whoever found the fault.
  useEffect(() => {
    if (attempt > 0 || submission.errors.length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [attempt, submission.errors])

  const parts = { draft, change, errorAt }
  const { problem } = submission
  const loose = submission.errors.filter((error) => fieldOf(error.pointer, SHOWN) === undefined)
  return (
    <>
      <Introduction onChoose={(example) => change(example)} />
      <form ref={form} className="panel entrust" onSubmit={submit} noValidate aria-label={t`Entrustment`}>
        <RouteFields {...parts} />
        <CargoFields {...parts} />
        <CareFields {...parts} />
        <WishFields {...parts} />
        <div className="send">
          {faults.size > 0 && (
            <p className="error" role="alert">
              ▲ <Trans>Some fields need your attention.</Trans>
            </p>
          )}
          {problem === 'offline' && (
            <p className="error" role="alert">
              ▲ <Trans>No answer came. Check the network and ask again.</Trans>
            </p>
          )}
          {problem === undefined && loose.length > 0 && (
            <div className="error" role="alert">
              <Loose errors={loose} />
            </div>
          )}
          {problem !== undefined && problem !== 'offline' && (
            <div className="error" role="alert">
              <p>
                ▲ <b>{problem.title}</b> {problem.detail}
              </p>
              <Loose errors={loose} />
              {problem.requestId !== undefined && (
                <p>
                  <Trans>Request: {problem.requestId}</Trans>
                </p>
              )}
            </div>
          )}
          <Button kind="primary" size="large" submit busy={submission.busy} testId="ask">
            <Trans>Show every way</Trans>
          </Button>
        </div>
      </form>
    </>
  )
}

export function Component() {
  const { t } = useLingui()
  const { key } = useLocation()
  const first = useFirstDraft()
  return (
    <div className="home">
      <title>{t`Ask for a quote – Yidan`}</title>
      {first === undefined ? <div className="panel skeleton" aria-busy="true" /> : <EntrustForm key={key} first={first} />}
    </div>
  )
}
