// The boxes a shipper names when he books: real numbers, each once, of the kinds and in the count he asked for.
import { ok, refuse, type Result, type Text } from '#kernel'
import { type BookingRequest, type Entrustment, type FieldError, isEquipmentId, normalEquipmentId } from '#model'

type Equipment = NonNullable<BookingRequest['usedTransportEquipment']>

const text = (zh: string, en: string): Text => ({ zh, en })
const AT = '/usedTransportEquipment'

/** Normalised; fewer than asked for is well, since numbers are often known only at the gate. */
export function usedEquipment(
  { usedTransportEquipment = [] }: BookingRequest,
  entrustment: Entrustment,
): Result<Equipment, readonly FieldError[]> {
  if (usedTransportEquipment.length === 0) return ok([])
  if (entrustment.cargoFormCode !== 'CONTAINERISED')
    return refuse([
      {
        pointer: AT,
        code: 'unknown-member',
        detail: text('非集装箱货物没有箱号', 'Only goods in containers have numbers of boxes'),
      },
    ])
  const equipment = usedTransportEquipment.map((one) => ({ ...one, id: normalEquipmentId(one.id) }))
  const faults = equipment.flatMap((one, k) => boxFaults(one, k, equipment))
  const counts = kindFaults(equipment, entrustment)
  return faults.length + counts.length > 0 ? refuse([...faults, ...counts]) : ok(equipment)
}

function boxFaults({ id }: Equipment[number], k: number, all: Equipment): FieldError[] {
  const pointer = `${AT}/${k}/id`
  if (!isEquipmentId(id))
    return [
      {
        pointer,
        code: 'out-of-range',
        detail: text(`“${id}”不是有效的 ISO 6346 箱号(校验码不符或格式有误)`, `“${id}” is not a number of ISO 6346: form or check digit`),
      },
    ]
  return all.findIndex((other) => other.id === id) < k
    ? [{ pointer, code: 'out-of-range', detail: text(`箱号 ${id} 重复`, `The box ${id} is named twice`) }]
    : []
}

function kindFaults(equipment: Equipment, { requestedEquipment = [] }: Entrustment): FieldError[] {
  const asked = new Map<string, number>()
  for (const { unitTypeCode, quantity } of requestedEquipment) asked.set(unitTypeCode, (asked.get(unitTypeCode) ?? 0) + quantity)
  const given = new Map<string, number>()
  return equipment.flatMap(({ unitTypeCode }, k): FieldError[] => {
    const pointer = `${AT}/${k}/unitTypeCode`
    const maximum = asked.get(unitTypeCode)
    if (maximum === undefined)
      return [
        {
          pointer,
          code: 'unknown-code',
          detail: text(`委托中没有箱型 ${unitTypeCode}`, `The entrustment asks for no ${unitTypeCode}`),
        },
      ]
    const count = (given.get(unitTypeCode) ?? 0) + 1
    given.set(unitTypeCode, count)
    return count === maximum + 1
      ? [
          {
            pointer,
            code: 'out-of-range',
            detail: text(`${unitTypeCode} 最多 ${maximum} 箱`, `There may be at most ${maximum} of ${unitTypeCode}`),
            maximum,
          },
        ]
      : []
  })
}
