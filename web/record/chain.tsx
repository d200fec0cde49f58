// A chain as a short list: every leg and hub with its times on its own clock. Needs no quote, only the names of its places.
import { useLingui } from '@lingui/react/macro'
import type { Itinerary } from '#model'
import { LocalTime, ModeBadge, PlaceName, useWord } from '../compare/words.tsx'
import { type Places, zoneAt } from '../compare/options.ts'
import { OPERATIONS } from '../labels.ts'

type Element = Itinerary['elements'][number]

function Leg({ leg, quote }: { readonly leg: Extract<Element, { kind: 'LEG' }>; readonly quote: Places }) {
  const { departureEvent: from, arrivalEvent: to } = leg
  return (
    <li className={`chain-leg edge-${leg.modeCode}`}>
      <span>
        <ModeBadge code={leg.modeCode} />
      </span>
      <span className="chain-what">
        <b>
          <PlaceName where={from.occurrenceLocation} quote={quote} /> → <PlaceName where={to.occurrenceLocation} quote={quote} />
        </b>
      </span>
      <span className="chain-when">
        <LocalTime instant={from.scheduledOccurrenceDateTime} zone={zoneAt(from.occurrenceLocation, quote)} /> →{' '}
        <LocalTime instant={to.scheduledOccurrenceDateTime} zone={zoneAt(to.occurrenceLocation, quote)} />
      </span>
    </li>
  )
}

function Hub({ hub, quote }: { readonly hub: Extract<Element, { kind: 'HUB_OPERATION' }>; readonly quote: Places }) {
  const { t } = useLingui()
  const word = useWord()
  return (
    <li className="chain-hub">
      <span>
        <span className="mode-badge hub-badge">{t`Hub`}</span>
      </span>
      <span className="chain-what">
        <PlaceName where={hub.occurrenceLocation} quote={quote} />{' '}
        <small>{hub.operations.map((each) => word(OPERATIONS, each.operationCode)).join(' · ')}</small>
      </span>
      <span className="chain-when">
        <LocalTime instant={hub.startEvent.scheduledOccurrenceDateTime} zone={zoneAt(hub.occurrenceLocation, quote)} />
      </span>
    </li>
  )
}

export function Chain({
  elements,
  quote,
  label,
}: {
  readonly elements: readonly Element[]
  readonly quote: Places
  readonly label: string
}) {
  return (
    <ol className="chain" aria-label={label}>
      {elements.map((element) =>
        element.kind === 'LEG' ? (
          <Leg key={element.sequenceNumber} leg={element} quote={quote} />
        ) : (
          <Hub key={element.sequenceNumber} hub={element} quote={quote} />
        ),
      )}
    </ol>
  )
}
