// The directory of organisations, for whoever is signed in; the operator of the window adds to it.
import { z } from 'zod'
import { type NewUuid, ok, PARTY_ROLES, refuse, type Result, uuidOf, wireId } from '#kernel'
import { type FieldError, isPlain, madeParty, newParty, pageLimit, partyJson, type Refusal, route } from '#model'
import { addSetUp } from '../set-up/store.ts'
import { addParty, listParties } from '../store.ts'
import { isCreditCode } from '../uscc.ts'
import { partyAnswer } from '../wire.ts'

export interface DirectoryParts {
  readonly newUuid: NewUuid
  readonly origin: string
}

export const directoryRoutes = (parts: DirectoryParts) => [getParties(), postParty(parts)] as const

const NOT_A_CURSOR: FieldError = {
  pointer: '/cursor',
  code: 'wrong-type',
  detail: { zh: '翻页位置不是本服务为此列表给出的位置', en: 'This is not a cursor that we gave for this list' },
}
const NOT_A_CREDIT_CODE: FieldError = {
  pointer: '/unifiedSocialCreditCode',
  code: 'wrong-type',
  detail: {
    zh: '不是有效的统一社会信用代码（校验位不符）',
    en: 'Not a unified social credit code (GB 32100): the check character does not fit',
  },
}

interface Place {
  readonly name: string
  readonly id: string
}
const cursorOf = ({ name, id }: Place): string => Buffer.from(`${wireId('pty', id)} ${name}`).toString('base64url')
function placeOf(cursor: string): Result<Place, Refusal> {
  const text = Buffer.from(cursor, 'base64url').toString()
  const space = text.indexOf(' ')
  const [uuid, name] = [uuidOf('pty', text.slice(0, Math.max(0, space))), text.slice(space + 1)]
  const place = uuid.ok ? { name, id: uuid.value } : undefined
  return place !== undefined && isPlain(name) && cursorOf(place) === cursor
    ? ok(place)
    : refuse({ code: 'invalid-request', errors: [NOT_A_CURSOR] })
}

const getParties = () =>
  route({
    operationId: 'listParties',
    method: 'GET',
    path: '/v1/parties',
    summary: { zh: '单位名录，按名称排列；q 为名称中的任一部分', en: 'The directory of organisations by name; q is any part of one' },
    act: 'party.list',
    query: z.strictObject({
      q: z.string().trim().min(1).max(200).normalize().refine(isPlain).optional(),
      role: z.enum(PARTY_ROLES).optional(),
      limit: pageLimit,
      cursor: z.string().max(1200).optional(),
    }),
    status: 200,
    answer: z.object({ items: z.array(partyJson), nextCursor: z.string().optional() }),
    problems: ['invalid-request', 'forbidden'],
    async handle({ query: { q, role, limit, cursor }, enter }) {
      const after = cursor === undefined ? ok(undefined) : placeOf(cursor)
      if (!after.ok) return after
      const rows = await enter((tx) => listParties(tx, { q, role, after: after.value, limit }))
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      const next = rows.length > limit && last !== undefined ? { nextCursor: cursorOf(last) } : {}
      return ok({ status: 200, body: { items: shown.map(partyAnswer), ...next } })
    },
  })

const MEMBER_LINK_HOURS = 7 * 24

const postParty = ({ newUuid, origin }: DirectoryParts) =>
  route({
    operationId: 'postParty',
    method: 'POST',
    path: '/v1/parties',
    summary: {
      zh: '登记单位，并得到其首位成员的一次性设置链接（七天内有效）',
      en: 'Register an organisation; the answer brings a one-time set-up link for its first member, good for seven days',
    },
    act: 'party.create',
    body: newParty,
    status: 201,
    answer: madeParty,
    problems: ['invalid-request', 'forbidden', 'wrong-state'],
    async handle({ body, now, enter }) {
      const { name, unifiedSocialCreditCode: uscc, duties } = body
      if (uscc !== undefined && !isCreditCode(uscc)) return refuse({ code: 'invalid-request', errors: [NOT_A_CREDIT_CODE] })
      const roles = PARTY_ROLES.filter((role) => body.roles.includes(role))
      const id = newUuid()
      const made = await enter(async (tx): Promise<Result<string, Refusal>> => {
        const added = await addParty(tx, { id, name, roles, uscc, duties }, now)
        if (!added.ok) return refuse(taken(added.error.taken))
        return ok(await addSetUp(tx, { partyId: id, roles, now, hours: MEMBER_LINK_HOURS }))
      })
      if (!made.ok) return made
      const party = partyAnswer({ id, name, roles, uscc: uscc ?? null, demo: false })
      // The link is for one person and once; a replay of this answer does not bring it again.
      return ok({
        status: 201,
        body: { ...party, setupUrl: setupUrl(origin, made.value) },
        remembered: party,
        location: `/v1/parties/${party.id}`,
      })
    },
  })

export const setupUrl = (origin: string, token: string): string => `${origin}/setup/${token}`

function taken(what: 'uscc' | { readonly kind: string; readonly key: string }): Refusal {
  if (what === 'uscc')
    return {
      code: 'wrong-state',
      extension: { state: 'REGISTERED' },
      detail: { zh: '此统一社会信用代码的单位已登记', en: 'An organisation with this unified social credit code is registered already' },
    }
  return {
    code: 'wrong-state',
    extension: { state: 'DUTY_TAKEN' },
    detail: { zh: `职责 ${what.kind} ${what.key} 已属另一单位`, en: `The duty ${what.kind} ${what.key} is another organisation's already` },
  }
}
