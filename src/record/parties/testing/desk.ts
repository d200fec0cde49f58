// The rows of this module as the window would serve them: authenticated, admitted, parsed, in one transaction for a POST.
import { createHash } from 'node:crypto'
import { type Caller, uuidV7 } from '#kernel'
import { may, type Refusal, refusalOf, type Request, type Route } from '#model'
import { type AnyTx, withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { openParties, type Parties } from '../routes.ts'

export interface Asked {
  readonly cookie?: string
  readonly authorization?: string
  readonly party?: string
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
  readonly address?: string
  readonly now?: Temporal.Instant
}
export interface Answered {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows the shape it asked for, and the row's schema has checked it
  readonly body: any
  readonly remembered?: unknown
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly refusal?: Refusal
}
export interface Desk {
  readonly database: TestDatabase
  readonly parties: Parties
  /** How often a password was hashed or compared. */
  readonly hashed: () => number
  ask(operationId: string, asked?: Asked): Promise<Answered>
  callerOf(asked: Asked): Promise<{ caller?: Caller; refusal?: Refusal }>
  close(): Promise<void>
}

export const NOW = Temporal.Instant.from('2026-12-01T01:00:00Z')

/** `quick`: no scrypt, for tests that are not about it. */
export async function openDesk({ quick = true } = {}): Promise<Desk> {
  const database = await testDatabase()
  let hashed = 0
  const hash = (password: string): string => {
    hashed++
    return createHash('sha256').update(`pepper ${password}`).digest('hex')
  }
  const passwords = {
    hash: (password: string) => Promise.resolve(hash(password)),
    verify: (asked: { readonly hash: string; readonly password: string }) => Promise.resolve(hash(asked.password) === asked.hash),
  }
  const parties = await openParties({
    db: database.db,
    url: database.url,
    dataFolder: database.folder,
    origin: 'http://localhost:8080',
    newUuid: () => uuidV7(Temporal.Now.instant().epochMilliseconds, crypto.getRandomValues(new Uint8Array(10))),
    now: () => NOW,
    secureCookies: false,
    ...(quick ? { passwords } : {}),
  })
  const rows: readonly Route[] = parties.routes
  const callerOf: Desk['callerOf'] = async ({ cookie, authorization, party, address = '192.0.2.1', now = NOW }) => {
    const known = await parties.authenticate({ cookie, authorization, party, address, now })
    return known.ok ? { caller: known.value } : { refusal: known.error }
  }
  return {
    database,
    parties,
    hashed: () => hashed,
    callerOf,
    async ask(operationId, asked = {}) {
      const row = rows.find((one) => one.operationId === operationId)
      if (row === undefined) throw new Error(`no row ${operationId}`)
      const { caller, refusal } = await callerOf(asked)
      if (caller === undefined) return refused(refusal)
      const admitted = may(caller, row.act, { kind: 'none' })
      return admitted.allowed ? serve(database, row, caller, asked) : refused(refusalOf(admitted))
    },
    close: async () => {
      await parties.close()
      await database.close()
    },
  }
}

const refused = (refusal: Refusal = { code: 'internal' }): Answered => ({ status: 0, body: undefined, headers: {}, refusal })

class Undone extends Error {}

async function serve({ db }: TestDatabase, row: Route, caller: Caller, asked: Asked): Promise<Answered> {
  const committed: (() => void)[] = []
  const body = row.body?.safeParse(asked.body)
  if (body?.success === false) return refused({ code: 'invalid-request', detail: { zh: body.error.message, en: body.error.message } })
  const params = row.params?.safeParse(asked.params)
  if (params?.success === false) return refused({ code: 'not-found' })
  const request = (enter: Request<unknown, unknown, unknown>['enter']): Request<unknown, unknown, unknown> => ({
    caller,
    language: 'en',
    requestId: 'r',
    now: asked.now ?? NOW,
    params: params?.data,
    query: row.query?.parse(asked.query ?? {}),
    body: body?.data,
    text: '',
    headers: { cookie: asked.cookie, authorization: asked.authorization, 'yidan-party': asked.party },
    address: asked.address ?? '192.0.2.1',
    ifMatch: '',
    enter,
    afterCommit: (work) => void committed.push(work),
  })
  const own = <T>(work: (tx: AnyTx) => Promise<T>): Promise<T> => withCaller(db, caller, work)
  let refusal: Refusal | undefined
  const handle = async (enter: typeof own) => {
    const answer = await row.handle(request(enter))
    if (answer.ok) return answer.value
    refusal = answer.error
    throw new Undone()
  }
  try {
    const answer = row.method === 'POST' && row.secret !== true ? await own((tx) => handle((work) => work(tx))) : await handle(own)
    for (const work of committed) work()
    row.answer.parse(answer.body)
    return { status: answer.status, body: answer.body, remembered: answer.remembered, headers: answer.headers ?? {} }
  } catch (error) {
    if (error instanceof Undone) return refused(refusal)
    throw error
  }
}

/** The cookie of an answer, as a browser would send it back. */
export const cookieOf = ({ headers }: Answered): string => String(headers['set-cookie']).split(';', 1)[0] ?? ''

/** The sample city's accounts, and the cookie of one of them. */
export async function signedIn(desk: Desk, email: string, password: string, asked: Asked = {}): Promise<string> {
  const answer = await desk.ask('postSession', { ...asked, body: { email, password } })
  if (answer.refusal !== undefined) throw new Error(JSON.stringify(answer.refusal))
  return cookieOf(answer)
}
