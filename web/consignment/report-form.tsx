// One tap, then one more in the same place: a milestone that is stated cannot be taken back, so it is said once what will be said.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { inLanguage } from '#kernel'
import { MILESTONE_NAMES, type MilestoneName } from '#model'
import { offsetText } from '../format.ts'
import { usePreferences } from '../preferences.tsx'
import { useAct } from '../record/act.ts'
import { Refused } from '../record/states.tsx'
import { instantAt, wallTime } from './clock.ts'
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

const nowText = (): string => Temporal.Now.instant().toString({ smallestUnit: 'second' })

/** The button, and after it the question that stands where the button stood. */
export function Report({ of, big = false }: { readonly of: Reportable; readonly big?: boolean }) {
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
  if (asking) return <Confirm of={of} word={word} big={big} onClose={close} />
  return (
    <button
      ref={button}
      type="button"
      className={big ? 'tap big' : 'tap'}
      data-testid={`report-${of.milestone}`}
      aria-label={t`Report “${word}” at ${of.place}`}
      onClick={() => setAsking(true)}
    >
      {word}
    </button>
  )
}

interface ConfirmProps {
  readonly of: Reportable
  readonly word: string
  readonly big: boolean
  readonly onClose: () => void
}

function Confirm({ of, word, big, onClose }: ConfirmProps) {
  const { t } = useLingui()
  const id = useId()
  const confirm = useRef<HTMLButtonElement>(null)
  // Untouched it means the moment of the second tap; a time that was typed stays as typed.
  const [typed, setTyped] = useState<string>()
  const [opened] = useState(nowText)
  const client = useQueryClient()
  const report = useAct(
    (input: MilestoneReport, how) => reportMilestone(of.consignmentId, input, how),
    () => void askAgain(client),
  )
  useEffect(() => confirm.current?.focus(), [])
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
  const leave = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose()
  }
  return (
    <div role="group" className={big ? 'confirm big' : 'confirm'} aria-label={t`Report “${word}” at ${of.place}`} onKeyDown={leave}>
      <button
        ref={confirm}
        type="button"
        className={big ? 'tap big sure' : 'tap sure'}
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
