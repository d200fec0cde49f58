// One intent, one key: kept while no final answer has come, new for another body and after every answer the window remembers.
import { expect, test } from 'vitest'
import { problemOf, RequestFailure } from '../api.ts'
import { intentFor, isFinal } from './intent.ts'
import { remaining } from './remaining.ts'

const failed = (status: number, code = 'x'): RequestFailure => new RequestFailure(problemOf({ code }, status))

test('a second press with the same body takes the same key, another body another one', () => {
  let made = 0
  const newKey = (): string => `key-${++made}`
  const first = intentFor(undefined, '{"a":1}', newKey)
  expect(intentFor(first, '{"a":1}', newKey).key).toBe('key-1')
  expect(intentFor(first, '{"a":2}', newKey).key).toBe('key-2')
})

test('what the window remembers is final; a dead line, a busy window and a fault are not', () => {
  expect([failed(409), failed(422), failed(400), failed(403)].map(isFinal)).toEqual([true, true, true, true])
  expect([failed(401), failed(429), failed(500), failed(503), new RequestFailure(undefined)].map(isFinal)).toEqual(Array(5).fill(false))
  expect(isFinal(failed(409, 'idempotency-key-in-use'))).toBe(false)
})

test('a hold’s clock counts to zero and no further, and draws the eye in its last five minutes', () => {
  const until = '2026-12-01T01:30:00Z'
  const at = (time: string) => remaining(until, Temporal.Instant.from(time).epochMilliseconds)
  expect(at('2026-12-01T01:00:00Z')).toEqual({ over: false, close: false, text: '30:00' })
  expect(at('2026-12-01T01:25:30.500Z')).toEqual({ over: false, close: true, text: '4:30' })
  expect(at('2026-11-30T23:29:55Z').text).toBe('2:00:05')
  expect(at('2026-12-01T02:00:00Z')).toEqual({ over: true, close: true, text: '0:00' })
})
