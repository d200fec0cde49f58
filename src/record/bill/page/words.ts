// Every word printed on the bill, in both languages, and how facts are written there.
import type { Text } from '#kernel'
import type { BillDocument, ConsignmentItem, LegElement, NamedParty } from '#model'

export const WORDS = {
  title: { zh: '多式联运单据', en: 'MULTIMODAL TRANSPORT DOCUMENT' },
  toOrder: { zh: '凭指示交付，可转让', en: 'To order, negotiable' },
  straight: { zh: '记名，不可转让', en: 'Named consignee, not negotiable' },
  reference: { zh: '单据编号', en: 'Document No.' },
  issueDate: { zh: '签发日期', en: 'Date of issue' },
  shipper: { zh: '托运人', en: 'Shipper' },
  consignee: { zh: '收货人', en: 'Consignee' },
  toOrderOf: { zh: '凭持有人指示；到货通知', en: 'To the order of the holder; arrival notice to' },
  carrier: { zh: '承运人（多式联运经营人）', en: 'Carrier (multimodal transport operator)' },
  forwarder: { zh: '货运代理', en: 'Freight forwarder' },
  receipt: { zh: '接收地', en: 'Place of taking in charge' },
  delivery: { zh: '交付地', en: 'Place of delivery' },
  planned: { zh: '计划', en: 'planned' },
  consignment: { zh: '货单号', en: 'Consignment No.' },
  shipperReference: { zh: '托运人参考号', en: "Shipper's reference" },
  freight: { zh: '运费', en: 'Freight' },
  asAgreed: { zh: '按约定', en: 'as per agreement' },
  originals: { zh: '正本', en: 'Originals' },
  oneOriginal: { zh: '电子一份', en: 'one, electronic' },
  declaredValue: { zh: '声明价值', en: 'Declared value' },
  goods: { zh: '货物（托运人申报）', en: 'Goods, particulars furnished by the shipper' },
  item: { zh: '序', en: 'No.' },
  marks: { zh: '唛头', en: 'Marks' },
  description: { zh: '货名', en: 'Description' },
  packages: { zh: '件数', en: 'Packages' },
  weight: { zh: '毛重', en: 'Gross kg' },
  volume: { zh: '体积', en: 'm³' },
  total: { zh: '合计', en: 'Total' },
  equipment: { zh: '运输设备', en: 'Equipment' },
  seal: { zh: '封', en: 'seal' },
  legs: { zh: '运输区段', en: 'Carriage by stages' },
  mode: { zh: '方式', en: 'Mode' },
  route: { zh: '自 → 至', en: 'From → to' },
  performer: { zh: '实际承运人', en: 'Performed by' },
  times: { zh: '计划发到', en: 'Planned, local time' },
  verify: { zh: '核验', en: 'Verify' },
  checksum: { zh: '内容校验和', en: 'Content checksum (SHA-256, RFC 8785)' },
  signature: { zh: '承运人电子签名', en: 'Signed electronically for the carrier' },
  key: { zh: '签名方与密钥', en: 'Signer and key' },
  demo: { zh: '演示数据，不具效力', en: 'Demonstration, of no effect' },
  continued: { zh: '续页', en: 'continued' },
} as const satisfies Readonly<Record<string, Text>>

/** What the page says of itself. Careful by intent: title rests on contract and, for the sea leg, on the Maritime Code (standards.md §0). */
export const TERMS: readonly Text[] = [
  {
    zh: '承运人在接收地接收外表状况良好（另有批注除外）的上列货物，并负责将其经上列各区段运至交付地交付。品名、重量、件数由托运人申报。',
    en: 'The carrier takes the goods in charge at the place above, in apparent good order and condition unless noted otherwise, and undertakes their carriage by the stages above and their delivery. Description, weight and packages as declared by the shipper.',
  },
  {
    zh: '本单据为电子单据，唯一正本是附于本文件中的签名数据；本页仅为其可读形式，与之不符时以签名数据为准。由谁控制本单据，以登记簿为准；货物仅交付给其控制人。',
    en: 'This is an electronic document: its one original is the signed data attached to this file, and this page only shows it. Where they differ, the signed data holds. Who controls it is told by the register; the goods are delivered to its controller only.',
  },
  {
    zh: '权利依据运输合同产生；海运区段适用《海商法》关于电子运输记录的规定。',
    en: 'Rights arise under the contract of carriage; for a leg by sea, the Maritime Code on electronic transport records applies.',
  },
]

