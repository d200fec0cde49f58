// The sign-in library behind our own words: passwords and sessions only; organisations are ours (CONTRACT part 2 §13).
import { betterAuth } from 'better-auth'
import { isAPIError } from 'better-auth/api'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { NewUuid } from '#kernel'
import { PASSWORD_LENGTH } from '#model'
import { libraryPool } from '#postgres'
import { shortMemory } from '../memory.ts'

export interface Person {
  readonly userId: string
  readonly name: string
  readonly email: string
}
export interface Passwords {
  hash(password: string): Promise<string>
  verify(asked: { readonly hash: string; readonly password: string }): Promise<boolean>
}
/** scrypt (N 16384, r 16) on libuv's threads, so the event loop goes on meanwhile. */
export const passwords: Passwords = { hash: hashPassword, verify: verifyPassword }

export interface SignIn {
  /** A new session, or nothing: an unknown address costs one hash as well, and says no more. */
  open(credentials: { readonly email: string; readonly password: string }): Promise<{ person: Person; setCookie: string } | undefined>
  /** Whose session the cookie is. Only with `renew` it is made longer, since only then the answer can bring the new cookie. */
  read(cookie: string | undefined, wish?: { readonly renew: boolean }): Promise<{ person: Person; setCookie?: string } | undefined>
  /** The session of this cookie was ended. */
  forget(cookie: string | undefined): void
  close(): Promise<void>
}
export interface SignInWishes {
  readonly url: string
  readonly origin: string
  readonly secret: string
  readonly secureCookies: boolean
  readonly newUuid: NewUuid
  readonly passwords: Passwords
}

export const COOKIE = 'yidan_session'
const SESSION_SECONDS = 7 * 24 * 3600
const CONNECTIONS = 4

export function openSignIn(wishes: SignInWishes): SignIn {
  const pool = libraryPool({ url: wishes.url, schema: 'auth', connections: CONNECTIONS })
  const auth = libraryOf(pool, wishes)
  const memory = shortMemory<Person>()
  return {
    async open(credentials) {
      try {
        const { headers, response } = await auth.api.signInEmail({ body: credentials, headers: new Headers(), returnHeaders: true })
        const setCookie = ourCookie(headers)
        return setCookie === undefined ? undefined : { person: personOf(response.user), setCookie }
      } catch (error) {
        return notSignedIn(error)
      }
    },
    async read(cookie, { renew } = { renew: false }) {
      const shown = cookieValue(cookie)
      if (cookieToken(cookie) === undefined || shown === undefined) return undefined
      const known = renew ? undefined : memory.find(shown, performance.now())
      if (known !== undefined) return { person: known }
      const remember = memory.begin()
      const asked = {
        headers: new Headers({ cookie: `${COOKIE}=${shown}` }),
        query: { disableRefresh: !renew },
        returnHeaders: true as const,
      }
      // 401: ended between the library's own look at it and making it longer.
      const found = await auth.api.getSession(asked).catch(notSignedIn)
      if (found === undefined || found.response === null) return undefined
      const { headers, response } = found
      const setCookie = renew ? ourCookie(headers) : undefined
      const person = personOf(response.user)
      remember(shown, person, performance.now())
      return { person, ...(setCookie === undefined ? {} : { setCookie }) }
    },
    forget: (cookie) => memory.forget(cookieValue(cookie) ?? ''),
    close: () => pool.end(),
  }
}

/** The library throws its refusals; everything else is a fault. */
function notSignedIn(error: unknown): undefined {
  if (!isAPIError(error) || error.statusCode !== 401) throw error
}

const libraryOf = (
  pool: ReturnType<typeof libraryPool>,
  { origin, secret, secureCookies, newUuid, passwords: { hash, verify } }: SignInWishes,
) =>
  betterAuth({
    baseURL: origin,
    secret,
    database: pool,
    // Accounts are made by set-up links, in one transaction with their membership.
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.minimum,
      maxPasswordLength: PASSWORD_LENGTH.maximum,
      password: { hash, verify },
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: 24 * 3600 },
    advanced: {
      // Its prefix for secure cookies would change the name, which is the contract's.
      useSecureCookies: false,
      cookies: { session_token: { name: COOKIE } },
      // Strict: a link from elsewhere still opens the page, whose own requests then bring the cookie.
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: '/', secure: secureCookies },
      database: { generateId: () => newUuid() },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })

const personOf = ({ id, name, email }: { id: string; name: string; email: string }): Person => ({ userId: id, name, email })

/** The library expires cookies of its own kinds too, which nobody here has. */
const ourCookie = (headers: Headers): string | undefined => headers.getSetCookie().find((cookie) => cookie.startsWith(`${COOKIE}=`))

/** The token in a cookie header: what its session is kept under. The rest of the value is its signature. */
export const cookieToken = (cookie: string | undefined): string | undefined => /^[\w-]+/.exec(cookieValue(cookie) ?? '')?.[0]
/** The first of that name and no other: what the library reads and what we remember must be one and the same. */
const cookieValue = (cookie: string | undefined): string | undefined => /(?:^|;)\s*yidan_session="?([^;"\s]+)/.exec(cookie ?? '')?.[1]

export const endedCookie = (secureCookies: boolean): string =>
  `${COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict${secureCookies ? '; Secure' : ''}`
