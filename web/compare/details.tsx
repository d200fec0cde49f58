// The chosen option in full: its chain in local times, every charge line with its source, what could not be priced, the rates used.
import { Trans, useLingui } from '@lingui/react/macro'
import { inLanguage } from '#kernel'
import type { Quote } from '#model'
import { daysText, emissionText, minutesBetween, moneyText, numberText } from '../format.ts'
import { BASES, CHARGES, OPERATIONS } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { ScrollTable } from '../ui/scroll-region.tsx'
import { type Hub, type Leg, type Option, placeText, zoneAt } from './options.ts'
import { EstimateMark, LocalTime, ModeBadge, PlaceName, useWord } from './words.tsx'

interface DetailProps {
  readonly option: Option
  readonly quote: Quote
}

function Emission({ element }: { readonly element: Leg | Hub }) {
  const { language } = usePreferences()
  return (
    <>
      {emissionText(element.emissionG, language)} <EstimateMark confidence={element.confidence} />
      <br />
      <small>{element.emissionFactorId}</small>
    </>
  )
}

function LegRow({ leg, quote }: { readonly leg: Leg; readonly quote: Quote }) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const from = leg.departureEvent.occurrenceLocation
  const to = leg.arrivalEvent.occurrenceLocation
  const room = [
    leg.truckQuantity === undefined ? '' : t`lorries: ${leg.truckQuantity}`,
    leg.freeTeu === undefined ? '' : t`${numberText(leg.freeTeu, language, 1)} TEU free`,
    leg.freeKg === undefined ? '' : t`${numberText(leg.freeKg / 1000, language)} t free`,
  ].filter((part) => part !== '')
  return (
    <tr>
      <td className="num">{leg.sequenceNumber}</td>
      <td>
        <ModeBadge code={leg.modeCode} />
      </td>
      <th scope="row">
        <PlaceName where={from} quote={quote} /> → <PlaceName where={to} quote={quote} />
        <br />
        <small>
          {leg.departureId ?? leg.serviceId ?? t`lorry on demand`} · {numberText(leg.distanceKm, language)} km
        </small>
      </th>
      <td>
        <LocalTime instant={leg.departureEvent.scheduledOccurrenceDateTime} zone={zoneAt(from, quote)} />
      </td>
      <td>
        <LocalTime instant={leg.arrivalEvent.scheduledOccurrenceDateTime} zone={zoneAt(to, quote)} />
      </td>
      <td>{leg.cutOffDateTime === undefined ? '–' : <LocalTime instant={leg.cutOffDateTime} zone={zoneAt(from, quote)} />}</td>
      <td>{room.length === 0 ? '–' : room.join(', ')}</td>
      <td>
        <Emission element={leg} />
      </td>
    </tr>
  )
}

function HubRow({ hub, quote }: { readonly hub: Hub; readonly quote: Quote }) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const word = useWord()
  const zone = zoneAt(hub.occurrenceLocation, quote)
  const [from, to] = [hub.startEvent.scheduledOccurrenceDateTime, hub.endEvent.scheduledOccurrenceDateTime]
  const stay =
    from === undefined || to === undefined
      ? ''
      : minutesBetween(from, to) < 2880
        ? t`${numberText(minutesBetween(from, to) / 60, language, 1)} h`
        : t`${daysText(minutesBetween(from, to), language)} d`
  return (
    <tr className="hub">
      <td className="num">{hub.sequenceNumber}</td>
      <td>
        <span className="mode-badge hub-badge">{t`Hub`}</span>
      </td>
      <th scope="row">
        <PlaceName where={hub.occurrenceLocation} quote={quote} />
        <br />
        <small>{hub.operations.map((each) => word(OPERATIONS, each.operationCode)).join(' · ')}</small>
      </th>
      <td>
        <LocalTime instant={from} zone={zone} />
      </td>
      <td>
        <LocalTime instant={to} zone={zone} />
      </td>
      <td>–</td>
      <td>{stay}</td>
      <td>
        <Emission element={hub} />
      </td>
    </tr>
  )
}

export function ChainTable({ option, quote }: DetailProps) {
  const { t } = useLingui()
  return (
    <ScrollTable label={t`Chain of option ${option.letter}`}>
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">
            <Trans>Mode</Trans>
          </th>
          <th scope="col">
            <Trans>From → to</Trans>
          </th>
          <th scope="col">
            <Trans>Departs</Trans>
          </th>
          <th scope="col">
            <Trans>Arrives</Trans>
          </th>
          <th scope="col">
            <Trans>Cut-off</Trans>
          </th>
          <th scope="col">
            <Trans>Room or stay</Trans>
          </th>
          <th scope="col">CO2e</th>
        </tr>
      </thead>
      <tbody>
        {option.itinerary.elements.map((element) =>
          element.kind === 'LEG' ? (
            <LegRow key={element.sequenceNumber} leg={element} quote={quote} />
          ) : (
            <HubRow key={element.sequenceNumber} hub={element} quote={quote} />
          ),
        )}
      </tbody>
    </ScrollTable>
  )
}

export function ChargeTable({ option, quote }: DetailProps) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const word = useWord()
  const { applicableServiceCharge: lines, unpriced, criteria } = option.itinerary
  return (
    <>
      <ScrollTable label={t`Charges of option ${option.letter}`}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Charge</Trans>
            </th>
            <th scope="col">
              <Trans>For #</Trans>
            </th>
            <th scope="col" className="right">
              <Trans>Quantity × unit price</Trans>
            </th>
            <th scope="col" className="right">
              <Trans>Amount</Trans>
            </th>
            <th scope="col">
              <Trans>Source row</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.elementSequenceNumber} ${line.chargeCode} ${line.sourceId} ${line.appliedAmount.minor}`}>
              <th scope="row">{word(CHARGES, line.chargeCode)}</th>
              <td className="num">{line.elementSequenceNumber}</td>
              <td className="right num">
                {numberText(line.basisQuantity, language, 3)} {word(BASES, line.calculationBasisCode)} ×{' '}
                {moneyText(line.unitAmount, language)}
              </td>
              <td className="right num">{moneyText(line.appliedAmount, language)}</td>
              <td>
                <code>{line.sourceId}</code> <EstimateMark confidence={line.confidence} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              <Trans>Total</Trans>
            </th>
            <td className="right num">
              <b>{moneyText(criteria.totalAmount, language)}</b>
            </td>
            <td>{criteria.totalAmount.currency}</td>
          </tr>
        </tfoot>
      </ScrollTable>
      {unpriced.length > 0 && (
        <p className="note-line">
          ▲ <Trans>Not priced, because the data has no tariff:</Trans>{' '}
          {unpriced
            .map(
              (each) =>
                `${word(CHARGES, each.code)}${each.placeId === undefined ? '' : ` (${inLanguage(placeText({ placeId: each.placeId }, quote), language)})`}`,
            )
            .join(language === 'en' ? ', ' : '、')}
        </p>
      )}
      {quote.exchangeRates.length > 0 && (
        <p className="note-line">
          <Trans>Exchange rates:</Trans>{' '}
          {quote.exchangeRates.map((rate) => (
            <span key={rate.fromCurrency} className="rate">
              1 {rate.fromCurrency} = {rate.rate} {rate.toCurrency} <EstimateMark confidence={rate.confidence} />{' '}
            </span>
          ))}
        </p>
      )}
    </>
  )
}
