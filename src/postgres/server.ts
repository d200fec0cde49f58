// The embedded PostgreSQL: a child process in the data folder, reached by a unix socket only.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, closeSync, existsSync, fchownSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { ok, refuse, type Result, type Text } from '#kernel'
import { type Binaries, findBinaries, POSTGRES_MAJOR, type RunAs } from './binaries.ts'
import { prepareDataFolder, prepareServerFolder, runAsFor, type ServerFolder } from './folder.ts'
import { lockFolder } from './lock.ts'
import { codeOf, commandLine, gone, isAlive, messageOf, processesIn } from './process.ts'
import { alreadyRunning, binariesMissing, diskFull, notWritable, otherMajor, startFailed, type StartRefusal } from './refusals.ts'
import { type Running, watchServer } from './watch.ts'

export interface PostgresServer {
  /** The address of the superuser; only `prepareDatabase` uses it. */
  readonly url: string
  /** True when a server was found running that a killed parent had left. */
  readonly adopted: boolean
  /** Ends sessions and the server in order, then gives the folder back; may be called twice. */
  readonly stop: () => Promise<void>
}

export interface ServerWishes {
  readonly dataFolder: string
  readonly progress?: (step: Text) => void
  readonly maxConnections?: number
  /** Tests throw their data away, so they need not wait for the disk. */
  readonly throwaway?: boolean
  /** The server ended by itself while the program ran, or answers again: it is started in its place, on the same socket. */
  readonly onChange?: (state: 'ended' | 'restarted') => void
  /** It could not be started again, and nobody tries any more. */
  readonly onLost?: (refusal: StartRefusal) => void
}

const START_SECONDS = 60
const STOP_SECONDS = 30
/** Sessions whose server is gone end by themselves, but for one in the middle of a long statement. */
const LEFTOVER_SECONDS = 3
/** At this size the log is set aside at the next start; one older log is kept. */
const LOG_BYTES = 16 * 1024 * 1024

/** Starts the server of a data folder, or takes over the one that a killed parent left there. */
export async function startPostgres(wishes: ServerWishes): Promise<Result<PostgresServer, StartRefusal>> {
  const prepared = prepareDataFolder(wishes.dataFolder)
  if (!prepared.ok) return prepared
  const dataFolder = prepared.value
  try {
    const lock = lockFolder(dataFolder)
    if (!lock.ok) return refuse(alreadyRunning(dataFolder, lock.error.pid))
    const started = await startLocked(dataFolder, wishes).catch((error: unknown) => refuse(faultOf(dataFolder, error)))
    if (!started.ok) {
      lock.value.release()
      return started
    }
    const { folder, adopted, running, restart } = started.value
    const { onChange = () => undefined, onLost = () => undefined } = wishes
    const watch = watchServer({ first: running, restart, log: folder.log, onChange, onLost })
    const stopAll = async (): Promise<void> => {
      await watch.stop()
      await stopServer(folder)
      lock.value.release()
    }
    let stopping: Promise<void> | undefined
    const stop = (): Promise<void> => (stopping ??= stopAll())
    return ok({ url: serverUrl(folder), adopted, stop })
  } catch (error) {
    return refuse(faultOf(dataFolder, error))
  }
}

interface Started {
  readonly folder: ServerFolder
  readonly adopted: boolean
  readonly running: Running
  readonly restart: () => Promise<Result<Running, StartRefusal>>
}

async function startLocked(dataFolder: string, wishes: ServerWishes): Promise<Result<Started, StartRefusal>> {
  const runAs = runAsFor(dataFolder)
  // A temporary folder is root's alone; opened a little, the throw-away data can lie inside and vanish with it.
  if (wishes.throwaway === true && runAs.uid !== undefined) chmodSync(dataFolder, 0o711)
  const folder = prepareServerFolder(dataFolder, runAs)
  const found = majorOf(folder.data)
  if (found !== undefined && found !== String(POSTGRES_MAJOR)) return refuse(otherMajor(folder.data, found, POSTGRES_MAJOR))
  const start = async (): Promise<Result<Running, StartRefusal>> => {
    const binaries = findBinaries(runAs, folder.root)
    return binaries === undefined ? refuse(noBinaries()) : launch(binaries, folder, runAs, wishes)
  }
  const restart = async (): Promise<Result<Running, StartRefusal>> => {
    await clearLeftovers(folder)
    return start().catch((error: unknown) => refuse(faultOf(dataFolder, error)))
  }
  const adopted = await adopt(folder)
  if (adopted !== undefined) return ok({ folder, adopted: true, running: adopted, restart })

  const binaries = findBinaries(runAs, folder.root)
  if (binaries === undefined) return refuse(noBinaries())
  if (found === undefined) {
    wishes.progress?.({ zh: '正在建立数据库', en: 'Making the database' })
    const made = makeData(binaries, folder, runAs)
    if (!made.ok) return made
  }
  const running = await launch(binaries, folder, runAs, wishes)
  return running.ok ? ok({ folder, adopted: false, running: running.value, restart }) : running
}

const noBinaries = (): StartRefusal => binariesMissing(`${process.platform}-${process.arch}`)

/** A killed parent's server when it is there and answers; else nothing of it is left that could hinder a start. */
async function adopt(folder: ServerFolder): Promise<Running | undefined> {
  const pid = readPostmaster(folder)?.pid
  if (pid !== undefined && isServer(pid, folder)) {
    for (let turn = 0; turn < START_SECONDS * 10 && isServer(pid, folder); turn++) {
      if (await answers(folder)) return { ended: endOf(pid) }
      await sleep(100)
    }
    await stopServer(folder)
  }
  await clearLeftovers(folder)
  return undefined
}

