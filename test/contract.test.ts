// The JSON examples of docs/contract.md §2–§4 are parsed by the very schemas that the route rows use.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { cargo, entrustment, quote } from '#model'
import { allRoutes } from '../tools/openapi.ts'

const text = readFileSync(join(import.meta.dirname, '../docs/contract.md'), 'utf8')

/** The `json` blocks of one numbered section. */
function examples(section: number): unknown[] {
  const body = text.split(/^## /m).find((part) => part.startsWith(`${section}. `)) ?? ''
  return [...body.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']): unknown => JSON.parse(json))
}

const row = (operationId: string) => {
  const found = allRoutes().find((one) => one.operationId === operationId)
  if (found === undefined) throw new Error(`no row ${operationId}`)
  return found
}
const problemsOf = (schema: z.ZodType, value: unknown) => {
  const read = schema.safeParse(value)
  return read.success ? [] : read.error.issues.map((issue) => `${issue.path.join('/')} ${issue.message}`)
}

const cases = z.array(z.looseObject({ case: z.string() }))

test('the sections have the examples this test knows', () => {
  expect([2, 3, 4].map((section) => examples(section).length)).toEqual([1, 2, 2])
})

test('§2: a problem', () => {
  const problem = z.strictObject({
    type: z.string(),
    code: z.string(),
    title: z.string(),
    status: z.int(),
    instance: z.string(),
    requestId: z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/),
    detail: z.string(),
    errors: z.array(
      z.strictObject({
        pointer: z.string(),
        code: z.string(),
        detail: z.string(),
        minimum: z.number().optional(),
        maximum: z.number().optional(),
      }),
    ),
  })
  expect(problemsOf(problem, examples(2)[0])).toEqual([])
})

test('§3: a place and the cargo of four cases', () => {
  const [place, cargoes] = examples(3)
  expect(problemsOf(row('getPlace').answer, place)).toEqual([])
  for (const { case: name, ...members } of cases.parse(cargoes))
    expect({ name, problems: problemsOf(cargo, members) }).toEqual({ name, problems: [] })
})

/** What the schema keeps of an answer: a member that it drops would be one that we do not send. */
const kept = (schema: z.ZodType, value: unknown): unknown => schema.parse(value)

test('§4: the entrustment and its quote, with nothing dropped', () => {
  const [asked, answered] = examples(4)
  const { body, answer } = row('postQuote')
  expect(body).toBe(entrustment)
  expect(answer).toBe(quote)
  expect(problemsOf(entrustment, asked)).toEqual([])
  expect(kept(entrustment, asked)).toEqual(asked)
  expect(problemsOf(quote, answered)).toEqual([])
  expect(kept(quote, answered)).toEqual(answered)
})