export const MODE_WORDS: Readonly<Record<LegElement['modeCode'], Text>> = {
  '1': { zh: '海运', en: 'Sea' },
  '2': { zh: '铁路', en: 'Rail' },
  '3': { zh: '公路', en: 'Road' },
  '4': { zh: '航空', en: 'Air' },
  '8': { zh: '内河', en: 'Inland water' },
}

/** Rec 21 codes met most; another code is printed as it is. */
const PACKAGES: Readonly<Record<string, Text>> = {
  BG: { zh: '袋', en: 'bags' },
  BX: { zh: '盒', en: 'boxes' },
  CR: { zh: '板条箱', en: 'crates' },
  CS: { zh: '箱', en: 'cases' },
  CT: { zh: '纸箱', en: 'cartons' },
  DR: { zh: '桶', en: 'drums' },
  NE: { zh: '件（未包装）', en: 'unpacked' },
  PK: { zh: '件', en: 'packages' },
  PX: { zh: '托盘', en: 'pallets' },
  RO: { zh: '卷', en: 'rolls' },
}

const figures = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 })
export const figure = (value: number): string => figures.format(value)

export const packagesOf = ({ transportPackage, goodsUnitQuantity }: ConsignmentItem): string => {
  if (transportPackage !== undefined) {
    const word = PACKAGES[transportPackage.typeCode]
    return `${figure(transportPackage.itemQuantity)} ${word === undefined ? transportPackage.typeCode : `${word.zh} ${word.en}`}`
  }
  return goodsUnitQuantity === undefined ? '' : `${figure(goodsUnitQuantity)} 辆/头 units`
}

/** What an item is, with the warnings that must be on a transport document: dangerous goods and temperature. */
export function descriptionOf(item: ConsignmentItem): readonly string[] {
  const { identificationText, statisticalClassificationCode } = item.natureIdentificationCargo
  const { minimumC, maximumC } = item.transportTemperature ?? {}
  const range = [minimumC, maximumC].map((value) => (value === undefined ? '' : `${value} °C`))
  return [
    identificationText,
    ...(statisticalClassificationCode === undefined ? [] : [`HS ${statisticalClassificationCode}`]),
    ...(item.transportDangerousGoods ?? []).map(
      (goods) =>
        `危险品 Dangerous goods: UN ${goods.uNDGID}, ${goods.properShippingName}, ${goods.hazardClassificationID}${goods.packagingDangerLevelCode === undefined ? '' : `, PG ${'I'.repeat(Number(goods.packagingDangerLevelCode))}`}, ${figure(goods.netWeightKg)} kg net`,
    ),
    ...(range.join('') === '' ? [] : [`温度 Temperature: ${range.join(' – ')}`]),
    ...inThrees((item.associatedTransportEquipment ?? []).map(({ id }) => id)).map((ids) => `箱 in ${ids.join(', ')}`),
  ]
}

const inThrees = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / 3) }, (_, index) => ids.slice(index * 3, index * 3 + 3))

type Frozen = BillDocument['consignment']
export type Places = Frozen['places']

/** A place by its names; a point by its own name and coordinates. */
export function placeNames(
  location:
    | {
        readonly placeId?: string | undefined
        readonly name?: string | undefined
        readonly geographicalCoordinates?: { readonly latitude: number; readonly longitude: number } | undefined
        readonly countryCode?: string | undefined
      }
    | undefined,
  places: Places,
): Text {
  const place = location?.placeId === undefined ? undefined : places[location.placeId]
  if (place !== undefined) return place.name
  const { name, geographicalCoordinates: point, countryCode } = location ?? {}
  const plain = [name, point && `${point.latitude}, ${point.longitude}`, countryCode].filter((part) => part !== undefined).join(', ')
  return { zh: name ?? plain, en: plain }
}

/** "2026-12-03 20:00 +08:00" at the place; without a known zone in UTC. */
export function localTime(instant: string | undefined, placeId: string | undefined, places: Places): string {
  if (instant === undefined) return ''
  const zone = (placeId === undefined ? undefined : places[placeId]?.timeZone) ?? 'UTC'
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })} ${local.offset}`
}

/** How a party can be reached, one line each. */
export const contactLines = ({ definedContactDetails }: NamedParty): readonly string[] =>
  (definedContactDetails ?? []).map(({ personName, emailAddress, telephoneNumber }) =>
    [personName, emailAddress, telephoneNumber].filter((part) => part !== undefined).join('  '),
  )
