// Cargo in the public shape of CONTRACT §3: what it is, how it is loaded, in what.
import { z } from 'zod'
import { complaint, plainCode, plainText } from './wire-text.ts'

export const CARGO_FORMS = ['CONTAINERISED', 'DRY_BULK', 'LIQUID_BULK', 'LOOSE', 'ROLLING'] as const
export const CONTAINER_TYPES = ['20GP', '40GP', '40HC', '45HC', '40RF', '45RF'] as const

/** Which unit types of a service can take a form of cargo (CONTRACT §3). */
export const UNIT_TYPES_OF_FORM: Readonly<Record<(typeof CARGO_FORMS)[number], readonly string[]>> = {
  CONTAINERISED: CONTAINER_TYPES,
  DRY_BULK: ['bulk', 'open-wagon'],
  LIQUID_BULK: ['tank'],
  LOOSE: ['parcel', 'pallet', 'ULD', 'roll-cage', 'cool-box', '17.5m-trailer', 'reefer-truck'],
  ROLLING: ['car', 'truck', 'car-carrier-wagon'],
}

/** A measure: finite, at most three decimals (CONTRACT §1). */
export const measure = (minimum: number, maximum: number) =>
  z
    .number()
    .min(minimum)
    .max(maximum)
    .refine(
      (value) => Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-6,
      complaint('out-of-range', '最多三位小数', 'may have at most three decimals'),
    )

export const cargoFormCode = z.enum(CARGO_FORMS)
export const requestedEquipment = z.strictObject({ unitTypeCode: z.string().max(32), quantity: z.int().min(1).max(1000) })

export const transportDangerousGoods = z.strictObject({
  uNDGID: z.string().regex(/^\d{4}$/),
  hazardClassificationID: z.string().regex(/^[1-9](\.[1-6])?$/),
  properShippingName: plainText(1, 200),
  packagingDangerLevelCode: z.enum(['1', '2', '3']).optional(),
  netWeightKg: measure(0.001, 100_000_000),
})

export const transportTemperature = z.strictObject({
  minimumC: measure(-100, 100).optional(),
  maximumC: measure(-100, 100).optional(),
  coldChainClassId: plainCode(64).optional(),
})

export const transportPackage = z.strictObject({
  typeCode: z.string().regex(/^[A-Z0-9]{2}$/),
  itemQuantity: z.int().min(1).max(10_000_000),
  lengthMm: z.int().min(1).max(100_000).optional(),
  widthMm: z.int().min(1).max(100_000).optional(),
  heightMm: z.int().min(1).max(100_000).optional(),
  shippingMarks: plainText(1, 500).optional(),
})

export const includedConsignmentItem = z.strictObject({
  sequenceNumber: z.int().min(1).max(999),
  natureIdentificationCargo: z.strictObject({
    identificationText: plainText(1, 500),
    statisticalClassificationCode: z
      .string()
      .regex(/^(\d{6}|\d{8}|\d{10})$/)
      .optional(),
    nomenclatureCode: z.literal('HS2022').optional(),
  }),
  grossWeightKg: measure(0.001, 100_000_000),
  netWeightKg: measure(0.001, 100_000_000).optional(),
  grossVolumeM3: measure(0.001, 1_000_000).optional(),
  goodsUnitQuantity: z.int().min(1).max(1_000_000).optional(),
  transportPackage: transportPackage.optional(),
  transportTemperature: transportTemperature.optional(),
  transportDangerousGoods: z.array(transportDangerousGoods).min(1).max(99).optional(),
  associatedTransportEquipment: z
    .array(z.strictObject({ id: plainCode(17) }))
    .min(1)
    .max(999)
    .optional(),
})

/** The three members that quote, booking, consignment and bill share. */
export const cargoMembers = {
  cargoFormCode,
  requestedEquipment: z.array(requestedEquipment).min(1).max(20).optional(),
  includedConsignmentItem: z.array(includedConsignmentItem).min(1).max(999),
}
export const cargo = z.strictObject(cargoMembers)
export type Cargo = z.output<typeof cargo>
export type ConsignmentItem = z.output<typeof includedConsignmentItem>

/** UN numbers of articles, which have no packing group. */
export const ARTICLES_WITHOUT_PACKING_GROUP: readonly string[] = ['3480', '3481', '3090', '3091', '3171', '3556', '3557', '3558']
