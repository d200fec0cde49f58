// One booking: the hold with its clock and its two acts, or how it ended.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { inLanguage } from '#kernel'
import type { Booking } from '#model'
import { placeText, zoneAt } from '../compare/options.ts'
import { localText } from '../format.ts'
import { usePreferences } from '../preferences.tsx'
import { bookingQuery } from '../record/bookings.ts'
import { Chain } from '../record/chain.tsx'
import { ChainFacts } from '../record/chain-facts.tsx'
import { Countdown } from '../record/countdown.tsx'
import { DemoMark, FaultPanel, Loading, OnlyFor } from '../record/states.tsx'
import { Status } from '../record/status.tsx'
import { BOOKING_STATUS } from '../record/words.ts'
import { useSession } from '../session/session.tsx'
import { endsOf } from './ends.ts'
import { HoldActs } from './hold-acts.tsx'

function HoldAgain({ booking }: { readonly booking: Booking }) {
  const search = new URLSearchParams({ quote: booking.quoteId, itinerary: booking.itineraryId })
  return (
    <Link to={`/book?${search.toString()}`} data-testid="hold-again">
      <Trans>Hold the same chain again</Trans>
    </Link>
  )
}

interface ShownProps {
  readonly booking: Booking
  readonly etag: string | undefined
}

function State({ booking, etag }: ShownProps) {
  const client = useQueryClient()
  const { from } = endsOf(booking.itinerary.elements)
  const zone = zoneAt(from, booking)
  switch (booking.bookingStatus) {
    case 'HELD':
      return (
        <div className="panel-body hold-state">
          {booking.holdExpiresDateTime !== undefined && (
            <p className="hold-line">
              <Trans>
                Room is kept until {localText(booking.holdExpiresDateTime, zone)}. Left:{' '}
                <Countdown
                  until={booking.holdExpiresDateTime}
                  onZero={() => void client.invalidateQueries({ queryKey: ['booking', booking.id] })}
                />
              </Trans>
            </p>
          )}
          <HoldActs booking={booking} etag={etag} large />
        </div>
      )
    case 'CONFIRMED':
      return (
        <div className="panel-body" role="status">
          <p>
            <Trans>Confirmed: the shipment is on its way into the record.</Trans>
          </p>
          {booking.consignmentId !== undefined && (
            <p>
              <Link to={`/consignments/${booking.consignmentId}`} data-testid="to-consignment">
                <Trans>To the consignment</Trans>
              </Link>
            </p>
          )}
        </div>
      )
    case 'EXPIRED':
      return (
        <div className="panel-body" role="status" data-testid="hold-over">
          <p>
            <Trans>The hold has ended unconfirmed, and the room went back. Nothing is owed.</Trans>
          </p>
          <HoldAgain booking={booking} />
        </div>
      )
    case 'CANCELLED':
      return (
        <div className="panel-body" role="status" data-testid="cancelled">
          <p>
            <Trans>Cancelled; the room went back.</Trans> {booking.cancellationReason}
          </p>
          <HoldAgain booking={booking} />
        </div>
      )
  }
}

function Parties({ booking }: { readonly booking: Booking }) {
  const { t } = useLingui()
  const rows = [
    [t`Consignor`, booking.consignor],
    [t`Consignee`, booking.consignee],
    [t`Freight forwarder`, booking.freightForwarder],
    [t`Multimodal operator`, booking.carrier],
  ] as const
  return (
    <dl className="fact-row">
      {booking.consignorAssignedId !== undefined && (
        <div>
          <dt>
            <Trans>Your reference</Trans>
          </dt>
          <dd>{booking.consignorAssignedId}</dd>
        </div>
      )}
      {rows.map(
        ([name, party]) =>
          party !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {party.name} <DemoMark demo={party.demo} />
              </dd>
            </div>
          ),
      )}
    </dl>
  )
}

function Shown({ booking, etag }: ShownProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const { from, to } = endsOf(booking.itinerary.elements)
  const [start, end] = [inLanguage(placeText(from, booking), language), inLanguage(placeText(to, booking), language)]
  return (
    <div className="page">
      <title>{t`Booking ${start} → ${end} – Yidan`}</title>
      <div className="page-head">
        <h1>
          {start} → {end}
        </h1>
        <Status code={booking.bookingStatus} words={BOOKING_STATUS} />
      </div>
      <section className="panel" aria-label={t`State of the booking`}>
        <State booking={booking} etag={etag} />
      </section>
      <section className="panel" aria-label={t`The chain`}>
        <div className="panel-body">
          <ChainFacts itinerary={booking.itinerary} quote={booking} />
          <Parties booking={booking} />
          <Chain elements={booking.itinerary.elements} quote={booking} label={t`The chain`} />
        </div>
      </section>
    </div>
  )
}

function Asked() {
  const { language } = usePreferences()
  const { id = '' } = useParams()
  const { account } = useSession()
  const asked = useQuery({ ...bookingQuery(id, language), enabled: account !== undefined })
  if (asked.isPending) return <Loading lines={2} />
  if (asked.isError) return <FaultPanel fault={asked.error} onRetry={() => void asked.refetch()} />
  return <Shown booking={asked.data.value} etag={asked.data.etag} />
}

export function Component() {
  const { t } = useLingui()
  return (
    <>
      <title>{t`Booking – Yidan`}</title>
      <OnlyFor act="booking.read">
        <Asked />
      </OnlyFor>
    </>
  )
}
