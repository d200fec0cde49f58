// Every problem the window can answer, and its RFC 9457 shape (CONTRACT §2).
import { inLanguage, type Language, type Text } from '#kernel'
import type { FieldError, ProblemRow, ProblemTable, Refusal } from '#model'

const row = (status: number, code: string, zh: string, en: string): ProblemTable => ({ [code]: { code, status, title: { zh, en } } })

/** The contract's list; a module may bring further rows of its own. */
export const PROBLEMS: ProblemTable = {
  ...row(400, 'invalid-json', '正文不是有效的 JSON', 'The body is not valid JSON'),
  ...row(400, 'invalid-request', '请求内容有误', 'The request is not right'),
  ...row(400, 'idempotency-key-missing', '缺少 Idempotency-Key', 'The Idempotency-Key is missing'),
  ...row(401, 'unauthenticated', '未登录或凭证无效', 'Not signed in, or the credential is not valid'),
  ...row(403, 'forbidden', '没有所需的权限', 'The right to do this is missing'),
  ...row(404, 'not-found', '没有找到', 'Not found'),
  ...row(409, 'quote-expired', '报价已过期', 'The quote has expired'),
  ...row(409, 'hold-expired', '保留已过期', 'The hold has expired'),
  ...row(409, 'departure-closed', '班次已截载', 'The departure is closed'),
  ...row(409, 'capacity-taken', '运力已被占用', 'The capacity has been taken'),
  ...row(409, 'wrong-state', '当前状态不允许此操作', 'The state does not allow this'),
  ...row(409, 'idempotency-key-in-use', '同一 Idempotency-Key 的请求仍在处理', 'A request with this Idempotency-Key is still running'),
  ...row(412, 'version-changed', '内容已被他人更改', 'It has been changed meanwhile'),
  ...row(413, 'payload-too-large', '正文过大', 'The body is too large'),
  ...row(415, 'unsupported-media-type', '不支持的内容类型', 'The content type is not supported'),
  ...row(422, 'idempotency-key-reused', 'Idempotency-Key 已用于另一内容', 'The Idempotency-Key was used with another body'),
  ...row(428, 'version-required', '需要 If-Match', 'If-Match is required'),
  ...row(429, 'too-many-requests', '请求过于频繁', 'Too many requests'),
  ...row(500, 'internal', '服务内部错误', 'An internal error'),
  ...row(503, 'unavailable', '服务暂不可用', 'The service is not available at the moment'),
}

/** Codes any request can meet, so that a route row need not repeat them. */
export const ALWAYS: readonly string[] = ['not-found', 'too-many-requests', 'internal', 'unavailable', 'unauthenticated']
export const WITH_BODY: readonly string[] = ['invalid-json', 'invalid-request', 'payload-too-large', 'unsupported-media-type']
export const WITH_KEY: readonly string[] = ['idempotency-key-missing', 'idempotency-key-reused', 'idempotency-key-in-use']

export interface ProblemBody {
  readonly type: string
  readonly code: string
  readonly title: string
  readonly status: number
  readonly instance: string
  readonly requestId: string
  readonly detail?: string
  readonly errors?: readonly {
    readonly pointer: string
    readonly code: string
    readonly detail: string
    readonly minimum?: number
    readonly maximum?: number
  }[]
}

export interface Asked {
  readonly instance: string
  readonly requestId: string
  readonly language: Language
}

export function problemBody(problem: ProblemRow, refusal: Refusal, { instance, requestId, language }: Asked): ProblemBody {
  const detail = refusal.detail ?? countOf(refusal.errors)
  return {
    ...refusal.extension,
    type: `/problems/${problem.code}`,
    code: problem.code,
    title: inLanguage(problem.title, language),
    status: problem.status,
    instance,
    requestId,
    ...(detail === undefined ? {} : { detail: inLanguage(detail, language) }),
    ...(refusal.errors === undefined
      ? {}
      : { errors: refusal.errors.map((error) => ({ ...error, detail: inLanguage(error.detail, language) })) }),
  }
}

function countOf(errors: readonly FieldError[] | undefined): Text | undefined {
  if (errors === undefined || errors.length === 0) return undefined
  return {
    zh: `有 ${errors.length} 处需要更正`,
    en: errors.length === 1 ? 'One thing needs correction' : `${errors.length} things need correction`,
  }
}
