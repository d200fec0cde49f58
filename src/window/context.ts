// What every part of the window is handed: database, clock, limits, and the table of problems.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { type Caller, type Language, languageOf, type NewUuid } from '#kernel'
import type { ProblemTable, Refusal } from '#model'
import type { Database } from '#postgres'
import type { Authenticate } from './entry.ts'
import { pathOf } from './log.ts'
import { type ProblemBody, problemBody } from './problems.ts'

export interface WindowContext {
  readonly db: Database
  readonly now: () => Temporal.Instant
  readonly newUuid: NewUuid
  readonly log: Logger
  readonly problems: ProblemTable
  readonly requestMilliseconds: number
  /** Where the world sees the window, or empty. */
  readonly origin: string
  /** Whose credentials these are; without it nobody has any. */
  readonly authenticate?: Authenticate
  /** Off in the program, where a wrong answer is better than none; tests turn it on. */
  readonly checksAnswers: boolean
}

export const ANONYMOUS: Caller = { kind: 'anonymous' }

export const languageFor = (request: FastifyRequest): Language => languageOf(request.headers['accept-language'])

/** A refusal as RFC 9457; an unknown code is our own fault. */
export function refusalBody(context: WindowContext, request: FastifyRequest, refusal: Refusal): ProblemBody {
  const problem = context.problems[refusal.code] ?? context.problems['internal']
  if (problem === undefined) throw new Error('the table of problems has no row "internal"')
  if (problem.code !== refusal.code)
    context.log.error({ requestId: request.id, code: refusal.code }, 'a refusal without a row in the table of problems')
  return problemBody(problem, problem.code === refusal.code ? refusal : { code: problem.code }, {
    instance: pathOf(request),
    requestId: request.id,
    language: languageFor(request),
  })
}

export function sendRefusal(context: WindowContext, request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const body = refusalBody(context, request, refusal)
  if (body.status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', '2')
  if (body.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply
    .code(body.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-language', languageFor(request))
    .send(JSON.stringify(body))
}
