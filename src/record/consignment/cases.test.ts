import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCases } from './cases.ts'
import { cityFiles, modes } from './testing/chongqing.ts'

const golden = readFileSync(join(import.meta.dirname, '../../../docs/demand-cases.md'), 'utf8')

test('docs/demand-cases.md is what the cases give (npx yidan cases writes it)', { timeout: 120_000 }, () => {
  const document = runCases(cityFiles, modes)
  expect(document).toEqual({ ok: true, value: golden })
})

test('every case agrees with check.py, and what is not on the front is explained', () => {
  expect(golden).toContain('| agrees with check.py | 25/25 |')
  const missing = golden.split('\n').filter((line) => line.includes('**not on it**')).length
  expect(golden.match(/- (dominated|refused) by/g)?.length ?? 0).toBeGreaterThanOrEqual(missing)
  expect(golden).toContain('The whole load needs 2 departures')
})
