// What is wrong with cargo that the request and the reference data alone can tell (CONTRACT §2: a 400, never an exclusion).
import { compareDecimals, decimal, decimalText, sum, type Text, times } from '#kernel'
import { ARTICLES_WITHOUT_PACKING_GROUP, type Cargo, type ConsignmentItem, UNIT_TYPES_OF_FORM } from './cargo.ts'
import { kilograms } from './load.ts'
import type { ReferenceNetwork, UnitType } from './network.ts'
import type { FieldError } from './route.ts'

/** What mechanical refrigeration holds: deep-frozen reefers reach -30 °C, heated ones +30 °C (ATP class C; usual reefer plates). */
export const REEFER_BAND_C = { minimum: -30, maximum: 30 } as const

export type CargoReference = Pick<ReferenceNetwork, 'unitTypes' | 'coldChainClasses'>

/** Every fault at once, each with a JSON pointer below `base`. */
export function cargoFaults(cargo: Cargo, reference: CargoReference, base = ''): FieldError[] {
  const faults = [
    ...equipmentFaults(cargo, reference),
    ...weightFaults(cargo, reference),
    ...sequenceFaults(cargo),
    ...cargo.includedConsignmentItem.flatMap((item, index) =>
      [...itemFaults(cargo, item), ...temperatureFaults(item, reference), ...dangerousGoodsFaults(item)].map((fault) => ({
        ...fault,
        pointer: `/includedConsignmentItem/${index}${fault.pointer}`,
      })),
    ),
  ]
  return base === '' ? faults : faults.map((fault) => ({ ...fault, pointer: base + fault.pointer }))
}

const text = (zh: string, en: string): Text => ({ zh, en })
const fault = (pointer: string, code: string, detail: Text, range: { minimum?: number; maximum?: number } = {}): FieldError => ({
  pointer,
  code,
  detail,
  ...range,
})

function equipmentFaults(cargo: Cargo, { unitTypes }: CargoReference): FieldError[] {
  const requested = cargo.requestedEquipment ?? []
  if (cargo.cargoFormCode === 'CONTAINERISED' && requested.length === 0) {
    return [
      fault(
        '/requestedEquipment',
        'missing-member',
        text('集装箱货物须注明箱型和箱量', 'Containerised cargo needs the box type and the number of boxes'),
      ),
    ]
  }
  const cold = cargo.includedConsignmentItem.some((item) => item.transportTemperature !== undefined)
  return requested.flatMap(({ unitTypeCode, quantity }, index) => {
    const pointer = `/requestedEquipment/${index}/unitTypeCode`
    const unitType = unitTypes.get(unitTypeCode)
    const faults: FieldError[] =
      quantity >= 1
        ? []
        : [
            fault(`/requestedEquipment/${index}/quantity`, 'out-of-range', text('数量至少为 1', 'The quantity is at least 1'), {
              minimum: 1,
            }),
          ]
    if (!unitType)
      return [...faults, fault(pointer, 'unknown-code', text(`没有箱型或单元“${unitTypeCode}”`, `There is no unit type “${unitTypeCode}”`))]
    if (unitType.cargoFormCode !== cargo.cargoFormCode) {
      const fitting = UNIT_TYPES_OF_FORM[cargo.cargoFormCode].join(', ')
      return [
        ...faults,
        fault(
          pointer,
          'unknown-code',
          text(`${unitTypeCode} 不适用于此货物形态，可用：${fitting}`, `${unitTypeCode} does not fit this cargo form; fitting: ${fitting}`),
        ),
      ]
    }
    if (cold && unitType.cargoFormCode === 'CONTAINERISED' && !unitType.reefer) {
      return [
        ...faults,
        fault(
          pointer,
          'unknown-code',
          text(
            `${unitTypeCode} 不是冷藏箱，温控货物须用 40RF 或 45RF`,
            `${unitTypeCode} is not a reefer; goods with a temperature need 40RF or 45RF`,
          ),
        ),
      ]
    }
    return faults
  })
}

/** Overweight: the weight, spread evenly over the boxes, passes the payload of a box type asked for. */
function weightFaults(cargo: Cargo, { unitTypes }: CargoReference): FieldError[] {
  const requested = cargo.requestedEquipment ?? []
  const gross = sum(cargo.includedConsignmentItem.map((item) => kilograms(item.grossWeightKg)))
  const count = requested.reduce((boxes, { quantity }) => boxes + quantity, 0)
  return requested.flatMap(({ unitTypeCode }, index) => {
    const payload = payloadOf(unitTypes.get(unitTypeCode), cargo)
    if (!payload || count < 1 || compareDecimals(times(payload, decimal(count)), gross) >= 0) return []
    const [each, most] = [Math.ceil(Number(decimalText(gross)) / count), decimalText(payload)]
    return [
      fault(
        `/requestedEquipment/${index}/quantity`,
        'unit-overweight',
        text(
          `每个 ${unitTypeCode} 装货约 ${each} kg，超过最大载重 ${most} kg，请增加箱量`,
          `Each ${unitTypeCode} would carry about ${each} kg, its payload is ${most} kg; ask for more units`,
        ),
      ),
    ]
  })
}
/** Two items of one number could not be told apart in a bill. */
const sequenceFaults = ({ includedConsignmentItem: items }: Cargo): FieldError[] =>
  items.flatMap(({ sequenceNumber }, index) =>
    items.findIndex((other) => other.sequenceNumber === sequenceNumber) === index
      ? []
      : [
          fault(
            `/includedConsignmentItem/${index}/sequenceNumber`,
            'out-of-range',
            text(`序号 ${sequenceNumber} 已用于另一项`, `The sequence number ${sequenceNumber} stands twice`),
          ),
        ],
  )

