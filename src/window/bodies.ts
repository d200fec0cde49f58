// Bodies: what a row takes and how much of it, read strictly, kept byte-true.
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import type { Refusal, Route } from '#model'
import { readJson } from './json.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes as they came, for the register of idempotency keys and for whoever signs or hashes them. */
    rawBody: Uint8Array | null
  }
}

export const BODY_BYTES = 1024 * 1024
const MIB = 1024 * 1024
const JSON_ONLY: readonly string[] = ['application/json']

export const takesBody = (row: Route): boolean => row.body !== undefined || row.takes !== undefined
export const mediaTypesOf = (row: Route): readonly string[] => row.takes?.mediaTypes ?? JSON_ONLY
export const bytesOf = (row: Route): number => row.takes?.bytes ?? BODY_BYTES

class InvalidJson extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super('invalid JSON')
    this.refusal = refusal
  }
}

/** JSON becomes a value, everything else stays text; which of them a row takes was settled at the entry. */
export function readBodies(app: FastifyInstance): void {
  app.decorateRequest('rawBody', null)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(/^application\/([\w.-]+\+)?json\b/i, { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = keep(request, body)
    // Whether nothing is right or wrong is the row's business.
    if (bytes.length === 0) return done(null, undefined)
    const read = readJson(bytes)
    if (read.ok) return done(null, read.value)
    const { detail, pointer } = read.error
    done(
      new InvalidJson({
        code: 'invalid-json',
        detail,
        ...(pointer === undefined ? {} : { errors: [{ pointer, code: 'invalid-json', detail }] }),
      }),
    )
  })
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = keep(request, body)
    done(null, bytes.length === 0 ? undefined : Buffer.from(bytes).toString('utf8'))
  })
}

function keep(request: FastifyRequest, body: string | Buffer): Uint8Array {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  request.rawBody = bytes
  return bytes
}

export const textOf = ({ rawBody }: FastifyRequest): string => (rawBody === null ? '' : Buffer.from(rawBody).toString('utf8'))

/** A fault of reading, as a refusal. */
export function bodyRefusal(error: FastifyError, request: FastifyRequest): Refusal | undefined {
  if (error instanceof InvalidJson) return error.refusal
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE': {
      const most = Math.floor(request.routeOptions.bodyLimit / MIB)
      return { code: 'payload-too-large', detail: { zh: `正文最多 ${most} MiB`, en: `A body may have at most ${most} MiB` } }
    }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_INVALID_CONTENT_TYPE':
    case 'FST_CP_ERR_INVALID_CONTENT_ENCODING':
      return { code: 'unsupported-media-type' }
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_CP_ERR_INVALID_CONTENT':
      return { code: 'invalid-json' }
    default:
      return undefined
  }
}
