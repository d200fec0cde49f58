import { describe, expect, test } from 'vitest'
import type { ReferenceNetwork } from '#model'
import { CHONGQING } from '#record/network/testing'
import { readFolder } from './folder/index.ts'
import { searchPlaces } from './places.ts'
import { type Departure, expandDepartures } from './schedule/index.ts'
import { networkState } from './state.ts'

const read = readFolder(CHONGQING)
if (!read.ok) throw new Error('the data keeps the rules')
const reference = read.value
const minute = (text: string): number => Temporal.Instant.from(text).epochMilliseconds / 60_000
const [from, until] = [minute('2026-12-01T01:00Z'), minute('2027-03-01T00:00Z')]
const stateOf = (network: ReferenceNetwork, departures: readonly Departure[]) =>
  networkState({ reference: network, version: 1, checksum: 'test', departures, from, until })
const departures = expandDepartures(reference, Temporal.PlainDate.from('2026-12-01'), 90)
const state = stateOf(reference, departures)
const { timetable } = state

describe('the timetable', () => {
  test('holds every service, every departure and two spare places', () => {
    expect(timetable.placeCount).toBe(reference.places.size + 2)
    expect(timetable.serviceCount).toBe(489)
    expect(state.departureIds).toHaveLength(departures.length)
    expect(timetable.minimumTransfer.slice(-2)).toEqual(Int32Array.of(-1, -1))
    expect(timetable.minimumTransfer[state.placeIndex.get('cn-three-gorges-lock')!]).toBe(-1)
    expect(timetable.serviceTripStart.at(-1)).toBe(state.departureIds.length)
    expect(timetable.tripTimeStart.at(-1)).toBe(timetable.departs.length)
  })

  test('no trip overtakes another of its service, and none runs back in time', () => {
    for (let s = 0; s < timetable.serviceCount; s++) {
      const stops = timetable.serviceStopStart[s + 1]! - timetable.serviceStopStart[s]!
      for (let trip = timetable.serviceTripStart[s]!; trip < timetable.serviceTripStart[s + 1]!; trip++) {
        const start = timetable.tripTimeStart[trip]!
        expect(timetable.tripTimeStart[trip + 1]! - start).toBe(stops)
        for (let k = 0; k < stops; k++) {
          const at = start + k
          if (trip > timetable.serviceTripStart[s]! && timetable.departs[at]! < timetable.departs[at - stops]!)
            throw new Error(`${state.departureIds[trip]} overtakes`)
          if (timetable.departs[at]! < timetable.arrives[at]!) throw new Error(`${state.departureIds[trip]} leaves before it arrives`)
        }
      }
    }
  })

  test('room per leg: TEU in hundredths, kilograms; lorries are elastic', () => {
    const trip = state.departureIds.indexOf('r-yxo-duisburg-out.20261203T2000')
    const start = timetable.tripTimeStart[trip]!
    expect(state.freeTeuCenti.slice(start, start + 6)).toEqual(Int32Array.of(10_000, 10_000, 10_000, 10_000, 10_000, -1))
    expect(state.freeKg[start]).toBe(1_200_000)
    const lorry = timetable.tripTimeStart[state.departureIds.findIndex((id) => id.startsWith('d-l-xiyong-tuan-out.'))]!
    expect([state.freeTeuCenti[lorry], state.freeKg[lorry]]).toEqual([-1, -1])
  })

  test('what is taken is not free', () => {
    const id = 'r-yxo-duisburg-out.20261203T2000'
    const booked = stateOf(
      reference,
      departures.map((d) => (d.id === id ? { ...d, freeTeuCenti: [8000, 8000, 0, 8000, 8000], freeKg: [1, 2, 3, 4, 5] } : d)),
    )
    const start = booked.timetable.tripTimeStart[booked.departureIds.indexOf(id)]!
    expect(booked.freeTeuCenti.slice(start, start + 5)).toEqual(Int32Array.of(8000, 8000, 0, 8000, 8000))
    expect(booked.freeKg.slice(start, start + 5)).toEqual(Int32Array.of(1, 2, 3, 4, 5))
  })

  test('a departure that overtakes, or keeps other stops, is not offered', () => {
    const strange = departures.map((d) => {
      if (d.id === 'r-yxo-duisburg-out.20261204T2000') return { ...d, arrives: d.arrives.map((m, k) => (k === 5 ? m - 3000 : m)) }
      if (d.id === 'r-yxo-duisburg-out.20261205T2000') return { ...d, arrives: d.arrives.slice(0, 3), departs: d.departs.slice(0, 3) }
      return d
    })
    const offered = new Set(stateOf(reference, strange).departureIds)
    expect(departures.filter(({ id }) => !offered.has(id)).map(({ id }) => id)).toEqual([
      'r-yxo-duisburg-out.20261204T2000',
      'r-yxo-duisburg-out.20261205T2000',
    ])
  })

  test('a scheduled lorry that would meet a closed border gate does not run', () => {
    const gate = { ...reference.places.get('cn-longbang')!, openingHours: 'Mo-Su 08:30-17:30; PH off' }
    const network = { ...reference, places: new Map(reference.places).set(gate.id, gate) }
    const offered = new Set(stateOf(network, departures).departureIds)
    const missing = departures.filter(({ id }) => !offered.has(id))
    const dayAt = (m: number): string =>
      Temporal.Instant.fromEpochMilliseconds(m * 60_000)
        .toZonedDateTimeISO('Asia/Shanghai')
        .toPlainDate()
        .toString()
    const isHoliday = (date: string): boolean =>
      ('2027-01-01' <= date && date <= '2027-01-03') || ('2027-02-05' <= date && date <= '2027-02-11')
    // Outwards it crosses when it leaves the gate, inwards when it arrives there.
    const out = departures.filter((d) => d.serviceId === 'd-xb-hungyen-out' && isHoliday(dayAt(d.departs[1]!)))
    const back = departures.filter((d) => d.serviceId === 'd-xb-hungyen-in' && isHoliday(dayAt(d.arrives[1]!)))
    expect(out.length).toBeGreaterThan(2)
    expect(missing.map(({ id }) => id).toSorted()).toEqual([...out, ...back].map(({ id }) => id).toSorted())
  })
})

