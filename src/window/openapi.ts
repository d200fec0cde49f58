// OpenAPI 3.1 made of the route rows: nothing is described twice.
import { z } from 'zod'
import type { ProblemTable, Route } from '#model'
import { bytesOf, mediaTypesOf, takesBody } from './bodies.ts'
import { isOpen, needsKey } from './entry.ts'
import { ALWAYS, WITH_BODY, WITH_KEY } from './problems.ts'
import { schemaBook, type SchemaBook } from './schema-book.ts'

type Json = Readonly<Record<string, unknown>>

export function openApi(routes: readonly Route[], problems: ProblemTable): Json {
  const paths: Record<string, Record<string, unknown>> = {}
  const book = schemaBook()
  for (const row of routes.toSorted((a, b) => (wirePath(a) < wirePath(b) ? -1 : wirePath(a) > wirePath(b) ? 1 : 0))) {
    ;(paths[wirePath(row)] ??= {})[row.method.toLowerCase()] = operation(row, problems, book)
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
      schemas: { ...book.schemas(), Problem: book.of(PROBLEM, 'output') },
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

const header = (name: string, required: boolean, schema: Json): Json => ({ name, in: 'header', required, schema })

/** A credential is never asked of the page that gives one out, nor of what everybody may read; yet it may be shown. */
function operation(row: Route, problems: ProblemTable, book: SchemaBook): Json {
  return {
    operationId: row.operationId,
    summary: `${row.summary.en} · ${row.summary.zh}`,
    security: [...(isOpen(row.act) ? [{}] : []), { key: [] }, { session: [] }],
    parameters: [
      ...parameters(row.params, 'path'),
      ...parameters(row.query, 'query'),
      ...(needsKey(row) ? [header('Idempotency-Key', true, { type: 'string', minLength: 8, maxLength: 64, pattern: '^[!-~]+$' })] : []),
      ...(row.versioned === true ? [header('If-Match', true, { type: 'string' })] : []),
      header('Yidan-Party', false, { type: 'string', pattern: '^pty_[0-9a-z]{26}$' }),
      header('Accept-Language', false, { type: 'string', default: 'zh-CN' }),
    ],
    ...(takesBody(row) ? { requestBody: bodyOf(row, book) } : {}),
    responses: responses(row, problems, book),
  }
}

function bodyOf(row: Route, book: SchemaBook): Json {
  const schema = row.body === undefined ? {} : book.of(row.body, 'input')
  return {
    required: true,
    description: `At most ${bytesOf(row) / (1024 * 1024)} MiB`,
    content: Object.fromEntries(mediaTypesOf(row).map((type) => [type, { schema }])),
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

function responses(row: Route, problems: ProblemTable, book: SchemaBook): Json {
  const answered: Record<string, unknown> = {
    [row.status]: {
      description: row.summary.en,
      ...(row.status === 201 ? { headers: { Location: { schema: { type: 'string' } } } } : {}),
      content: {
        ...(row.mediaType === undefined
          ? { 'application/json': { schema: book.of(row.answer, 'output') } }
          : { [row.mediaType]: { schema: { type: 'string' } } }),
        ...(row.operationId === 'listChanges' ? { 'text/event-stream': { schema: { type: 'string' } } } : {}),
      },
    },
  }
  const codes = new Set([
    ...ALWAYS,
    ...(takesBody(row) ? WITH_BODY : []),
    ...(needsKey(row) ? WITH_KEY : []),
    ...(row.query === undefined && row.method === 'GET' ? [] : ['invalid-request']),
    ...(isOpen(row.act) && row.method === 'GET' ? [] : ['forbidden']),
    ...(row.versioned === true ? ['version-required', 'version-changed'] : []),
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
