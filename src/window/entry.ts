// Who knocks, and whether he may begin: settled once for each request, before its body is read.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Caller, ok, refuse, type Result } from '#kernel'
import { type Act, may, type Refusal, refusalOf, type Route } from '#model'
import { mediaTypesOf, takesBody } from './bodies.ts'
import { ANONYMOUS, sendRefusal, type WindowContext } from './context.ts'
import { KEY_FORM } from './idempotency.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Nobody until the entry has settled it. */
    caller: Caller
  }
}

/** What a request says of whoever makes it. */
export interface Credentials {
  readonly authorization?: string
  /** The whole header; the session is the cookie yidan_session. */
  readonly cookie?: string
  /** Yidan-Party: in whose name a person in several organisations acts. */
  readonly party?: string
  readonly address: string
  readonly now: Temporal.Instant
}
export type Authenticate = (asked: Credentials) => Promise<Result<Caller, Refusal>>

export const enterRow =
  (row: Route, context: WindowContext) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const entered = await callerAt(row, request, context)
    if (!entered.ok) return sendRefusal(context, request, reply, entered.error)
    request.caller = entered.value
    const refusal = beforeBody(row, request)
    return refusal === undefined ? undefined : sendRefusal(context, request, reply, refusal)
  }

async function callerAt(row: Route, request: FastifyRequest, context: WindowContext): Promise<Result<Caller, Refusal>> {
  if (isForged(row, request, context.origin)) return refuse(FORGED)
  const found = await callerOf(request, context, isOpen(row.act), isSignInOrOut(row.act))
  if (!found.ok) return found
  const verdict = may(found.value, row.act, { kind: 'none' })
  return verdict.allowed ? found : refuse(refusalOf(verdict))
}

/** A key that is wrong is always refused; a session that has ended makes its browser a stranger, who may still ask what is open. */
export async function callerOf(
  request: FastifyRequest,
  context: WindowContext,
  open: boolean,
  partyless = false,
): Promise<Result<Caller, Refusal>> {
  const { authorization, cookie } = request.headers
  const party = request.headers['yidan-party']
  if (authorization === undefined && !hasSession(request)) return ok(ANONYMOUS)
  const shown = authorization === undefined ? { cookie: cookie ?? '' } : { authorization }
  // An id has 30 characters; more, or two of them, names nobody and is not handed on.
  const named = party === undefined || partyless ? {} : { party: String(party).slice(0, 64) }
  const asked = { ...shown, ...named, address: request.ip, now: context.now() }
  const found = (await context.authenticate?.(asked)) ?? refuse({ code: 'unauthenticated' })
  const strangerMayAsk = open && authorization === undefined
  return !found.ok && found.error.code === 'unauthenticated' && strangerMayAsk ? ok(ANONYMOUS) : found
}

/** A browser that still names another account's organisation must be able to sign in and out. */
const isSignInOrOut = (act: Act): boolean => act === 'session.open' || act === 'session.close'

export const hasSession = (request: FastifyRequest): boolean => /(^|;\s*)yidan_session=/.test(request.headers.cookie ?? '')

export const isOpen = (act: Act): boolean => may(ANONYMOUS, act, { kind: 'none' }).allowed

const FORGED: Refusal = {
  code: 'forbidden',
  detail: { zh: '此请求来自另一网站,已拒绝', en: 'This request comes from another site' },
}

/**
 * A page of another site can make a browser send its cookies along, or sign it in as somebody else; it cannot hide where it is
 * from. Programs send neither header.
 */
function isForged(row: Route, request: FastifyRequest, origin: string): boolean {
  if (row.method === 'GET') return false
  const byCookie = request.headers.authorization === undefined && hasSession(request)
  if (!byCookie && row.act !== 'session.open' && row.act !== 'setup.finish') return false
  const { 'sec-fetch-site': site, origin: from } = request.headers
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  return from !== undefined && from !== origin && hostOf(from) !== request.host
}

const hostOf = (origin: string): string => (URL.canParse(origin) ? new URL(origin).host : '')

/** What the headers alone tell: nobody need send 8 MiB to learn it. */
function beforeBody(row: Route, request: FastifyRequest): Refusal | undefined {
  if (row.versioned === true && request.headers['if-match'] === undefined)
    return {
      code: 'version-required',
      detail: { zh: '请在 If-Match 中带上读取时得到的 ETag', en: 'Send the ETag you were given when you read it as If-Match' },
    }
  if (needsKey(row) && !KEY_FORM.test(String(request.headers['idempotency-key'] ?? ''))) return KEY_MISSING
  if (!takesBody(row) || !hasBody(request)) return undefined
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const taken = mediaTypesOf(row)
  if (taken.includes(type)) return undefined
  return {
    code: 'unsupported-media-type',
    detail: { zh: `正文须为 ${taken.join('、')}`, en: `The body must be ${taken.join(' or ')}` },
  }
}

/** A row that holds a secret leaves no trace in the register of keys. */
export const needsKey = (row: Route): boolean => row.method === 'POST' && row.path.startsWith('/v1/') && row.secret !== true

const KEY_MISSING: Refusal = {
  code: 'idempotency-key-missing',
  detail: {
    zh: '每个 POST 都需要请求头 Idempotency-Key:8 至 64 个可见 ASCII 字符',
    en: 'Every POST needs the header Idempotency-Key: 8 to 64 visible ASCII characters',
  },
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
