// Mounts route rows: checks who asks and what, calls the handler once, and turns its answer or refusal into HTTP.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ok, refuse, type Result } from '#kernel'
import type { Answer, Refusal, Route } from '#model'
import { ANONYMOUS, languageFor, refusalBody, sendRefusal, type WindowContext } from './context.ts'
import { answeredOnce, hashOf, KEY_FORM, type Remembered } from './idempotency.ts'
import { fieldErrors } from './issues.ts'
import { TOO_LATE, within } from './limits.ts'

/** "/v1/places/{id}" of the row is "/v1/places/:id" of Fastify; rows may use either. */
export const fastifyPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

export function mountRoute(app: FastifyInstance, row: Route, context: WindowContext): void {
  app.route({
    method: row.method,
    url: fastifyPath(row.path),
    handler: async (request, reply) => {
      if (row.audience !== 'anyone') return sendRefusal(context, request, reply, { code: 'unauthenticated' })
      const answer = needsKey(row) ? await answerOnce(row, request, context) : await answerRow(row, request, context)
      return send(answer, reply, request)
    },
  })
}

const needsKey = (row: Route): boolean => row.method === 'POST' && row.path.startsWith('/v1/')

async function answerOnce(row: Route, request: FastifyRequest, context: WindowContext): Promise<Remembered> {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !KEY_FORM.test(key)) {
    return refusalAnswer(context, request, {
      code: 'idempotency-key-missing',
      detail: {
        zh: '每个 POST 都需要请求头 Idempotency-Key:8 至 64 个可见 ASCII 字符',
        en: 'Every POST needs the header Idempotency-Key: 8 to 64 visible ASCII characters',
      },
    })
  }
  const { url, headers } = request
  const [path = '', query = ''] = url.split('?')
  const asked = {
    method: request.method,
    path,
    key,
    caller: ANONYMOUS,
    bodyHash: hashOf(query, headers['content-type'] ?? '', request.rawBody ?? ''),
  }
  const answered = await answeredOnce(context, asked, () => answerRow(row, request, context))
  return answered.ok ? answered.value : refusalAnswer(context, request, { code: answered.error })
}

async function answerRow(row: Route, request: FastifyRequest, context: WindowContext): Promise<Remembered> {
  const read = readRequest(row, request)
  if (!read.ok) return refusalAnswer(context, request, read.error)
  const asked = { caller: ANONYMOUS, language: languageFor(request), requestId: request.id, now: context.now(), ...read.value }
  const handled = await within(context.requestMilliseconds, row.handle(asked))
  if (handled === TOO_LATE) {
    context.log.error({ requestId: request.id, route: row.operationId }, 'the request passed its time limit')
    return refusalAnswer(context, request, {
      code: 'unavailable',
      detail: { zh: '处理超出时限', en: 'The request took longer than it may' },
    })
  }
  if (!handled.ok) return refusalAnswer(context, request, handled.error)
  return answerBody(row, handled.value, context)
}

interface Inputs {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/** A command takes no query but what its row names: a misspelt wish is refused, not ignored. */
const NO_QUERY = z.strictObject({})

/** An id that cannot exist is not there: bad params are 404; everything else that is wrong is named at once. */
function readRequest(row: Route, request: FastifyRequest): Result<Inputs, Refusal> {
  const params = row.params?.safeParse(request.params)
  if (params?.success === false) return refuse({ code: 'not-found' })
  const asked = row.query ?? (row.method === 'POST' ? NO_QUERY : undefined)
  const query = asked?.safeParse(request.query)
  const body = row.body?.safeParse(request.body)
  const errors = [
    ...(query?.success === false && asked ? fieldErrors(query.error.issues, request.query, asked) : []),
    ...(body?.success === false && row.body ? fieldErrors(body.error.issues, request.body, row.body) : []),
  ]
  if (row.body !== undefined && request.body === undefined)
    return refuse({
      code: 'invalid-json',
      detail: { zh: '正文为空,应为一个 JSON 文档', en: 'The body is empty; one JSON document is expected' },
    })
  if (errors.length > 0) return refuse({ code: 'invalid-request', errors })
  return ok({ params: params?.data, query: query?.data, body: body?.data })
}

function answerBody(row: Route, answer: Answer<unknown>, context: WindowContext): Remembered {
  if (context.checksAnswers) row.answer.parse(answer.body)
  return {
    status: answer.status,
    body: JSON.stringify(answer.body),
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...answer.headers,
      ...(answer.location === undefined ? {} : { location: answer.location }),
    },
  }
}

function refusalAnswer(context: WindowContext, request: FastifyRequest, refusal: Refusal): Remembered {
  const body = refusalBody(context, request, refusal)
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': languageFor(request),
  }
  if (body.status === 503) headers['retry-after'] = '2'
  return { status: body.status, body: JSON.stringify(body), headers }
}

/** What depends on who asks is never kept by a cache between us; the language is part of it. */
function send(answer: Remembered, reply: FastifyReply, request: FastifyRequest): FastifyReply {
  reply.headers({ 'cache-control': 'private, no-store', vary: 'Cookie, Authorization, Yidan-Party, Accept-Language', ...answer.headers })
  if (answer.replayed === true) reply.header('idempotency-replayed', 'true')
  reply.code(answer.status)
  return reply.send(request.method === 'HEAD' ? '' : answer.body)
}
