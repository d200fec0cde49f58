// Services as departures: each day's trips in the first place's own time zone.
import { assert, toNumber } from '#kernel'
import type { ReferenceNetwork, Service } from '#model'

/** One run of a service. Times are epoch minutes per stop: arrivals rounded up, departures down. */
export interface Departure {
  /** Service and first planned local time: `r-yxo-duisburg-out.20261203T2000` (CONTRACT §1). */
  readonly id: string
  readonly serviceId: string
  /** `2026-12-03T20:00`, in `timeZone`. */
  readonly firstLocal: string
  readonly timeZone: string
  readonly arrives: readonly number[]
  readonly departs: readonly number[]
  /** Room left per leg where something is taken; absent = the service's whole capacity. -1 = not counted. */
  readonly freeTeuCenti?: readonly number[]
  readonly freeKg?: readonly number[]
}

const DAY = 1440

/** The zone of a service's timetable: that of its first place. */
export function zoneOf({ places }: ReferenceNetwork, service: Service): string {
  const zone = places.get(service.stops[0]?.placeId ?? '')?.timeZone
  assert(zone !== undefined, `the first place of ${service.id}`)
  return zone
}

/** Whole capacity of one departure per leg: hundredths of a TEU and kilograms; -1 = elastic or not counted. */
export function capacityOf({ capacityBasis, capacityTeu, capacityTonnes }: Service): { teuCenti: number; kg: number } {
  if (capacityBasis === 'truck') return { teuCenti: -1, kg: -1 }
  return { teuCenti: capacityTeu === undefined ? -1 : Math.floor(capacityTeu * 100), kg: Math.floor(toNumber(capacityTonnes) * 1000) }
}

/**
 * Every departure that runs in the `days` days from `fromDate` on: those that start there, and those started before
 * that are still on their way then, since a later stop can still be boarded.
 */
export function expandDepartures(reference: ReferenceNetwork, fromDate: Temporal.PlainDate, days: number): Departure[] {
  const departures: Departure[] = []
  const epochDay = Temporal.PlainDate.from('1970-01-01').until(fromDate).days
  const zones = new Map<string, ToUtc>()
  for (const service of reference.services.values()) {
    const timeZone = zoneOf(reference, service)
    let toUtc = zones.get(timeZone)
    if (toUtc === undefined) zones.set(timeZone, (toUtc = zoneClock(timeZone)))
    // One day more than the run: local days of the last stop may lie ahead of the first one's.
    const lookBack = Math.ceil((service.stops.at(-1)?.arriveMinutes ?? 0) / DAY) + 1
    for (let day = epochDay - lookBack; day < epochDay + days; day++) departures.push(...departuresOfDay(service, day, timeZone, toUtc))
  }
  return departures
}

/** ISO weekday of a day counted from 1 January 1970, a Thursday. */
const weekdayOf = (epochDay: number): number => ((((epochDay + 3) % 7) + 7) % 7) + 1

function departuresOfDay(service: Service, epochDay: number, timeZone: string, toUtc: ToUtc): Departure[] {
  if (!service.weekdays.includes(weekdayOf(epochDay))) return []
  const perDay = Math.round(service.departuresPerWeek / service.weekdays.length)
  const first = epochDay * DAY + Number(service.departureTimeLocal.slice(0, 2)) * 60 + Number(service.departureTimeLocal.slice(3, 5))
  return Array.from({ length: perDay }, (_, k) => {
    // Above one a day they are spread evenly over 24 h by the wall clock; the import rules see to whole minutes.
    const local = first + Math.floor((DAY * k) / perDay)
    const start = toUtc(local)
    const firstLocal = localText(local)
    return {
      id: `${service.id}.${firstLocal.replaceAll(/[-:]/g, '')}`,
      serviceId: service.id,
      firstLocal,
      timeZone,
      arrives: service.stops.map((stop) => start + stop.arriveMinutes),
      departs: service.stops.map((stop) => start + stop.departMinutes),
    }
  })
}

/** `2026-12-03T20:00` of minutes counted by the wall clock from 1970-01-01T00:00. */
const localText = (localMinute: number): string =>
  Temporal.Instant.fromEpochMilliseconds(localMinute * 60_000)
    .toString()
    .slice(0, 16)

/** Wall-clock minutes as epoch minutes. In the hour that summer time skips, the clock of before holds; in the doubled hour, the first. */
type ToUtc = (localMinute: number) => number

function zoneClock(timeZone: string): ToUtc {
  const offsets = new Map<number, number>()
  const offsetAtMidnight = (epochDay: number): number => {
    let offset = offsets.get(epochDay)
    if (offset === undefined) offsets.set(epochDay, (offset = epochDay * DAY - exactUtc(epochDay * DAY, timeZone)))
    return offset
  }
  return (localMinute) => {
    const day = Math.floor(localMinute / DAY)
    const offset = offsetAtMidnight(day)
    // Only on the two days a year that change the clock does the hour matter.
    return offset === offsetAtMidnight(day + 1) ? localMinute - offset : exactUtc(localMinute, timeZone)
  }
}

function exactUtc(localMinute: number, timeZone: string): number {
  const wall = Temporal.Instant.fromEpochMilliseconds(localMinute * 60_000)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
  return Math.floor(wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds / 60_000)
}
