// A set-up link: what it is for, and following it, once. Whoever holds it needs no account yet.
import { z } from 'zod'
import { instantText, type NewUuid, ok, type PartyRole, refuse, type Result } from '#kernel'
import { type FieldError, finishedSetup, finishSetup, type PartyJson, type Refusal, route, setupJson } from '#model'
import type { AnyTx } from '#postgres'
import type { Passwords } from '../sign-in/client.ts'
import type { FloodGate } from '../sign-in/flood.ts'
import { tooMany } from '../sign-in/routes.ts'
import { addMembership, addParty, addPerson, findParties } from '../store.ts'
import { partyAnswer } from '../wire.ts'
import { findSetUp, isUnfounded, type SetUpRow, useSetUp } from './store.ts'

export interface SetUpParts {
  readonly newUuid: NewUuid
  readonly passwords: Passwords
  readonly gate: FloodGate
}

export const setUpRoutes = (parts: SetUpParts) => [getSetup(), postSetup(parts)] as const

const byToken = z.object({ token: z.string().regex(/^[\w-]{43}$/) })
/** Unknown, used and expired are one answer. */
const GONE: Refusal = {
  code: 'not-found',
  detail: { zh: '此设置链接无效、已用过或已过期', en: 'This set-up link is not known, has been used or has expired' },
}
/**
 * That an address has an account is told to nobody but the holder of an unused link, and to him at the pace of the flood gate:
 * without e-mail there is no other way to tell him why his link does not work.
 */
const NOT_WITH_THIS_ADDRESS: Refusal = {
  code: 'wrong-state',
  extension: { state: 'EMAIL_NOT_AVAILABLE' },
  detail: {
    zh: '不能用此邮箱建立账户。已有账户者请先登录，再打开此链接',
    en: 'No account can be made with this e-mail address. Whoever has an account signs in first, then opens the link again',
  },
}

const getSetup = () =>
  route({
    operationId: 'getSetup',
    method: 'GET',
    path: '/v1/setup/{token}',
    summary: { zh: '设置链接的用途', en: 'What a set-up link is for' },
    act: 'setup.read',
    secret: true,
    params: byToken,
    status: 200,
    answer: setupJson,
    problems: ['not-found'],
    async handle({ params, now, enter }) {
      const found = await enter((tx) => findSetUp(tx, params.token, { now }))
      if (found === undefined) return refuse(GONE)
      const { party_name: partyName, roles, expires_at: expires } = found
      return ok({
        status: 200,
        body: { ...(partyName === null ? {} : { partyName }), roles: [...roles], expiresDateTime: instantText(expires) },
        headers: { 'cache-control': 'no-store' },
      })
    },
  })

const postSetup = ({ newUuid, passwords, gate }: SetUpParts) =>
  route({
    operationId: 'postSetup',
    method: 'POST',
    path: '/v1/setup/{token}',
    summary: {
      zh: '完成设置：建立账户并加入单位；已登录者发送 {} 即加入',
      en: 'Finish the set-up: make an account and join; whoever is signed in joins with {}',
    },
    act: 'setup.finish',
    secret: true,
    params: byToken,
    body: finishSetup,
    status: 201,
    answer: finishedSetup,
    problems: ['invalid-request', 'not-found', 'wrong-state', 'too-many-requests'],
    async handle({ caller, params: { token }, body, now, address, enter }) {
      const signedIn = caller.kind === 'user' || caller.kind === 'party' ? caller.userId : undefined
      // Looked at first, so that nobody without a link makes us hash; and asked again under lock, so that it is used once.
      const found = await enter((tx) => findSetUp(tx, token, { now }))
      if (found === undefined) return refuse(GONE)
      const { organisationName } = body
      const asked = whoFollows(body, { signedIn, founds: found.party_id === null })
      if (!asked.ok) return asked
      const who = asked.value
      const attempt = 'email' in who ? gate.begin(who.email, address, now) : undefined
      if (attempt !== undefined && 'waitMinutes' in attempt) return refuse(tooMany(attempt.waitMinutes))
      const passwordHash = 'email' in who ? await passwords.hash(who.password) : ''
      const finished = await enter(async (tx): Promise<Result<PartyJson, Refusal>> => {
        const link = await findSetUp(tx, token, { now, lock: true })
        // Everything is judged before anything is written: each `enter` here is committed by itself.
        if (link === undefined || (link.party_id === null && !(await isUnfounded(tx)))) return refuse(GONE)
        const userId = 'userId' in who ? who.userId : newUuid()
        if ('email' in who) {
          const added = await addPerson(tx, { userId, accountId: newUuid(), name: who.name, email: who.email, passwordHash })
          if (!added) return refuse(NOT_WITH_THIS_ADDRESS)
        }
        return ok(await join(tx, { link, userId, organisationName, newUuid, now }))
      })
      if (!finished.ok) return finished
      attempt?.succeed()
      return ok({ status: 201, body: { ...('email' in who ? { email: who.email } : {}), party: finished.value } })
    },
  })

type Follower = { readonly userId: string } | { readonly name: string; readonly email: string; readonly password: string }

/** Whoever is signed in needs no second account; everybody else names himself. */
function whoFollows(
  { name, email, password, organisationName }: z.output<typeof finishSetup>,
  { signedIn, founds }: { readonly signedIn: string | undefined; readonly founds: boolean },
): Result<Follower, Refusal> {
  const missing = (member: string): FieldError => ({
    pointer: `/${member}`,
    code: 'missing-member',
    detail: { zh: '缺少此项', en: 'This is missing' },
  })
  const unknown = (member: string, zh: string, en: string): FieldError => ({
    pointer: `/${member}`,
    code: 'unknown-member',
    detail: { zh, en },
  })
  const errors: FieldError[] = []
  if (founds && organisationName === undefined) errors.push(missing('organisationName'))
  if (!founds && organisationName !== undefined)
    errors.push(unknown('organisationName', '此链接的单位已有名称', 'The organisation of this link has its name already'))
  if (signedIn !== undefined) {
    const given = Object.entries({ name, email, password }).filter(([, value]) => value !== undefined)
    for (const [member] of given) errors.push(unknown(member, '已登录者无需再建账户', 'Whoever is signed in makes no second account'))
    return errors.length > 0 ? refuse({ code: 'invalid-request', errors }) : ok({ userId: signedIn })
  }
  if (name === undefined) errors.push(missing('name'))
  if (email === undefined) errors.push(missing('email'))
  if (password === undefined) errors.push(missing('password'))
  if (errors.length > 0 || name === undefined || email === undefined || password === undefined)
    return refuse({ code: 'invalid-request', errors })
  return ok({ name, email, password })
}

interface Joining {
  readonly link: SetUpRow
  readonly userId: string
  readonly organisationName: string | undefined
  readonly newUuid: NewUuid
  readonly now: Temporal.Instant
}

async function join(tx: AnyTx, { link, userId, organisationName = '', newUuid, now }: Joining): Promise<PartyJson> {
  await useSetUp(tx, link, now)
  const roles: readonly PartyRole[] = link.roles
  const founded = { id: newUuid(), name: organisationName, roles, demo: false }
  if (link.party_id === null) await addParty(tx, founded, now)
  const partyId = link.party_id ?? founded.id
  await addMembership(tx, { partyId, userId, roles }, now)
  return partyAnswer((await findParties(tx, [partyId])).get(partyId) ?? founded)
}
