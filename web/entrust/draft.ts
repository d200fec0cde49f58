// The form's content as the shipper types it, new or read from a question. Pure: "now" is a parameter.
import type { Text } from '#kernel'
import type { Entrustment } from '#model'
import { majorText } from '../format.ts'

export type Item = Entrustment['includedConsignmentItem'][number]
export type Substance = NonNullable<Item['transportDangerousGoods']>[number]
export type LocationJson = Entrustment['carrierAcceptanceLocation']
type FormCode = Entrustment['cargoFormCode']
type ModeCode = NonNullable<Entrustment['modeCodes']>[number]

export const FORM_CODES = ['CONTAINERISED', 'DRY_BULK', 'LIQUID_BULK', 'LOOSE', 'ROLLING'] as const satisfies readonly FormCode[]
export const ALL_MODES = ['1', '2', '3', '4', '8'] as const satisfies readonly ModeCode[]
export const PRICE_CURRENCIES = [
  'CNY',
  'USD',
  'EUR',
  'GBP',
  'JPY',
  'KRW',
  'SGD',
  'MYR',
  'THB',
  'AUD',
  'HKD',
  'RUB',
  'KZT',
] as const satisfies readonly Entrustment['currency'][]

/** Kept equal to the model's table by a test; the model itself would pull its schemas into the first load. */
export const UNITS_OF_FORM: Readonly<Record<FormCode, readonly string[]>> = {
  CONTAINERISED: ['20GP', '40GP', '40HC', '45HC', '40RF', '45RF'],
  DRY_BULK: ['bulk', 'open-wagon'],
  LIQUID_BULK: ['tank'],
  LOOSE: ['parcel', 'pallet', 'ULD', 'roll-cage', 'cool-box', '17.5m-trailer', 'reefer-truck'],
  ROLLING: ['car', 'truck', 'car-carrier-wagon'],
}

export interface ChosenPlace {
  readonly id: string
  readonly name?: Text
  readonly timeZone?: string
  readonly countryCode?: string
}
export interface End {
  readonly byCoordinates: boolean
  readonly place?: ChosenPlace | undefined
  readonly latitude: string
  readonly longitude: string
  readonly countryCode: string
  readonly label: string
}
export interface Draft {
  readonly from: End
  readonly to: End
  readonly ready: string
  readonly deadline: string
  readonly form: FormCode
  readonly boxes: readonly { readonly unit: string; readonly quantity: string }[]
  readonly goods: string
  readonly hs: string
  readonly kg: string
  readonly goodsUnits: string
  readonly pieces: { readonly quantity: string; readonly lengthCm: string; readonly widthCm: string; readonly heightCm: string }
  readonly cold: boolean
  readonly coldClass: string
  readonly minimumC: string
  readonly maximumC: string
  readonly dangerous: boolean
  readonly un: string
  readonly hazardClass: string
  readonly shippingName: string
  readonly packingGroup: string
  readonly dangerousKg: string
  readonly value: string
  readonly valueCurrency: string
  readonly currency: Entrustment['currency']
  readonly modes: readonly ModeCode[]
  readonly legs: string
  readonly via: readonly ChosenPlace[]
  readonly avoid: readonly ChosenPlace[]
  /** The question this draft came from: what the form has no field for goes back into the new one unchanged. */
  readonly kept: Entrustment | undefined
}

const NOWHERE: End = { byCoordinates: false, latitude: '', longitude: '', countryCode: 'CN', label: '' }

export const EMPTY_DRAFT: Draft = {
  from: NOWHERE,
  to: NOWHERE,
  ready: '',
  deadline: '',
  form: 'CONTAINERISED',
  boxes: [{ unit: '40HC', quantity: '1' }],
  goods: '',
  hs: '',
  kg: '',
  goodsUnits: '',
  pieces: { quantity: '', lengthCm: '', widthCm: '', heightCm: '' },
  cold: false,
  coldClass: '',
  minimumC: '',
  maximumC: '',
  dangerous: false,
  un: '',
  hazardClass: '',
  shippingName: '',
  packingGroup: '',
  dangerousKg: '',
  value: '',
  valueCurrency: 'CNY',
  currency: 'CNY',
  modes: ALL_MODES,
  legs: '5',
  via: [],
  avoid: [],
  kept: undefined,
}

