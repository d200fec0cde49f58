// Beside the timeline: the documents, the costs by stage, the parties, the goods and their boxes.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { inLanguage } from '#kernel'
import type { Consignment, NamedParty } from '#model'
import { RequestFailure } from '../api.ts'
import { BillActs } from '../bill/acts.tsx'
import { Downloads } from '../bill/downloads.tsx'
import { BillStatus, Controller } from '../bill/words.tsx'
import { placeText } from '../compare/options.ts'
import { EstimateMark, useWord } from '../compare/words.tsx'
import { moneyText, numberText } from '../format.ts'
import { BASES, CHARGES, FORMS } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { DemoMark } from '../record/states.tsx'
import { costsByStage } from './costs.ts'
import { Panel } from './panel.tsx'
import { consignmentBillQuery } from './queries.ts'

export function Documents({ consignment }: { readonly consignment: Consignment }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const asked = useQuery(consignmentBillQuery(consignment.id, language))
  const bill = asked.data
  const hidden = asked.error instanceof RequestFailure && [403, 404].includes(asked.error.problem?.status ?? 0)
  return (
    <Panel title={t`Documents`} testId="documents">
      {asked.isPending && <div className="skeleton small" aria-busy="true" />}
      {asked.isError && (
        <p className="aside">
          {hidden ? (
            <Trans>The bill is not shown to you: it concerns the parties to the contract.</Trans>
          ) : (
            <Trans>The bill could not be asked for just now.</Trans>
          )}
        </p>
      )}
      {bill !== undefined && (
        <>
          <dl className="pairs">
            <div>
              <dt>
                <Trans>Multimodal bill</Trans>
              </dt>
              <dd>
                <BillStatus status={bill.transportDocumentStatus} />
              </dd>
            </div>
            {bill.id !== undefined && (
              <>
                <div>
                  <dt>
                    <Trans>Number</Trans>
                  </dt>
                  <dd>
                    <Link to={`/bills/${bill.id}`} data-testid="to-bill" className="num">
                      {bill.transportDocumentReference}
                    </Link>
                  </dd>
                </div>
                <div>
                  <dt>
                    <Trans>Controlled by</Trans>
                  </dt>
                  <dd>
                    <Controller bill={bill} />
                  </dd>
                </div>
              </>
            )}
          </dl>
          <Downloads bill={bill} />
          {consignment.consignmentStatus !== 'CANCELLED' && <BillActs bill={bill} consignmentId={consignment.id} />}
          {bill.id === undefined && (
            <p className="aside">
              <Trans>Not issued yet. What issue would freeze is the consignment as it stands here.</Trans>
            </p>
          )}
        </>
      )}
    </Panel>
  )
}

