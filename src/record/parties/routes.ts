// The module as a whole: who asks, the rows it answers, and what a first start prepares.
import { type Caller, type NewUuid, ok, refuse, type Result, SCOPES, uuidOf } from '#kernel'
import type { Refusal } from '#model'
import { type AnyTx, type Database, type JobRow, withCaller } from '#postgres'
import { type DirectoryParts, directoryRoutes } from './directory/routes.ts'
import { type FirstStart, type FirstStartWishes, prepareFirstStart } from './first-start/store.ts'
import { partiesJobs } from './jobs.ts'
import { bearerOf } from './keys/key-form.ts'
import { type KeyParts, keyRoutes } from './keys/routes.ts'
import { type KeyRing, keyRing } from './keys/store.ts'
import { type SetUpParts, setUpRoutes } from './set-up/routes.ts'
import { openSignIn, type Passwords, passwords as scryptPasswords, type SignIn } from './sign-in/client.ts'
import { sessionSecret } from './sign-in/files.ts'
import { floodGate } from './sign-in/flood.ts'
import { type SignInParts, sessionRoutes } from './sign-in/routes.ts'
import { membershipsOf } from './store.ts'

export interface PartiesWishes {
  readonly db: Database
  /** The application role's address, for the sign-in library's own connections. */
  readonly url: string
  /** Where the session secret lies. */
  readonly dataFolder: string
  /** The window's address as people use it; links begin with it. */
  readonly origin: string
  readonly newUuid: NewUuid
  readonly now: () => Temporal.Instant
  readonly secureCookies: boolean
  /** Another way to hash passwords, for tests. */
  readonly passwords?: Passwords
}
export interface Credentials {
  readonly authorization?: string | undefined
  readonly cookie?: string | undefined
  /** What Yidan-Party says. */
  readonly party?: string | undefined
  readonly address: string
  readonly now: Temporal.Instant
}
export interface Parties {
  readonly routes: ReturnType<typeof partiesRoutes>
  readonly jobs: readonly JobRow[]
  /** Who asks. A cookie that is no longer good is nobody's, so that one can sign in over it; a key that is not good is refused. */
  authenticate(asked: Credentials): Promise<Result<Caller, Refusal>>
  prepareFirstStart(wishes: FirstStartWishes): Promise<FirstStart>
  close(): Promise<void>
}

export type PartiesParts = DirectoryParts & KeyParts & SetUpParts & SignInParts

export const partiesRoutes = (parts: PartiesParts) =>
  [...sessionRoutes(parts), ...keyRoutes(parts), ...directoryRoutes(parts), ...setUpRoutes(parts)] as const

export async function openParties(wishes: PartiesWishes): Promise<Parties> {
  const { db, url, origin, newUuid, now, secureCookies, passwords = scryptPasswords } = wishes
  const secret = await sessionSecret(wishes.dataFolder)
  const signIn = openSignIn({ url, origin, secret, secureCookies, newUuid, passwords })
  const keys = keyRing(db)
  const parts: PartiesParts = { signIn, keys, gate: floodGate(), secureCookies, newUuid, passwords, origin }
  return {
    routes: partiesRoutes(parts),
    jobs: partiesJobs(),
    authenticate: (asked) => authenticate({ db, signIn, keys }, asked),
    prepareFirstStart: (first) => prepareFirstStart({ db, newUuid, now, passwords }, first),
    close: () => signIn.close(),
  }
}

/** Unknown, revoked and expired keys, and what is no key at all. */
const NO_SUCH_KEY: Refusal = { code: 'unauthenticated', detail: { zh: '密钥无效', en: 'The key is not valid' } }
/** Not his, not there and not even an id: one answer, so that nobody learns which organisations there are. */
const NOT_HIS: Refusal = {
  code: 'forbidden',
  detail: { zh: '您不代表 Yidan-Party 所指的单位', en: 'You do not act for the organisation that Yidan-Party names' },
}

interface Known {
  readonly db: Database
  readonly signIn: SignIn
  readonly keys: KeyRing
}

async function authenticate({ db, signIn, keys }: Known, asked: Credentials): Promise<Result<Caller, Refusal>> {
  const { authorization, cookie, party, now } = asked
  if (authorization !== undefined) {
    const caller = await keys.callerOf(bearerOf(authorization) ?? '', now)
    if (caller === undefined) return refuse(NO_SUCH_KEY)
    return chosenOf([{ id: caller.partyId }], party) === undefined ? refuse(NOT_HIS) : ok(caller)
  }
  const read = await signIn.read(cookie)
  if (read === undefined) return ok({ kind: 'anonymous' })
  const { userId } = read.person
  const memberships = await withCaller(db, { kind: 'system', name: 'sign-in' }, (tx: AnyTx) => membershipsOf(tx, userId, now))
  const chosen = chosenOf(memberships, party)
  if (chosen !== undefined) return ok({ kind: 'party', partyId: chosen.id, roles: chosen.roles, scopes: SCOPES, userId })
  return party === undefined ? ok({ kind: 'user', userId }) : refuse(NOT_HIS)
}

function chosenOf<T extends { readonly id: string }>(own: readonly T[], wish: string | undefined): T | undefined {
  if (wish === undefined) return own[0]
  const uuid = uuidOf('pty', wish)
  return uuid.ok ? own.find(({ id }) => id === uuid.value) : undefined
}
