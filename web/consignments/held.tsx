// Bookings on hold, with their clocks: each must be confirmed or let go.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { inLanguage } from '#kernel'
import { HoldActs } from '../book/hold-acts.tsx'
import { endsOf } from '../book/ends.ts'
import { placeText } from '../compare/options.ts'
import { moneyText } from '../format.ts'
import { usePreferences } from '../preferences.tsx'
import { heldQuery } from '../record/bookings.ts'
import { Countdown } from '../record/countdown.tsx'
import { FaultPanel } from '../record/states.tsx'

export function Held() {
  const { language } = usePreferences()
  const { t } = useLingui()
  const client = useQueryClient()
  const held = useQuery(heldQuery(language))
  if (held.isError) return <FaultPanel fault={held.error} onRetry={() => void held.refetch()} />
  const bookings = held.data?.items ?? []
  if (bookings.length === 0) return null
  return (
    <section className="panel held" aria-label={t`On hold`} data-testid="held">
      <div className="panel-head">
        <h2>
          <Trans>On hold: confirm or let go</Trans>
        </h2>
      </div>
      <ul>
        {bookings.map((booking) => {
          const { from, to } = endsOf(booking.itinerary.elements)
          return (
            <li key={booking.id}>
              <div>
                <Link to={`/bookings/${booking.id}`}>
                  {inLanguage(placeText(from, booking), language)} → {inLanguage(placeText(to, booking), language)}
                </Link>
                <br />
                <small className="num">
                  {moneyText(booking.itinerary.criteria.totalAmount, language)}
                  {booking.consignorAssignedId === undefined ? '' : ` · ${booking.consignorAssignedId}`}
                </small>
              </div>
              {booking.holdExpiresDateTime !== undefined && (
                <Countdown until={booking.holdExpiresDateTime} onZero={() => void client.invalidateQueries({ queryKey: ['bookings'] })} />
              )}
              <HoldActs booking={booking} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
