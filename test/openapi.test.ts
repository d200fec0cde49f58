// openapi.json is the reviewed one, and every route says who may call it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ACTS } from '#model'
import { PROBLEMS } from '#window'
import { allProblems, allRoutes, printOpenApi } from '../tools/openapi.ts'

test('openapi.json is what the rows say: after a change run `node tools/golden.ts openapi` and read the difference', () => {
  expect(printOpenApi()).toBe(readFileSync(join(import.meta.dirname, '../openapi.json'), 'utf8'))
})

test('names, paths, acts and problems of the rows are sound', () => {
  const rows = allRoutes()
  expect(rows.length).toBeGreaterThan(35)
  expect(new Set(rows.map((row) => row.operationId)).size).toBe(rows.length)
  expect(new Set(rows.map((row) => `${row.method} ${row.path}`)).size).toBe(rows.length)
  // No act without a row, and no row without an act: the table of rights says what is there.
  expect([...new Set(rows.map((row) => row.act))].toSorted()).toEqual(Object.keys(ACTS).toSorted())
  for (const { operationId, problems, path, summary } of rows) {
    expect({ operationId, path }).toEqual({
      operationId,
      path: expect.stringMatching(/^\/(v1|epcis|\.well-known|did)([/.]([\w.-]+|\{\w+\}))*$/),
    })
    expect({ operationId, unknown: problems.filter((code) => allProblems[code] === undefined) }).toEqual({ operationId, unknown: [] })
    expect(summary.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(summary.en).toMatch(/^[A-Z]/)
  }
})

test('what the modules add to the problems takes no name of the contract', () => {
  const added = Object.keys(allProblems).filter((code) => PROBLEMS[code] === undefined)
  expect(Object.keys(allProblems)).toHaveLength(Object.keys(PROBLEMS).length + added.length)
})

const description = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})

test('every reference leads somewhere, and every named schema is used', () => {
  const text = printOpenApi()
  const { schemas } = description.parse(JSON.parse(text)).components
  const named = new Set([...text.matchAll(/"\$ref": "#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name))
  expect([...named].toSorted()).toEqual(Object.keys(schemas).toSorted())
  expect(text).not.toMatch(/\$defs|"\$ref": "#(?!\/components\/schemas\/)/)
})
