import { expect, test } from 'vitest'
import { CASES_CLOCK } from './cases-clock.ts'
import { understand } from './question.ts'
import { cityNetwork, entrusted, type Question } from './testing/chongqing.ts'

const faultsOf = (change: { [Member in keyof Question]?: Question[Member] | undefined }): string[] => {
  const understood = understand(entrusted(change), cityNetwork(), CASES_CLOCK)
  return understood.ok ? [] : understood.error.map(({ pointer, code }) => `${pointer} ${code}`)
}
const point = (latitude: number) => ({ geographicalCoordinates: { latitude, longitude: 106.5 }, countryCode: 'CN' })

test.each([
  ['nothing wrong', {}, []],
  ['an unknown place', { carrierAcceptanceLocation: { placeId: 'atlantis' } }, ['/carrierAcceptanceLocation/placeId unknown-place']],
  [
    'two unknown places at once',
    { carrierAcceptanceLocation: { placeId: 'atlantis' }, viaPlaceIds: ['cn-alashankou', 'eldorado'] },
    ['/carrierAcceptanceLocation/placeId unknown-place', '/viaPlaceIds/1 unknown-place'],
  ],
  ['the same place', { consigneeReceiptLocation: { placeId: 'cq-xiyong-cbz' } }, ['/consigneeReceiptLocation out-of-range']],
  [
    'the same point',
    { carrierAcceptanceLocation: point(29.5), consigneeReceiptLocation: point(29.5) },
    ['/consigneeReceiptLocation out-of-range'],
  ],
  ['two points', { carrierAcceptanceLocation: point(29.5), consigneeReceiptLocation: point(29.6) }, []],
  ['the past', { readyDateTime: '2026-12-01T08:58:59+08:00' }, ['/readyDateTime out-of-range']],
  ['a clock a minute slow', { readyDateTime: '2026-12-01T08:59:00+08:00' }, []],
  ['beyond the timetable', { readyDateTime: '2027-06-01T08:59:00+08:00', deadlineDateTime: undefined }, ['/readyDateTime out-of-range']],
  ['a deadline before the goods are ready', { deadlineDateTime: '2026-11-30T09:00:00+08:00' }, ['/deadlineDateTime before-ready']],
  ['avoiding where it starts', { avoidPlaceIds: ['cq-xiyong-cbz'] }, ['/avoidPlaceIds/0 out-of-range']],
  ['via and avoided', { viaPlaceIds: ['cn-alashankou'], avoidPlaceIds: ['cn-alashankou'] }, ['/avoidPlaceIds/0 out-of-range']],
  [
    'too heavy for the boxes',
    { requestedEquipment: [{ unitTypeCode: '40HC', quantity: 2 }] },
    ['/requestedEquipment/0/quantity unit-overweight'],
  ],
  [
    'a worth below nothing in no currency',
    { declaredValueForCarriageAmount: { minor: '-5', currency: 'XXX' } },
    ['/declaredValueForCarriageAmount/minor out-of-range', '/declaredValueForCarriageAmount/currency unknown-code'],
  ],
  [
    'a box nobody knows',
    { requestedEquipment: [{ unitTypeCode: '53HC', quantity: 10 }] },
    ['/requestedEquipment/0/unitTypeCode unknown-code'],
  ],
] as const)('%s', (_, change, faults) => expect(faultsOf(change as never)).toEqual(faults))

const at = (latitude: number, longitude: number, countryCode: string) => ({
  carrierAcceptanceLocation: { geographicalCoordinates: { latitude, longitude }, countryCode },
})
test.each([
  ['Chongqing in China', at(29.5, 106.5, 'CN'), undefined],
  ['Duisburg in China', at(51.4, 6.8, 'CN'), 'out-of-range The coordinates are not in CN'],
  ['Berlin swapped', at(13.4, 52.5, 'DE'), 'out-of-range The coordinates are not in DE; with latitude and longitude swapped they would be'],
  ['a country without a box', at(-33.4, -70.6, 'CL'), undefined],
  ['no country', at(29.5, 106.5, 'ZZ'), 'unknown-code There is no country code “ZZ”'],
  ['a code never given', at(29.5, 106.5, 'XX'), 'unknown-code There is no country code “XX”'],
  ['a code withdrawn', at(55.7, 37.6, 'SU'), 'unknown-code There is no country code “SU”'],
])('a point and its country: %s', (_, change, wrong) => {
  const understood = understand(entrusted(change), cityNetwork(), CASES_CLOCK)
  const faults = understood.ok ? [] : understood.error
  expect(faults.map(({ pointer, code, detail }) => `${pointer} ${code} ${detail.en}`)).toEqual(
    wrong === undefined ? [] : [`/carrierAcceptanceLocation/countryCode ${wrong}`],
  )
})

test('each fault speaks both languages', () => {
  const understood = understand(
    entrusted({ readyDateTime: '2020-01-01T00:00:00Z', avoidPlaceIds: ['nowhere'] }),
    cityNetwork(),
    CASES_CLOCK,
  )
  for (const { detail } of understood.ok ? [] : understood.error) {
    expect(detail.zh).toMatch(/\p{Script=Han}/u)
    expect(detail.en).toMatch(/[a-z]/)
  }
  expect(understood.ok).toBe(false)
})
