// openapi.json is the reviewed one, and every route says who may call it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PROBLEMS } from '#window'
import { allRoutes, printOpenApi } from '../tools/openapi.ts'

test('openapi.json is what the rows say: after a change run `node tools/golden.ts openapi` and read the difference', () => {
  expect(printOpenApi()).toBe(readFileSync(join(import.meta.dirname, '../openapi.json'), 'utf8'))
})

test('names, paths, audiences and problems of the rows are sound', () => {
  const rows = allRoutes()
  expect(rows.length).toBeGreaterThan(7)
  expect(new Set(rows.map((row) => row.operationId)).size).toBe(rows.length)
  expect(new Set(rows.map((row) => `${row.method} ${row.path}`)).size).toBe(rows.length)
  for (const { operationId, audience, problems, path, summary } of rows) {
    expect({ operationId, audience }).toEqual({ operationId, audience: expect.stringMatching(/^(anyone|party)$/) })
    expect(path).toMatch(/^\/(v1|epcis)(\/([a-z-]+|\{\w+\}))+$/)
    expect(problems.filter((code) => PROBLEMS[code] === undefined)).toEqual([])
    expect(summary.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(summary.en).toMatch(/^[A-Z]/)
  }
})
