// The head line: which consignment, how it stands, where it is, what is next, and who acts.
import { Trans, useLingui } from '@lingui/react/macro'
import { inLanguage } from '#kernel'
import type { Consignment } from '#model'
import { placeText, zoneAt } from '../compare/options.ts'
import { ModeBadge } from '../compare/words.tsx'
import { usePreferences } from '../preferences.tsx'
import { DemoMark } from '../record/states.tsx'
import { useSession } from '../session/session.tsx'
import { Lag, Moment } from './moment.tsx'
import { useMilestoneName } from './report-form.tsx'
import type { Position, Step, Story, Where } from './timeline.ts'

export function StatusMark({ status }: { readonly status: Consignment['consignmentStatus'] }) {
  const [mark, look] = ({ CONFIRMED: ['○', ''], IN_TRANSIT: ['▶', 'moving'], DELIVERED: ['●', 'fine'], CANCELLED: ['■', 'over'] } as const)[
    status
  ]
  return (
    <span className={`status-mark ${look}`} data-testid="status" data-status={status}>
      <span aria-hidden="true">{mark}</span> <StatusWord status={status} />
    </span>
  )
}

function StatusWord({ status }: { readonly status: Consignment['consignmentStatus'] }) {
  switch (status) {
    case 'CONFIRMED':
      return <Trans>Confirmed</Trans>
    case 'IN_TRANSIT':
      return <Trans>In transit</Trans>
    case 'DELIVERED':
      return <Trans>Delivered</Trans>
    case 'CANCELLED':
      return <Trans>Cancelled</Trans>
  }
}

function Place({ where, of }: { readonly where: Where | undefined; readonly of: Consignment }) {
  const { language } = usePreferences()
  return <b>{inLanguage(placeText(where, of), language)}</b>
}

function WhereItIs({ position, of }: { readonly position: Position; readonly of: Consignment }) {
  switch (position.kind) {
    case 'origin':
      return (
        <Trans>
          at <Place where={position.at} of={of} />, not yet taken in charge
        </Trans>
      )
    case 'at':
      return (
        <Trans>
          at <Place where={position.at} of={of} />
        </Trans>
      )
    case 'between':
      return (
        <>
          {position.stage.element.kind === 'LEG' && <ModeBadge code={position.stage.element.modeCode} />}{' '}
          <Trans>
            on the way from <Place where={position.stage.from} of={of} /> to <Place where={position.stage.to} of={of} />
          </Trans>
        </>
      )
    case 'delivered':
      return (
        <Trans>
          handed over at <Place where={position.at} of={of} />
        </Trans>
      )
  }
}

function Next({ step, of, billOpen }: { readonly step: Step; readonly of: Consignment; readonly billOpen: boolean }) {
  const name = useMilestoneName()
  const { t } = useLingui()
  const element = of.elements.find((each) => each.sequenceNumber === step.sequence)
  const { account } = useSession()
  const own = element?.carrier?.partyId !== undefined && element.carrier.partyId === account?.party?.id
  const who =
    own || (step.mayReport && element?.carrier === undefined)
      ? t`your organisation`
      : (element?.carrier?.name ?? t`whoever runs stage ${step.sequence}`)
  const zone = zoneAt(step.where, of)
  const due = step.estimated ?? step.planned
  return (
    <div className="fact" data-testid="next">
      <dt>
        <Trans>Next</Trans>
      </dt>
      <dd>
        <b>{name(step.milestone)}</b> · {step.underway ? <Trans>on the way</Trans> : <Place where={step.where} of={of} />}
        {due !== undefined && (
          <>
            {' '}
            · <Moment instant={due} zone={zone} estimated={step.estimated !== undefined} />
          </>
        )}
        {step.state === 'late' && (
          <span className="lag late">
            {' '}
            ▲ <Trans>overdue</Trans>
          </span>
        )}
        <br />
        <Trans>
          Acts: <b>{who}</b>
        </Trans>
        {step.milestone === 'DELIVERED' && billOpen && (
          <>
            {' '}
            · <Trans>the goods are handed over once the bill is surrendered</Trans>
          </>
        )}
      </dd>
    </div>
  )
}

interface HeadProps {
  readonly consignment: Consignment
  readonly story: Story
  /** A bill is out and not yet surrendered. */
  readonly billOpen: boolean
  readonly live: boolean
}

export function Head({ consignment, story, billOpen, live }: HeadProps) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const name = useMilestoneName()
  const { last } = story
  const final = story.stages.at(-1)
  const estimate = consignment.progress?.estimatedDeliveryDateTime ?? consignment.estimatedDeliveryDateTime
  const [from, to] = [consignment.carrierAcceptanceLocation ?? story.stages[0]?.from, consignment.consigneeReceiptLocation ?? final?.to]
  const words = { number: consignment.consignmentNumber }
  return (
    <header className="panel record-head" data-testid="head">
      <title>{t`${words.number} – Yidan`}</title>
      <div className="record-title">
        <h1 className="num">{consignment.consignmentNumber}</h1>
        <StatusMark status={consignment.consignmentStatus} />
        <DemoMark demo={consignment.demo} />
        <span className="grow" />
        <span className="live" role="status" data-testid="live" data-open={live}>
          {live ? (
            <>
              <span aria-hidden="true">●</span> <Trans>live</Trans>
            </>
          ) : (
            <>
              <span aria-hidden="true">○</span> <Trans>not live, asking again</Trans>
            </>
          )}
        </span>
      </div>
      <p className="route">
        {inLanguage(placeText(from, consignment), language)} → {inLanguage(placeText(to, consignment), language)}
        {consignment.consignorAssignedId !== undefined && (
          <>
            {' '}
            · <Trans>reference {consignment.consignorAssignedId}</Trans>
          </>
        )}
      </p>
      <dl className="facts-line">
        <div className="fact" data-testid="where">
          <dt>
            <Trans>Where it is</Trans>
          </dt>
          <dd>
            {consignment.consignmentStatus === 'CANCELLED' ? (
              <Trans>Cancelled: {consignment.cancellationReason ?? '–'}</Trans>
            ) : (
              <WhereItIs position={story.position} of={consignment} />
            )}
            {last !== undefined && (
              <>
                <br />
                {name(last.milestone)} · <Moment instant={last.actual} zone={zoneAt(last.where, consignment)} />
              </>
            )}
          </dd>
        </div>
        {story.next !== undefined && <Next step={story.next} of={consignment} billOpen={billOpen} />}
        {consignment.consignmentStatus !== 'CANCELLED' && consignment.consignmentStatus !== 'DELIVERED' && estimate !== undefined && (
          <div className="fact">
            <dt>
              <Trans>Delivery</Trans>
            </dt>
            <dd>
              <Moment instant={estimate} zone={zoneAt(to, consignment)} estimated />
              <DeliveryLag consignment={consignment} story={story} estimate={estimate} />
            </dd>
          </div>
        )}
      </dl>
    </header>
  )
}

function DeliveryLag({
  consignment,
  story,
  estimate,
}: {
  readonly consignment: Consignment
  readonly story: Story
  readonly estimate: string
}) {
  const end = story.stages.at(-1)?.element
  const planned = (end?.kind === 'LEG' ? end.arrivalEvent : end?.endEvent)?.scheduledOccurrenceDateTime
  if (planned === undefined || consignment.progress === undefined) return null
  const minutes = (Temporal.Instant.from(estimate).epochMilliseconds - Temporal.Instant.from(planned).epochMilliseconds) / 60_000
  return (
    <>
      {' '}
      <Lag minutes={minutes} />
    </>
  )
}
