import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Place, ReferenceNetwork, Service } from '#model'
import { CHONGQING } from '#record/network/testing'
import { readFolder } from '../folder/index.ts'
import { type Departure, expandDepartures } from './departures.ts'

const read = readFolder(CHONGQING)
if (!read.ok) throw new Error('the data keeps the rules')
const reference = read.value
const DAY = 1440

/** The real network with one service, changed. */
function only(id: string, change: Partial<Service> = {}, zone?: string): ReferenceNetwork {
  const service = { ...reference.services.get(id)!, ...change }
  const places = new Map<string, Place>(reference.places)
  const first = service.stops[0]!.placeId
  if (zone !== undefined) places.set(first, { ...places.get(first)!, timeZone: zone })
  return { ...reference, places, services: new Map([[id, service]]) }
}
const day = (text: string) => Temporal.PlainDate.from(text)
const utc = (m: number | undefined): string =>
  Temporal.Instant.fromEpochMilliseconds((m ?? 0) * 60_000)
    .toString()
    .slice(0, 16)
const from = (departures: readonly Departure[], date: string): Departure[] => departures.filter(({ firstLocal }) => firstLocal >= date)

test('the id is the service and its first planned local time', () => {
  const [first] = from(expandDepartures(only('r-yxo-duisburg-out'), day('2026-12-03'), 1), '2026-12-03')
  expect(first).toMatchObject({
    id: 'r-yxo-duisburg-out.20261203T2000',
    serviceId: 'r-yxo-duisburg-out',
    firstLocal: '2026-12-03T20:00',
    timeZone: 'Asia/Shanghai',
  })
  expect([utc(first?.departs[0]), utc(first?.arrives.at(-1))]).toEqual(['2026-12-03T12:00', '2026-12-17T22:00'])
})

test('those still on their way are there, those that have ended are not', () => {
  const all = expandDepartures(only('r-yxo-duisburg-out'), day('2026-12-03'), 1)
  const start = Temporal.Instant.from('2026-12-03T00:00+08:00').epochMilliseconds / 60_000
  expect(all.filter(({ arrives }) => arrives.at(-1)! >= start).length).toBe(Math.ceil(346 / 24) + 1)
  expect(all.every(({ arrives }) => arrives.at(-1)! > start - 2 * DAY)).toBe(true)
})

test('above one a day: spread evenly over 24 h from the departure time', () => {
  const six = from(
    expandDepartures(
      only('d-l-xiyong-tuan-out', { departuresPerWeek: 42, weekdays: [1, 2, 3, 4, 5, 6, 7], departureTimeLocal: '20:00' }),
      day('2026-12-03'),
      1,
    ),
    '2026-12-03T20',
  )
  expect(six.map(({ firstLocal }) => firstLocal.slice(8))).toEqual(['03T20:00', '04T00:00', '04T04:00', '04T08:00', '04T12:00', '04T16:00'])
})

test('Berlin through both changes of the clock: the wall clock stays, the instant moves', () => {
  const daily = only('r-yxo-duisburg-in', { departureTimeLocal: '20:00' })
  const spring = from(expandDepartures(daily, day('2027-03-27'), 2), '2027-03-27')
  expect(spring.map(({ departs }) => utc(departs[0]))).toEqual(['2027-03-27T19:00', '2027-03-28T18:00'])
  const autumn = from(expandDepartures(daily, day('2026-10-24'), 2), '2026-10-24')
  expect(autumn.map(({ departs }) => utc(departs[0]))).toEqual(['2026-10-24T18:00', '2026-10-25T19:00'])
})

test('a time that the clock skips runs by the clock of before; a doubled one runs the first time', () => {
  const skipped = from(expandDepartures(only('r-yxo-duisburg-in', { departureTimeLocal: '02:30' }), day('2027-03-28'), 1), '2027-03-28')
  expect(skipped.map(({ id, departs }) => [id, utc(departs[0])])).toEqual([['r-yxo-duisburg-in.20270328T0230', '2027-03-28T01:30']])
  const doubled = from(expandDepartures(only('r-yxo-duisburg-in', { departureTimeLocal: '02:30' }), day('2026-10-25'), 1), '2026-10-25')
  expect(utc(doubled[0]?.departs[0])).toBe('2026-10-25T00:30')
})

test('law: each departure is its wall time in its zone, on a day the service runs', () => {
  const zone = fc.constantFrom(
    'Asia/Shanghai',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Melbourne',
    'Asia/Kathmandu',
    'America/Sao_Paulo',
  )
  const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
  const time = fc
    .integer({ min: 0, max: DAY - 1 })
    .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`)
  fc.assert(
    fc.property(
      zone,
      weekdays,
      fc.constantFrom(1, 2, 3, 4, 5, 6, 8, 10, 12),
      time,
      fc.integer({ min: 0, max: 400 }),
      (timeZone, days, perDay, departureTimeLocal, offset) => {
        const network = only(
          'r-yxo-duisburg-out',
          { weekdays: days, departuresPerWeek: perDay * days.length, departureTimeLocal },
          timeZone,
        )
        const fromDate = day('2026-09-01').add({ days: offset })
        const departures = expandDepartures(network, fromDate, 7)
        expect(new Set(departures.map(({ id }) => id)).size).toBe(departures.length)
        expect(
          departures.filter(({ firstLocal }) => firstLocal >= `${fromDate.toString()}T${departureTimeLocal}`).length,
        ).toBeGreaterThanOrEqual(days.length)
        for (const { firstLocal, departs, arrives } of departures) {
          const wall = Temporal.PlainDateTime.from(firstLocal)
          expect(departs[0]).toBe(wall.toZonedDateTime(timeZone).epochMilliseconds / 60_000)
          expect(arrives.at(-1)).toBe(departs[0]! + 346 * 60)
          const since = wall.subtract({ hours: Number(departureTimeLocal.slice(0, 2)), minutes: Number(departureTimeLocal.slice(3)) })
          expect(days).toContain(since.dayOfWeek)
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('the counts of the contract: about 48,000 departures in 90 days', () => {
  const start = Temporal.PlainDate.from('2026-12-01')
  const within = expandDepartures(reference, start, 90).filter(({ firstLocal }) => firstLocal >= '2026-12-01')
  expect(within.length).toBeGreaterThan(47_000)
  expect(within.length).toBeLessThan(49_000)
})
