// The sample city as a real window process with a data folder of its own, and a key for each of its organisations.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { SCOPES } from '#kernel'

const root = join(import.meta.dirname, '../..')

export const ACTORS = ['shipper', 'operator', 'rail', 'water', 'air', 'road', 'hub', 'consignee', 'customs'] as const
export type ActorName = (typeof ACTORS)[number]

export interface Actor {
  readonly name: ActorName
  readonly partyId: string
  readonly partyName: string
  /** Its API key, with every scope. */
  readonly key: string
  readonly email: string
  readonly password: string
}

export interface Reply {
  readonly status: number
  readonly body: unknown
  readonly headers: Headers
}

export interface City {
  readonly url: string
  readonly folder: string
  /** Whoever is asked for without a key is a mistake of the test. */
  actor(name: ActorName): Actor
  /** Everything the process has said, passwords included. */
  said(): string
  /** In the name of this key, or of nobody. */
  ask(by: Actor | undefined, line: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>
  /** The same window at another time: nothing but what is on disk goes along. */
  restart(environment: Readonly<Record<string, string>>): Promise<void>
  /** Ended without a word, as a power cut ends it. */
  kill(): Promise<void>
  close(): Promise<void>
}

export interface CityWishes {
  readonly environment?: Readonly<Record<string, string>>
  /** Who needs a key; all of them unless said. */
  readonly actors?: readonly ActorName[]
}

export async function openCity({ environment = {}, actors = ACTORS }: CityWishes = {}): Promise<City> {
  const folder = mkdtempSync(join(tmpdir(), 'yidan-city-'))
  // So that root's PostgreSQL, which runs as nobody, can live inside: then it goes when the folder goes.
  chmodSync(folder, 0o711)
  const port = await freePort()
  const url = `http://localhost:${port}`
  const removed = (): void => rmSync(folder, { recursive: true, force: true })
  let window = await startWindow(port, folder, environment).catch((error: unknown) => {
    removed()
    throw error
  })
  const passwords = new Map(
    [...window.said().matchAll(/(\w+)@sample\.example\s+(\S+)/g)].map(([, name = '', password = '']) => [name, password]),
  )
  const ask: City['ask'] = (by, line, body, headers = {}) =>
    send(url, line, body, { ...(by === undefined ? {} : { authorization: `Bearer ${by.key}` }), ...headers })
  const known: Partial<Record<ActorName, Actor>> = {}
  try {
    for (const name of actors) known[name] = await signedIn({ url, name, password: passwords.get(name) ?? '' })
  } catch (error) {
    await window.stop('SIGTERM')
    removed()
    throw error
  }
  return {
    url,
    folder,
    actor(name) {
      const found = known[name]
      if (found === undefined) throw new Error(`no key was made for ${name}`)
      return found
    },
    said: () => window.said(),
    ask,
    async restart(changed) {
      await window.stop('SIGTERM')
      window = await startWindow(port, folder, { ...environment, ...changed })
    },
    kill: () => window.stop('SIGKILL'),
    async close() {
      await window.stop('SIGTERM')
      removed()
    },
  }
}

interface Started {
  readonly child: ChildProcess
  said(): string
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

async function startWindow(port: number, folder: string, environment: Readonly<Record<string, string>>): Promise<Started> {
  const env = {
    ...process.env,
    LC_ALL: 'en_GB.UTF-8',
    PORT: String(port),
    YIDAN_DATA_FOLDER: folder,
    YIDAN_LOG_LEVEL: 'error',
    ...environment,
  }
  const child = spawn(process.execPath, ['src/main.ts', 'start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const listen = (chunk: Buffer): void => {
    output += chunk.toString()
    if (/http:\/\/localhost:\d+/.test(output)) resolve()
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  void gone.then(() => reject(new Error(`the window did not open:\n${output}`)))
  await promise
  await ready(`http://localhost:${port}`)
  const stop = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await gone
  }
  return { child, said: () => output, stop }
}

async function ready(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const answers = await fetch(`${url}/readyz`).then(
      ({ status }) => status === 200,
      () => false,
    )
    if (answers) return
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('the window never became ready')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const session = z.object({ party: z.object({ id: z.string(), name: z.string() }) })
const madeKey = z.object({ secret: z.string() })

/** As a person does it: signs in, makes a key for the organisation's programs. */
async function signedIn(asked: { readonly url: string; readonly name: ActorName; readonly password: string }): Promise<Actor> {
  const { url, name, password } = asked
  const email = `${name}@sample.example`
  const opened = await send(url, 'POST /v1/session', { email, password }, {})
  if (opened.status !== 200) throw new Error(`${email} cannot sign in: ${JSON.stringify(opened.body)}`)
  const cookie = opened.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0] ?? '')
    .join('; ')
  const { party } = session.parse(opened.body)
  const made = await send(url, 'POST /v1/keys', { name: 'journey', scopes: SCOPES }, { cookie })
  if (made.status !== 201) throw new Error(`${email} got no key: ${JSON.stringify(made.body)}`)
  return { name, partyId: party.id, partyName: party.name, key: madeKey.parse(made.body).secret, email, password }
}

/** "POST /v1/quotes"; a text goes as it is, anything else as JSON. */
export async function send(url: string, line: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Reply> {
  const [method = 'GET', path = ''] = line.split(' ')
  const response = await fetch(url + path, {
    method,
    headers: {
      accept: 'application/json',
      'accept-language': 'en',
      ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && !/vc\+jwt/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, body: isJson && text !== '' ? JSON.parse(text) : text, headers: response.headers }
}
