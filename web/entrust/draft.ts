// The form's content as the shipper types it, and the way to an entrustment and back. Pure: "now" is a parameter.
import type { Text } from '#kernel'
import type { Entrustment } from '#model'
import { majorText, minorText } from '../format.ts'

type Item = Entrustment['includedConsignmentItem'][number]
type LocationJson = Entrustment['carrierAcceptanceLocation']
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

const locationOf = (end: End): LocationJson =>
  end.byCoordinates
    ? {
        geographicalCoordinates: { latitude: Number(end.latitude), longitude: Number(end.longitude) },
        countryCode: end.countryCode.toUpperCase(),
        ...(end.label.trim() === '' ? {} : { name: end.label.trim() }),
      }
    : { placeId: end.place?.id ?? '' }

function itemOf(draft: Draft): Item {
  const { pieces } = draft
  const sized = pieces.lengthCm !== '' && pieces.widthCm !== '' && pieces.heightCm !== ''
  const millimetres = (cm: string): number => Math.round(Number(cm) * 10)
  const packed = draft.form === 'LOOSE' && pieces.quantity !== ''
  const size = sized
    ? { lengthMm: millimetres(pieces.lengthCm), widthMm: millimetres(pieces.widthCm), heightMm: millimetres(pieces.heightCm) }
    : {}
  return {
    sequenceNumber: 1,
    natureIdentificationCargo: {
      identificationText: draft.goods.trim(),
      ...(draft.hs === '' ? {} : { statisticalClassificationCode: draft.hs, nomenclatureCode: 'HS2022' as const }),
    },
    grossWeightKg: Number(draft.kg),
    ...(draft.goodsUnits !== '' && draft.form === 'ROLLING' ? { goodsUnitQuantity: Number(draft.goodsUnits) } : {}),
    ...(packed ? { transportPackage: { typeCode: 'PK', itemQuantity: Number(pieces.quantity), ...size } } : {}),
    ...(draft.cold
      ? {
          transportTemperature: {
            ...(draft.minimumC === '' ? {} : { minimumC: Number(draft.minimumC) }),
            ...(draft.maximumC === '' ? {} : { maximumC: Number(draft.maximumC) }),
            ...(draft.coldClass === '' ? {} : { coldChainClassId: draft.coldClass }),
          },
        }
      : {}),
    ...(draft.dangerous
      ? {
          transportDangerousGoods: [
            {
              uNDGID: draft.un,
              hazardClassificationID: draft.hazardClass,
              properShippingName: draft.shippingName.trim(),
              netWeightKg: Number(draft.dangerousKg),
              ...(draft.packingGroup === '1' || draft.packingGroup === '2' || draft.packingGroup === '3'
                ? { packagingDangerLevelCode: draft.packingGroup }
                : {}),
            },
          ],
        }
      : {}),
  }
}

/** Only for a draft without errors. */
export function entrustmentOf(draft: Draft): Entrustment {
  const zone = zoneOf(draft)
  const minor = draft.value === '' ? undefined : minorText(draft.value, draft.valueCurrency)
  return {
    carrierAcceptanceLocation: locationOf(draft.from),
    consigneeReceiptLocation: locationOf(draft.to),
    readyDateTime: withOffset(draft.ready, zone),
    ...(draft.deadline === '' ? {} : { deadlineDateTime: withOffset(draft.deadline, zone) }),
    currency: draft.currency,
    cargoFormCode: draft.form,
    ...(draft.form === 'CONTAINERISED'
      ? { requestedEquipment: draft.boxes.map((box) => ({ unitTypeCode: box.unit, quantity: Number(box.quantity) })) }
      : {}),
    includedConsignmentItem: [itemOf(draft)],
    ...(minor === undefined ? {} : { declaredValueForCarriageAmount: { minor, currency: draft.valueCurrency } }),
    ...(draft.modes.length === ALL_MODES.length ? {} : { modeCodes: [...draft.modes] }),
    ...(draft.legs === '5' ? {} : { maximumLegs: Number(draft.legs) }),
    ...(draft.via.length === 0 ? {} : { viaPlaceIds: draft.via.map((p) => p.id) }),
    ...(draft.avoid.length === 0 ? {} : { avoidPlaceIds: draft.avoid.map((p) => p.id) }),
  }
}

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
    boxes: question.requestedEquipment?.map((box) => ({ unit: box.unitTypeCode, quantity: String(box.quantity) })) ?? EMPTY_DRAFT.boxes,
    value: amount === undefined ? '' : majorText(amount).replace(/\.0+$/, ''),
    valueCurrency: amount?.currency ?? 'CNY',
    currency: question.currency ?? 'CNY',
    modes: question.modeCodes ?? ALL_MODES,
    legs: String(question.maximumLegs ?? 5),
    via: (question.viaPlaceIds ?? []).map((id) => ({ id })),
    avoid: (question.avoidPlaceIds ?? []).map((id) => ({ id })),
  }
}
