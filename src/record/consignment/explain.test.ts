import { describe, expect, test } from 'vitest'
import { entrustment, type Entrustment, type Quote } from '#model'
import { expandDepartures, networkState } from '#record/network'
import { cityNetwork, entrusted, quoted } from './testing/chongqing.ts'

type Excluded = Quote['excluded'][number]
const find = (quote: Quote, code: string): Excluded | undefined => quote.excluded.find((one) => one.code === code)

/** Follows a relaxation as a client would. */
function relaxed(asked: Entrustment, { relaxation }: Excluded): Entrustment {
  const copy: unknown = structuredClone(asked)
  const path = (relaxation?.pointer ?? '').split('/').slice(1)
  let at = copy as Record<string, unknown>
  for (const member of path.slice(0, -1)) at = at[member] as Record<string, unknown>
  const last = path.at(-1) ?? ''
  if (relaxation?.value === undefined) delete at[last]
  else at[last] = relaxation.value
  return entrustment.parse(copy)
}

describe('what one change would admit', () => {
  test.each([
    ['a mode', 'mode-not-allowed', { modeCodes: ['3'] as const }],
    ['the deadline', 'after-deadline', { deadlineDateTime: '2026-12-10T09:00:00+08:00', modeCodes: ['2', '3'] as const }],
    ['the number of legs', 'too-many-legs', { maximumLegs: 1, modeCodes: undefined, deadlineDateTime: undefined }],
    ['a place avoided', 'place-avoided', { avoidPlaceIds: ['cn-alashankou'], deadlineDateTime: undefined, modeCodes: ['2', '3'] as const }],
  ])('%s', { timeout: 60_000 }, (_, code, change) => {
    const asked = entrusted(change as never)
    const before = quoted(asked)
    const reason = find(before, code)
    expect(reason).toMatchObject({ relaxation: { pointer: expect.stringMatching(/^\//) } })
    if (!reason) return
    const vectors = (quote: Quote): string[] =>
      quote.itineraries.map(({ criteria }) => `${criteria.arrivalDateTime} ${criteria.totalAmount.minor} ${criteria.emissionG}`)
    const after = vectors(quoted(relaxed(asked, reason)))
    expect(after.filter((vector) => !vectors(before).includes(vector))).not.toEqual([])
  })
})

test('a departure nearly full says how much would go, and that much goes', { timeout: 60_000 }, () => {
  const city = cityNetwork()
  const departures = expandDepartures(city.reference, Temporal.PlainDate.from('2026-12-01'), 30).map((departure) =>
    departure.serviceId === 'r-yxo-duisburg-out'
      ? { ...departure, freeTeuCenti: departure.departs.map(() => 1000), freeKg: departure.departs.map(() => 500_000) }
      : departure,
  )
  const network = networkState({
    reference: city.reference,
    version: 2,
    checksum: 'sold',
    departures,
    from: city.from,
    until: city.from + 30 * 1440,
  })
  const asked = entrusted({
    includedConsignmentItem: [{ sequenceNumber: 1, grossWeightKg: 60_000, natureIdentificationCargo: { identificationText: 'laptops' } }],
  })
  const answer = quoted(asked, { network })
  const reason = answer.excluded.find((one) => one.code === 'capacity-short' && one.serviceId === 'r-yxo-duisburg-out')
  expect(reason).toMatchObject({ relaxation: { pointer: '/requestedEquipment/0/quantity', value: 5 } })
  if (!reason) return
  const after = quoted(relaxed(asked, reason), { network })
  expect(
    after.itineraries.some((one) => one.elements.some((element) => element.kind === 'LEG' && element.serviceId === 'r-yxo-duisburg-out')),
  ).toBe(true)
})

test('lithium batteries are refused by the airlines, with the row that says so', { timeout: 60_000 }, () => {
  const answer = quoted(
    entrusted({
      carrierAcceptanceLocation: { placeId: 'cq-ckg-airport' },
      consigneeReceiptLocation: { placeId: 'au-mel-airport' },
      deadlineDateTime: undefined,
      modeCodes: ['3', '4'],
      cargoFormCode: 'LOOSE',
      requestedEquipment: undefined,
      includedConsignmentItem: [
        {
          sequenceNumber: 1,
          grossWeightKg: 900,
          natureIdentificationCargo: { identificationText: 'lithium batteries' },
          transportPackage: { typeCode: 'CT', itemQuantity: 90, lengthMm: 400, widthMm: 300, heightMm: 300 },
          transportDangerousGoods: [
            { uNDGID: '3480', hazardClassificationID: '9', properShippingName: 'LITHIUM ION BATTERIES', netWeightKg: 800 },
          ],
        },
      ],
    }),
  )
  expect(answer.itineraries).toEqual([])
  expect(find(answer, 'dangerous-goods-not-accepted')).toMatchObject({ serviceId: 'a-ckg-mel-belly-out' })
})

describe('no itinerary is still an answer', () => {
  test.each([
    ['a detour nothing makes', { viaPlaceIds: ['au-melbourne'] }],
    ['too soon for anything', { deadlineDateTime: '2026-12-01T10:00:00+08:00' }],
    ['liquids into a box terminal', { cargoFormCode: 'LIQUID_BULK' as const, requestedEquipment: undefined }],
    ['by air only, in boxes', { modeCodes: ['4'] as const }],
    [
      'a point in the desert',
      { carrierAcceptanceLocation: { geographicalCoordinates: { latitude: 24, longitude: 10 }, countryCode: 'LY' } },
    ],
  ])('%s', { timeout: 60_000 }, (_, change) => {
    const answer = quoted(entrusted(change as never))
    expect(answer.itineraries).toEqual([])
    expect(answer.excluded.length).toBeGreaterThan(0)
    expect(answer.excluded.length).toBeLessThanOrEqual(20)
    for (const { detail, ruleId } of answer.excluded) expect([detail.length > 0, ruleId.length > 0]).toEqual([true, true])
  })
})
