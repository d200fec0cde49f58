import { describe, expect, test } from 'vitest'
import { plan, validate } from '#engines/planner'
import { quote } from '#model'
import { answerItinerary } from './answer.ts'
import { CASES_CLOCK } from './cases-clock.ts'
import { frontOf } from './front.ts'
import { understand } from './question.ts'
import { cityNetwork, countedUuids, EXAMPLE, entrusted, modes, quoted } from './testing/chongqing.ts'
import { termsOf } from './terms.ts'

const cny = (minor: string) => ({ minor, currency: 'CNY' })

describe('the worked example of CONTRACT §4', () => {
  const answer = quoted(entrusted())
  const example = answer.itineraries.find((one) => one.elements[0]?.kind === 'LEG' && one.elements[0].serviceId === 'd-l-xiyong-tuan-out')

  test('comes out to the fen, the gram and the minute', () => {
    expect(example?.criteria).toEqual({
      arrivalDateTime: '2026-12-18T04:00:00Z',
      totalAmount: cny('51992500'),
      emissionG: 19_263_460,
      onTimeProbability: 0.906,
    })
    expect(example?.unpriced).toEqual([{ code: 'CUSTOMS_IMPORT', placeId: 'de-duisburg' }])
  })

  test('its elements are those printed', () => {
    expect(example?.elements).toEqual([
      {
        sequenceNumber: 1,
        kind: 'LEG',
        stageCode: 'PRE',
        modeCode: '3',
        serviceId: 'd-l-xiyong-tuan-out',
        departureId: 'd-l-xiyong-tuan-out.20261201T1200',
        distanceKm: 12,
        departureEvent: { occurrenceLocation: { placeId: 'cq-xiyong-cbz' }, scheduledOccurrenceDateTime: '2026-12-01T04:00:00Z' },
        cutOffDateTime: '2026-12-01T03:00:00Z',
        arrivalEvent: { occurrenceLocation: { placeId: 'cq-tuanjiecun-rail' }, scheduledOccurrenceDateTime: '2026-12-01T04:30:00Z' },
        emissionG: 59_160,
        emissionFactorId: 'road-artic-40t-electric-cn',
        confidence: 'estimate',
      },
      {
        sequenceNumber: 2,
        kind: 'HUB_OPERATION',
        occurrenceLocation: { placeId: 'cq-tuanjiecun-rail' },
        operations: [
          { operationCode: 'DISCHARGE' },
          { operationCode: 'CUSTOMS_EXPORT', durationMinutes: 60 },
          { operationCode: 'STORAGE' },
          { operationCode: 'LOADING' },
        ],
        startEvent: { scheduledOccurrenceDateTime: '2026-12-01T04:30:00Z' },
        endEvent: { scheduledOccurrenceDateTime: '2026-12-03T12:00:00Z' },
        emissionG: 100_000,
        emissionFactorId: 'hub-rail-terminal',
        confidence: 'estimate',
      },
      {
        sequenceNumber: 3,
        kind: 'LEG',
        stageCode: 'MAIN',
        modeCode: '2',
        serviceId: 'r-yxo-duisburg-out',
        departureId: 'r-yxo-duisburg-out.20261203T2000',
        distanceKm: 11_179,
        departureEvent: { occurrenceLocation: { placeId: 'cq-tuanjiecun-rail' }, scheduledOccurrenceDateTime: '2026-12-03T12:00:00Z' },
        cutOffDateTime: '2026-12-01T12:00:00Z',
        arrivalEvent: { occurrenceLocation: { placeId: 'de-duisburg' }, scheduledOccurrenceDateTime: '2026-12-17T22:00:00Z' },
        freeTeu: 80,
        freeKg: 1_115_000,
        emissionG: 19_004_300,
        emissionFactorId: 'rail-intl-mixed-cis',
        confidence: 'estimate',
      },
      {
        sequenceNumber: 4,
        kind: 'HUB_OPERATION',
        occurrenceLocation: { placeId: 'de-duisburg' },
        operations: [{ operationCode: 'DISCHARGE' }],
        startEvent: { scheduledOccurrenceDateTime: '2026-12-17T22:00:00Z' },
        endEvent: { scheduledOccurrenceDateTime: '2026-12-18T04:00:00Z' },
        emissionG: 100_000,
        emissionFactorId: 'hub-rail-terminal',
        confidence: 'estimate',
      },
    ])
  })

  test("its charges are those printed, and the rate is the data's", () => {
    const teu = { calculationBasisCode: 'TEU', basisQuantity: 20, confidence: 'estimate' }
    expect(example?.applicableServiceCharge).toEqual([
      {
        ...teu,
        chargeCode: 'FREIGHT',
        elementSequenceNumber: 1,
        unitAmount: cny('26000'),
        appliedAmount: cny('520000'),
        sourceId: 'services.csv#d-l-xiyong-tuan-out',
      },
      {
        ...teu,
        chargeCode: 'HANDLING',
        elementSequenceNumber: 2,
        unitAmount: cny('21000'),
        appliedAmount: cny('420000'),
        sourceId: 'nodes.csv#cq-tuanjiecun-rail',
      },
      {
        chargeCode: 'CUSTOMS',
        elementSequenceNumber: 2,
        calculationBasisCode: 'DECLARATION',
        basisQuantity: 1,
        unitAmount: cny('30000'),
        appliedAmount: cny('30000'),
        sourceId: 'tariffs.json#customs/export general',
        confidence: 'public-source',
      },
      {
        ...teu,
        chargeCode: 'FREIGHT',
        elementSequenceNumber: 3,
        unitAmount: cny('2400000'),
        appliedAmount: cny('48000000'),
        sourceId: 'services.csv#r-yxo-duisburg-out',
      },
      {
        ...teu,
        chargeCode: 'HANDLING',
        elementSequenceNumber: 4,
        unitAmount: { minor: '19500', currency: 'EUR' },
        appliedAmount: { minor: '390000', currency: 'EUR' },
        sourceId: 'nodes.csv#de-duisburg',
      },
    ])
    expect(answer.exchangeRates).toEqual([
      { fromCurrency: 'EUR', toCurrency: 'CNY', rate: '7.75', sourceId: 'tariffs.json#fx_cny_per_unit/EUR', confidence: 'estimate' },
    ])
  })

  test('air is named as the contract names it, and why allowing it would not do', () => {
    expect(quoted(entrusted(), { language: 'zh-CN' }).excluded).toContainEqual(
      expect.objectContaining({
        code: 'mode-not-allowed',
        ruleId: 'entrustment.modeCodes',
        serviceId: 'a-ckg-fra-out',
        detail: '托运人未允许空运',
      }),
    )
    expect(answer.excluded).toContainEqual(expect.objectContaining({ code: 'cargo-form-not-accepted', serviceId: 'a-ckg-fra-out' }))
  })

  test('is a quote of the contract, kept a day, with every place it names', () => {
    expect(quote.parse(answer)).toEqual(answer)
    expect(answer).toMatchObject({
      createdDateTime: '2026-12-01T01:00:00Z',
      expiresDateTime: '2026-12-02T01:00:00Z',
      currency: 'CNY',
      networkVersion: 1,
    })
    expect(answer.places['de-duisburg']).toMatchObject({
      name: { zh: '杜伊斯堡', en: 'Duisburg (DIT)' },
      timeZone: 'Europe/Berlin',
      countryCode: 'DE',
    })
    for (const label of ['FASTEST', 'CHEAPEST', 'GREENEST', 'MOST_RELIABLE'] as const)
      expect(answer.itineraries.filter((one) => one.labels.includes(label))).toHaveLength(1)
  })
})

