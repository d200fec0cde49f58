// One copy of the program per data folder; a copy that was killed leaves nothing to clean up by hand.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ok, refuse, type Result } from '#kernel'
import { codeOf, isAlive, startMark } from './process.ts'

export interface FolderLock {
  readonly release: () => void
}

/** Takes the folder, or tells which process has it. */
export function lockFolder(folder: string): Result<FolderLock, { readonly pid: number }> {
  const path = join(folder, 'lock')
  const mine = `${process.pid}\n${startMark(process.pid) ?? ''}\n`
  const draft = `${path}.${process.pid}`
  // Linking a finished file is atomic: nobody ever reads half a lock.
  for (;;) {
    writeFileSync(draft, mine)
    try {
      linkSync(draft, path)
      rmSync(draft)
      return ok({ release: () => (read(path) === mine ? rmSync(path, { force: true }) : undefined) })
    } catch (error) {
      rmSync(draft, { force: true })
      if (codeOf(error) !== 'EEXIST') throw error
    }
    const theirs = read(path)
    const holder = theirs === undefined ? undefined : livingHolder(theirs)
    if (holder !== undefined) return refuse({ pid: holder })
    if (theirs !== undefined) setAside(path, theirs)
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function livingHolder(text: string): number | undefined {
  const [first = '', mark = ''] = text.split('\n')
  const pid = Number(first)
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined
  return mark === '' || startMark(pid) === mark ? pid : undefined
}

/** Removes a dead copy's lock; two starters may do so at once, so a lock that is not the dead one is put back. */
function setAside(path: string, dead: string): void {
  const aside = `${path}.dead.${process.pid}`
  try {
    renameSync(path, aside)
    if (read(aside) !== dead) linkSync(aside, path)
  } catch {
    // Somebody else set it aside, or has already taken the folder: the next turn sees which.
  }
  rmSync(aside, { force: true })
}
