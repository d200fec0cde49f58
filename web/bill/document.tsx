// The bill as a document: bilingual like its paper, the frozen consignment and nothing that moved on since.
import { useLingui } from '@lingui/react/macro'
import type { Text } from '#kernel'
import type { Bill, NamedParty } from '#model'
import { placeText, zoneAt } from '../compare/options.ts'
import { localTime, numberText } from '../format.ts'
import { usePreferences } from '../preferences.tsx'
import { DemoMark } from '../record/states.tsx'
import { ScrollTable } from '../ui/scroll-region.tsx'
import { Both, BothNames } from './both.tsx'

const MODE_NAMES: Readonly<Record<string, Text>> = {
  '1': { zh: '海运', en: 'Sea' },
  '2': { zh: '铁路', en: 'Rail' },
  '3': { zh: '公路', en: 'Road' },
  '4': { zh: '航空', en: 'Air' },
  '8': { zh: '内河', en: 'River' },
}
const NEGOTIABLE: Readonly<Record<'order' | 'named', Text>> = {
  order: { zh: '指示提单（可转让）', en: 'To order (negotiable)' },
  named: { zh: '记名（不可转让）', en: 'Named (not negotiable)' },
}

function Party({ label, party }: { readonly label: Text; readonly party: NamedParty | undefined }) {
  if (party === undefined) return null
  const contact = party.definedContactDetails?.[0]
  return (
    <div>
      <dt>
        <Both {...label} />
      </dt>
      <dd>
        {party.name} <DemoMark demo={party.demo} />
        {contact !== undefined && (
          <small>
            {[contact.personName, contact.emailAddress, contact.telephoneNumber].filter((part) => part !== undefined).join(' · ')}
          </small>
        )}
      </dd>
    </div>
  )
}

function Chain({ consignment }: { readonly consignment: Bill['consignment'] }) {
  const { t } = useLingui()
  const when = (instant: string | undefined, zone: string): string => {
    if (instant === undefined) return '–'
    const { day, clock, offset } = localTime(instant, zone)
    return `${day} ${clock} ${offset}`
  }
  const legs = consignment.elements.filter((element) => element.kind === 'LEG')
  return (
    <ScrollTable label={t`Chain in the bill`}>
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">
            <Both zh="方式" en="Mode" />
          </th>
          <th scope="col">
            <Both zh="自 — 至" en="From – to" />
          </th>
          <th scope="col">
            <Both zh="计划发运" en="Planned departure" />
          </th>
          <th scope="col">
            <Both zh="计划到达" en="Planned arrival" />
          </th>
        </tr>
      </thead>
      <tbody>
        {legs.map((leg) => {
          const [from, to] = [leg.departureEvent.occurrenceLocation, leg.arrivalEvent.occurrenceLocation]
          return (
            <tr key={leg.sequenceNumber}>
              <td className="num">{leg.sequenceNumber}</td>
              <td>
                <BothNames name={MODE_NAMES[leg.modeCode] ?? { zh: leg.modeCode, en: leg.modeCode }} />
              </td>
              <th scope="row">
                <BothNames name={placeText(from, consignment)} /> → <BothNames name={placeText(to, consignment)} />
              </th>
              <td className="num">{when(leg.departureEvent.scheduledOccurrenceDateTime, zoneAt(from, consignment))}</td>
              <td className="num">{when(leg.arrivalEvent.scheduledOccurrenceDateTime, zoneAt(to, consignment))}</td>
            </tr>
          )
        })}
      </tbody>
    </ScrollTable>
  )
}

