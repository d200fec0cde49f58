// The one bill as a person reads it: what it is for, who has it, and each link of its title.
import type { Language, Text } from '#kernel'
import type { Bill, NamedParty } from '#model'
import { sayIn } from './language.ts'
import { table } from './table.ts'

const STATUSES: Readonly<Record<Bill['transportDocumentStatus'], Text>> = {
  DRAFT: { zh: '草稿(尚未签发)', en: 'draft (not issued)' },
  ISSUED: { zh: '已签发', en: 'issued' },
  PENDING_SURRENDER_FOR_DELIVERY: { zh: '已交单,待承运人接受', en: 'surrendered, the carrier has to accept' },
  SURRENDERED_FOR_DELIVERY: { zh: '承运人已收回,可交付', en: 'surrendered for delivery' },
  VOIDED: { zh: '已作废', en: 'voided' },
}
const ACTS: Readonly<Record<NonNullable<Bill['links']>[number]['act'], Text>> = {
  ISSUE: { zh: '签发', en: 'issued' },
  TRANSFER: { zh: '转让', en: 'transferred' },
  SURRENDER_FOR_DELIVERY: { zh: '交单提货', en: 'surrendered for delivery' },
  SACC: { zh: '接受交单', en: 'surrender accepted' },
  SREJ: { zh: '拒绝交单', en: 'surrender rejected' },
}

export function billText(bill: Bill, language: Language): string {
  const say = sayIn(language)
  const status = STATUSES[bill.transportDocumentStatus]
  const { shipper, consignee, issuingParty } = bill.documentParties
  const party = (zh: string, en: string, { name }: NamedParty): string => `  ${say(zh, en)}  ${name}`
  const goods = bill.consignment.includedConsignmentItem?.map(
    (item) => `${item.natureIdentificationCargo.identificationText} ${item.grossWeightKg} kg`,
  )
  const boxes = bill.consignment.usedTransportEquipment?.map(({ id }) => id) ?? []
  const name = (placeId: string | undefined): string => {
    const place = placeId === undefined ? undefined : bill.consignment.places[placeId]
    return place === undefined ? (placeId ?? say('门点', 'door')) : say(place.name.zh, place.name.en)
  }
  const [from, to] = [bill.consignment.carrierAcceptanceLocation, bill.consignment.consigneeReceiptLocation]
  return [
    say(
      `多式联运单 ${bill.transportDocumentReference ?? ''}  ${status.zh}`,
      `Multimodal bill ${bill.transportDocumentReference ?? ''}, ${status.en}`,
    ) + (bill.id === undefined ? '' : `  ${bill.id}`),
    `  ${say('抬头', 'Made out')}  ${bill.isToOrder ? say('指示', 'to order') : say('记名', 'to the consignee')}`,
    ...(bill.issueDate === undefined ? [] : [`  ${say('签发日', 'Issued on')}  ${bill.issueDate}`]),
    party('托运人', 'Shipper', shipper),
    party('收货人', 'Consignee', consignee),
    party('签发人', 'Issued by', issuingParty),
    ...(bill.possessor === undefined ? [] : [party('持单人', 'Held by', bill.possessor)]),
    `  ${say('运程', 'Carriage')}  ${name(placeIdOf(from))} → ${name(placeIdOf(to))}`,
    ...(goods === undefined ? [] : [`  ${say('货物', 'Goods')}  ${goods.join('; ')}`]),
    ...(boxes.length === 0 ? [] : [`  ${say('箱号', 'Containers')}  ${boxes.join(' ')}`]),
    `  ${say('校验和', 'Checksum')}  ${bill.transportDocumentChecksum}`,
    ...linkTable(bill, language),
  ].join('\n')
}

function linkTable({ links, documentParties, possessor }: Bill, language: Language): string[] {
  const say = sayIn(language)
  if (links === undefined || links.length === 0) return []
  const columns = [
    { title: '#', align: 'right' as const },
    { title: say('行为', 'Act') },
    { title: say('行为人', 'By') },
    { title: say('记录时间 (UTC)', 'Recorded (UTC)') },
  ]
  const { shipper, consignee, issuingParty, freightForwarder } = documentParties
  const named = [shipper, consignee, issuingParty, freightForwarder, possessor].filter((party) => party !== undefined)
  const rows = links.map(({ sequence, act, actorPartyId, recordedDateTime }) => [
    String(sequence),
    say(ACTS[act].zh, ACTS[act].en),
    named.find(({ partyId }) => partyId === actorPartyId)?.name ?? actorPartyId,
    recordedDateTime,
  ])
  return [table(columns, rows).replaceAll(/^/gm, '  ')]
}

const placeIdOf = (location: Bill['consignment']['carrierAcceptanceLocation']): string | undefined =>
  location !== undefined && 'placeId' in location ? location.placeId : undefined
