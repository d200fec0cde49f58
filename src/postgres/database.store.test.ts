import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from '#kernel'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { closeDatabase, databaseAnswers, openDatabase, type Tx, unread, withCaller } from './database.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())

const who = sql<{ party: string | null; user: string | null; role: string }>`
  SELECT current_setting('yidan.party_id', true) AS party, current_setting('yidan.user_id', true) AS "user", current_user AS role`
const rowOf = async <T>(tx: Tx<object>, query: ReturnType<typeof sql<T>>): Promise<T | undefined> => (await query.execute(tx)).rows[0]

describe('withCaller', () => {
  test.each<[Caller, string, string]>([
    [{ kind: 'anonymous' }, '', ''],
    [{ kind: 'party', partyId: 'pty_1', roles: [], scopes: [], userId: 'u1' }, 'pty_1', 'u1'],
    [{ kind: 'system', name: 'departures' }, 'system:departures', ''],
  ])('enters as %j', async (caller, party, user) => {
    expect(await withCaller(database.db, caller, (tx: Tx<object>) => rowOf(tx, who))).toEqual({ party, user, role: 'yidan_app' })
  })

  test('leaves no name behind on the connection', async () => {
    const one = openDatabase({ url: database.url, connections: 1 })
    await withCaller(one, { kind: 'party', partyId: 'pty_1', roles: [], scopes: [], userId: 'u1' }, (tx: Tx<object>) => rowOf(tx, who))
    expect(await withCaller(one, { kind: 'anonymous' }, (tx: Tx<object>) => rowOf(tx, who))).toMatchObject({ party: '', user: '' })
    await closeDatabase(one)
  })

  test('undoes everything when the work throws', async () => {
    const insert = sql`INSERT INTO postgres.change (code, resource, resource_id) VALUES ('made', 'thing', '1')`
    const work = withCaller(database.db, { kind: 'anonymous' }, async (tx: Tx<object>) => {
      await insert.execute(tx)
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    const count = await withCaller(database.db, { kind: 'anonymous' }, (tx: Tx<object>) =>
      rowOf(tx, sql<{ n: bigint }>`SELECT count(*) AS n FROM postgres.change`),
    )
    expect(count).toEqual({ n: 0n })
  })

  test('instants and big numbers cross unharmed, in both directions', async () => {
    const instant = Temporal.Instant.from('2026-12-01T01:00:00.123456Z')
    const date = Temporal.PlainDate.from('2026-12-01')
    const query = sql<
      Record<string, unknown>
    >`SELECT ${instant}::timestamptz AS i, ${date}::date AS d, ${[instant]}::timestamptz[] AS a, ${9_007_199_254_740_993n}::bigint AS n`
    const row = await withCaller(database.db, { kind: 'anonymous' }, (tx: Tx<object>) => rowOf(tx, query))
    expect(row).toEqual({ i: instant, d: date, a: [instant], n: 9_007_199_254_740_993n })
  })

  test('says whether the database answers', async () => {
    expect(await databaseAnswers(database.db)).toBe(true)
    const nowhere = openDatabase({ url: 'postgresql://yidan_app@localhost/x?host=/nonexistent' })
    expect(await databaseAnswers(nowhere)).toBe(false)
  })
})

describe('a statement whose answer nobody reads', () => {
  const change = (id: string) => sql`${unread}INSERT INTO postgres.change (code, resource, resource_id) VALUES ('made', 'thing', ${id})`
  const noCode = sql`${unread}INSERT INTO postgres.change (code, resource, resource_id) VALUES (${'NOT A CODE'}, 'thing', '1')`
  const inTx = <T>(work: (tx: Tx<object>) => Promise<T>) => withCaller(database.db, { kind: 'anonymous' }, work)
  const ids = () =>
    inTx(async (tx) => (await sql<{ resource_id: string }>`SELECT resource_id FROM postgres.change ORDER BY position`.execute(tx)).rows)

  test('is written with the rest', async () => {
    await inTx(async (tx) => {
      await change('1').execute(tx)
      await change('2').execute(tx)
    })
    expect(await ids()).toEqual([{ resource_id: '1' }, { resource_id: '2' }])
  })

  test('fails the commit with its own error, and nothing is written', async () => {
    const work = inTx(async (tx) => {
      await change('1').execute(tx)
      await noCode.execute(tx)
      return 'acknowledged'
    })
    await expect(work).rejects.toThrow(/change_code_check/)
    expect(await ids()).toEqual([])
  })

  test('fails the statement after it with its own error', async () => {
    const work = inTx(async (tx) => {
      await noCode.execute(tx)
      return sql`SELECT 1`.execute(tx)
    })
    await expect(work).rejects.toThrow(/change_code_check/)
  })

  test('is forgotten with its effect by a rollback to a savepoint', async () => {
    await inTx(async (tx) => {
      await sql`SAVEPOINT work`.execute(tx)
      await noCode.execute(tx)
      await sql`ROLLBACK TO SAVEPOINT work`.execute(tx)
      await change('kept').execute(tx)
    })
    expect(await ids()).toEqual([{ resource_id: 'kept' }])
  })

  test('is undone when the work throws, and the connection is as good as before', async () => {
    const one = openDatabase({ url: database.url, connections: 1 })
    const attempt = withCaller(one, { kind: 'anonymous' }, async (tx: Tx<object>) => {
      await noCode.execute(tx)
      throw new Error('no')
    })
    await expect(attempt).rejects.toThrow('no')
    await withCaller(one, { kind: 'anonymous' }, (tx: Tx<object>) => change('after').execute(tx))
    expect(await ids()).toEqual([{ resource_id: 'after' }])
    await closeDatabase(one)
  })
})

describe('the two roles', () => {
  test('neither can bypass a policy', async () => {
    const { rows } = await asAdmin(
      `SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname LIKE 'yidan%' ORDER BY 1`,
    )
    const plain = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }
    expect(rows).toEqual([
      { rolname: 'yidan_app', ...plain },
      { rolname: 'yidan_owner', ...plain },
    ])
  })

  test.each([
    'CREATE TABLE postgres.mine (id int)',
    'CREATE TABLE public.mine (id int)',
    'CREATE SCHEMA mine',
    'UPDATE postgres.change SET code = code',
    'DELETE FROM postgres.change',
    'TRUNCATE postgres.change',
    'INSERT INTO postgres.migration (name, checksum) VALUES (1, 1)',
    'SET ROLE yidan_owner',
    'ALTER TABLE postgres.change DISABLE ROW LEVEL SECURITY',
  ])('the application may not %s', async (statement) => {
    const attempt = withCaller(database.db, { kind: 'anonymous' }, (tx: Tx<object>) => sql.raw(statement).execute(tx))
    await expect(attempt).rejects.toThrow(/permission denied|must be owner/)
  })

  test('a policy of the owner hides rows from the application', async () => {
    await asAdmin(`CREATE SCHEMA secret AUTHORIZATION yidan_owner; SET ROLE yidan_owner; CREATE TABLE secret.note (party text); INSERT INTO secret.note VALUES ('a'), ('b');
      GRANT USAGE ON SCHEMA secret TO yidan_app; GRANT SELECT ON secret.note TO yidan_app; ALTER TABLE secret.note ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON secret.note USING (party = current_setting('yidan.party_id', true))`)
    const notes = (caller: Caller) =>
      withCaller(database.db, caller, async (tx: Tx<object>) => (await sql`SELECT party FROM secret.note`.execute(tx)).rows)
    expect(await notes({ kind: 'party', partyId: 'a', roles: [], scopes: [] })).toEqual([{ party: 'a' }])
    expect(await notes({ kind: 'anonymous' })).toEqual([])
  })
})

async function asAdmin(text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  try {
    return await client.query(text)
  } finally {
    await client.end()
  }
}
