// A tag names one version and one slice, whatever a proxy or a list of tags does to it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SLICES } from './access.ts'
import { etagOf, matchesEtag } from './etag.ts'

test('a tag matches its own version and slice, and no other', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.constantFrom(...SLICES), fc.constantFrom(...SLICES), (a, b, one, other) => {
      expect(matchesEtag(etagOf(a, one), b, other)).toBe(a === b && one === other)
    }),
  )
})

test.each([
  ['"v4-WHOLE"', true],
  ['W/"v4-WHOLE"', true],
  ['"v3-WHOLE" , "v4-WHOLE"', true],
  ['*', true],
  ['v4-WHOLE', false],
  ['"v4-WHOLE', false],
  ['"v4-OWN_ELEMENTS"', false],
  ['', false],
])('If-Match: %s', (ifMatch, expected) => {
  expect(matchesEtag(ifMatch, 4, 'WHOLE')).toBe(expected)
})
