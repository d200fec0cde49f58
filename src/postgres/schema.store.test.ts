import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { testDatabase } from '#postgres/testing'
import { printSchema } from './schema.ts'

test('the schema is the reviewed one: after a migration, run `node tools/golden.ts schema` and read the difference', async () => {
  await using database = await testDatabase()
  expect(await printSchema(database.adminUrl)).toBe(readFileSync(join(import.meta.dirname, '../../sql/schema.sql'), 'utf8'))
})

test('what changes the schema changes the text', async () => {
  await using database = await testDatabase()
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  const alterations = [
    'ALTER TABLE postgres.file ADD COLUMN note text',
    'ALTER TABLE postgres.file ALTER COLUMN note SET NOT NULL',
    `ALTER TABLE postgres.file ALTER COLUMN note SET DEFAULT 'x'`,
    'ALTER TABLE postgres.file ADD CHECK (length(note) < 9)',
    'CREATE INDEX file_note ON postgres.file (note)',
    'GRANT UPDATE ON postgres.file TO yidan_app',
    'GRANT UPDATE (code) ON postgres.change TO yidan_app',
    'ALTER TABLE postgres.file ENABLE ROW LEVEL SECURITY',
    'CREATE POLICY own ON postgres.file USING (owner = current_user)',
    'CREATE FUNCTION postgres.one() RETURNS int LANGUAGE sql RETURN 1',
    'GRANT EXECUTE ON FUNCTION postgres.one() TO yidan_app',
    'CREATE VIEW postgres.names AS SELECT id FROM postgres.file',
    `CREATE TYPE postgres.colour AS ENUM ('red')`,
    'CREATE SCHEMA extra AUTHORIZATION yidan_owner',
    'GRANT USAGE ON SCHEMA extra TO yidan_app',
  ]
  let before = await printSchema(database.adminUrl)
  for (const alteration of alterations) {
    await client.query(alteration)
    const after = await printSchema(database.adminUrl)
    expect({ alteration, after }).not.toEqual({ alteration, after: before })
    before = after
  }
  await client.end()
})
