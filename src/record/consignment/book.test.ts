import { describe, expect, test } from 'vitest'
import { modeFor } from '#model'
import { costOf, openBook, placeOf } from './book.ts'
import { CASES_CLOCK } from './cases-clock.ts'
import { understand } from './question.ts'
import { termsOf } from './terms.ts'
import { cityNetwork, entrusted, modes, type Question } from './testing/chongqing.ts'

const network = cityNetwork()
function bookOf(change: Question = {}) {
  const understood = understand(entrusted(change), network, CASES_CLOCK)
  if (!understood.ok) throw new Error(JSON.stringify(understood.error))
  return { understood: understood.value, book: openBook(understood.value, network, modes) }
}
const reefers: Question = {
  requestedEquipment: [{ unitTypeCode: '40RF', quantity: 4 }],
  includedConsignmentItem: [
    {
      sequenceNumber: 1,
      grossWeightKg: 40_000,
      natureIdentificationCargo: { identificationText: 'beef' },
      transportTemperature: { minimumC: -20, maximumC: -18 },
    },
  ],
}

describe.each([
  ['dry boxes', {}, 'CNY'],
  ['dry boxes in euro', { currency: 'EUR' as const }, 'EUR'],
  ['reefers', reefers, 'CNY'],
])('storage of %s', (_, change, currency) => {
  test('the table is what the park charges for the stay, day by day', () => {
    const { book } = bookOf(change)
    expect(book.exchange.currency).toBe(currency)
    for (const id of ['cq-tuanjiecun-rail', 'cq-guoyuan-port', 'cn-qinzhou-port', 'de-duisburg']) {
      const index = network.placeIndex.get(id) ?? -1
      const hub = book.hub(index)
      for (const days of [0, 1, 3, 4, 8, 15, 41, 90]) {
        const stage = {
          kind: 'HUB_OPERATION',
          place: placeOf(network, index),
          bySea: false,
          stayMinutes: days * 1440,
          last: false,
        } as const
        const charged = costOf(modeFor(modes, stage).charges(book.load, stage, network.reference), book.exchange)
        expect([id, days, hub.handlingCost + (book.storageTables[hub.storage]?.[days] ?? 0)]).toEqual([id, days, charged])
      }
    }
  })
})

test('terms hold only what is allowed: no mode, no place and no refusal slips in', () => {
  const { book, understood } = bookOf({ modeCodes: ['2', '3'] })
  const avoid = [network.placeIndex.get('cn-alashankou') ?? -1]
  const { rides, roads, question } = termsOf(book, { ...understood, avoid })
  expect(rides.length).toBeGreaterThan(100)
  for (const ride of rides) {
    expect(['2', '3']).toContain(ride.modeCode)
    expect(ride.refusal).toBeUndefined()
    expect(network.timetable.stopPlace.subarray(ride.from, ride.to + 1)).not.toContain(avoid[0])
  }
  expect(roads.every((road) => road.refusal === undefined)).toBe(true)
  expect([...question.terms.rideStart]).toEqual([...question.terms.rideStart].toSorted((a, b) => a - b))
  expect(question.terms.rideStart.at(-1)).toBe(rides.length)
  expect(question.terms.roadStart.at(-1)).toBe(roads.length)
})

test('via places named twice are met once', () => {
  const { book, understood } = bookOf()
  const place = network.placeIndex.get('cn-alashankou') ?? -1
  expect(termsOf(book, { ...understood, via: [place, place] }).question.viaMask).toBe(1)
})
