// The timeline: every stage with its milestones; planned, estimated and actual side by side, and for each fact who said it and since when it is known.
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { inLanguage } from '#kernel'
import type { Consignment } from '#model'
import { placeText, zoneAt } from '../compare/options.ts'
import { ModeBadge, useWord } from '../compare/words.tsx'
import { OPERATIONS } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { Lag, Moment } from './moment.tsx'
import { Report, useMilestoneName } from './report-form.tsx'
import type { Stage, Step, Story } from './timeline.ts'

const MARKS = { done: '●', late: '▲', unreported: '◇', ahead: '○' } as const

function StateWord({ step, isNext }: { readonly step: Step; readonly isNext: boolean }) {
  if (step.state === 'done') return <Trans context="milestone">stated</Trans>
  if (step.state === 'late') return <Trans context="milestone">overdue</Trans>
  if (step.state === 'unreported') return <Trans context="milestone">not reported</Trans>
  return isNext ? <Trans context="milestone">next</Trans> : <Trans context="milestone">to come</Trans>
}

interface StepProps {
  readonly step: Step
  readonly of: Consignment
  readonly isNext: boolean
  /** The one to be stated now; the others could be, and stand back. */
  readonly isTurn: boolean
}

function StepRow({ step, of, isNext, isTurn }: StepProps) {
  const { language } = usePreferences()
  const name = useMilestoneName()
  const zone = zoneAt(step.where, of)
  const { t } = useLingui()
  const place = step.underway ? t`on the way` : inLanguage(placeText(step.where, of), language)
  return (
    <li className={`step ${step.state}`} data-next={isNext} data-testid={`step-${step.sequence}-${step.milestone}`} data-state={step.state}>
      <span className="dot" aria-hidden="true">
        {isNext && step.state === 'ahead' ? '▶' : MARKS[step.state]}
      </span>
      <div className="step-name">
        <b>{name(step.milestone)}</b> <small>{place}</small>
        <small className="step-state">
          <StateWord step={step} isNext={isNext} />
          {step.unowed && (
            <>
              {' '}
              · <Trans>beside the plan</Trans>
            </>
          )}
        </small>
      </div>
      <dl className="times">
        <div data-empty={step.planned === undefined}>
          <dt>
            <Trans>Planned</Trans>
          </dt>
          <dd>
            <Moment instant={step.planned} zone={zone} />
          </dd>
        </div>
        <div data-empty={step.actual !== undefined || step.estimated === undefined}>
          <dt>
            <Trans>Estimated</Trans>
          </dt>
          <dd>
            <Moment instant={step.actual === undefined ? step.estimated : undefined} zone={zone} estimated />
            {step.actual === undefined && step.estimated !== undefined && <Lag minutes={step.lag} />}
          </dd>
        </div>
        <div data-empty={step.actual === undefined}>
          <dt>
            <Trans>Actual</Trans>
          </dt>
          <dd>
            <Moment instant={step.actual} zone={zone} />
            {step.actual !== undefined && <Lag minutes={step.lag} />}
          </dd>
        </div>
        <div data-empty={step.actual === undefined}>
          <dt>
            <Trans>Who says so</Trans>
          </dt>
          <dd>
            {step.actual === undefined ? (
              <span className="no-time">–</span>
            ) : (
              <>
                {step.statedBy ?? <Trans>not named to you</Trans>}
                {step.recorded !== undefined && (
                  <small>
                    <Trans>
                      known since <Moment instant={step.recorded} zone={zone} />
                    </Trans>
                  </small>
                )}
              </>
            )}
          </dd>
        </div>
      </dl>
      {step.mayReport && (
        <div className="step-act">
          <Report of={{ consignmentId: of.id, elementId: step.elementId, milestone: step.milestone, zone, place }} quiet={!isTurn} />
        </div>
      )}
    </li>
  )
}

function StageTitle({ stage, of }: { readonly stage: Stage; readonly of: Consignment }) {
  const { language } = usePreferences()
  const word = useWord()
  const { t } = useLingui()
  const { element } = stage
  const name = (where: Stage['from']): string => inLanguage(placeText(where, of), language)
  if (element.kind === 'LEG')
    return (
      <>
        <ModeBadge code={element.modeCode} />{' '}
        <span>
          {name(stage.from)} → {name(stage.to)}
        </span>
        <small>
          {[element.departureId ?? element.serviceId ?? (element.modeCode === '3' ? t`lorry on demand` : undefined), element.carrier?.name]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </small>
      </>
    )
  return (
    <>
      <span className="mode-badge hub-badge">{t`Hub`}</span> <span>{name(stage.from)}</span>
      <small>
        {element.operations.map((each) => word(OPERATIONS, each.operationCode)).join(' · ')}
        {element.carrier !== undefined && <> · {element.carrier.name}</>}
      </small>
    </>
  )
}

function StageBlock({ stage, of, story }: { readonly stage: Stage; readonly of: Consignment; readonly story: Story }) {
  const { element } = stage
  const turn = story.stages
    .flatMap(({ steps }) => steps)
    .find((step) => step.mayReport && (step.state === 'late' || step.state === 'ahead'))
  const zone = zoneAt(stage.from, of)
  // On a phone only what is under way lies open; on a desk all of it.
  const [open] = useState(
    () =>
      !matchMedia('(max-width: 860px)').matches ||
      stage.state === 'now' ||
      stage.steps.some((step) => step.mayReport || step === story.next),
  )
  const begin = element.kind === 'LEG' ? element.departureEvent : element.startEvent
  const end = element.kind === 'LEG' ? element.arrivalEvent : element.endEvent
  return (
    <li
      className={`stage ${stage.state}${element.kind === 'LEG' ? ` edge-${element.modeCode}` : ''}`}
      data-testid={`stage-${element.sequenceNumber}`}
      data-state={stage.state}
    >
      <details open={open}>
        <summary>
          <h3>
            <span className="num">{element.sequenceNumber}</span> <StageTitle stage={stage} of={of} />
          </h3>
        </summary>
        {stage.steps.length === 0 ? (
          <p className="note-line">
            <Moment instant={begin.scheduledOccurrenceDateTime} zone={zone} /> –{' '}
            <Moment instant={end.scheduledOccurrenceDateTime} zone={zoneAt(stage.to, of)} /> ·{' '}
            <Trans>planned; its milestones are not shown to you</Trans>
          </p>
        ) : (
          <ol className="steps">
            {stage.steps.map((step) => (
              <StepRow key={step.milestone} step={step} of={of} isNext={step === story.next} isTurn={step === turn} />
            ))}
          </ol>
        )}
      </details>
    </li>
  )
}

export function Stages({ story, consignment }: { readonly story: Story; readonly consignment: Consignment }) {
  return (
    <>
      <div className="step-columns" aria-hidden="true">
        <span />
        <span>
          <Trans>Milestone</Trans>
        </span>
        <span>
          <Trans>Planned</Trans>
        </span>
        <span>
          <Trans>Estimated</Trans>
        </span>
        <span>
          <Trans>Actual</Trans>
        </span>
        <span>
          <Trans>Who says so</Trans>
        </span>
      </div>
      <ol className="stages" data-testid="timeline">
        {story.stages.map((stage) => (
          <StageBlock key={stage.element.sequenceNumber} stage={stage} of={consignment} story={story} />
        ))}
      </ol>
    </>
  )
}