export function Costs({ consignment }: { readonly consignment: Consignment }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const word = useWord()
  const { applicableServiceCharge: charges, totalAmount, unpriced = [] } = consignment
  if (charges === undefined)
    return (
      <Panel title={t`Costs`} testId="costs">
        <p className="aside">
          <Trans>Prices are not shown to you: they concern whoever concluded the contract.</Trans>
        </p>
      </Panel>
    )
  return (
    <Panel title={t`Costs`} testId="costs">
      <ul className="costs">
        {costsByStage(charges).map(({ sequence, lines, sums }) => (
          <li key={sequence}>
            <details>
              <summary>
                <span>
                  <Trans>Stage {sequence}</Trans> <small>{lines.map((line) => word(CHARGES, line.chargeCode)).join(' · ')}</small>
                </span>
                <b className="num">{sums.map((sum) => moneyText(sum, language)).join(' + ')}</b>
              </summary>
              <ul>
                {lines.map((line) => (
                  <li key={`${line.chargeCode} ${line.sourceId} ${line.appliedAmount.minor}`}>
                    <span>
                      {word(CHARGES, line.chargeCode)}{' '}
                      <small>
                        {numberText(line.basisQuantity, language, 3)} {word(BASES, line.calculationBasisCode)} ×{' '}
                        {moneyText(line.unitAmount, language)}
                      </small>{' '}
                      <EstimateMark confidence={line.confidence} />
                    </span>
                    <span className="num">{moneyText(line.appliedAmount, language)}</span>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
      {totalAmount !== undefined && (
        <p className="total">
          <span>
            <Trans>Total</Trans>
          </span>
          <b className="num">{moneyText(totalAmount, language)}</b>
        </p>
      )}
      {unpriced.length > 0 && (
        <p className="aside">
          ▲ <Trans>Not priced, because the data has no tariff:</Trans>{' '}
          {unpriced
            .map(({ code, placeId }) => {
              const place = placeId === undefined ? '' : ` (${inLanguage(placeText({ placeId }, consignment), language)})`
              return `${word(CHARGES, code)}${place}`
            })
            .join(language === 'en' ? ', ' : '、')}
        </p>
      )}
    </Panel>
  )
}

function Party({ label, party }: { readonly label: string; readonly party: NamedParty | undefined }) {
  if (party === undefined) return null
  const contact = party.definedContactDetails?.[0]
  return (
    <div>
      <dt>{label}</dt>
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

export function Parties({ consignment }: { readonly consignment: Consignment }) {
  const { t } = useLingui()
  const { consignor, consignee, freightForwarder, carrier } = consignment
  return (
    <Panel title={t`Parties`} testId="parties">
      <dl className="pairs">
        <Party label={t`Consignor`} party={consignor} />
        <Party label={t`Consignee`} party={consignee} />
        <Party label={t`Freight forwarder`} party={freightForwarder} />
        <Party label={t`Contract carrier`} party={carrier} />
      </dl>
      {consignor === undefined && consignee === undefined && (
        <p className="aside">
          <Trans>Consignor and consignee are not shown to you: you handle a stage between them.</Trans>
        </p>
      )}
    </Panel>
  )
}

export function Goods({ consignment }: { readonly consignment: Consignment }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const word = useWord()
  const { includedConsignmentItem: items, usedTransportEquipment: boxes = [], requestedEquipment: asked = [] } = consignment
  return (
    <Panel title={t`Goods and boxes`} testId="goods">
      <p className="aside">
        {word(FORMS, consignment.cargoFormCode)}
        {asked.length > 0 && <> · {asked.map((each) => `${each.quantity} × ${each.unitTypeCode}`).join(', ')}</>}
      </p>
      <ul className="goods">
        {items.map((item) => (
          <li key={item.sequenceNumber}>
            <b>{item.natureIdentificationCargo.identificationText}</b> · {numberText(item.grossWeightKg / 1000, language, 3)} t
            {item.natureIdentificationCargo.statisticalClassificationCode !== undefined && (
              <> · HS {item.natureIdentificationCargo.statisticalClassificationCode}</>
            )}
            {item.goodsUnitQuantity !== undefined && <> · {t`${numberText(item.goodsUnitQuantity, language)} units`}</>}
            {item.transportTemperature !== undefined && (
              <small>
                {item.transportTemperature.minimumC ?? '…'} – {item.transportTemperature.maximumC ?? '…'} °C
              </small>
            )}
            {item.transportDangerousGoods?.map((goods) => (
              <small key={goods.uNDGID}>
                ▲ UN {goods.uNDGID} · {goods.properShippingName} · <Trans>class {goods.hazardClassificationID}</Trans>
              </small>
            ))}
          </li>
        ))}
      </ul>
      {boxes.length > 0 && (
        <ul className="boxes">
          {boxes.map((box) => (
            <li key={box.id}>
              <code>{box.id}</code> {box.unitTypeCode}
              {box.affixedSeal !== undefined && box.affixedSeal.length > 0 && (
                <small>
                  <Trans>seal {box.affixedSeal.map((seal) => seal.id).join(', ')}</Trans>
                </small>
              )}
            </li>
          ))}
        </ul>
      )}
      {boxes.length === 0 && asked.length > 0 && (
        <p className="aside">
          <Trans>Box numbers are not known yet.</Trans>
        </p>
      )}
    </Panel>
  )
}
