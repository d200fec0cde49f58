// What zod finds, in our words.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { entrustment } from '#model'
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

test('a thousand wrong items are not a thousand lines', () => {
  expect(
    errorsOf(
      z.array(z.string()),
      Array.from({ length: 999 }, () => 1),
    ).length,
  ).toBe(50)
})
