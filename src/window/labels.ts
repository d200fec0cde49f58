// What people call the members of our documents, so that a problem speaks of 毛重 and not of grossWeightKg.
import type { Text } from '#kernel'

const LABELS: Readonly<Record<string, Text>> = {
  carrierAcceptanceLocation: { zh: '起运地', en: 'Place of acceptance' },
  consigneeReceiptLocation: { zh: '目的地', en: 'Place of receipt' },
  placeId: { zh: '地点', en: 'Place' },
  geographicalCoordinates: { zh: '坐标', en: 'Coordinates' },
  latitude: { zh: '纬度', en: 'Latitude' },
  longitude: { zh: '经度', en: 'Longitude' },
  countryCode: { zh: '国家代码', en: 'Country code' },
  name: { zh: '名称', en: 'Name' },
  readyDateTime: { zh: '备货时间', en: 'Ready time' },
  deadlineDateTime: { zh: '最迟送达时间', en: 'Deadline' },
  currency: { zh: '币种', en: 'Currency' },
  minor: { zh: '金额(最小单位)', en: 'Amount in minor units' },
  cargoFormCode: { zh: '货物形态', en: 'Cargo form' },
  requestedEquipment: { zh: '箱型箱量', en: 'Equipment' },
  unitTypeCode: { zh: '箱型', en: 'Unit type' },
  quantity: { zh: '数量', en: 'Quantity' },
  includedConsignmentItem: { zh: '货物', en: 'Consignment items' },
  sequenceNumber: { zh: '序号', en: 'Sequence number' },
  natureIdentificationCargo: { zh: '货物性质', en: 'Nature of the cargo' },
  identificationText: { zh: '货物名称', en: 'Description of the goods' },
  statisticalClassificationCode: { zh: 'HS 编码', en: 'HS code' },
  nomenclatureCode: { zh: '编码版本', en: 'Nomenclature' },
  grossWeightKg: { zh: '毛重(千克)', en: 'Gross weight (kg)' },
  netWeightKg: { zh: '净重(千克)', en: 'Net weight (kg)' },
  grossVolumeM3: { zh: '体积(立方米)', en: 'Gross volume (m³)' },
  goodsUnitQuantity: { zh: '台(辆、头)数', en: 'Number of units' },
  transportPackage: { zh: '包装', en: 'Packages' },
  typeCode: { zh: '包装代码', en: 'Package type' },
  itemQuantity: { zh: '件数', en: 'Number of packages' },
  lengthMm: { zh: '长(毫米)', en: 'Length (mm)' },
  widthMm: { zh: '宽(毫米)', en: 'Width (mm)' },
  heightMm: { zh: '高(毫米)', en: 'Height (mm)' },
  transportTemperature: { zh: '温度要求', en: 'Temperature' },
  minimumC: { zh: '最低温度(℃)', en: 'Lowest temperature (°C)' },
  maximumC: { zh: '最高温度(℃)', en: 'Highest temperature (°C)' },
  coldChainClassId: { zh: '冷链类别', en: 'Cold-chain class' },
  transportDangerousGoods: { zh: '危险货物', en: 'Dangerous goods' },
  uNDGID: { zh: '联合国编号(UN)', en: 'UN number' },
  hazardClassificationID: { zh: '危险类别', en: 'Hazard class' },
  properShippingName: { zh: '正式运输名称', en: 'Proper shipping name' },
  packagingDangerLevelCode: { zh: '包装类别', en: 'Packing group' },
  declaredValueForCarriageAmount: { zh: '申报价值', en: 'Declared value' },
  modeCodes: { zh: '运输方式', en: 'Modes' },
  maximumLegs: { zh: '最多段数', en: 'Most legs' },
  viaPlaceIds: { zh: '途经地', en: 'Via' },
  avoidPlaceIds: { zh: '避开地', en: 'Avoid' },
  q: { zh: '检索词', en: 'Search words' },
  limit: { zh: '每页条数', en: 'Items per page' },
  cursor: { zh: '翻页位置', en: 'Cursor' },
  after: { zh: '起始点', en: 'Start (after)' },
  front: { zh: '方案取舍', en: 'Front' },
}

/** The label of a path's last named member; the wire name itself where we have no word for it. */
export function labelOf(path: readonly PropertyKey[]): Text {
  const last = path.findLast((part) => typeof part === 'string')
  if (typeof last !== 'string') return { zh: '正文', en: 'The body' }
  return LABELS[last] ?? { zh: last, en: last }
}