const payloadOf = (unitType: UnitType | undefined, cargo: Cargo) =>
  unitType?.cargoFormCode === cargo.cargoFormCode ? unitType.payloadKg : undefined

function itemFaults(cargo: Cargo, item: ConsignmentItem): FieldError[] {
  const faults: FieldError[] = []
  if (!(item.grossWeightKg > 0))
    faults.push(fault('/grossWeightKg', 'out-of-range', text('毛重须大于 0', 'The gross weight is more than 0'), { minimum: 0.001 }))
  if (item.netWeightKg !== undefined && item.netWeightKg > item.grossWeightKg) {
    faults.push(
      fault('/netWeightKg', 'out-of-range', text('净重大于毛重', 'The net weight is more than the gross weight'), {
        maximum: item.grossWeightKg,
      }),
    )
  }
  if (cargo.cargoFormCode === 'ROLLING' && item.goodsUnitQuantity === undefined) {
    faults.push(fault('/goodsUnitQuantity', 'missing-member', text('滚装货物须注明车辆台数', 'Rolling cargo needs the number of vehicles')))
  }
  return faults
}

function temperatureFaults(item: ConsignmentItem, { coldChainClasses }: CargoReference): FieldError[] {
  const wanted = item.transportTemperature
  if (!wanted) return []
  const base = '/transportTemperature'
  const coldChainClass = wanted.coldChainClassId === undefined ? undefined : coldChainClasses.get(wanted.coldChainClassId)
  if (wanted.coldChainClassId !== undefined && !coldChainClass) {
    return [
      fault(
        `${base}/coldChainClassId`,
        'unknown-code',
        text(`没有冷链品类“${wanted.coldChainClassId}”`, `There is no cold-chain class “${wanted.coldChainClassId}”`),
      ),
    ]
  }
  const minimum = wanted.minimumC ?? (wanted.maximumC === undefined ? coldChainClass?.minimumC : undefined)
  const maximum = wanted.maximumC ?? (wanted.minimumC === undefined ? coldChainClass?.maximumC : undefined)
  if (minimum === undefined && maximum === undefined)
    return [
      fault(
        base,
        'missing-member',
        text('须注明最低、最高温度或冷链品类', 'State the lowest or highest temperature, or the cold-chain class'),
      ),
    ]
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    return [
      fault(`${base}/minimumC`, 'out-of-range', text('最低温度高于最高温度', 'The lowest temperature is above the highest'), { maximum }),
    ]
  }
  const band = text(
    `超出冷藏设备范围 ${REEFER_BAND_C.minimum}～+${REEFER_BAND_C.maximum} ℃`,
    `Outside what reefers hold: ${REEFER_BAND_C.minimum} to +${REEFER_BAND_C.maximum} °C`,
  )
  if (maximum !== undefined && maximum < REEFER_BAND_C.minimum) {
    return [
      fault(`${base}/${wanted.maximumC === undefined ? 'coldChainClassId' : 'maximumC'}`, 'out-of-range', band, {
        minimum: REEFER_BAND_C.minimum,
      }),
    ]
  }
  if (minimum !== undefined && minimum > REEFER_BAND_C.maximum) {
    return [
      fault(`${base}/${wanted.minimumC === undefined ? 'coldChainClassId' : 'minimumC'}`, 'out-of-range', band, {
        maximum: REEFER_BAND_C.maximum,
      }),
    ]
  }
  return []
}

function dangerousGoodsFaults(item: ConsignmentItem): FieldError[] {
  const goods = item.transportDangerousGoods ?? []
  const faults = goods.flatMap((substance, index) =>
    substance.packagingDangerLevelCode !== undefined || !hasPackingGroup(substance.uNDGID, substance.hazardClassificationID)
      ? []
      : [
          fault(
            `/transportDangerousGoods/${index}/packagingDangerLevelCode`,
            'dangerous-goods-incomplete',
            text(`UN ${substance.uNDGID} 须注明包装类别`, `UN ${substance.uNDGID} needs its packing group`),
          ),
        ],
  )
  const net = sum(goods.map((substance) => kilograms(substance.netWeightKg)))
  if (compareDecimals(net, kilograms(item.grossWeightKg)) > 0) {
    faults.push(
      fault(
        '/transportDangerousGoods/0/netWeightKg',
        'dangerous-goods-incomplete',
        text('危险货物净重大于该货项毛重', 'The dangerous goods weigh more than the whole item'),
        { maximum: item.grossWeightKg },
      ),
    )
  }
  return faults
}

/** UN Model Regulations 2.0.1.3: classes 1, 2, 7, 5.2 and 6.2, self-reactive substances of 4.1 and articles have no packing group. */
function hasPackingGroup(unNumber: string, hazardClass: string): boolean {
  if (ARTICLES_WITHOUT_PACKING_GROUP.includes(unNumber)) return false
  if (['1', '2', '7'].includes(hazardClass.split('.')[0] ?? '') || ['5.2', '6.2'].includes(hazardClass)) return false
  return !(unNumber >= '3221' && unNumber <= '3240')
}
