// The command that is printed is the one that was meant, whatever a name holds.
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shellLine } from './shell-word.ts'

test('a shell reads back the same words', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\0'))
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      const read = execFileSync('sh', ['-c', `printf '%s\\0' ${shellLine(words)}`]).toString()
      expect(read.split('\0').slice(0, -1)).toEqual(words)
    }),
    { numRuns: 40 },
  )
})

test('plain words stay plain', () => {
  expect(shellLine(['yidan', 'book', "O'Neill 有限公司", 'CSQU3054383:40HC'])).toBe(
    String.raw`yidan book 'O'\''Neill 有限公司' CSQU3054383:40HC`,
  )
})
