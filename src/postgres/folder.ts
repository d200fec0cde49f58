// The folder that the embedded server lives in: whose it is, where its socket goes, and whether it can be written.
import { createHash, randomUUID } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { ok, refuse, type Result } from '#kernel'
import { reachable, type RunAs } from './binaries.ts'
import { codeOf, messageOf } from './process.ts'
import { diskFull, notWritable, type StartRefusal } from './refusals.ts'

export interface ServerFolder {
  readonly root: string
  readonly data: string
  readonly socket: string
  readonly log: string
}

const NOBODY: RunAs = { uid: 65534, gid: 65534 }
/** The kernel's limit for the whole path of a unix socket, the closing zero left out. */
const SOCKET_PATH_BYTES = process.platform === 'linux' ? 107 : 103
/** Where root's database goes when the data folder lies where only root may enter, as under /root. */
const OUTSIDE = '/var/lib/yidan'

/** Makes the data folder and proves that it can be written. */
export function prepareDataFolder(dataFolder: string): Result<string, StartRefusal> {
  const folder = resolve(dataFolder)
  try {
    makeFolder(folder)
    accessSync(folder, constants.W_OK | constants.X_OK)
    const probe = join(folder, `.probe.${process.pid}`)
    writeFileSync(probe, 'x'.repeat(4096))
    rmSync(probe)
    return ok(realpathSync(folder))
  } catch (error) {
    return refuse(codeOf(error) === 'ENOSPC' ? diskFull(folder) : notWritable(folder, codeOf(error) || messageOf(error)))
  }
}

/** Parents first, by hand: Node's recursive way turns for ever where the system answers ENOENT, as under /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

/** Root's server runs as the owner of the data that is there, else as nobody; everybody else's as themselves. */
export function runAsFor(dataFolder: string): RunAs {
  if (process.getuid?.() !== 0) return {}
  const data = join(dataFolder, 'postgres/data')
  if (!existsSync(data)) return NOBODY
  const { uid, gid } = statSync(data)
  return uid === 0 ? NOBODY : { uid, gid }
}

/** The server's own folder inside the data folder, owned by the user it runs as. */
export function prepareServerFolder(dataFolder: string, runAs: RunAs): ServerFolder {
  const inside = join(dataFolder, 'postgres')
  if (runAs.uid !== undefined && !reachable(dataFolder, runAs) && !existsSync(inside)) {
    // 0711: others may enter a folder whose name they know, and list nothing.
    mkdirSync(OUTSIDE, { recursive: true, mode: 0o711 })
    const outside = join(OUTSIDE, randomUUID())
    mkdirSync(outside)
    symlinkSync(outside, inside)
  }
  mkdirSync(inside, { recursive: true })
  const root = realpathSync(inside)
  own(root, runAs)
  const data = join(root, 'data')
  if (runAs.uid !== undefined && existsSync(data) && statSync(data).uid !== runAs.uid) ownAll(data, runAs)
  return { root, data, socket: socketFolder(root, runAs), log: join(root, 'log') }
}

function socketFolder(root: string, runAs: RunAs): string {
  const fits = (folder: string): boolean => Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= SOCKET_PATH_BYTES
  const short = `yidan-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`
  const folder = [join(root, 'socket'), join(tmpdir(), short)].find(fits) ?? join('/tmp', short)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const owner = runAs.uid ?? process.getuid?.()
  const found = lstatSync(folder)
  // Under a shared folder another user could have put a link or a folder of his own there first.
  if (!found.isDirectory() || (found.uid !== owner && found.uid !== process.getuid?.()))
    throw new Error(`${folder} belongs to somebody else`)
  own(folder, runAs)
  return folder
}

function own(folder: string, runAs: RunAs): void {
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(folder, runAs.uid, runAs.gid)
  chmodSync(folder, 0o700)
}

/** A copy that root restored belongs to root; PostgreSQL wants its own data to belong to the user it runs as. */
function ownAll(folder: string, { uid = 0, gid = 0 }: RunAs): void {
  chownSync(folder, uid, gid)
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) chownSync(join(folder, entry), uid, gid)
}
