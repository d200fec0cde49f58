import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isReference, referenceOf } from './reference.ts'

const issueDate = Temporal.PlainDate.from('2026-12-01')
const reference = fc.bigInt({ min: 1n, max: 9_999_999n }).map((number) => referenceOf({ prefix: 'CQ', issueDate, number }))

test('the form, by hand', () => {
  // CQ → 12 26; 1226 261201 0000017 00 mod 97 = 27, so the check digits are 71.
  expect(BigInt('1226261201000001700') % 97n).toBe(27n)
  expect(referenceOf({ prefix: 'CQ', issueDate, number: 17n })).toBe('CQ261201000001771')
  expect(referenceOf({ prefix: 'CQ', issueDate, number: 9_999_999_999n })).toHaveLength(20)
  expect(() => referenceOf({ prefix: 'CQ', issueDate, number: 10_000_000_000n })).toThrow('assertion')
})

test('any slip of one character, and any two neighbours exchanged, are found', () => {
  fc.assert(
    fc.property(reference, fc.nat({ max: 16 }), fc.constantFrom(...'0123456789ABCXYZ'.split('')), (text, at, character) => {
      expect(isReference(text)).toBe(true)
      const slipped = text.slice(0, at) + character + text.slice(at + 1)
      expect(isReference(slipped)).toBe(slipped === text)
      const exchanged =
        text.slice(0, at) +
        text
          .slice(at, at + 2)
          .split('')
          .toReversed()
          .join('') +
        text.slice(at + 2)
      expect(isReference(exchanged)).toBe(exchanged === text)
    }),
  )
})