describe('finding places', () => {
  test.each([
    ['果园', 'cq-guoyuan-port'],
    ['果园港', 'cq-guoyuan-port'],
    ['Guoyuan Port', 'cq-guoyuan-port'],
    ['guoyuan', 'cq-guoyuan-port'],
    ['CNCHQ', 'cq-guoyuan-port'],
    ['cnchq', 'cq-guoyuan-port'],
    ['CKG', 'cq-ckg-airport'],
    ['ｃｋｇ', 'cq-ckg-airport'],
    ['杜伊斯堡', 'de-duisburg'],
    ['duis', 'de-duisburg'],
    [' Duisburg ', 'de-duisburg'],
    ['DIT', 'de-duisburg'],
    ['团结村', 'cq-tuanjiecun-rail'],
    ['cq-xiyong-cbz', 'cq-xiyong-cbz'],
  ])('"%s" finds %s first', (query, id) => {
    expect(searchPlaces(state, query, 10)[0]?.id).toBe(id)
  })

  test('every place is found first, or among its namesakes, by its own Chinese and English name', () => {
    for (const place of reference.places.values()) {
      for (const name of [place.name.zh, place.name.en])
        expect([name, ...searchPlaces(state, name, 5).map(({ id }) => id)]).toContain(place.id)
    }
  })

  test('nothing for nonsense, everything for nothing', () => {
    expect(searchPlaces(state, 'zzzz不存在', 10)).toEqual([])
    expect(searchPlaces(state, '', 500)).toHaveLength(reference.places.size)
  })
})
