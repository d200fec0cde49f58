// One consignment in the list: number, way, state, the last that was seen, and when it should arrive on the clock of its end.
import { Trans } from '@lingui/react/macro'
import { Link } from 'react-router'
import { inLanguage } from '#kernel'
import { type ConsignmentSummary, MILESTONE_NAMES } from '#model'
import { placeText, zoneAt } from '../compare/options.ts'
import { LocalTime } from '../compare/words.tsx'
import { usePreferences } from '../preferences.tsx'
import { DemoMark } from '../record/states.tsx'
import { Status } from '../record/status.tsx'
import { CONSIGNMENT_STATUS } from '../record/words.ts'

export function ConsignmentRow({ row }: { readonly row: ConsignmentSummary }) {
  const { language } = usePreferences()
  const { carrierAcceptanceLocation: from, consigneeReceiptLocation: to, progress } = row
  const arrival = progress?.estimatedDeliveryDateTime ?? row.estimatedDeliveryDateTime
  return (
    <li className="panel consignment-row" data-testid="consignment">
      <div className="row-head">
        <Link to={`/consignments/${row.id}`} className="row-link">
          {row.consignmentNumber}
        </Link>
        <Status code={row.consignmentStatus} words={CONSIGNMENT_STATUS} /> <DemoMark demo={row.demo} />
      </div>
      <div className="row-way">
        {from === undefined && to === undefined ? (
          <Trans>Your part of a longer chain</Trans>
        ) : (
          <b>
            {from === undefined ? '…' : inLanguage(placeText(from, row), language)} →{' '}
            {to === undefined ? '…' : inLanguage(placeText(to, row), language)}
          </b>
        )}
        {row.consignorAssignedId !== undefined && <small>{row.consignorAssignedId}</small>}
      </div>
      <div className="row-progress">
        {progress === undefined ? (
          <Trans>Nothing reported yet</Trans>
        ) : (
          <>
            {inLanguage(MILESTONE_NAMES[progress.milestone], language)}
            <br />
            <small>
              <LocalTime instant={progress.milestoneDateTime} zone={zoneAt(from, row)} />
            </small>
          </>
        )}
      </div>
      <div className="row-eta">
        {arrival !== undefined && (
          <>
            <span className="fact">{row.consignmentStatus === 'DELIVERED' ? <Trans>Was expected</Trans> : <Trans>Expected</Trans>}</span>
            <LocalTime instant={arrival} zone={zoneAt(to, row)} />
          </>
        )}
      </div>
    </li>
  )
}