/** An adopted server is nobody's child, so its end is looked for. */
async function endOf(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(500, undefined, { ref: false })
}

const isServer = (pid: number, folder: ServerFolder): boolean => isAlive(pid) && commandLine(pid).includes(folder.data)

/**
 * PostgreSQL would take whatever process now has the recorded id for its server, so the records go. They also guard
 * against sessions that outlive a killed server and share its memory; hence these are waited for, and ended, first.
 */
async function clearLeftovers(folder: ServerFolder): Promise<void> {
  await Promise.all(processesIn(folder.data).map(endLeftover))
  const records = [join(folder.data, 'postmaster.pid'), join(folder.socket, '.s.PGSQL.5432'), join(folder.socket, '.s.PGSQL.5432.lock')]
  for (const record of records) rmSync(record, { force: true })
}

async function endLeftover(pid: number): Promise<void> {
  if (await gone(pid, LEFTOVER_SECONDS)) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended in this very moment.
  }
  await gone(pid, STOP_SECONDS)
}

/** initdb works beside and the result is renamed, so that a kill in the middle leaves no half-made data. */
function makeData(binaries: Binaries, folder: ServerFolder, runAs: RunAs): Result<undefined, StartRefusal> {
  const part = join(folder.root, 'data.part')
  rmSync(part, { recursive: true, force: true })
  const options = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-k', '--no-instructions']
  const made = spawnSync(binaries.initdb, ['-D', part, ...options], { ...runAs, cwd: '/', encoding: 'utf8', env: serverEnvironment() })
  if (made.status !== 0) {
    rmSync(part, { recursive: true, force: true })
    const output = `${made.stdout}${made.stderr}${made.error?.message ?? ''}`
    const refusal = refusalFrom(folder, output)
    if (refusal.code === 'start-failed') writeFileSync(folder.log, output)
    return refuse(refusal)
  }
  renameSync(part, folder.data)
  return ok(undefined)
}

async function launch(
  binaries: Binaries,
  folder: ServerFolder,
  runAs: RunAs,
  wishes: ServerWishes,
): Promise<Result<Running, StartRefusal>> {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folder.socket,
    unix_socket_permissions: '0700',
    max_connections: String(wishes.maxConnections ?? 50),
    log_line_prefix: '%m [%p] ',
    ...(wishes.throwaway === true ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  if (existsSync(folder.log) && statSync(folder.log).size > LOG_BYTES) renameSync(folder.log, `${folder.log}.1`)
  const from = existsSync(folder.log) ? statSync(folder.log).size : 0
  const log = openSync(folder.log, 'a')
  if (runAs.uid !== undefined && runAs.gid !== undefined) fchownSync(log, runAs.uid, runAs.gid)
  // Detached: a Ctrl-C in the terminal reaches us alone, and we stop the server in order.
  const child = spawn(binaries.postgres, ['-D', folder.data, ...flags], {
    ...runAs,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: serverEnvironment(),
  })
  closeSync(log)
  let reason: string | undefined
  const ended = new Promise<void>((done) => {
    const end = (why: string): void => {
      reason = why
      done()
    }
    child.on('error', (error) => end(error.message))
    child.on('exit', (code, signal) => end(`exit ${code ?? signal}`))
  })
  child.unref()
  for (let turn = 0; turn < START_SECONDS * 50; turn++) {
    if (reason !== undefined) return refuse(refusalFrom(folder, readFileSync(folder.log, 'utf8').slice(from) || reason))
    if (await answers(folder)) return ok({ ended })
    await sleep(20)
  }
  await stopServer(folder)
  return refuse(startFailed(folder.log, `${START_SECONDS} s`))
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are rolled back, everything committed is on disk. */
async function stopServer(folder: ServerFolder): Promise<void> {
  const postmaster = readPostmaster(folder)
  if (postmaster === undefined || !isServer(postmaster.pid, folder)) return
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(postmaster.pid, signal)
    } catch {
      return
    }
    if (await gone(postmaster.pid, STOP_SECONDS)) return
  }
}

async function answers(folder: ServerFolder): Promise<boolean> {
  if (!existsSync(join(folder.socket, '.s.PGSQL.5432'))) return false
  const client = new pg.Client({ connectionString: serverUrl(folder), connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
    return rows[0]?.data_directory === folder.data
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

const serverUrl = (folder: ServerFolder): string => `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder.socket)}`

function readPostmaster(folder: ServerFolder): { readonly pid: number } | undefined {
  try {
    const pid = Number(readFileSync(join(folder.data, 'postmaster.pid'), 'utf8').split('\n')[0])
    return Number.isSafeInteger(pid) && pid > 0 ? { pid } : undefined
  } catch {
    return undefined
  }
}

function majorOf(data: string): string | undefined {
  try {
    return readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  } catch {
    return undefined
  }
}

/** The first line that says why, out of everything the server printed. */
function refusalFrom(folder: ServerFolder, output: string): StartRefusal {
  if (/No space left on device|Check free disk space|wrote only \d+ of|ENOSPC|Disk quota exceeded/.test(output))
    return diskFull(folder.root)
  const line = output.split('\n').find((l) => /(FATAL|PANIC|error):/.test(l)) ?? output.trim().split('\n').at(-1) ?? ''
  const reason = line.replace(/^.*?(FATAL|PANIC|error):\s*/, '')
  return /Permission denied|Read-only file system/.test(line) ? notWritable(folder.root, reason) : startFailed(folder.log, reason)
}

function faultOf(folder: string, error: unknown): StartRefusal {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder)
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code)) return notWritable(folder, code)
  return startFailed(join(folder, 'postgres/log'), messageOf(error))
}

/** The caller's own PG* settings are for his databases, not for ours. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && name !== 'NODE_OPTIONS')
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}
