// GET /v1/changes: what changed in our record, as one page of JSON; `streams.ts` is the same as a stream (CONTRACT §2).
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Caller, instantText, ok, refuse } from '#kernel'
import { type FieldError, pageLimit, route } from '#model'
import { type Change, changesAfter, parseCursor } from '#postgres'

const change = z.object({
  cursor: z.string(),
  code: z.string(),
  resource: z.string(),
  resourceId: z.string(),
  recordedDateTime: z.iso.datetime(),
})

export const changesRoute = () =>
  route({
    operationId: 'listChanges',
    method: 'GET',
    path: '/v1/changes',
    summary: {
      zh: '记录的变更,一页或事件流(Accept: text/event-stream)',
      en: 'Changes of the record, one page or a stream (Accept: text/event-stream)',
    },
    act: 'changes.read',
    query: z.strictObject({ after: z.string().max(64).optional(), limit: pageLimit }),
    status: 200,
    answer: z.object({ items: z.array(change), nextCursor: z.string().optional() }),
    problems: ['invalid-request'],
    async handle({ caller, query, enter }) {
      const after = query.after === undefined ? ok(undefined) : parseCursor(query.after)
      if (!after.ok) return refuse({ code: 'invalid-request', errors: [NOT_A_CURSOR] })
      const found = await enter((tx) => changesAfter(tx, { after: after.value, limit: query.limit + 1, audiences: audiencesOf(caller) }))
      const items = found.slice(0, query.limit).map(changeJson)
      const last = items.at(-1)
      return ok({ status: 200, body: { items, ...(found.length > items.length && last !== undefined ? { nextCursor: last.cursor } : {}) } })
    },
  })

/** The window's own rows, which every window has. */
export const windowRoutes = () => [changesRoute()] as const

export const NOT_A_CURSOR: FieldError = {
  pointer: '/after',
  code: 'wrong-type',
  detail: { zh: '起始位置不是本服务给出的位置', en: 'This is not a cursor that we gave' },
}

/** Beside what is public: what concerns his party, unless his key may not read. */
export const audiencesOf = (caller: Caller): readonly string[] =>
  caller.kind === 'party' && caller.scopes.includes('READ') ? [caller.partyId] : []

export const changeJson = ({ cursor, code, resource, resourceId, recordedAt }: Change) => ({
  cursor,
  code,
  resource,
  resourceId,
  recordedDateTime: instantText(recordedAt),
})

export const wantsStream = (request: FastifyRequest): boolean => (request.headers.accept ?? '').includes('text/event-stream')
