// cargo.json: the shape of the demand cases. Running them is `npx yidan cases`.
import { cargo, type Cargo, type ReferenceNetwork, UNIT_TYPES_OF_FORM, ARTICLES_WITHOUT_PACKING_GROUP } from '#model'
import { toNumber } from '#kernel'
import type { Faults } from './faults.ts'
import type { JsonFile } from './json.ts'
import { isRecord, type Members } from './json-row.ts'
import { identified } from './tariff-rows.ts'

const CASE_UNITS = ['CNY total', 'CNY/tonne', 'CNY total per truck (2 TEU equivalent)']

export function checkCases(json: JsonFile, reference: ReferenceNetwork, faults: Faults): void {
  const cases = identified(json, faults)
  if (cases.size !== 25)
    faults.fault({ file: json.file, line: 1 }, 'row-count', `有 ${cases.size} 个案例，应为 25 个`, `${cases.size} cases, 25 wanted`)
  for (const row of cases.values()) {
    checkChain(row, reference)
    const { cargoFormCode, requestedEquipment, includedConsignmentItem } = row.value
    const parsed = cargo.safeParse({
      cargoFormCode,
      includedConsignmentItem,
      ...(requestedEquipment === undefined ? {} : { requestedEquipment }),
    })
    if (!parsed.success) {
      for (const issue of parsed.error.issues)
        row.fault(
          issue.path.join('/'),
          'cargo-shape',
          `不合 CONTRACT 第 3 节：${issue.message}`,
          `not of CONTRACT section 3: ${issue.message}`,
        )
    } else checkCargo(row, parsed.data, reference)
  }
}

function checkChain(row: Members, { places, services }: ReferenceNetwork): void {
  const answer = isRecord(row.value['typical_answer']) ? row.value['typical_answer'] : {}
  const unit = answer['cost_unit']
  if (typeof unit !== 'string' || !CASE_UNITS.includes(unit))
    row.fault(
      'cost_unit',
      'unknown-code',
      `"${String(unit)}" 不是 ${CASE_UNITS.join('、')} 之一`,
      `"${String(unit)}" is none of ${CASE_UNITS.join(', ')}`,
    )
  const unknown = (place: string): boolean => places.size > 0 && !places.has(place)
  for (const member of ['origin', 'destination'])
    if (unknown(row.text(member)))
      row.fault(member, 'unknown-place', `nodes.csv 中没有 "${row.text(member)}"`, `nodes.csv has no "${row.text(member)}"`)
  let at = row.text('origin')
  for (const leg of Array.isArray(answer['chain']) ? answer['chain'] : []) {
    const { from, to, service } = isRecord(leg) ? leg : {}
    if (from !== at)
      row.fault('chain', 'cargo-shape', `链条在 ${at}／${String(from)} 处断开`, `the chain breaks at ${at} / ${String(from)}`)
    at = String(to)
    if (unknown(at)) row.fault('chain', 'unknown-place', `nodes.csv 中没有 "${at}"`, `nodes.csv has no "${at}"`)
    if (typeof service === 'string' && service !== '' && services.size > 0 && !services.has(service))
      row.fault('chain', 'unknown-service', `services.csv 中没有 "${service}"`, `services.csv has no "${service}"`)
  }
  if (at !== row.text('destination')) row.fault('chain', 'cargo-shape', `链条止于 ${at}`, `the chain ends at ${at}`)
}

