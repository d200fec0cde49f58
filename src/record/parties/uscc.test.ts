import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCreditCode } from './uscc.ts'

// The code that explanations of the rule work through; the law below holds for all others.
test.each(['91350100M000100Y43'])('%s is a code', (code) => {
  expect(isCreditCode(code)).toBe(true)
})

test.each(['91350100M000100Y44', '91350100M000100Y4', '91350100M000100Y433', '91350100m000100y43', '91350100M0001O0Y43', ''])(
  '%s is none',
  (code) => {
    expect(isCreditCode(code)).toBe(false)
  },
)

test('of the 31 characters that may stand last, one is right, and any other character elsewhere is found', () => {
  const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'.split('')
  const letter = fc.constantFrom(...letters)
  fc.assert(
    fc.property(fc.array(letter, { minLength: 17, maxLength: 17 }), fc.nat(16), letter, (body, place, other) => {
      const right = letters.filter((last) => isCreditCode([...body, last].join('')))
      expect(right).toHaveLength(1)
      fc.pre(body[place] !== other)
      expect(isCreditCode([...body.with(place, other), right[0]].join(''))).toBe(false)
    }),
  )
})
