import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closeDatabase, openDatabase, withCaller } from './database.ts'
import { prepareDatabase } from './migrate.ts'
import { isAlive } from './process.ts'
import { type PostgresServer, startPostgres } from './server.ts'
import { killParent } from './testing/kill-parent.ts'

let dataFolder: string
const running: PostgresServer[] = []

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'yidan-server-'))
  chmodSync(dataFolder, 0o755)
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  rmSync(dataFolder, { recursive: true, force: true })
})

const start = async (folder = dataFolder): Promise<PostgresServer> => {
  const started = await startPostgres({ dataFolder: folder })
  if (!started.ok) throw new Error(started.error.text.en)
  running.push(started.value)
  return started.value
}
const refusalOf = async (folder = dataFolder): Promise<string> => {
  const started = await startPostgres({ dataFolder: folder })
  if (!started.ok) {
    expect(started.error.text.zh).toMatch(/。$/)
    expect(started.error.text.en).toMatch(/\.$/)
    return started.error.code
  }
  running.push(started.value)
  return 'started'
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

describe('start and stop', () => {
  test('a second start keeps the data and is quick', async () => {
    const first = await start()
    const prepared = await prepareDatabase({ adminUrl: first.url })
    expect(prepared).toMatchObject({ ok: true, value: { applied: expect.arrayContaining(['0001-postgres.sql']) } })
    await first.stop()
    const before = performance.now()
    const second = await start()
    expect(performance.now() - before).toBeLessThan(3000)
    expect(second.adopted).toBe(false)
    expect(await prepareDatabase({ adminUrl: second.url })).toMatchObject({ ok: true, value: { applied: [] } })
  })

  test('stop ends the server and gives the folder back; twice is once', async () => {
    const server = await start()
    const pid = postmaster()
    await Promise.all([server.stop(), server.stop()])
    expect(isAlive(pid)).toBe(false)
    expect(existsSync(join(dataFolder, 'lock'))).toBe(false)
  })

  test('the socket is behind a folder that only the server’s user may enter, also where the path is too long for one', async () => {
    const long = join(dataFolder, 'x'.repeat(60), 'y'.repeat(60))
    const server = await start(long)
    const socket = new URL(server.url).searchParams.get('host') ?? ''
    expect(socket.length).toBeLessThan(90)
    expect(statSync(socket).mode & 0o777).toBe(0o700)
  })

  test.runIf(process.getuid?.() === 0)('root’s folder that nobody else may enter keeps its data outside, and finds it again', async () => {
    chmodSync(dataFolder, 0o700)
    const first = await start()
    const outside = realpathSync(join(dataFolder, 'postgres'))
    try {
      expect(outside).toMatch(/^\/var\/lib\/yidan\//)
      expect(await recorded(first)).toEqual([])
      await first.stop()
      await start()
      expect(realpathSync(join(dataFolder, 'postgres'))).toBe(outside)
    } finally {
      for (const server of running.splice(0)) await server.stop()
      rmSync(outside, { recursive: true, force: true })
    }
  })
})

describe('after kill -9', () => {
  test('of the parent, the next start adopts the server and finds every acknowledged write', async () => {
    const acknowledged = await killParent(dataFolder)
    const pid = postmaster()
    expect(isAlive(pid)).toBe(true)
    const server = await start()
    expect(server.adopted).toBe(true)
    const found = await recorded(server)
    for (const n of acknowledged) expect(found).toContain(n)
    await server.stop()
    expect(isAlive(pid)).toBe(false)
  })

  test('of the parent and the server, the next start recovers every acknowledged write', async () => {
    const acknowledged = await killParent(dataFolder)
    process.kill(postmaster(), 'SIGKILL')
    const server = await start()
    expect(server.adopted).toBe(false)
    const found = await recorded(server)
    for (const n of acknowledged) expect(found).toContain(n)
  })

  test('and a restart of the machine, when the recorded ids belong to other programs', async () => {
    const server = await start()
    await server.stop()
    writeFileSync(join(dataFolder, 'postgres/data/postmaster.pid'), `${process.pid}\n${dataFolder}\n0\n5432\n/nowhere\n\n0 0\nready\n`)
    writeFileSync(join(dataFolder, 'lock'), `${process.pid}\nanother boot 1\n`)
    expect(await refusalOf()).toBe('started')
  })

  test('in the middle of making the database, the next start makes it', async () => {
    mkdirSync(join(dataFolder, 'postgres/data.part'), { recursive: true })
    writeFileSync(join(dataFolder, 'postgres/data.part/PG_VERSION'), '18\n')
    expect(await refusalOf()).toBe('started')
  })
})

describe('one clear sentence, and nothing damaged', () => {
  test('a second copy on the same folder', async () => {
    const server = await start()
    expect(await refusalOf()).toBe('already-running')
    expect(await recorded(server)).toEqual([])
  })

  test('two copies at once: one of them runs', async () => {
    const outcomes = await Promise.all([refusalOf(), refusalOf()])
    expect(outcomes.toSorted()).toEqual(['already-running', 'started'])
  })

  test('a data folder of another PostgreSQL', async () => {
    mkdirSync(join(dataFolder, 'postgres/data'), { recursive: true })
    writeFileSync(join(dataFolder, 'postgres/data/PG_VERSION'), '15\n')
    expect(await refusalOf()).toBe('other-major-version')
    expect(readFileSync(join(dataFolder, 'postgres/data/PG_VERSION'), 'utf8')).toBe('15\n')
    expect(existsSync(join(dataFolder, 'lock'))).toBe(false)
  })

  test.each(['a-file', 'a-file/below'])('a data folder that cannot be made: %s', async (path) => {
    writeFileSync(join(dataFolder, 'a-file'), '')
    expect(await refusalOf(join(dataFolder, path))).toBe('data-folder-not-writable')
  })

  test.runIf(process.platform === 'linux')('a data folder where nothing can be made', async () => {
    expect(await refusalOf('/proc/nope/below')).toBe('data-folder-not-writable')
  })

  test('a full disk, while the database is made and while it starts', async ({ skip }) => {
    const disk = join(dataFolder, 'disk')
    mkdirSync(disk)
    // A small disk of its own can be had by root alone, and not in every container.
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=90m,mode=755', 'tmpfs', disk]).status !== 0) skip()
    const startsAndStops = async () => {
      expect(await refusalOf(disk)).toBe('started')
      for (const server of running.splice(0)) await server.stop()
    }
    try {
      await startsAndStops()
      fill(join(disk, 'ballast'))
      expect(await refusalOf(disk)).toBe('disk-full')
      rmSync(join(disk, 'ballast'))
      await startsAndStops()
      rmSync(join(disk, 'postgres'), { recursive: true })
      fill(join(disk, 'ballast'), 20)
      expect(await refusalOf(disk)).toBe('disk-full')
    } finally {
      for (const server of running.splice(0)) await server.stop()
      spawnSync('umount', [disk])
    }
  })
})

/** Writes until the disk is full, but for so many megabytes. */
function fill(path: string, spareMegabytes = 0): void {
  const megabyte = Buffer.alloc(1024 * 1024)
  const { bavail, bsize } = statfsSync(dirname(path))
  const blocks = Math.ceil((bavail * bsize) / megabyte.length) - spareMegabytes
  const file = openSync(path, 'w')
  try {
    for (let i = 0; i < blocks; i++) writeSync(file, megabyte)
  } catch {
    // Full sooner than the system said, which is what was wanted.
  } finally {
    closeSync(file)
  }
}