function Goods({ consignment }: { readonly consignment: Bill['consignment'] }) {
  const { language } = usePreferences()
  const { t } = useLingui()
  return (
    <ScrollTable label={t`Goods in the bill`}>
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">
            <Both zh="货物" en="Goods" />
          </th>
          <th scope="col">HS</th>
          <th scope="col" className="right">
            <Both zh="毛重 t" en="Gross t" />
          </th>
          <th scope="col">
            <Both zh="危险品" en="Dangerous" />
          </th>
        </tr>
      </thead>
      <tbody>
        {consignment.includedConsignmentItem.map((item) => (
          <tr key={item.sequenceNumber}>
            <td className="num">{item.sequenceNumber}</td>
            <th scope="row">{item.natureIdentificationCargo.identificationText}</th>
            <td className="num">{item.natureIdentificationCargo.statisticalClassificationCode ?? '–'}</td>
            <td className="right num">{numberText(item.grossWeightKg / 1000, language, 3)}</td>
            <td>{item.transportDangerousGoods?.map((each) => `UN ${each.uNDGID} (${each.hazardClassificationID})`).join(', ') ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  )
}

/** What a verified file and a bill asked for have in common. */
export type Shown = Pick<Bill, 'documentParties' | 'consignment' | 'isToOrder'> & {
  readonly transportDocumentReference?: string | undefined
  readonly issueDate?: string | undefined
  readonly transportDocumentChecksum: string
}

export function BillDocument({ bill, heading = 'h1' }: { readonly bill: Shown; readonly heading?: 'h1' | 'h2' }) {
  const Heading = heading
  const { consignment, documentParties: parties } = bill
  const first = consignment.elements[0]
  const last = consignment.elements.at(-1)
  const from =
    consignment.carrierAcceptanceLocation ?? (first?.kind === 'LEG' ? first.departureEvent.occurrenceLocation : first?.occurrenceLocation)
  const to =
    consignment.consigneeReceiptLocation ?? (last?.kind === 'LEG' ? last.arrivalEvent.occurrenceLocation : last?.occurrenceLocation)
  const boxes = consignment.usedTransportEquipment ?? []
  const asked = consignment.requestedEquipment ?? []
  return (
    <article className="panel paper" data-testid="document">
      <header className="paper-head">
        <Heading>
          <span lang="zh-CN">多式联运单据</span> <small lang="en">Multimodal transport document</small>
        </Heading>
        <p className="number num">
          <b>{bill.transportDocumentReference ?? '–'}</b>
          <br />
          <small>{consignment.consignmentNumber}</small>
        </p>
      </header>
      <dl>
        <Party label={{ zh: '托运人', en: 'Shipper' }} party={parties.shipper} />
        <Party label={{ zh: '收货人', en: 'Consignee' }} party={parties.consignee} />
        <Party label={{ zh: '承运人（签发人）', en: 'Carrier (issuer)' }} party={parties.issuingParty} />
        <Party label={{ zh: '货运代理', en: 'Freight forwarder' }} party={parties.freightForwarder} />
        <div>
          <dt>
            <Both zh="接收地" en="Place of acceptance" />
          </dt>
          <dd>
            <BothNames name={placeText(from, consignment)} />
          </dd>
        </div>
        <div>
          <dt>
            <Both zh="交付地" en="Place of delivery" />
          </dt>
          <dd>
            <BothNames name={placeText(to, consignment)} />
          </dd>
        </div>
        <div>
          <dt>
            <Both zh="性质" en="Kind" />
          </dt>
          <dd>
            <Both {...NEGOTIABLE[bill.isToOrder ? 'order' : 'named']} />
          </dd>
        </div>
        <div>
          <dt>
            <Both zh="签发日期" en="Date of issue" />
          </dt>
          <dd className="num">{bill.issueDate ?? '–'}</dd>
        </div>
        <div>
          <dt>
            <Both zh="箱" en="Boxes" />
          </dt>
          <dd>
            {boxes.length > 0
              ? boxes.map((box) => `${box.id} (${box.unitTypeCode})`).join(', ')
              : asked.length > 0
                ? asked.map((each) => `${each.quantity} × ${each.unitTypeCode}`).join(', ')
                : '–'}
          </dd>
        </div>
      </dl>
      <Goods consignment={consignment} />
      <Chain consignment={consignment} />
      <dl>
        <div className="wide">
          <dt>
            <Both zh="校验值 SHA-256" en="Checksum" />
          </dt>
          <dd>
            <code>{bill.transportDocumentChecksum}</code>
          </dd>
        </div>
      </dl>
    </article>
  )
}
