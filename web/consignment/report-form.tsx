// One tap, then one more in the same place: a milestone that is stated cannot be taken back, so it is said once what will be said.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import { inLanguage } from '#kernel'
import { MILESTONE_NAMES, type MilestoneName } from '#model'
import { offsetText } from '../format.ts'
import { usePreferences } from '../preferences.tsx'
import { useAct } from '../record/act.ts'
import { Refused } from '../record/states.tsx'
import { instantAt, wallTime } from './clock.ts'
import { useEscape } from './escape.ts'
import { nowText } from './now.ts'
import { askAgain, type MilestoneReport, reportMilestone } from './queries.ts'

export interface Reportable {
  readonly consignmentId: string
  readonly elementId: string
  readonly milestone: MilestoneName
  readonly zone: string
  readonly place: string
}

export const useMilestoneName = (): ((name: MilestoneName) => string) => {
  const { language } = usePreferences()
  return (name) => inLanguage(MILESTONE_NAMES[name], language)
}

/** The button, and after it the question that stands where the button stood. */
interface ReportProps {
  readonly of: Reportable
  /** Which of several, where a page has many such buttons. */
  readonly detail?: string
  readonly onDone?: (occurred: string) => void
  /** Possible, yet not what is due. */
  readonly quiet?: boolean
}

export function Report({ of, detail, onDone, quiet = false }: ReportProps) {
  const name = useMilestoneName()
  const { t } = useLingui()
  const [asking, setAsking] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    setAsking(false)
    // Back to where the hand was, once the button stands there again.
    requestAnimationFrame(() => button.current?.focus())
  }
  const word = name(of.milestone)
  const label = detail === undefined ? t`Report “${word}” at ${of.place}` : t`Report “${word}” at ${of.place} for ${detail}`
  if (asking) return <Confirm of={of} word={word} label={label} onClose={close} onDone={onDone} />
  return (
    <button
      ref={button}
      type="button"
      className={quiet ? 'tap plain' : 'tap'}
      data-testid={`report-${of.milestone}`}
      aria-label={label}
      onClick={() => setAsking(true)}
    >
      {word}
    </button>
  )
}

interface ConfirmProps {
  readonly of: Reportable
  readonly word: string
  readonly label: string
  readonly onClose: () => void
  readonly onDone: ((occurred: string) => void) | undefined
}

function Confirm({ of, word, label, onClose, onDone }: ConfirmProps) {
  const id = useId()
  const confirm = useRef<HTMLButtonElement>(null)
  // Untouched it means the moment of the second tap; a time that was typed stays as typed.
  const [typed, setTyped] = useState<string>()
  const [opened] = useState(nowText)
  const client = useQueryClient()
  const report = useAct(
    (input: MilestoneReport, how) => reportMilestone(of.consignmentId, input, how),
    (_, { occurredDateTime }) => {
      onDone?.(occurredDateTime)
      void askAgain(client)
    },
  )
  useEffect(() => confirm.current?.focus(), [])
  useEscape(onClose)
  const wall = typed ?? wallTime(opened, of.zone)
  const occurred = typed === undefined ? opened : instantAt(typed, of.zone)
  const offset = offsetText(Temporal.Instant.from(occurred ?? opened).toZonedDateTimeISO(of.zone))
  const send = (): void => {
    const occurredDateTime = typed === undefined ? nowText() : occurred
    if (occurredDateTime === undefined) return
    // A second press after a dead line says the same time again, so that it is the same report.
    const again = report.problem === 'offline' && typed === undefined ? report.asked : undefined
    report.act(again ?? { elementId: of.elementId, milestone: of.milestone, occurredDateTime })
  }
  return (
    <div role="group" className="confirm" aria-label={label}>
      <button
        ref={confirm}
        type="button"
        className="tap sure"
        data-testid="confirm-report"
        disabled={occurred === undefined}
        aria-busy={report.busy}
        onClick={send}
      >
        {typed === undefined ? <Trans>Yes, {word} now</Trans> : <Trans>Yes, {word} at this time</Trans>}
      </button>
      <label htmlFor={id}>
        <Trans>
          At ({of.place}, {offset})
        </Trans>
      </label>
      <input
        id={id}
        className="choice num"
        type="datetime-local"
        data-testid="occurred"
        value={wall}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="button" className="tap plain" data-testid="cancel-report" onClick={onClose}>
        <Trans>Not yet</Trans>
      </button>
      <p className="hint">
        <Trans>Everyone on the consignment will see it under your organisation's name. It cannot be taken back.</Trans>
      </p>
      <Refused problem={report.problem} />
    </div>
  )
}
