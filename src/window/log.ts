// The request log: one line of JSON for each request, with nothing in it that was secret or somebody's cargo.
import type { FastifyRequest } from 'fastify'
import { type DestinationStream, type Logger, pino } from 'pino'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The path itself holds a secret. */
    secret?: boolean
  }
}

/** Paths that never reach the log, whoever puts them into a line. `detail` of a PostgreSQL error quotes the failing row. */
const SECRET = ['authorization', 'cookie', '"set-cookie"', '"idempotency-key"', 'password', 'body', 'databaseUrl', 'detail']
const REDACTED = SECRET.flatMap((name) =>
  name.startsWith('"') ? [`[${name}]`, `*[${name}]`, `*.*[${name}]`] : [name, `*.${name}`, `*.*.${name}`],
)

/** Writes to standard error unless told otherwise: standard output belongs to the person who started the program. */
export function windowLog(level: string, destination: DestinationStream = pino.destination({ fd: 2, sync: false })): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: REDACTED, censor: '[redacted]' } },
    destination,
  )
}

/** The path alone: what is asked for in a query may be private. */
export const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? ''

/** A set-up link's page is no row, and neither is its address mistyped: the token stands in both. */
export const withoutToken = (path: string): string => path.replace(/\/setup\/.+/i, '/setup/[redacted]')

export function logRequest(log: Logger, request: FastifyRequest, status: number, milliseconds: number): void {
  const line = {
    requestId: request.id,
    method: request.method,
    path: request.routeOptions.config.secret === true ? request.routeOptions.url : withoutToken(pathOf(request)),
    route: request.routeOptions.url,
    status,
    ms: Math.round(milliseconds * 10) / 10,
  }
  if (status >= 500) log.error(line, 'request')
  else log.info(line, 'request')
}
