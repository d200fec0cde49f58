// One consignment as each of its parties may see it: head, plan against record, timeline, map, documents, costs, parties, goods; live while it is open.
import './consignment.css'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { Consignment } from '#model'
import { usePreferences } from '../preferences.tsx'
import { FaultPanel, Loading, SignInFirst } from '../record/states.tsx'
import { useSession } from '../session/session.tsx'
import { Cancel } from './cancel.tsx'
import { ChainMap } from './chain-map.tsx'
import { Head } from './head.tsx'
import { useChanges } from './live.ts'
import { useNow } from './now.ts'
import { askAgain, consignmentQuery, milestonesQuery } from './queries.ts'
import { Costs, Documents, Goods, Parties } from './side.tsx'
import { Stages } from './stages.tsx'
import { storyOf } from './timeline.ts'
import { Track } from './track.tsx'

function Record({ consignment, etag }: { readonly consignment: Consignment; readonly etag: string | undefined }) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const client = useQueryClient()
  const now = useNow()
  const billId = consignment.transportContractDocument?.billId
  const live = useChanges(
    ({ resourceId }) => resourceId === consignment.id || resourceId === billId || resourceId === consignment.bookingId,
    () => void askAgain(client),
  )
  const milestones = useQuery(milestonesQuery(consignment.id, language))
  const story = storyOf(consignment, milestones.data ?? [], now)
  const status = consignment.transportContractDocument?.transportDocumentStatus
  const billOpen = status === 'ISSUED' || status === 'PENDING_SURRENDER_FOR_DELIVERY'
  return (
    <div className="record" data-testid="consignment" data-slice={consignment.slice}>
      <Head consignment={consignment} story={story} billOpen={billOpen} live={live} />
      <div className="record-columns">
        <div className="record-main">
          <section className="panel" aria-label={t`Timeline`}>
            <div className="panel-head">
              <h2>
                <Trans>Timeline</Trans>
              </h2>
              {consignment.slice === 'OWN_ELEMENTS' && (
                <small>
                  <Trans>You see your own stages and the times of their neighbours.</Trans>
                </small>
              )}
            </div>
            <Track consignment={consignment} story={story} now={now} />
            {milestones.isError && (
              <p className="note-line error" role="alert">
                ▲ <Trans>The milestones could not be asked for; what is shown is the plan.</Trans>
              </p>
            )}
            {milestones.isPending ? <div className="skeleton" aria-busy="true" /> : <Stages story={story} consignment={consignment} />}
          </section>
        </div>
        <div className="record-side">
          <ChainMap consignment={consignment} story={story} />
          <Documents consignment={consignment} />
          <Goods consignment={consignment} />
          <Parties consignment={consignment} />
          <Costs consignment={consignment} />
          <Cancel consignment={consignment} etag={etag} />
        </div>
      </div>
    </div>
  )
}

export function Component() {
  const { id = '' } = useParams()
  const { language } = usePreferences()
  const session = useSession()
  const asked = useQuery({ ...consignmentQuery(id, language), enabled: session.state === 'signed-in' })
  if (session.state === 'anonymous') return <SignInFirst />
  if (asked.data !== undefined) return <Record key={id} consignment={asked.data.value} etag={asked.data.etag} />
  if (asked.isError) return <FaultPanel fault={asked.error} onRetry={() => void asked.refetch()} />
  return <Loading lines={3} />
}
