import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Entrustment } from '#model'
import { questionSearch, readQuestion, relaxed } from './question.ts'

const QUESTION: Entrustment = {
  carrierAcceptanceLocation: { placeId: 'cq-xiyong-cbz' },
  consigneeReceiptLocation: { geographicalCoordinates: { latitude: 51.4, longitude: 6.7 }, countryCode: 'DE', name: '杜伊斯堡 & co' },
  readyDateTime: '2026-12-01T09:00:00+08:00',
  currency: 'CNY',
  cargoFormCode: 'CONTAINERISED',
  requestedEquipment: [{ unitTypeCode: '40HC', quantity: 10 }],
  includedConsignmentItem: [{ sequenceNumber: 1, grossWeightKg: 85_000, natureIdentificationCargo: { identificationText: 'laptops' } }],
}

test('the address gives back the question, whatever its texts hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      const [item] = QUESTION.includedConsignmentItem
      if (item === undefined) return
      const asked = {
        ...QUESTION,
        includedConsignmentItem: [{ ...item, natureIdentificationCargo: { identificationText: text.toWellFormed() } }],
      }
      expect(readQuestion(questionSearch(asked, { lang: 'en' }))).toEqual(asked)
    }),
  )
})

test.each([
  '',
  '?q=',
  '?q={',
  '?q=null',
  '?q=[]',
  '?q={"readyDateTime":"x"}',
  `?q=${encodeURIComponent(JSON.stringify({ ...QUESTION, includedConsignmentItem: [{}] }))}`,
])('a damaged address holds no question: %s', (search) => expect(readQuestion(search)).toBeUndefined())

test('one member is changed, added, or taken away', () => {
  expect(relaxed(QUESTION, { pointer: '/maximumLegs', value: 6 })).toEqual({ ...QUESTION, maximumLegs: 6 })
  expect(relaxed({ ...QUESTION, deadlineDateTime: '2026-12-02T00:00:00Z' }, { pointer: '/deadlineDateTime' })).toEqual(QUESTION)
  expect(relaxed(QUESTION, { pointer: '/requestedEquipment/0/quantity', value: 4 }).requestedEquipment).toEqual([
    { unitTypeCode: '40HC', quantity: 4 },
  ])
  expect(relaxed({ ...QUESTION, avoidPlaceIds: ['a', 'b'] }, { pointer: '/avoidPlaceIds/0' }).avoidPlaceIds).toEqual(['b'])
})

test('a change that would break the question is not made', () => {
  expect(relaxed(QUESTION, { pointer: '/carrierAcceptanceLocation' })).toBe(QUESTION)
})
