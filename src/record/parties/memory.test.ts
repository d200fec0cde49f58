import { expect, test } from 'vitest'
import { KNOWN_MILLISECONDS, shortMemory } from './memory.ts'

test('remembers for five seconds', () => {
  const memory = shortMemory<number>()
  memory.begin()('a', 1, 1000)
  expect([999, 1000, 1000 + KNOWN_MILLISECONDS - 1, 1000 + KNOWN_MILLISECONDS].map((now) => memory.find('a', now))).toEqual([
    1,
    1,
    1,
    undefined,
  ])
  expect(memory.find('b', 1000)).toBeUndefined()
})

test('forgets at once', () => {
  const memory = shortMemory<number>()
  memory.begin()('a', 1, 0)
  memory.forget('a')
  expect(memory.find('a', 0)).toBeUndefined()
})

test('a look that began before something was forgotten remembers nothing', () => {
  const memory = shortMemory<number>()
  const remember = memory.begin()
  memory.forget('a')
  remember('a', 1, 0)
  expect(memory.find('a', 0)).toBeUndefined()
})

test('keeps ten thousand names, the latest', () => {
  const memory = shortMemory<number>()
  for (let i = 0; i <= 10_000; i++) memory.begin()(`${i}`, i, 0)
  expect([memory.find('0', 0), memory.find('1', 0), memory.find('10000', 0)]).toEqual([undefined, 1, 10_000])
})
