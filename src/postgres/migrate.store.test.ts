import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyDatabase } from '#postgres/testing'
import { closeDatabase, databaseAnswers, openDatabase } from './database.ts'
import { prepareDatabase } from './migrate.ts'

let database: Awaited<ReturnType<typeof emptyDatabase>>
let folder: string
beforeEach(async () => {
  database = await emptyDatabase()
  folder = mkdtempSync(join(tmpdir(), 'yidan-sql-'))
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const prepare = (adminUrl = database.adminUrl) => prepareDatabase({ adminUrl, folder })
const applied = (...names: string[]) => ({ ok: true, value: { applied: names } })
const refused = (code: string) => ({ ok: false, error: { code } })
const asAdmin = async (text: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

describe('migrations', () => {
  test('are applied once, in order, and belong to the owner', async () => {
    write('0002-b.sql', 'CREATE TABLE one.b (id int REFERENCES one.a)')
    write('0001-a.sql', 'CREATE SCHEMA one; CREATE TABLE one.a (id int PRIMARY KEY)')
    write('notes.txt', 'not a migration')
    expect(await prepare()).toMatchObject(applied('0001-a.sql', '0002-b.sql'))
    expect(await prepare()).toMatchObject(applied())
    write('0003-c.sql', 'CREATE TABLE one.c (id int)')
    expect(await prepare()).toMatchObject(applied('0003-c.sql'))
    expect(await asAdmin(`SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname IN ('one', 'postgres', 'pgboss')`)).toEqual([
      { tableowner: 'yidan_owner' },
    ])
  })

  test('run one after the other when two programs start at once', async () => {
    write('0001-a.sql', 'CREATE SCHEMA one; SELECT pg_sleep(0.2); CREATE TABLE one.a (id int)')
    const both = await Promise.all([prepare(), prepare()])
    const counts = both.map((result) => (result.ok ? result.value.applied.length : -1))
    expect(counts.toSorted((a, b) => a - b)).toEqual([0, 1])
  })

  test('an applied one that was edited is refused', async () => {
    write('0001-a.sql', 'CREATE SCHEMA one')
    await prepare()
    write('0001-a.sql', 'CREATE SCHEMA two')
    expect(await prepare()).toMatchObject(refused('migration-edited'))
  })

  test('one of a newer program is refused', async () => {
    write('0001-a.sql', 'CREATE SCHEMA one')
    await prepare()
    rmSync(join(folder, '0001-a.sql'))
    expect(await prepare()).toMatchObject(refused('migration-unknown'))
  })

  test('one that fails leaves nothing of itself', async () => {
    write('0001-a.sql', 'CREATE SCHEMA one')
    write('0002-b.sql', 'CREATE TABLE one.b (id int); SELECT 1 / 0')
    expect(await prepare()).toMatchObject(refused('migration-failed'))
    expect(await asAdmin(`SELECT to_regclass('one.b') AS b, to_regnamespace('one')::text AS one`)).toEqual([{ b: null, one: 'one' }])
  })
})

describe('a database named by DATABASE_URL', () => {
  const login = (user: string): string => database.adminUrl.replace('//postgres@', `//${user}:secret%21@`)

  test('needs only an owner that may make roles; the application gets its own password', async () => {
    const user = `city_${new URL(database.adminUrl).pathname.slice(-8)}`
    const name = new URL(database.adminUrl).pathname.slice(1)
    // On a server where the roles are there already, their grants are the administrator's to give.
    await asAdmin(`CREATE ROLE ${user} LOGIN CREATEROLE PASSWORD 'secret!'; ALTER DATABASE ${name} OWNER TO ${user};
      GRANT yidan_owner, yidan_app TO ${user} WITH ADMIN TRUE`)
    try {
      write('0001-a.sql', 'CREATE SCHEMA one')
      const prepared = await prepare(login(user))
      expect(prepared).toMatchObject(applied('0001-a.sql'))
      const url = prepared.ok ? prepared.value.url : ''
      expect(new URL(url).username).toBe('yidan_app')
      expect(new URL(url).password).toMatch(/^[0-9a-f]{64}$/)
      const app = openDatabase({ url })
      expect(await databaseAnswers(app)).toBe(true)
      await closeDatabase(app)
    } finally {
      await asAdmin(`ALTER DATABASE ${name} OWNER TO postgres; DROP OWNED BY ${user}; DROP ROLE ${user}`)
    }
  })

  test('without the rights is refused, without a server too', async () => {
    const user = `weak_${new URL(database.adminUrl).pathname.slice(-8)}`
    await asAdmin(`CREATE ROLE ${user} LOGIN`)
    expect(await prepare(login(user))).toMatchObject(refused('database-rights-missing'))
    await asAdmin(`DROP ROLE ${user}`)
    expect(await prepare('postgresql://u@localhost/x?host=/nonexistent')).toMatchObject(refused('database-unreachable'))
  })
})
