// The server's end while the program runs: it is started in its place, and nothing acknowledged is lost.
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { recordChange } from './change.ts'
import { closeDatabase, openDatabase, withCaller } from './database.ts'
import { prepareDatabase } from './migrate.ts'
import { isAlive } from './process.ts'
import { type PostgresServer, type ServerWishes, startPostgres } from './server.ts'
import { killParent } from './testing/kill-parent.ts'

let dataFolder: string
const running: PostgresServer[] = []

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'yidan-watch-'))
  chmodSync(dataFolder, 0o755)
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  rmSync(dataFolder, { recursive: true, force: true })
})

const start = async (wishes: Omit<ServerWishes, 'dataFolder'> = {}): Promise<PostgresServer> => {
  const started = await startPostgres({ dataFolder, ...wishes })
  if (!started.ok) throw new Error(started.error.text.en)
  running.push(started.value)
  return started.value
}
const postmaster = (): number => Number(readFileSync(join(dataFolder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])
const recorded = async (server: PostgresServer): Promise<bigint[]> => {
  const prepared = await prepareDatabase({ adminUrl: server.url })
  if (!prepared.ok) throw new Error(prepared.error.text.en)
  const database = openDatabase({ url: prepared.value.url })
  const { rows } = await withCaller(database, { kind: 'anonymous' }, (tx) =>
    sql<{ n: bigint }>`SELECT resource_id::bigint AS n FROM postgres.change ORDER BY position`.execute(tx),
  )
  await closeDatabase(database)
  return rows.map((row) => row.n)
}

/** Acknowledged writes of one connection pool across the end of its server; refusals meanwhile are expected. */
const writeAcross = async (server: PostgresServer, end: () => void): Promise<{ acknowledged: bigint[]; seconds: number }> => {
  const prepared = await prepareDatabase({ adminUrl: server.url })
  if (!prepared.ok) throw new Error(prepared.error.text.en)
  const database = openDatabase({ url: prepared.value.url })
  const acknowledged: bigint[] = []
  const write = (n: bigint): Promise<boolean> =>
    withCaller(database, { kind: 'system', name: 'test' }, (tx) =>
      recordChange(tx, { code: 'network-version-loaded', resource: 'network', resourceId: String(n) }),
    ).then(
      () => acknowledged.push(n) > 0,
      () => false,
    )
  for (let n = 0n; n < 100n; n++) expect(await write(n)).toBe(true)
  // One transaction is open, and at rest, when the server ends: its connection breaks while it is lent.
  const held = withCaller(database, { kind: 'anonymous' }, async (tx) => {
    await sql`SELECT 1`.execute(tx)
    end()
    await sleep(500)
    await sql`SELECT 1`.execute(tx)
  })
  await expect(held).rejects.toThrow(/terminat|connection|closed/i)
  const began = performance.now()
  for (let n = 100n; n < 200n; n++) while (!(await write(n)) && performance.now() - began < 30_000) await sleep(50)
  const seconds = (performance.now() - began) / 1000
  await closeDatabase(database)
  return { acknowledged, seconds }
}

test('a server that is killed is started in its place, and nothing acknowledged is lost', async () => {
  const changes: string[] = []
  const server = await start({ onChange: (state) => changes.push(state) })
  const first = postmaster()
  const { acknowledged, seconds } = await writeAcross(server, () => process.kill(first, 'SIGKILL'))
  expect(acknowledged).toHaveLength(200)
  expect(seconds).toBeLessThan(15)
  expect(changes).toEqual(['ended', 'restarted'])
  expect(await recorded(server)).toEqual(acknowledged)
  const second = postmaster()
  await server.stop()
  expect(isAlive(second)).toBe(false)
  expect(changes).toEqual(['ended', 'restarted'])
})

test('so is one that was adopted', async () => {
  const written = await killParent(dataFolder)
  const server = await start()
  expect(server.adopted).toBe(true)
  const { acknowledged } = await writeAcross(server, () => process.kill(postmaster(), 'SIGKILL'))
  expect(acknowledged).toHaveLength(200)
  const found = await recorded(server)
  for (const n of [...written, ...acknowledged]) expect(found).toContain(n)
})

test('one that cannot be started again is told once, and a stop still gives the folder back', async () => {
  const lost = Promise.withResolvers<string>()
  const server = await start({ onLost: (refusal) => lost.resolve(refusal.code) })
  renameSync(join(dataFolder, 'postgres/data/PG_VERSION'), join(dataFolder, 'aside'))
  process.kill(postmaster(), 'SIGKILL')
  expect(await lost.promise).toBe('start-failed')
  await server.stop()
  expect(existsSync(join(dataFolder, 'lock'))).toBe(false)
})
