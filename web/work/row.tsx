// One piece of work: which consignment, where and when, and the button that says it has happened.
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from 'react-router'
import { inLanguage } from '#kernel'
import type { WorkItem } from '#model'
import { placeText, zoneAt } from '../compare/options.ts'
import { minutesBetween } from '../format.ts'
import { Moment, useSpan } from '../consignment/moment.tsx'
import { Report, useMilestoneName } from '../consignment/report-form.tsx'
import { usePreferences } from '../preferences.tsx'
import { DemoMark } from '../record/states.tsx'
import { dueOf, placeOf } from './grouping.ts'
import type { WorkPlaces } from './queries.ts'

interface RowProps {
  readonly item: WorkItem
  readonly places: WorkPlaces
  readonly now: string
  readonly onDone: (occurred: string) => void
}

export function WorkRow({ item, places, now, onDone }: RowProps) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const span = useSpan()
  const name = useMilestoneName()
  const where = placeOf(item)
  const named = { places }
  const zone = zoneAt(where, named)
  const place = inLanguage(placeText(where, named), language)
  const late = minutesBetween(dueOf(item), now)
  const boxes = item.equipmentIds ?? []
  return (
    <li className="work-row" data-testid={`work-${item.consignmentNumber}-${item.elementSequenceNumber}`}>
      <div>
        <Link to={`/consignments/${item.consignmentId}`} className="num">
          <b>{item.consignmentNumber}</b>
        </Link>{' '}
        <DemoMark demo={item.demo} />
        <small>
          {boxes.length > 0 ? boxes.slice(0, 3).join(', ') : <Trans>stage {item.elementSequenceNumber}</Trans>}
          {boxes.length > 3 && ` +${boxes.length - 3}`}
        </small>
      </div>
      <div>
        {place}
        <small>
          <Moment instant={dueOf(item)} zone={zone} estimated={item.estimatedOccurrenceDateTime !== undefined} />{' '}
          {late > 0 && <span className="lag late">▲ {t`${span(late)} overdue`}</span>}
        </small>
      </div>
      <div>
        {item.mayReport === true ? (
          <Report
            of={{ consignmentId: item.consignmentId, elementId: item.elementId, milestone: item.milestone, zone, place }}
            detail={item.consignmentNumber}
            onDone={onDone}
          />
        ) : (
          <span className="aside">
            {name(item.milestone)} · <Trans>not yet for you to report</Trans>
          </span>
        )}
      </div>
    </li>
  )
}

export interface Done {
  readonly item: WorkItem
  readonly occurred: string
}

export function DoneRow({ done, places }: { readonly done: Done; readonly places: WorkPlaces }) {
  const { language } = usePreferences()
  const name = useMilestoneName()
  const where = placeOf(done.item)
  return (
    <li className="work-row done" data-testid={`done-${done.item.consignmentNumber}-${done.item.milestone}`}>
      <div>
        <b className="num">{done.item.consignmentNumber}</b>
      </div>
      <div>{inLanguage(placeText(where, { places }), language)}</div>
      <div>
        ● {name(done.item.milestone)} · <Moment instant={done.occurred} zone={zoneAt(where, { places })} />
      </div>
    </li>
  )
}