function checkCargo(
  row: Members,
  { cargoFormCode, requestedEquipment = [], includedConsignmentItem }: Cargo,
  { unitTypes, coldChainClasses }: ReferenceNetwork,
): void {
  const bad = (member: string, zh: string, en: string): void => row.fault(member, 'cargo-shape', zh, en)
  if ((cargoFormCode === 'CONTAINERISED') !== requestedEquipment.length > 0)
    bad('requestedEquipment', '仅与 CONTAINERISED 同用', 'goes with CONTAINERISED alone')
  const types = requestedEquipment.map(({ unitTypeCode, quantity }) => ({ unitTypeCode, quantity, type: unitTypes.get(unitTypeCode) }))
  for (const { unitTypeCode } of types)
    if (!UNIT_TYPES_OF_FORM.CONTAINERISED.includes(unitTypeCode))
      bad('requestedEquipment', `"${unitTypeCode}" 不是箱型`, `"${unitTypeCode}" is no box`)
  let gross = 0
  for (const [k, item] of includedConsignmentItem.entries()) {
    gross += item.grossWeightKg
    if (item.sequenceNumber !== k + 1) bad('sequenceNumber', '须从 1 起连续', 'must run from 1')
    if (item.natureIdentificationCargo.statisticalClassificationCode?.slice(0, 6) !== row.value['hs_code'])
      bad('hs_code', '与货物的 HS 编码不符', "differs from the goods' HS code")
    if (item.natureIdentificationCargo.statisticalClassificationCode === undefined)
      bad('statisticalClassificationCode', '缺少 HS 编码', 'the HS code is missing')
    if (cargoFormCode === 'LOOSE' && byAir(row) && item.transportPackage === undefined)
      bad('transportPackage', '空运须填件数与尺寸', 'air needs pieces with dimensions')
    if (cargoFormCode === 'ROLLING' && item.goodsUnitQuantity === undefined)
      bad('goodsUnitQuantity', '滚装货物须填台数', 'rolling cargo needs its number')
    checkItem(item, coldChainClasses, bad)
    if (item.transportTemperature && types.some(({ type }) => type?.reefer !== true))
      bad('requestedEquipment', '有温度要求却不是冷藏箱', 'temperature, but no reefer box')
  }
  if (gross !== Number(row.value['weight_t']) * 1000) bad('weight_t', `与各项合计 ${gross} 千克不符`, `differs from the items' ${gross} kg`)
  const teu = types.reduce((total, { type, quantity }) => total + (type?.teu ? toNumber(type.teu) : 0) * quantity, 0)
  if (teu !== row.value['teu']) bad('teu', `与箱型合计 ${teu} 不符`, `differs from the equipment's ${teu}`)
  const boxes = types.reduce((total, { quantity }) => total + quantity, 0)
  const payload = Math.min(...types.map(({ type }) => (type?.payloadKg ? toNumber(type.payloadKg) : Infinity)))
  if (boxes > 0 && gross / boxes > payload)
    bad('grossWeightKg', `每箱 ${Math.round(gross / boxes)} 千克，超过载重`, `${Math.round(gross / boxes)} kg in a box`)
  checkShort(row, cargoFormCode, requestedEquipment, bad)
}

function byAir(row: Members): boolean {
  const answer = row.value['typical_answer']
  const chain = isRecord(answer) && Array.isArray(answer['chain']) ? answer['chain'] : []
  return chain.some((leg) => isRecord(leg) && leg['mode'] === 'air')
}

function checkShort(
  row: Members,
  form: Cargo['cargoFormCode'],
  equipment: NonNullable<Cargo['requestedEquipment']>,
  bad: (member: string, zh: string, en: string) => void,
): void {
  const unit = /^(\S+)(?: x(\d+))?$/.exec(row.text('unit'))
  if (unit === null || !UNIT_TYPES_OF_FORM[form].includes(unit[1] ?? ''))
    bad('unit', `不是 ${form} 的装载单元`, `is no unit type of ${form}`)
  const first = equipment[0]
  if (first !== undefined && row.text('unit') !== `${first.unitTypeCode} x${first.quantity}`)
    bad('unit', '与 requestedEquipment 不符', 'differs from requestedEquipment')
  if (typeof row.value['value_cny'] !== 'number' || row.value['value_cny'] < 0)
    row.fault('value_cny', 'negative', '须为非负数', 'must not be negative')
}

function checkItem(
  item: Cargo['includedConsignmentItem'][number],
  classes: ReferenceNetwork['coldChainClasses'],
  bad: (member: string, zh: string, en: string) => void,
): void {
  const { transportTemperature: temperature, transportDangerousGoods: goods = [] } = item
  const cold = classes.get(temperature?.coldChainClassId ?? '')
  if (temperature && cold === undefined) bad('coldChainClassId', 'coldchain.csv 中没有此类', 'coldchain.csv has no such class')
  else if (temperature && (cold?.minimumC !== temperature.minimumC || cold?.maximumC !== temperature.maximumC))
    bad('transportTemperature', '与 coldchain.csv 的温度带不符', 'differs from the band in coldchain.csv')
  const pieces = item.transportPackage
  if (pieces && (pieces.lengthMm === undefined || pieces.widthMm === undefined || pieces.heightMm === undefined))
    bad('transportPackage', '缺少尺寸', 'the dimensions are missing')
  for (const { uNDGID, packagingDangerLevelCode, netWeightKg } of goods) {
    if (packagingDangerLevelCode === undefined && !ARTICLES_WITHOUT_PACKING_GROUP.includes(uNDGID))
      bad('packagingDangerLevelCode', '缺少包装类别', 'the packing group is missing')
    if (netWeightKg > item.grossWeightKg) bad('netWeightKg', '危险货物重于货物本身', 'heavier than the item')
  }
}
