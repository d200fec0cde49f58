// Sign in, ask who one is, sign out (CONTRACT §2).
import { z } from 'zod'
import { type Caller, ok, refuse, wireId } from '#kernel'
import { credentials, type Refusal, route, sessionJson, type SessionJson } from '#model'
import type { AnyTx } from '#postgres'
import { anyDemo, endSession, findParties, type Membership, membershipsOf } from '../store.ts'
import { partyAnswer } from '../wire.ts'
import { cookieToken, endedCookie, type Person, type SignIn } from './client.ts'
import type { FloodGate } from './flood.ts'

export interface SignInParts {
  readonly signIn: SignIn
  readonly gate: FloodGate
  readonly secureCookies: boolean
}

export const sessionRoutes = (parts: SignInParts) => [postSession(parts), getSession(parts), deleteSession(parts)] as const

/** Word for word the same for an unknown address and for a wrong password. */
const WRONG: Refusal = {
  code: 'unauthenticated',
  detail: { zh: '邮箱或密码不正确', en: 'The e-mail address or the password is not right' },
}
export const tooMany = (waitMinutes: number): Refusal => ({
  code: 'too-many-requests',
  detail: {
    zh: `尝试次数过多，请在 ${waitMinutes} 分钟后再试`,
    en: `Too many attempts: try again in ${waitMinutes} ${waitMinutes === 1 ? 'minute' : 'minutes'}`,
  },
})
const NO_STORE = { 'cache-control': 'no-store' }

const postSession = ({ signIn, gate }: SignInParts) =>
  route({
    operationId: 'postSession',
    method: 'POST',
    path: '/v1/session',
    summary: { zh: '登录', en: 'Sign in' },
    act: 'session.open',
    secret: true,
    body: credentials,
    status: 200,
    answer: sessionJson,
    problems: ['invalid-request', 'unauthenticated', 'too-many-requests'],
    async handle({ body, address, headers, now, enter, afterCommit }) {
      const attempt = gate.begin(body.email, address, now)
      if ('waitMinutes' in attempt) return refuse(tooMany(attempt.waitMinutes))
      const opened = await signIn.open(body)
      if (opened === undefined) return refuse(WRONG)
      attempt.succeed()
      const { person, setCookie } = opened
      // A token that somebody may have planted in this browser is worth nothing afterwards.
      const presented = cookieToken(headers['cookie'])
      const body200 = await enter(async (tx) => {
        if (presented !== undefined) await endSession(tx, presented)
        return sessionOf(person, await membershipsOf(tx, person.userId, now), headers['yidan-party'])
      })
      afterCommit(() => signIn.forget(headers['cookie']))
      return ok({ status: 200, body: body200, headers: { ...NO_STORE, 'set-cookie': setCookie } })
    },
  })

const getSession = ({ signIn }: SignInParts) =>
  route({
    operationId: 'getSession',
    method: 'GET',
    path: '/v1/session',
    summary: { zh: '当前登录者、其所属单位与正代表的单位', en: 'Who is signed in, in which organisations, acting for which' },
    act: 'session.read',
    status: 200,
    answer: sessionJson,
    problems: [],
    async handle({ caller, headers, now, enter }) {
      if (caller.kind === 'party' && caller.userId === undefined) {
        const { partyId } = caller
        const party = (await enter((tx) => findParties(tx, [partyId]))).get(partyId)
        const parties = party === undefined ? [] : [partyAnswer(party)]
        return ok({ status: 200, body: { signedIn: true, parties, ...(parties[0] === undefined ? {} : { party: parties[0] }) } })
      }
      // A session slides when a page asks this: only here can the answer bring the longer cookie.
      const read = caller.kind === 'anonymous' ? undefined : await signIn.read(headers['cookie'], { renew: true })
      if (read === undefined) return ok({ status: 200, body: await enter(nobody), headers: NO_STORE })
      const { person, setCookie } = read
      const body = await enter(async (tx) => sessionOf(person, await membershipsOf(tx, person.userId, now), actingOf(caller)))
      return ok({ status: 200, body, headers: { ...NO_STORE, ...(setCookie === undefined ? {} : { 'set-cookie': setCookie }) } })
    },
  })

const deleteSession = ({ signIn, secureCookies }: SignInParts) =>
  route({
    operationId: 'deleteSession',
    method: 'DELETE',
    path: '/v1/session',
    summary: { zh: '退出登录', en: 'Sign out' },
    act: 'session.close',
    status: 200,
    answer: z.object({ signedIn: z.literal(false), demo: z.literal(true).optional() }),
    problems: [],
    async handle({ headers, enter, afterCommit }) {
      const presented = cookieToken(headers['cookie'])
      const body = await enter(async (tx) => {
        if (presented !== undefined) await endSession(tx, presented)
        return nobody(tx)
      })
      afterCommit(() => signIn.forget(headers['cookie']))
      return ok({ status: 200, body, headers: { ...NO_STORE, 'set-cookie': endedCookie(secureCookies) } })
    },
  })

const nobody = async (tx: AnyTx): Promise<{ signedIn: false; demo?: true }> =>
  (await anyDemo(tx)) ? { signedIn: false, demo: true } : { signedIn: false }

const actingOf = (caller: Caller): string | undefined => (caller.kind === 'party' ? wireId('pty', caller.partyId) : undefined)

/** The wished organisation where he is in it, else the one he joined first. */
function sessionOf(person: Person, memberships: readonly Membership[], wish: string | undefined): SessionJson {
  const parties = memberships.map(partyAnswer)
  const party = parties.find(({ id }) => id === wish) ?? parties[0]
  const user = { id: wireId('usr', person.userId), name: person.name, email: person.email }
  return { signedIn: true, user, parties, ...(party === undefined ? {} : { party }) }
}
