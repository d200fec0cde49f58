// Mounts route rows: calls the handler once for whoever may begin, and turns its answer or refusal into HTTP.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ok, refuse, type Result } from '#kernel'
import { type Answer, namesTag, type Refusal, type Request, type Route } from '#model'
import { type Enter, withCaller } from '#postgres'
import { bytesOf, takesBody, textOf } from './bodies.ts'
import { languageFor, refusalBody, type WindowContext } from './context.ts'
import { enterRow, needsKey } from './entry.ts'
import { answeredOnce, hashOf, type Prepared, runAll } from './idempotency.ts'
import { fieldErrors } from './issues.ts'
import { TOO_LATE, within } from './limits.ts'

/** "/v1/places/{id}" of the row is "/v1/places/:id" of Fastify; rows may use either. */
export const fastifyPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

export function mountRoute(app: FastifyInstance, row: Route, context: WindowContext): void {
  app.route({
    method: row.method,
    url: fastifyPath(row.path),
    bodyLimit: bytesOf(row),
    config: { secret: row.secret === true },
    onRequest: enterRow(row, context),
    handler: async (request, reply) => {
      const answer = needsKey(row) ? await answerKeyed(row, request, context) : await answerFreely(row, request, context)
      return send(answer === TOO_LATE ? tooLate(row, request, context) : answer, reply, request)
    },
  })
}

async function answerKeyed(row: Route, request: FastifyRequest, context: WindowContext): Promise<Prepared | typeof TOO_LATE> {
  const { url, headers, caller, method } = request
  const [path = '', query = ''] = url.split('?')
  const asked = {
    method,
    path,
    key: String(headers['idempotency-key']),
    caller,
    bodyHash: hashOf(query, headers['content-type'] ?? '', request.rawBody ?? ''),
    now: context.now(),
  }
  const answered = await answeredOnce(context, asked, (enter, afterCommit) => answerRow(row, request, context, { enter, afterCommit }))
  if (answered === TOO_LATE) return answered
  return answered.ok ? answered.value : refusalAnswer(context, request, { code: answered.error })
}

async function answerFreely(row: Route, request: FastifyRequest, context: WindowContext): Promise<Prepared | typeof TOO_LATE> {
  const afterCommit: (() => void)[] = []
  const enter: Enter = (work) => withCaller(context.db, request.caller, work)
  const carriedOut = answerRow(row, request, context, { enter, afterCommit }).then((answer) => {
    runAll(context, afterCommit)
    return answer
  })
  return within(context.requestMilliseconds, carriedOut)
}

interface Work {
  readonly enter: Enter
  readonly afterCommit: (() => void)[]
}

async function answerRow(row: Route, request: FastifyRequest, context: WindowContext, work: Work): Promise<Prepared> {
  const read = readRequest(row, request)
  if (!read.ok) return refusalAnswer(context, request, read.error)
  const handled = await row.handle(askedOf(request, read.value, context, work))
  return handled.ok ? answerBody(row, handled.value, context) : refusalAnswer(context, request, handled.error)
}

function askedOf(
  request: FastifyRequest,
  inputs: Inputs,
  context: WindowContext,
  { enter, afterCommit }: Work,
): Request<unknown, unknown, unknown> {
  return {
    ...inputs,
    caller: request.caller,
    language: languageFor(request),
    requestId: request.id,
    now: context.now(),
    // Asked for by few rows, so made when they ask.
    get text() {
      return textOf(request)
    },
    get headers() {
      return Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
      )
    },
    address: request.ip,
    ifMatch: request.headers['if-match'] ?? '',
    enter,
    afterCommit: (callback) => void afterCommit.push(callback),
  }
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
  const asked = row.query ?? (row.method === 'GET' ? undefined : NO_QUERY)
  const query = asked?.safeParse(request.query)
  const body = row.body?.safeParse(request.body)
  const errors = [
    ...(query?.success === false && asked ? fieldErrors(query.error.issues, request.query, asked) : []),
    ...(body?.success === false && row.body ? fieldErrors(body.error.issues, request.body, row.body) : []),
  ]
  if (takesBody(row) && request.body === undefined)
    return refuse({
      code: 'invalid-json',
      detail: { zh: '正文为空,应为一个 JSON 文档', en: 'The body is empty; one JSON document is expected' },
    })
  if (!takesBody(row) && request.body !== undefined)
    errors.push({ pointer: '', code: 'unknown-member', detail: { zh: '此请求不带正文', en: 'This request takes no body' } })
  if (errors.length > 0) return refuse({ code: 'invalid-request', errors })
  return ok({ params: params?.data, query: query?.data, body: body?.data })
}

function answerBody(row: Route, answer: Answer<unknown>, context: WindowContext): Prepared {
  const { status, body, location, remembered } = answer
  const headers = { ...answer.headers, ...(location === undefined ? {} : { location }) }
  if (row.mediaType !== undefined)
    return { status, body: rawBody(row, body), headers: { 'content-type': row.mediaType, ...headers }, keepsWork: true }
  if (context.checksAnswers) row.answer.parse(body)
  return {
    status,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    keepsWork: true,
    ...(remembered === undefined ? {} : { remembered: JSON.stringify(remembered) }),
  }
}

function rawBody(row: Route, body: unknown): string | Uint8Array {
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  throw new Error(`${row.operationId} answers ${row.mediaType ?? ''}, so with text or bytes`)
}

function refusalAnswer(context: WindowContext, request: FastifyRequest, refusal: Refusal): Prepared {
  const body = refusalBody(context, request, refusal)
  const headers = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': languageFor(request),
    ...(body.status === 503 ? { 'retry-after': '2' } : {}),
    ...(body.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
  }
  return { status: body.status, body: JSON.stringify(body), headers, keepsWork: refusal.keepsWork === true }
}

function tooLate(row: Route, request: FastifyRequest, context: WindowContext): Prepared {
  context.log.error({ requestId: request.id, route: row.operationId }, 'the request passed its time limit')
  const detail = { zh: '处理超出时限', en: 'The request took longer than it may' }
  return refusalAnswer(context, request, { code: 'unavailable', detail })
}

/** What depends on who asks is never kept by a cache between us; the language is part of it. */
function send(answer: Prepared, reply: FastifyReply, request: FastifyRequest): FastifyReply {
  const { etag } = answer.headers
  reply.headers({
    // What has a tag may lie in the caller's own cache, as long as he asks each time whether it still stands.
    'cache-control': etag === undefined ? 'private, no-store' : 'private, no-cache',
    vary: 'Cookie, Authorization, Yidan-Party, Accept-Language',
    ...answer.headers,
  })
  if (answer.replayed === true) reply.header('idempotency-replayed', 'true')
  const reads = request.method === 'GET' || request.method === 'HEAD'
  const known = request.headers['if-none-match']
  if (reads && answer.status === 200 && typeof etag === 'string' && known !== undefined && namesTag(known, etag)) {
    reply.removeHeader('content-type')
    return reply.code(304).send()
  }
  reply.code(answer.status)
  return reply.send(request.method === 'HEAD' ? '' : typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body))
}