/** The clock that the times of the form are read by: the origin's, else the one of Chongqing. */
export const zoneOf = (draft: Draft): string => (draft.from.byCoordinates ? undefined : draft.from.place?.timeZone) ?? 'Asia/Shanghai'

/** "2026-12-01T09:00" on the wall of a place → an instant with that place's offset. */
export function withOffset(local: string, timeZone: string): string {
  const zoned = Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone)
  return zoned.toString({ smallestUnit: 'second', timeZoneName: 'never' })
}
export const onTheWall = (instant: string, timeZone: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' })

/** Items after the first, and substances after its first, which the form keeps but does not edit. */
export const keptItems = (draft: Draft): readonly Item[] => draft.kept?.includedConsignmentItem.slice(1) ?? []
export const keptDangerousGoods = (draft: Draft): readonly Substance[] =>
  draft.kept?.includedConsignmentItem[0]?.transportDangerousGoods?.slice(1) ?? []

const endOf = (location: LocationJson): End =>
  'placeId' in location
    ? { ...NOWHERE, place: { id: location.placeId } }
    : {
        ...NOWHERE,
        byCoordinates: true,
        latitude: String(location.geographicalCoordinates.latitude),
        longitude: String(location.geographicalCoordinates.longitude),
        countryCode: location.countryCode,
        label: location.name ?? '',
      }

const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value))
const centimetres = (mm: number | undefined): string => (mm === undefined ? '' : String(mm / 10))

function goodsOf(item: Item): Partial<Draft> {
  const goods = item.transportDangerousGoods?.[0]
  const pack = item.transportPackage
  return {
    goods: item.natureIdentificationCargo.identificationText,
    hs: item.natureIdentificationCargo.statisticalClassificationCode ?? '',
    kg: String(item.grossWeightKg),
    goodsUnits: textOf(item.goodsUnitQuantity),
    pieces: {
      quantity: textOf(pack?.itemQuantity),
      lengthCm: centimetres(pack?.lengthMm),
      widthCm: centimetres(pack?.widthMm),
      heightCm: centimetres(pack?.heightMm),
    },
    cold: item.transportTemperature !== undefined,
    coldClass: item.transportTemperature?.coldChainClassId ?? '',
    minimumC: textOf(item.transportTemperature?.minimumC),
    maximumC: textOf(item.transportTemperature?.maximumC),
    dangerous: goods !== undefined,
    un: goods?.uNDGID ?? '',
    hazardClass: goods?.hazardClassificationID ?? '',
    shippingName: goods?.properShippingName ?? '',
    packingGroup: goods?.packagingDangerLevelCode ?? '',
    dangerousKg: textOf(goods?.netWeightKg),
  }
}

/** Only containers have rows in the form; other units are kept aside. */
function boxesOf({ cargoFormCode, requestedEquipment }: Entrustment): Draft['boxes'] {
  if (cargoFormCode !== 'CONTAINERISED' || requestedEquipment === undefined) return EMPTY_DRAFT.boxes
  return requestedEquipment.map((box) => ({ unit: box.unitTypeCode, quantity: String(box.quantity) }))
}

/** The form again, from a question in the address; `timeZone` is the origin's, known once its place is. */
export function draftOf(question: Entrustment, timeZone = 'Asia/Shanghai'): Draft {
  const [item] = question.includedConsignmentItem
  const amount = question.declaredValueForCarriageAmount
  const from = endOf(question.carrierAcceptanceLocation)
  return {
    ...EMPTY_DRAFT,
    ...(item === undefined ? {} : goodsOf(item)),
    from: from.place === undefined ? from : { ...from, place: { ...from.place, timeZone } },
    to: endOf(question.consigneeReceiptLocation),
    ready: onTheWall(question.readyDateTime, timeZone),
    deadline: question.deadlineDateTime === undefined ? '' : onTheWall(question.deadlineDateTime, timeZone),
    form: question.cargoFormCode,
    boxes: boxesOf(question),
    value: amount === undefined ? '' : majorText(amount).replace(/\.0+$/, ''),
    valueCurrency: amount?.currency ?? 'CNY',
    currency: question.currency ?? 'CNY',
    modes: question.modeCodes ?? ALL_MODES,
    legs: String(question.maximumLegs ?? 5),
    via: (question.viaPlaceIds ?? []).map((id) => ({ id })),
    avoid: (question.avoidPlaceIds ?? []).map((id) => ({ id })),
    kept: question,
  }
}
