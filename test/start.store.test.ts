// The program as an operator starts it: each refusal is one sentence and a code of its own, and a stop is in order.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '#postgres/testing'

const root = join(import.meta.dirname, '..')
let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())

interface Run {
  readonly code: number | null
  readonly out: string
  readonly complaints: string
}

/** Runs `yidan start` until it ends; `onLine` may stop it by SIGTERM when it has seen enough. */
function start(environment: Record<string, string>, onLine: (line: string) => boolean = () => false): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['src/main.ts', 'start'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'en_GB.UTF-8', YIDAN_LOG_LEVEL: 'error', DATABASE_URL: database.adminUrl, PORT: '0', ...environment },
    })
    let [out, complaints] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      if (onLine(out)) child.kill('SIGTERM')
    })
    child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
    child.on('close', (code) => resolve({ code, out, complaints }))
  })
}

test('a setting that cannot be', async () => {
  expect(await start({ PORT: 'http', YIDAN_LOG_LEVEL: 'loud' })).toMatchObject({
    code: 10,
    complaints: expect.stringMatching(/^The setting PORT must .*\nThe setting YIDAN_LOG_LEVEL must .*\n$/),
  })
  expect(await start({ PORT: 'http', LC_ALL: 'zh_CN.UTF-8' })).toMatchObject({
    code: 10,
    complaints: '设置 PORT 须为 0 至 65535 的整数。\n',
  })
})

test('a port that is taken, told before any slow work', async () => {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const refused = await start({ PORT: String(port), DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing' })
  await new Promise((done) => server.close(done))
  expect(refused).toEqual({
    code: 11,
    out: '',
    complaints: `The port ${port} is taken: stop the program that has it, or name another with PORT.\n`,
  })
})

test('a database that is not there, a folder that is not there', async () => {
  expect(await start({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing' })).toMatchObject({
    code: 18,
    complaints: expect.stringMatching(/^The database cannot be reached .*DATABASE_URL\.\n$/),
  })
  expect(await start({ YIDAN_CITY: '/nowhere' })).toMatchObject({ code: 21, complaints: 'The folder /nowhere cannot be read\n' })
})

test('a data folder where nothing can be made; a city folder is judged before the database is made', async () => {
  const ours = { DATABASE_URL: '', YIDAN_DATA_FOLDER: '/proc/nope' }
  expect(await start(ours)).toMatchObject({ code: 12, complaints: expect.stringMatching(/^The data folder \/proc\/nope .*\.\n$/) })
  expect(await start({ ...ours, YIDAN_CITY: '/nowhere' })).toMatchObject({ code: 21, complaints: 'The folder /nowhere cannot be read\n' })
  expect(await start({ ...ours, YIDAN_CITY: join(root, 'sql') })).toMatchObject({
    code: 21,
    complaints: expect.stringMatching(/^The network folder .* has \d+ faults: .*\.\n$/),
  })
})

test('opens on a database of one’s own, says where, and stops in order', async () => {
  const run = await start({}, (out) => /is open at http:\/\/localhost:\d+/.test(out))
  expect(run).toMatchObject({ code: 0, complaints: '' })
  expect(run.out.trim().split('\n').at(-1)).toBe('Stopping …')
}, 180_000)