describe('questions of other kinds', () => {
  test('a currency converts line by line and says at which rates', () => {
    const answer = quoted(entrusted({ currency: 'USD' }))
    expect(answer.exchangeRates.map(({ fromCurrency, toCurrency }) => `${fromCurrency}>${toCurrency}`)).toEqual(['CNY>USD', 'EUR>USD'])
    const [one] = answer.itineraries
    const rate = (currency: string): number => Number(answer.exchangeRates.find((used) => used.fromCurrency === currency)?.rate ?? 1)
    const total = one?.applicableServiceCharge.reduce(
      (sum, line) => sum + Math.round(Number(line.appliedAmount.minor) * rate(line.appliedAmount.currency)),
      0,
    )
    expect(String(total)).toBe(one?.criteria.totalAmount.minor)
  })

  test('without a deadline the expected delay stands where the probability was', () => {
    const [one] = quoted(entrusted({ deadlineDateTime: undefined })).itineraries
    expect(one?.criteria.onTimeProbability).toBeUndefined()
    expect(one?.criteria.expectedDelayMinutes).toBe(1440)
  })

  test('from a point on the map a lorry comes', () => {
    const point = { geographicalCoordinates: { latitude: 29.58, longitude: 106.3 }, countryCode: 'CN' }
    const [one] = quoted(entrusted({ carrierAcceptanceLocation: point })).itineraries
    expect(one?.elements[0]).toMatchObject({
      kind: 'LEG',
      stageCode: 'PRE',
      modeCode: '3',
      departureEvent: { occurrenceLocation: point },
      confidence: 'estimate',
    })
  })

  test('within China there is no customs line', () => {
    const answer = quoted(
      entrusted({
        carrierAcceptanceLocation: { placeId: 'cq-guoyuan-port' },
        consigneeReceiptLocation: { placeId: 'cn-wuhan-yangluo-port' },
        deadlineDateTime: undefined,
      }),
    )
    expect(answer.itineraries.length).toBeGreaterThan(0)
    expect(
      answer.itineraries.flatMap((one) => [
        ...one.applicableServiceCharge.map((line) => line.chargeCode),
        ...one.unpriced.map(({ code }) => code),
      ]),
    ).not.toContain('CUSTOMS')
  })

  test.each(['de-hamburg', 'pl-lodz'])('nothing is declared from Duisburg to %s, inside one customs territory', (placeId) => {
    const answer = quoted(
      entrusted({
        carrierAcceptanceLocation: { placeId: 'de-duisburg' },
        consigneeReceiptLocation: { placeId },
        deadlineDateTime: undefined,
      }),
    )
    expect(answer.itineraries.length).toBeGreaterThan(0)
    expect(answer.itineraries.flatMap((one) => one.unpriced).filter(({ code }) => code.startsWith('CUSTOMS'))).toEqual([])
  })

  test('an import is cleared at the first hub behind the border', () => {
    const answer = quoted(
      entrusted({
        carrierAcceptanceLocation: { placeId: 'de-duisburg' },
        consigneeReceiptLocation: { placeId: 'cq-xiyong-cbz' },
        deadlineDateTime: undefined,
      }),
    )
    const [one] = answer.itineraries
    const hub = one?.elements.find(
      (element) => element.kind === 'HUB_OPERATION' && element.operations.some(({ operationCode }) => operationCode === 'CUSTOMS_IMPORT'),
    )
    expect(hub).toMatchObject({ occurrenceLocation: { placeId: 'cq-tuanjiecun-rail' } })
    expect(one?.applicableServiceCharge.filter((line) => line.chargeCode === 'CUSTOMS')).toMatchObject([
      { elementSequenceNumber: hub?.sequenceNumber, sourceId: 'tariffs.json#customs/import general' },
    ])
    expect(one?.unpriced).toContainEqual({ code: 'CUSTOMS_EXPORT', placeId: 'de-duisburg' })
  })
})

test('every member of the front holds when replayed against the rules, and its answer adds up', () => {
  const understood = understand(entrusted({ deadlineDateTime: undefined, modeCodes: undefined }), cityNetwork(), CASES_CLOCK)
  if (!understood.ok) throw new Error(JSON.stringify(understood.error))
  const { book, asked, answer } = frontOf(understood.value, cityNetwork(), modes)
  expect(answer.itineraries.length).toBeGreaterThan(0)
  for (const planned of answer.itineraries) {
    expect(validate(asked.question, planned)).toEqual([])
    answerItinerary(book, asked, planned, countedUuids())
  }
})

test('the same question asked from a fresh book has the same front', () => {
  const understood = understand(entrusted(), cityNetwork(), CASES_CLOCK)
  if (!understood.ok) throw new Error(JSON.stringify(understood.error))
  const { book, allowance, answer } = frontOf(understood.value, cityNetwork(), modes)
  expect(plan(termsOf(book, { ...allowance, ignoreCapacity: true, ignoreRefusals: true }).question).itineraries.length).toBeGreaterThan(0)
  expect(plan(termsOf(book, allowance).question).itineraries).toEqual(answer.itineraries)
  expect(EXAMPLE.maximumLegs).toBe(allowance.maximumLegs)
})
