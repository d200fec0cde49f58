// Files: the row in the database says what it is, the bytes lie in a folder under their own hash.
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { ok, refuse, type Result } from '#kernel'
import type { AnyTx } from './database.ts'
import { codeOf } from './process.ts'

export interface FileStore {
  readonly folder: string
}

export interface NewFile {
  readonly id: string
  readonly bytes: Uint8Array
  readonly mediaType: string
  /** The party it belongs to. */
  readonly owner: string
  readonly now: Temporal.Instant
}

export interface StoredFile {
  readonly id: string
  readonly bytes: Uint8Array
  readonly sha256: string
  readonly mediaType: string
  readonly owner: string
  readonly createdAt: Temporal.Instant
}

/** The store of a data folder. */
export function openFileStore(dataFolder: string): FileStore {
  const folder = join(dataFolder, 'files')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return { folder }
}

/** Keeps a file; the bytes are safe on disk before the row is, so a row never points at nothing. */
export async function putFile(store: FileStore, tx: AnyTx, file: NewFile): Promise<{ readonly sha256: string }> {
  const sha256 = hashOf(file.bytes)
  await keep(pathOf(store, sha256), file.bytes)
  await sql`INSERT INTO postgres.file (id, sha256, media_type, size_bytes, owner, created_at)
    VALUES (${file.id}, ${sha256}, ${file.mediaType}, ${file.bytes.length}, ${file.owner}, ${file.now})`.execute(tx)
  return { sha256 }
}

interface FileRow {
  readonly sha256: string
  readonly media_type: string
  readonly owner: string
  readonly created_at: Temporal.Instant
}

/** Reads a file and proves that its bytes are the ones that were kept. */
export async function getFile(store: FileStore, tx: AnyTx, id: string): Promise<Result<StoredFile, 'not-found' | 'damaged'>> {
  const { rows } = await sql<FileRow>`SELECT sha256, media_type, owner, created_at FROM postgres.file WHERE id = ${id}`.execute(tx)
  const [row] = rows
  if (row === undefined) return refuse('not-found')
  const bytes = await readFile(pathOf(store, row.sha256)).catch(() => undefined)
  if (bytes === undefined || hashOf(bytes) !== row.sha256) return refuse('damaged')
  return ok({ id, bytes, sha256: row.sha256, mediaType: row.media_type, owner: row.owner, createdAt: row.created_at })
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const pathOf = ({ folder }: FileStore, sha256: string): string => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256)

/** Written beside, flushed, then renamed: a power cut leaves the whole file or none. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  const found = await readFile(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
  // The same bytes are kept once; others under their name are damage, and are replaced.
  if (found !== undefined && Buffer.compare(found, bytes) === 0) return
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const part = `${path}.${process.pid}.${performance.now()}.part`
  try {
    await writeFlushed(part, bytes)
    await rename(part, path)
  } finally {
    await rm(part, { force: true })
  }
  await flushFolder(dirname(path))
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
