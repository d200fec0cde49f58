// The way from the form back to an entrustment; what the form has no field for comes from the question it was read from. Pure.
import type { Entrustment } from '#model'
import { minorText } from '../format.ts'
import {
  ALL_MODES,
  type Draft,
  type End,
  type Item,
  keptDangerousGoods,
  keptItems,
  type LocationJson,
  onTheWall,
  type Substance,
  withOffset,
  zoneOf,
} from './draft.ts'

const locationOf = (end: End): LocationJson =>
  end.byCoordinates
    ? {
        geographicalCoordinates: { latitude: Number(end.latitude), longitude: Number(end.longitude) },
        countryCode: end.countryCode.toUpperCase(),
        ...(end.label.trim() === '' ? {} : { name: end.label.trim() }),
      }
    : { placeId: end.place?.id ?? '' }

function natureOf(draft: Draft, kept: Item | undefined): Item['natureIdentificationCargo'] {
  const identificationText = draft.goods.trim()
  if (draft.hs === '') return { identificationText }
  const before = kept?.natureIdentificationCargo
  if (before?.statisticalClassificationCode === draft.hs) return { ...before, identificationText }
  return { identificationText, statisticalClassificationCode: draft.hs, nomenclatureCode: 'HS2022' }
}

function packageOf(draft: Draft, kept: Item | undefined): Item['transportPackage'] {
  if (draft.form !== 'LOOSE') return kept?.transportPackage
  const { quantity, lengthCm, widthCm, heightCm } = draft.pieces
  if (quantity === '') return undefined
  const { lengthMm: _l, widthMm: _w, heightMm: _h, ...before } = kept?.transportPackage ?? { typeCode: 'PK' }
  const millimetres = (cm: string): number => Math.round(Number(cm) * 10)
  return {
    ...before,
    itemQuantity: Number(quantity),
    ...(lengthCm === '' ? {} : { lengthMm: millimetres(lengthCm) }),
    ...(widthCm === '' ? {} : { widthMm: millimetres(widthCm) }),
    ...(heightCm === '' ? {} : { heightMm: millimetres(heightCm) }),
  }
}

function substanceOf(draft: Draft): Substance {
  const { packingGroup } = draft
  return {
    uNDGID: draft.un,
    hazardClassificationID: draft.hazardClass,
    properShippingName: draft.shippingName.trim(),
    netWeightKg: Number(draft.dangerousKg),
    ...(packingGroup === '1' || packingGroup === '2' || packingGroup === '3' ? { packagingDangerLevelCode: packingGroup } : {}),
  }
}

const temperatureOf = (draft: Draft): NonNullable<Item['transportTemperature']> => ({
  ...(draft.minimumC === '' ? {} : { minimumC: Number(draft.minimumC) }),
  ...(draft.maximumC === '' ? {} : { maximumC: Number(draft.maximumC) }),
  ...(draft.coldClass === '' ? {} : { coldChainClassId: draft.coldClass }),
})

function itemOf(draft: Draft): Item {
  const kept = draft.kept?.includedConsignmentItem[0]
  const { goodsUnitQuantity, transportPackage: _p, transportTemperature: _t, transportDangerousGoods: _d, ...others } = kept ?? {}
  const units = draft.form !== 'ROLLING' ? goodsUnitQuantity : draft.goodsUnits === '' ? undefined : Number(draft.goodsUnits)
  const packed = packageOf(draft, kept)
  return {
    sequenceNumber: 1,
    ...others,
    natureIdentificationCargo: natureOf(draft, kept),
    grossWeightKg: Number(draft.kg),
    ...(units === undefined ? {} : { goodsUnitQuantity: units }),
    ...(packed === undefined ? {} : { transportPackage: packed }),
    ...(draft.cold ? { transportTemperature: temperatureOf(draft) } : {}),
    ...(draft.dangerous ? { transportDangerousGoods: [substanceOf(draft), ...keptDangerousGoods(draft)] } : {}),
  }
}

function equipmentOf(draft: Draft): Entrustment['requestedEquipment'] {
  if (draft.form === 'CONTAINERISED') return draft.boxes.map((box) => ({ unitTypeCode: box.unit, quantity: Number(box.quantity) }))
  return draft.kept?.cargoFormCode === draft.form ? draft.kept.requestedEquipment : undefined
}

/** An untouched time stays as it was written, seconds and offset included. */
function timeOf(local: string, zone: string, kept: string | undefined): string {
  return kept !== undefined && onTheWall(kept, zone) === local ? kept : withOffset(local, zone)
}

/** Only for a draft without errors. */
export function entrustmentOf(draft: Draft): Entrustment {
  const { kept } = draft
  const zone = zoneOf(draft)
  const minor = draft.value === '' ? undefined : minorText(draft.value, draft.valueCurrency)
  const equipment = equipmentOf(draft)
  return {
    carrierAcceptanceLocation: locationOf(draft.from),
    consigneeReceiptLocation: locationOf(draft.to),
    readyDateTime: timeOf(draft.ready, zone, kept?.readyDateTime),
    ...(draft.deadline === '' ? {} : { deadlineDateTime: timeOf(draft.deadline, zone, kept?.deadlineDateTime) }),
    currency: draft.currency,
    cargoFormCode: draft.form,
    ...(equipment === undefined ? {} : { requestedEquipment: equipment }),
    includedConsignmentItem: [itemOf(draft), ...keptItems(draft)],
    ...(minor === undefined ? {} : { declaredValueForCarriageAmount: { minor, currency: draft.valueCurrency } }),
    ...(draft.modes.length === ALL_MODES.length ? {} : { modeCodes: [...draft.modes] }),
    ...(draft.legs === '5' ? {} : { maximumLegs: Number(draft.legs) }),
    ...(draft.via.length === 0 ? {} : { viaPlaceIds: draft.via.map((p) => p.id) }),
    ...(draft.avoid.length === 0 ? {} : { avoidPlaceIds: draft.avoid.map((p) => p.id) }),
  }
}
