// What zod finds, in our words.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { entrustment, pageLimit } from '#model'
import { fieldErrors } from './issues.ts'

const errorsOf = (schema: z.ZodType, input: unknown) => {
  const read = schema.safeParse(input)
  return read.success ? [] : fieldErrors(read.error.issues, input, schema)
}

test('a range is told with both its ends, as the contract’s example has it', () => {
  const asked = { requestedEquipment: [{ unitTypeCode: '40HC', quantity: 10_000 }] }
  expect(errorsOf(entrustment, asked)).toContainEqual({
    pointer: '/requestedEquipment/0/quantity',
    code: 'out-of-range',
    detail: { zh: '数量须在 1 至 1000 之间', en: 'Quantity must be from 1 to 1000' },
    minimum: 1,
    maximum: 1000,
  })
})

test.each([
  ['one end', z.object({ quantity: z.number().min(1) }), { quantity: 0 }, 'Quantity must be at least 1'],
  ['a whole number without ends', z.object({ quantity: z.int().min(1) }), { quantity: 0 }, 'Quantity must be at least 1'],
  ['too many', z.object({ viaPlaceIds: z.array(z.string()).max(1) }), { viaPlaceIds: ['a', 'b'] }, 'Via must have at most 1 entries'],
  ['too long', z.object({ name: z.string().max(2) }), { name: 'abc' }, 'Name must have at most 2 characters'],
])('%s', (_, schema, input, detail) => {
  expect(errorsOf(schema, input).map((error) => error.detail.en)).toEqual([detail])
})

test('of two shapes the nearer one speaks', () => {
  expect(errorsOf(entrustment.pick({ carrierAcceptanceLocation: true }), { carrierAcceptanceLocation: {} })).toMatchObject([
    { pointer: '/carrierAcceptanceLocation/placeId', code: 'missing-member' },
  ])
  expect(
    errorsOf(entrustment.pick({ carrierAcceptanceLocation: true }), {
      carrierAcceptanceLocation: { geographicalCoordinates: { latitude: 91, longitude: 0 }, countryCode: 'CN' },
    }),
  ).toMatchObject([
    { pointer: '/carrierAcceptanceLocation/geographicalCoordinates/latitude', code: 'out-of-range', minimum: -90, maximum: 90 },
  ])
})

const one = (name: string) => ({
  carrierAcceptanceLocation: { geographicalCoordinates: { latitude: 29, longitude: 106 }, countryCode: 'CN', name },
})
const acceptance = entrustment.pick({ carrierAcceptanceLocation: true })
test.each([
  ['NUL', 'a\u0000b'],
  ['a control', 'a\u0007b'],
  ['half a character', 'a\uD800'],
  ['a direction override', 'a\u202Eb'],
  ['an isolate', 'a\u2066b'],
])('text with %s is refused in both languages', (_, name) => {
  expect(errorsOf(acceptance, one(name))).toEqual([
    {
      pointer: '/carrierAcceptanceLocation/name',
      code: 'wrong-type',
      detail: { zh: expect.stringMatching(/^名称含有不可用的字符/), en: expect.stringMatching(/^Name contains characters/) },
    },
  ])
})

test('text of any script, with its joiners, is text', () => {
  expect(errorsOf(acceptance, one('重庆 Düsseldorf 👩‍🌾 میناء'))).toEqual([])
})

test('cargo’s own texts are plain too', () => {
  const item = {
    sequenceNumber: 1,
    natureIdentificationCargo: { identificationText: 'a\u0000' },
    grossWeightKg: 1.00001,
    transportPackage: { typeCode: 'CT', itemQuantity: 1, shippingMarks: '\u202Ea' },
    transportDangerousGoods: [{ uNDGID: '1263', hazardClassificationID: '3', properShippingName: '\uDC00', netWeightKg: 1 }],
  }
  const found = errorsOf(entrustment.pick({ includedConsignmentItem: true }), { includedConsignmentItem: [item] })
  expect(found.map(({ pointer, code }) => `${pointer.replace('/includedConsignmentItem/0/', '')} ${code}`)).toEqual([
    'natureIdentificationCargo/identificationText wrong-type',
    'grossWeightKg out-of-range',
    'transportPackage/shippingMarks wrong-type',
    'transportDangerousGoods/0/properShippingName wrong-type',
  ])
  expect(found[1]?.detail).toEqual({ zh: '毛重(千克)最多三位小数', en: 'Gross weight (kg) may have at most three decimals' })
})

test('a number past every end is told once, with the nearer end', () => {
  const asked = { requestedEquipment: [{ unitTypeCode: '40HC', quantity: 1e20 }] }
  expect(errorsOf(entrustment.pick({ requestedEquipment: true }), asked)).toMatchObject([{ minimum: 1, maximum: 1000 }])
  expect(errorsOf(z.object({ limit: pageLimit }), { limit: '99999999999999999999' })).toMatchObject([{ minimum: 1, maximum: 200 }])
  expect(errorsOf(z.object({ limit: z.coerce.number().int().max(5) }), { limit: '99999999999999999999' })).toMatchObject([{ maximum: 5 }])
})

test.each(['1e2', '0x10', '', '1.5', ' 7'])('a page’s size is digits, not %j', (limit) => {
  expect(errorsOf(z.object({ limit: pageLimit }), { limit })).toMatchObject([
    { pointer: '/limit', code: 'wrong-type', detail: { en: 'Items per page must be a whole number' } },
  ])
  expect(z.object({ limit: pageLimit }).parse({})).toEqual({ limit: 50 })
})

test('a place and coordinates together: one or the other', () => {
  const { name: _, ...both } = { ...one('a').carrierAcceptanceLocation, placeId: 'cq-guoyuan-port' }
  expect(errorsOf(acceptance, { carrierAcceptanceLocation: both })).toMatchObject([
    {
      pointer: '/carrierAcceptanceLocation/placeId',
      detail: {
        zh: '起运地只能取其一:地点(placeId)或坐标(geographicalCoordinates),不能同时给出',
        en: 'Place of acceptance is one or the other: place (placeId) or coordinates (geographicalCoordinates), not both',
      },
    },
  ])
})

test('a time to start from is not called a cursor', () => {
  const [found] = errorsOf(z.object({ after: z.iso.datetime({ offset: true }) }), { after: 'yesterday' })
  expect(found?.detail.en).toMatch(/^Start \(after\) must be a time/)
})

test('a thousand wrong items are not a thousand lines', () => {
  expect(
    errorsOf(
      z.array(z.string()),
      Array.from({ length: 999 }, () => 1),
    ).length,
  ).toBe(50)
})
