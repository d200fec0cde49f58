// What the documents promise is what the program has: problems and settings.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PROBLEMS, SETTINGS } from '#window'

const read = (name: string): string => readFileSync(join(import.meta.dirname, '../docs', name), 'utf8')

test('docs/problems.md has each problem with its status, and no other', () => {
  const rows = [...read('problems.md').matchAll(/^\| (\d{3}) \| `([a-z-]+)` \|/gm)].map(([, status, code]) => `${status} ${code}`)
  expect(rows.toSorted()).toEqual(
    Object.values(PROBLEMS)
      .map(({ status, code }) => `${status} ${code}`)
      .toSorted(),
  )
})

test('the contract names each problem', () => {
  const contract = read('contract.md')
  expect(Object.keys(PROBLEMS).filter((code) => !contract.includes(code))).toEqual([])
  for (const [, code = ''] of read('problems.md')
    .split('## Codes of')[1]
    ?.matchAll(/^\| `([a-z-]+)` \|/gm) ?? [])
    expect(contract).toContain(code)
})

test('docs/settings.md has each setting with its standard value and meaning', () => {
  const rows = Object.values(SETTINGS).map(
    ({ name, standard, meaning }) => `| \`${name}\` | ${standard === '' ? '' : `\`${standard}\``} | ${meaning.en} | ${meaning.zh} |`,
  )
  const document = read('settings.md').split('\n')
  expect(document).toEqual(expect.arrayContaining(rows))
  expect(document.filter((line) => /^\| `[A-Z_]+` \|/.test(line)).length).toBe(rows.length)
})
