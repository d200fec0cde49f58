// The one HTTP door: opens it, guards it, hangs the routes in it, and closes it in order.
import type { Socket } from 'node:net'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { base32, type NewUuid } from '#kernel'
import type { ProblemTable, Refusal, Route } from '#model'
import { type Database, databaseAnswers, isPassing } from '#postgres'
import { BODY_BYTES, bodyRefusal, readBodies } from './bodies.ts'
import { changesRoute, NOT_A_CURSOR, wantsStream } from './changes.ts'
import { ANONYMOUS, sendRefusal, type WindowContext } from './context.ts'
import type { Authenticate } from './entry.ts'
import { places, rateLimit, within } from './limits.ts'
import { logRequest, pathOf, windowLog } from './log.ts'
import { mountRoute } from './mount.ts'
import { openApi } from './openapi.ts'
import { mountPages, type Part } from './pages.ts'
import { PROBLEMS } from './problems.ts'
import type { Settings } from './settings.ts'
import { changeStreams, type StreamPace } from './streams.ts'
import { mountWeb, sendsWeb } from './web.ts'

declare module 'fastify' {
  interface FastifyRequest {
    arrivedAt: number
    leave: (() => void) | null
  }
}

export interface WindowWishes {
  readonly routes: readonly Route[]
  readonly db: Database
  readonly now: () => Temporal.Instant
  readonly newUuid: NewUuid
  readonly settings: Settings
  /** Whose credentials these are (`Parties.authenticate`); without it nobody has any. */
  readonly authenticate?: Authenticate
  readonly parts?: readonly Part[]
  /** Problems of the modules, beside the contract's. */
  readonly problems?: readonly ProblemTable[]
  /** The built web, when there is one. */
  readonly webFolder?: string
  readonly log?: Logger
  readonly checksAnswers?: boolean
  readonly streamPace?: StreamPace
}

export interface OpenWindow {
  /** Where it listens, as http://host:port. */
  readonly address: string
  /** Stops taking requests, lets running ones finish within the settings' time, ends streams. */
  readonly close: () => Promise<void>
}

export async function openWindow(wishes: WindowWishes): Promise<OpenWindow> {
  const { settings, db } = wishes
  const log = wishes.log ?? windowLog(settings.logLevel)
  const problems: ProblemTable = Object.assign({}, PROBLEMS, ...(wishes.problems ?? []))
  const context: WindowContext = {
    db,
    log,
    problems,
    now: wishes.now,
    newUuid: wishes.newUuid,
    requestMilliseconds: settings.requestSeconds * 1000,
    origin: settings.origin,
    ...(wishes.authenticate === undefined ? {} : { authenticate: wishes.authenticate }),
    checksAnswers: wishes.checksAnswers ?? false,
  }
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    genReqId: () => base32(wishes.newUuid()),
    trustProxy: settings.trustProxy,
    requestTimeout: settings.requestSeconds * 1000,
    // Node looks for what arrives too slowly every half minute unless told otherwise, and takes the longer of the two times for bodies.
    http: { connectionsCheckingInterval: 1000, headersTimeout: settings.requestSeconds * 1000 },
    routerOptions: { maxParamLength: 256 },
    forceCloseConnections: 'idle',
    frameworkErrors: (_, request, reply) => void sendRefusal(context, request, reply, { code: 'not-found' }),
    clientErrorHandler: refuseBroken,
  })
  // Before every route: a route keeps the error handler that it was born under.
  app.setErrorHandler(async (error: FastifyError, request, reply) =>
    sendRefusal(context, request, reply, refusalFor(error, request) ?? (await faultOf(error, request, context))),
  )
  await app.register(import('@fastify/compress'), { threshold: 1024, encodings: ['br', 'gzip'], brotliOptions: { params: { 1: 4 } } })
  guard(app, context, settings)
  readBodies(app)
  const streams = changeStreams(context, places(settings.streamsAtOnce), wishes.streamPace)
  const routes = [...wishes.routes, changesRoute()]
  for (const row of routes) if (row.operationId !== 'listChanges') mountRoute(app, row, context)
  await app.register(async (inner) => {
    // A stream is answered before the row's own handler would answer with a page.
    inner.addHook('preHandler', async (request, reply) => {
      if (!wantsStream(request)) return
      const opened = streams.open(request, reply)
      if (opened === 'too-many') return sendRefusal(context, request, reply, { code: 'unavailable' })
      if (opened === 'not-a-cursor') return sendRefusal(context, request, reply, { code: 'invalid-request', errors: [NOT_A_CURSOR] })
      return reply
    })
    for (const row of routes) if (row.operationId === 'listChanges') mountRoute(inner, row, context)
  })
  mountPages(app, context, wishes.parts ?? [])
  const description = JSON.stringify(openApi(routes, problems))
  app.get('/openapi.json', (_, reply) =>
    reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(description),
  )
  await mountWeb(app, wishes.webFolder)
  app.setNotFoundHandler((request, reply) =>
    sendsWeb(request, wishes.webFolder)
      ? reply.header('cache-control', 'no-cache').sendFile('index.html')
      : sendRefusal(context, request, reply, { code: 'not-found' }),
  )
  const address = await app.listen({ port: settings.port, host: settings.host })
  let closing: Promise<void> | undefined
  return { address, close: () => (closing ??= closeInOrder(app, streams.closeAll, settings.stopSeconds)) }
}

