import { expect, test } from 'vitest'
import { stageCodes } from './stage-code.ts'

const legs = (text: string) => text.split(' ').map((word) => ({ modeCode: word.charAt(0), km: Number(word.slice(1)) }))

test.each([
  ['310 29000 320', 'PRE MAIN ON'],
  ['310 2900 350 14000 330', 'PRE MAIN MAIN MAIN ON'],
  ['3500', 'MAIN'],
  ['320 3900 315', 'PRE MAIN ON'],
  ['29000', 'MAIN'],
])('%s is %s', (chain, codes) => expect(stageCodes(legs(chain)).join(' ')).toBe(codes))
