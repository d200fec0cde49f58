// Scheduled lorries cross a border while both gates are open: judged on one winter and one summer day.
import type { Place } from '#model'
import { isOpen, parseOpeningHours } from './opening-hours.ts'
import { isTimeZone } from './place-rows.ts'
import type { ReadService } from './service-rows.ts'

/** Wednesdays on both sides of the year's clock changes; holidays are looked at when departures are made. */
const SAMPLE_DAYS = ['2027-01-06', '2027-07-07']

export function checkGates({ row, service, sound }: ReadService, places: ReadonlyMap<string, Place>): void {
  const first = places.get(service.stops[0]?.placeId ?? '')
  if (
    service.mode !== 'road' ||
    !sound ||
    first === undefined ||
    !isTimeZone(first.timeZone) ||
    !/^\d\d:\d\d$/.test(service.departureTimeLocal)
  )
    return
  for (const day of SAMPLE_DAYS) {
    const start = Temporal.PlainDateTime.from(`${day}T${service.departureTimeLocal}`).toZonedDateTime(first.timeZone)
    for (const [k, from] of service.stops.slice(0, -1).entries()) {
      const to = service.stops[k + 1]
      const [a, b] = [places.get(from.placeId), places.get(to?.placeId ?? '')]
      if (to === undefined || a === undefined || b === undefined || a.countryCode === b.countryCode) continue
      for (const [place, minutes] of [
        [a, from.departMinutes],
        [b, to.arriveMinutes],
      ] as const) {
        const hours =
          place.placeTypeCode === 'border-crossing' && place.openingHours !== undefined ? parseOpeningHours(place.openingHours) : undefined
        if (hours?.ok !== true || !isTimeZone(place.timeZone)) continue
        const local = start.add({ minutes }).withTimeZone(place.timeZone)
        if (!isOpen(hours.value, local.dayOfWeek, local.hour * 60 + local.minute)) {
          const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
          row.fault(
            'departure_time_local',
            'gate-closed',
            `${time} 通过 ${place.id}，该口岸开放时间为 ${place.openingHours}`,
            `crosses ${place.id} at ${time}, open ${place.openingHours}`,
          )
        }
      }
    }
  }
}
