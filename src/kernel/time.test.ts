import { expect, test } from 'vitest'
import { greatCircleKm } from './geo.ts'
import { arrivalMinute, departureMinute, minuteText } from './time.ts'

test('a late arrival never looks early, an early departure never looks late', () => {
  const at = Temporal.Instant.from('2026-12-01T08:55:12Z')
  expect(minuteText(arrivalMinute(at))).toBe('2026-12-01T08:56:00Z')
  expect(minuteText(departureMinute(at))).toBe('2026-12-01T08:55:00Z')
})

test('Chongqing to Duisburg is about 8,120 km as the crow flies', () => {
  const km = greatCircleKm({ latitude: 29.606, longitude: 106.797 }, { latitude: 51.43, longitude: 6.74 })
  expect(km).toBeGreaterThan(8100)
  expect(km).toBeLessThan(8140)
  expect(greatCircleKm({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 })).toBeCloseTo(Math.PI * 6371, 6)
})
