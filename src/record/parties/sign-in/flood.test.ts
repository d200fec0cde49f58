import { expect, test } from 'vitest'
import { floodGate, MOST_FAILURES, PERIOD_MINUTES } from './flood.ts'

const start = Temporal.Instant.from('2026-12-01T01:00:00Z')
const after = (minutes: number) => start.add({ minutes })
const passes = (attempt: ReturnType<ReturnType<typeof floodGate>['begin']>): boolean => 'succeed' in attempt

test('the eleventh failure for one address of mail waits until the first is a quarter of an hour old', () => {
  const gate = floodGate()
  for (let i = 0; i < MOST_FAILURES.email; i++) expect(passes(gate.begin('a@x.example', `10.0.0.${i}`, after(i)))).toBe(true)
  expect(gate.begin('a@x.example', '10.0.1.1', after(10))).toEqual({ waitMinutes: PERIOD_MINUTES - 10 })
  expect(passes(gate.begin('b@x.example', '10.0.1.1', after(10)))).toBe(true)
  expect(passes(gate.begin('a@x.example', '10.0.1.1', after(PERIOD_MINUTES)))).toBe(true)
})

test('fifty failures from one network address close it for every mail address', () => {
  const gate = floodGate()
  for (let i = 0; i < MOST_FAILURES.address; i++) expect(passes(gate.begin(`${i}@x.example`, '10.0.0.1', start))).toBe(true)
  expect(gate.begin('new@x.example', '10.0.0.1', start)).toEqual({ waitMinutes: PERIOD_MINUTES })
  expect(passes(gate.begin('new@x.example', '10.0.0.2', start))).toBe(true)
})

test('what succeeds is no failure, and many at once are counted before any is answered', () => {
  const gate = floodGate()
  for (let i = 0; i < 100; i++) {
    const attempt = gate.begin('a@x.example', '10.0.0.1', start)
    expect(passes(attempt)).toBe(true)
    if ('succeed' in attempt) attempt.succeed()
  }
  const atOnce = Array.from({ length: 30 }, () => gate.begin('a@x.example', '10.0.0.1', start))
  expect(atOnce.filter(passes)).toHaveLength(MOST_FAILURES.email)
})

test('a refused attempt does not make the wait longer', () => {
  const gate = floodGate()
  for (let i = 0; i < MOST_FAILURES.email; i++) gate.begin('a@x.example', '10.0.0.1', start)
  for (let i = 0; i < 100; i++) gate.begin('a@x.example', '10.0.0.1', after(14))
  expect(passes(gate.begin('a@x.example', '10.0.0.1', after(15)))).toBe(true)
})