async function closeInOrder(app: FastifyInstance, closeStreams: () => void, seconds: number): Promise<void> {
  closeStreams()
  const last = setTimeout(() => app.server.closeAllConnections(), seconds * 1000)
  // A connection kept alive is idle only once its running request is answered.
  const idle = setInterval(() => app.server.closeIdleConnections(), 50)
  await app.close()
  clearTimeout(last)
  clearInterval(idle)
}

const HEADERS = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'geolocation=(self), camera=(), microphone=()',
}

/** What stands before every handler: names, credentials, rate, number at once; and the line in the log after it. */
function guard(app: FastifyInstance, context: WindowContext, settings: Settings): void {
  const rate = rateLimit(settings.requestsPerMinute)
  const running = places(settings.requestsAtOnce)
  app.decorateRequest('arrivedAt', 0)
  app.decorateRequest('caller')
  app.decorateRequest('leave', null)
  app.addHook('onRequest', async (request, reply) => {
    request.arrivedAt = performance.now()
    request.caller = ANONYMOUS
    reply.headers({ ...HEADERS, 'x-request-id': request.id })
    if (!isApi(request)) return
    const wait = rate.take(networkOf(request.ip), performance.now())
    if (wait > 0) {
      reply.header('retry-after', String(wait))
      return sendRefusal(context, request, reply, {
        code: 'too-many-requests',
        detail: { zh: `请在 ${wait} 秒后再试`, en: `Try again in ${wait} s` },
      })
    }
  })
  // After the body is here: a slow sender takes no place from the others.
  app.addHook('preHandler', async (request, reply) => {
    if (!isApi(request)) return
    const leave = running.enter()
    if (leave === undefined)
      return sendRefusal(context, request, reply, {
        code: 'unavailable',
        detail: { zh: '同时处理的请求已满', en: 'As many requests as may be are running' },
      })
    request.leave = leave
    if (wantsStream(request)) leave()
  })
  // When the answer is ready, not when it has been taken: a caller who hangs up meanwhile never takes it.
  app.addHook('onSend', async (request) => request.leave?.())
  app.addHook('onResponse', async (request, reply) => {
    logRequest(context.log, request, reply.statusCode, performance.now() - request.arrivedAt)
    // What a refused sender still sends is read for a moment, so that the answer reaches it, and then cut off.
    if (request.raw.complete) return
    setTimeout(() => {
      if (!request.raw.complete) request.raw.socket.destroy()
    }, 1000).unref()
  })
}

const isApi = (request: FastifyRequest): boolean => /^\/(v1|epcis)(\/|$)/.test(pathOf(request))

/** One household or firm has a whole /64 of IPv6 addresses, which count as one. */
const networkOf = (ip: string): string => (ip.includes(':') && !ip.includes('.') ? ip.split(':').slice(0, 4).join(':') : ip)

/** What the file server will not give, whatever its reason, is not there. */
const refusalFor = (error: FastifyError, request: FastifyRequest): Refusal | undefined =>
  bodyRefusal(error, request) ?? (error.statusCode === 403 || error.statusCode === 404 ? { code: 'not-found' } : undefined)

const DATABASE_MILLISECONDS = 2000

/** A fault while the database is away is nobody's bug: the caller may come again. */
async function faultOf(error: FastifyError, request: FastifyRequest, context: WindowContext): Promise<Refusal> {
  const passing = isPassing(error) || (await within(DATABASE_MILLISECONDS, databaseAnswers(context.db))) !== true
  context.log.error({ requestId: request.id, err: error }, passing ? 'the database is away' : 'fault')
  return { code: passing ? 'unavailable' : 'internal' }
}

/** A request that is not even HTTP has no id and no language. */
function refuseBroken(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`)
}
