// Columns stay straight when Chinese and Latin text stand in one table.
import { expect, test } from 'vitest'
import { table, width } from './table.ts'

test.each([
  ['果园港', 6],
  ['Guoyuan', 7],
  ['a果b', 4],
  ['（）', 4],
  ['é', 1],
  ['e\u0301', 1],
])('%s is %i wide', (text, columns) => {
  expect(width(text)).toBe(columns)
})

test('columns line up', () => {
  const text = table(
    [{ title: '地点' }, { title: '价', align: 'right' }],
    [
      ['果园港', '5'],
      ['Duisburg', '1000'],
    ],
  )
  expect(text).toBe(['地点        价', '────────  ────', '果园港       5', 'Duisburg  1000'].join('\n'))
  expect(new Set(text.split('\n').map(width)).size).toBe(1)
})
