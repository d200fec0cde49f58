// A database of its own for each test, copied from the migrated template in some 40 ms.
import { randomUUID } from 'node:crypto'
import { rmSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { closeDatabase, type Database, openDatabase } from '../database.ts'
import { databaseUrl, TEMPLATE } from './names.ts'

export interface TestDatabase {
  /** Opened as the application role. */
  readonly db: Database
  /** The application role's address. */
  readonly url: string
  /** The superuser's address, to look behind the door or to play a foreign program. */
  readonly adminUrl: string
  /** A folder of its own, for files. */
  readonly folder: string
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** `await using database = await testDatabase()`, or `close()` in an afterEach; for files named `*.store.test.ts`. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('postgresUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`)
  const adminUrl = databaseUrl(server, name)
  const url = adminUrl.replace('//postgres@', '//yidan_app@')
  const db = openDatabase({ url, connections: 8 })
  const folder = mkdtempSync(join(tmpdir(), 'yidan-files-'))
  const close = async (): Promise<void> => {
    await closeDatabase(db)
    await asAdmin(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    rmSync(folder, { recursive: true, force: true })
  }
  return { db, url, adminUrl, folder, close, [Symbol.asyncDispose]: close }
}

/** A database of its own that nothing has prepared yet, by its superuser's address. */
export async function emptyDatabase(): Promise<{ readonly adminUrl: string; readonly close: () => Promise<void> }> {
  const server = inject('postgresUrl')
  const name = `empty_${randomUUID().replaceAll('-', '')}`
  await asAdmin(server, `CREATE DATABASE ${name}`)
  return { adminUrl: databaseUrl(server, name), close: () => asAdmin(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
