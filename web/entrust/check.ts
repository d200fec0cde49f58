// What the form can tell by itself, before it asks the window. Keys are the JSON pointers of the entrustment, as the window's own errors are.
import { minorText } from '../format.ts'
import { type Draft, type End, withOffset, zoneOf } from './draft.ts'

export type FieldFault =
  | 'missing'
  | 'not-a-number'
  | 'out-of-range'
  | 'bad-hs'
  | 'bad-un'
  | 'bad-class'
  | 'bad-country'
  | 'before-ready'
  | 'same-places'
  | 'bad-band'
  | 'no-mode'
  | 'bad-amount'
export type Faults = ReadonlyMap<string, FieldFault>

export const ITEM = '/includedConsignmentItem/0'
export const POINTERS = {
  from: '/carrierAcceptanceLocation',
  to: '/consigneeReceiptLocation',
  ready: '/readyDateTime',
  deadline: '/deadlineDateTime',
  form: '/cargoFormCode',
  boxes: '/requestedEquipment',
  goods: `${ITEM}/natureIdentificationCargo/identificationText`,
  hs: `${ITEM}/natureIdentificationCargo/statisticalClassificationCode`,
  kg: `${ITEM}/grossWeightKg`,
  goodsUnits: `${ITEM}/goodsUnitQuantity`,
  pieces: `${ITEM}/transportPackage/itemQuantity`,
  length: `${ITEM}/transportPackage/lengthMm`,
  width: `${ITEM}/transportPackage/widthMm`,
  height: `${ITEM}/transportPackage/heightMm`,
  temperature: `${ITEM}/transportTemperature`,
  un: `${ITEM}/transportDangerousGoods/0/uNDGID`,
  hazardClass: `${ITEM}/transportDangerousGoods/0/hazardClassificationID`,
  shippingName: `${ITEM}/transportDangerousGoods/0/properShippingName`,
  packingGroup: `${ITEM}/transportDangerousGoods/0/packagingDangerLevelCode`,
  dangerousKg: `${ITEM}/transportDangerousGoods/0/netWeightKg`,
  value: '/declaredValueForCarriageAmount',
  currency: '/currency',
  modes: '/modeCodes',
  legs: '/maximumLegs',
  via: '/viaPlaceIds',
  avoid: '/avoidPlaceIds',
} as const

function within(text: string, minimum: number, maximum: number, whole = false): FieldFault | undefined {
  if (text.trim() === '') return 'missing'
  const value = Number(text)
  if (!Number.isFinite(value) || (whole && !Number.isInteger(value))) return 'not-a-number'
  return value < minimum || value > maximum ? 'out-of-range' : undefined
}

function endFault(end: End): FieldFault | undefined {
  if (!end.byCoordinates) return end.place === undefined ? 'missing' : undefined
  return (
    within(end.latitude, -90, 90) ?? within(end.longitude, -180, 180) ?? (/^[A-Za-z]{2}$/.test(end.countryCode) ? undefined : 'bad-country')
  )
}

/** Whether a time has passed is the window's to say, by the window's clock; its words then stand at the field. */
function timeFaults(draft: Draft, put: (pointer: string, fault: FieldFault | undefined) => void): void {
  if (draft.ready === '') return put(POINTERS.ready, 'missing')
  if (draft.deadline === '') return
  const ready = Temporal.Instant.from(withOffset(draft.ready, zoneOf(draft)))
  if (Temporal.Instant.compare(Temporal.Instant.from(withOffset(draft.deadline, zoneOf(draft))), ready) <= 0)
    put(POINTERS.deadline, 'before-ready')
}

function cargoFaults(draft: Draft, put: (pointer: string, fault: FieldFault | undefined) => void): void {
  if (draft.goods.trim() === '') put(POINTERS.goods, 'missing')
  if (draft.hs !== '' && !/^(\d{6}|\d{8}|\d{10})$/.test(draft.hs)) put(POINTERS.hs, 'bad-hs')
  put(POINTERS.kg, within(draft.kg, 0.001, 100_000_000))
  if (draft.form === 'CONTAINERISED')
    draft.boxes.forEach((box, i) => put(`${POINTERS.boxes}/${i}/quantity`, within(box.quantity, 1, 1000, true)))
  if (draft.form === 'ROLLING') put(POINTERS.goodsUnits, within(draft.goodsUnits, 1, 1_000_000, true))
  if (draft.form !== 'LOOSE') return
  const { quantity, lengthCm, widthCm, heightCm } = draft.pieces
  const sized = lengthCm !== '' || widthCm !== '' || heightCm !== ''
  if (quantity !== '' || sized) put(POINTERS.pieces, within(quantity, 1, 10_000_000, true))
  if (!sized) return
  put(POINTERS.length, within(lengthCm, 0.1, 10_000))
  put(POINTERS.width, within(widthCm, 0.1, 10_000))
  put(POINTERS.height, within(heightCm, 0.1, 10_000))
}

function careFaults(draft: Draft, put: (pointer: string, fault: FieldFault | undefined) => void): void {
  if (draft.cold) {
    const { minimumC, maximumC } = draft
    if (minimumC === '' && maximumC === '') put(POINTERS.temperature, 'missing')
    if (minimumC !== '') put(POINTERS.temperature, within(minimumC, -100, 100))
    if (maximumC !== '') put(POINTERS.temperature, within(maximumC, -100, 100))
    if (minimumC !== '' && maximumC !== '' && Number(minimumC) > Number(maximumC)) put(POINTERS.temperature, 'bad-band')
  }
  if (!draft.dangerous) return
  if (!/^\d{4}$/.test(draft.un)) put(POINTERS.un, 'bad-un')
  if (!/^[1-9](\.[1-6])?$/.test(draft.hazardClass)) put(POINTERS.hazardClass, 'bad-class')
  if (draft.shippingName.trim() === '') put(POINTERS.shippingName, 'missing')
  put(POINTERS.dangerousKg, within(draft.dangerousKg, 0.001, 100_000_000))
}

export function check(draft: Draft): Faults {
  const faults = new Map<string, FieldFault>()
  const put = (pointer: string, fault: FieldFault | undefined): void => {
    if (fault !== undefined && !faults.has(pointer)) faults.set(pointer, fault)
  }
  put(POINTERS.from, endFault(draft.from))
  put(POINTERS.to, endFault(draft.to))
  if (draft.from.place !== undefined && !draft.from.byCoordinates && !draft.to.byCoordinates && draft.from.place.id === draft.to.place?.id)
    put(POINTERS.to, 'same-places')
  timeFaults(draft, put)
  cargoFaults(draft, put)
  careFaults(draft, put)
  if (draft.value !== '' && minorText(draft.value, draft.valueCurrency) === undefined) put(POINTERS.value, 'bad-amount')
  if (draft.modes.length === 0) put(POINTERS.modes, 'no-mode')
  return faults
}

/** The field of the form that shows an error of the window: the deepest pointer that leads to it. */
export function fieldOf(pointer: string, shown: readonly string[]): string | undefined {
  return shown
    .filter((own) => pointer === own || pointer.startsWith(`${own}/`) || own.startsWith(`${pointer}/`))
    .toSorted((a, b) => b.length - a.length)[0]
}
