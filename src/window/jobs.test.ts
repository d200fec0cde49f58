import { expect, test } from 'vitest'
import { onceAMinute } from './jobs.ts'

test('a fault that comes again and again is one line a minute, which counts the others', () => {
  let now = 0
  const said: [unknown, number][] = []
  const fault = onceAMinute(
    (error, silent) => void said.push([error, silent]),
    () => now,
  )
  for (const at of [0, 500, 59_999, 60_000, 61_000, 200_000]) {
    now = at
    fault(at)
  }
  expect(said).toEqual([
    [0, 0],
    [60_000, 2],
    [200_000, 1],
  ])
})
