import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Holiday } from '#model'
import { parseOpeningHours } from './folder/index.ts'
import { gateWindows, isInWindow } from './hours.ts'

const minute = (text: string): number => Temporal.Instant.from(text).epochMilliseconds / 60_000
const holiday = (fromDate: string, toDate: string, kind: Holiday['kind']): Holiday => ({
  id: fromDate,
  countryCode: 'CN',
  fromDate,
  toDate,
  kind,
  source: 'test',
  confidence: 'estimate',
})
const HOLIDAYS = [holiday('2026-10-01', '2026-10-07', 'public-holiday'), holiday('2026-10-10', '2026-10-10', 'working-weekend')]
const windowsOf = (hours: string, from: string, until: string, zone = 'Asia/Shanghai', country = 'CN') =>
  gateWindows(hours, zone, HOLIDAYS, country, minute(from), minute(until))
const texts = (windows: Int32Array | undefined, zone = 'Asia/Shanghai') =>
  Array.from(windows ?? [], (m) =>
    Temporal.Instant.fromEpochMilliseconds(m * 60_000)
      .toZonedDateTimeISO(zone)
      .toPlainDateTime()
      .toString()
      .slice(5, 16),
  )

describe('gate windows', () => {
  test('always open, and hours not known', () => {
    expect(windowsOf('24/7', '2026-10-01T00:00Z', '2026-10-02T00:00Z')).toBeUndefined()
    expect(gateWindows(undefined, 'Asia/Shanghai', HOLIDAYS, 'CN', 0, 1440)).toBeUndefined()
  })

  test('two spans a day; the weekend is closed', () => {
    expect(texts(windowsOf('Mo-Fr 09:00-12:00,14:00-17:00', '2026-10-15T16:00Z', '2026-10-18T23:00Z'))).toEqual(
      ['10-16T09:00', '10-16T12:00', '10-16T14:00', '10-16T17:00', '10-19T09:00', '10-19T12:00'].slice(0, 4),
    )
  })

  test('PH off: closed on holidays, and a working Saturday is like a Monday', () => {
    expect(texts(windowsOf('Mo-Fr 09:00-17:00; PH off', '2026-09-29T16:00Z', '2026-10-11T15:00Z'))).toEqual([
      '09-30T09:00',
      '09-30T17:00',
      '10-08T09:00',
      '10-08T17:00',
      '10-09T09:00',
      '10-09T17:00',
      '10-10T09:00',
      '10-10T17:00',
    ])
    expect(texts(windowsOf('Mo-Fr 09:00-17:00', '2026-09-30T16:00Z', '2026-10-02T15:00Z'))).toHaveLength(4)
  })

  test("another country's holidays do not close the gate", () => {
    expect(
      texts(windowsOf('Mo-Su 09:00-17:00; PH off', '2026-10-01T00:00Z', '2026-10-01T10:00Z', 'Asia/Ho_Chi_Minh', 'VN'), 'Asia/Ho_Chi_Minh'),
    ).toEqual(['10-01T09:00', '10-01T17:00'])
  })

  test('round the clock but for holidays is one window on each side', () => {
    expect(texts(windowsOf('24/7; PH off', '2026-09-29T16:00Z', '2026-10-09T15:00Z'))).toEqual([
      '09-29T00:00',
      '10-01T00:00',
      '10-08T00:00',
      '10-10T00:00',
    ])
  })

  test('summer time: the wall clock rules', () => {
    const windows = windowsOf('Mo-Su 08:00-20:00', '2027-03-27T00:00Z', '2027-03-28T23:00Z', 'Europe/Berlin', 'DE')
    expect(Array.from(windows ?? [], (m, k) => (k === 0 ? 0 : m - (windows?.[k - 1] ?? 0)))).toEqual([0, 720, 660, 720])
  })
})

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']
const clock = (m: number): string => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
const rule = fc
  .tuple(fc.nat(6), fc.nat(6), fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 4, maxLength: 4 }))
  .map(([a, b, cuts]) => {
    const [first = 0, second = 0, third = 0, fourth = 0] = cuts.toSorted((x, y) => x - y)
    return `${DAYS[Math.min(a, b)]}-${DAYS[Math.max(a, b)]} ${clock(first)}-${clock(second)},${clock(third)}-${clock(fourth)}`
  })

test('law: a minute lies in a window exactly when a rule of its own local day opens it', () => {
  fc.assert(
    fc.property(
      fc.array(rule, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      fc.integer({ min: 0, max: 20 * 1440 }),
      fc.constantFrom('Asia/Shanghai', 'Asia/Kathmandu', 'America/Los_Angeles'),
      (rules, off, at, zone) => {
        const text = [...rules, ...(off ? ['PH off'] : [])].join('; ')
        const from = minute('2026-09-25T00:00Z')
        const windows = gateWindows(text, zone, HOLIDAYS, 'CN', from, from + 20 * 1440) ?? new Int32Array()
        const local = Temporal.Instant.fromEpochMilliseconds((from + at) * 60_000).toZonedDateTimeISO(zone)
        const kind = off
          ? HOLIDAYS.find((h) => h.fromDate <= local.toPlainDate().toString() && local.toPlainDate().toString() <= h.toDate)?.kind
          : undefined
        const day = kind === 'working-weekend' ? 1 : local.dayOfWeek
        const opens = kind !== 'public-holiday' && rules.some((one) => ruleOpens(one, day, local.hour * 60 + local.minute))
        // Midnight closes the day before: 24:00 is the same minute as 00:00.
        const yesterday = local.subtract({ days: 1 })
        const kindBefore = off
          ? HOLIDAYS.find((h) => h.fromDate <= yesterday.toPlainDate().toString() && yesterday.toPlainDate().toString() <= h.toDate)?.kind
          : undefined
        const dayBefore = kindBefore === 'working-weekend' ? 1 : yesterday.dayOfWeek
        const atMidnight =
          local.hour + local.minute === 0 && kindBefore !== 'public-holiday' && rules.some((one) => ruleOpens(one, dayBefore, 1440))
        expect(isInWindow(windows, from + at)).toBe(opens || atMidnight)
        for (let k = 1; k < windows.length; k++) expect(windows[k]!).toBeGreaterThan(windows[k - 1]!)
      },
    ),
  )
})

function ruleOpens(one: string, day: number, at: number): boolean {
  const [days = '', spans = ''] = one.split(' ')
  const [first = '', last = ''] = days.split('-')
  const inside = spans.split(',').some((span) => span.split('-')[0]! <= clock(at) && clock(at) <= span.split('-')[1]!)
  return DAYS.indexOf(first) < day && day <= DAYS.indexOf(last) + 1 && inside
}

test.each([
  'Mo-Fr 9-17',
  'Mo 17:00-09:00',
  'Xx 09:00-17:00',
  'Mo-Fr  09:00-17:00',
  'Su-Mo 09:00-17:00',
  '',
  '24/7,PH off',
  'Mo 09:00-24:30',
])('"%s" is not of the subset', (text) => {
  expect(parseOpeningHours(text).ok).toBe(false)
})
