// OpenAPI 3.1 made of the route rows: nothing is described twice.
import { z } from 'zod'
import type { ProblemTable, Route } from '#model'
import { isOpen, needsKey } from './entry.ts'
import { ALWAYS, WITH_BODY } from './problems.ts'

type Json = Readonly<Record<string, unknown>>

export function openApi(routes: readonly Route[], problems: ProblemTable): Json {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const row of routes.toSorted((a, b) => (wirePath(a) < wirePath(b) ? -1 : wirePath(a) > wirePath(b) ? 1 : 0))) {
    ;(paths[wirePath(row)] ??= {})[row.method.toLowerCase()] = operation(row, problems)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Yidan 一单',
      version: '1',
      summary: 'A city’s open logistics single window · 城市开放物流单一窗口',
      description: 'Shapes, codes and rules are those of docs/contract.md. Texts follow Accept-Language: zh-CN (default) or en.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(PROBLEM, 'output') },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'yidan_session' } },
    },
  }
}

const PROBLEM = z.object({
  type: z.string(),
  code: z.string(),
  title: z.string(),
  status: z.int(),
  instance: z.string(),
  requestId: z.string(),
  detail: z.string().optional(),
  errors: z
    .array(
      z.object({
        pointer: z.string(),
        code: z.string(),
        detail: z.string(),
        minimum: z.number().optional(),
        maximum: z.number().optional(),
      }),
    )
    .optional(),
})

export const wirePath = ({ path }: Pick<Route, 'path'>): string => path.replaceAll(/:(\w+)/g, '{$1}')

function operation(row: Route, problems: ProblemTable): Json {
  return {
    operationId: row.operationId,
    summary: `${row.summary.en} · ${row.summary.zh}`,
    security: [...(isOpen(row.act) ? [{}] : []), { key: [] }, { session: [] }],
    parameters: [
      ...parameters(row.params, 'path'),
      ...parameters(row.query, 'query'),
      ...(needsKey(row)
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              schema: { type: 'string', minLength: 8, maxLength: 64, pattern: '^[!-~]+$' },
            },
          ]
        : []),
      { name: 'Accept-Language', in: 'header', required: false, schema: { type: 'string', default: 'zh-CN' } },
    ],
    ...(row.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(row.body, 'input') } } } }),
    responses: responses(row, problems),
  }
}

function parameters(schema: Route['params'], place: 'path' | 'query'): Json[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = OBJECT.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: of,
  }))
}
const OBJECT = z.object({ properties: z.record(z.string(), z.unknown()).optional(), required: z.array(z.string()).optional() })

function responses(row: Route, problems: ProblemTable): Json {
  const answered: Record<string, unknown> = {
    [row.status]: {
      description: row.summary.en,
      ...(row.status === 201 ? { headers: { Location: { schema: { type: 'string' } } } } : {}),
      content: {
        'application/json': { schema: schemaOf(row.answer, 'output') },
        ...(row.operationId === 'listChanges' ? { 'text/event-stream': { schema: { type: 'string' } } } : {}),
      },
    },
  }
  const codes = new Set([
    ...ALWAYS,
    ...(row.body === undefined ? [] : WITH_BODY),
    ...(row.query === undefined ? [] : ['invalid-request']),
    ...row.problems,
  ])
  const byStatus = Map.groupBy(
    Object.values(problems).filter((problem) => codes.has(problem.code)),
    (problem) => problem.status,
  )
  for (const [status, rows] of [...byStatus].toSorted(([a], [b]) => a - b)) {
    answered[status] = {
      description: rows.map((problem) => `\`${problem.code}\` ${problem.title.en}`).join('; '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  return answered
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' })
  return rest
}
