// Roles, then numbered migrations as their owner, then pg-boss's own tables; all of it may run any number of times.
import { createHash, createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { ok, refuse, type Result, type Text } from '#kernel'
import { codeOf, messageOf } from './process.ts'
import { migrationEdited, migrationFailed, migrationUnknown, rightsMissing, type StartRefusal, unreachable } from './refusals.ts'

export interface PreparedDatabase {
  /** The address of `yidan_app`, for `openDatabase` and `startQueue`. */
  readonly url: string
  readonly applied: readonly string[]
}

export interface PrepareWishes {
  /** The embedded server's superuser, or the owner named by DATABASE_URL. */
  readonly adminUrl: string
  /** The folder of `0001-*.sql` …; `migrationFolder` in the program. */
  readonly folder?: string
  readonly progress?: (step: Text) => void
}

export const migrationFolder = join(import.meta.dirname, '../../sql')
export const OWNER = 'yidan_owner'
export const APP = 'yidan_app'
/** One number for "somebody is migrating this database", any will do. */
const MIGRATING = 4_911_526_001n

/** Makes the two roles, applies what is not applied yet, and gives the address that the program works with. */
export async function prepareDatabase(wishes: PrepareWishes): Promise<Result<PreparedDatabase, StartRefusal>> {
  const client = new pg.Client({ connectionString: wishes.adminUrl, application_name: 'yidan-migrate', connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    return refuse(unreachable(messageOf(error)))
  }
  try {
    // Two programs that start at once on one database migrate one after the other.
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATING])
    const url = await makeRoles(client, wishes.adminUrl)
    await client.query(`SET ROLE ${OWNER}`)
    const applied = await applyAll(client, wishes)
    if (!applied.ok) return applied
    await installQueue(client)
    return ok({ url, applied: applied.value })
  } catch (error) {
    // 42501: insufficient privilege.
    if (codeOf(error) === '42501') return refuse(rightsMissing(messageOf(error)))
    throw error
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function makeRoles(client: pg.Client, adminUrl: string): Promise<string> {
  const password = appPassword(adminUrl)
  for (const role of [OWNER, APP]) {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])
    if (rowCount === 0) await client.query(`CREATE ROLE ${role} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS`).catch(alreadyThere)
  }
  // The password is derived, so that every copy of the program on one database works out the same.
  await client.query(`ALTER ROLE ${APP} LOGIN${password === undefined ? '' : ` PASSWORD '${password}'`}`)
  const { rows } = await client.query<{ name: string; member: boolean }>(
    `SELECT current_database() AS name, pg_has_role($1::name, 'MEMBER') AS member`,
    [OWNER],
  )
  if (rows[0]?.member !== true) await client.query(`GRANT ${OWNER} TO CURRENT_USER`)
  const name = pg.escapeIdentifier(rows[0]?.name ?? '')
  await client.query(`GRANT CONNECT, CREATE ON DATABASE ${name} TO ${OWNER}; GRANT CONNECT ON DATABASE ${name} TO ${APP}`)
  await client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC').catch(ignored)
  return appUrl(adminUrl, password)
}

/** Roles belong to the whole server: another database's start may have made them a moment ago. */
function alreadyThere(error: unknown): void {
  if (!['42710', '23505'].includes(codeOf(error))) throw error
}
const ignored = (): void => undefined

function appPassword(adminUrl: string): string | undefined {
  const { password } = new URL(adminUrl)
  return password === '' ? undefined : createHmac('sha256', decodeURIComponent(password)).update(APP).digest('hex')
}

function appUrl(adminUrl: string, password: string | undefined): string {
  const url = new URL(adminUrl)
  url.username = APP
  url.password = password ?? ''
  return url.href
}

async function applyAll(client: pg.Client, { folder = migrationFolder, progress }: PrepareWishes): Promise<Result<string[], StartRefusal>> {
  await client.query(`CREATE SCHEMA IF NOT EXISTS postgres;
    CREATE TABLE IF NOT EXISTS postgres.migration (name text PRIMARY KEY, checksum text NOT NULL, recorded_at timestamptz NOT NULL DEFAULT now())`)
  const { rows } = await client.query<{ name: string; checksum: string }>('SELECT name, checksum FROM postgres.migration ORDER BY name')
  const done = new Map(rows.map((row) => [row.name, row.checksum]))
  const files = readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .toSorted()
  const unknown = rows.find((row) => !files.includes(row.name))
  if (unknown !== undefined) return refuse(migrationUnknown(unknown.name))
  const applied: string[] = []
  for (const name of files) {
    const text = readFileSync(join(folder, name), 'utf8')
    const checksum = createHash('sha256').update(text).digest('hex')
    const known = done.get(name)
    if (known === checksum) continue
    if (known !== undefined) return refuse(migrationEdited(name))
    progress?.({ zh: `正在执行迁移 ${name}`, en: `Applying ${name}` })
    try {
      await client.query('BEGIN')
      await client.query(text)
      await client.query('INSERT INTO postgres.migration (name, checksum) VALUES ($1, $2)', [name, checksum])
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK')
      return refuse(migrationFailed(name, messageOf(error)))
    }
    applied.push(name)
  }
  return ok(applied)
}

/** pg-boss migrates its schema as the owner; the application role only works with the tables. */
async function installQueue(client: pg.Client): Promise<void> {
  const db = { executeSql: (text: string, values?: unknown[]) => allRows(client, text, values) }
  const boss = new PgBoss({ db, schema: 'pgboss', supervise: false, schedule: false, migrate: true, createSchema: true })
  const faults: unknown[] = []
  boss.on('error', (error) => faults.push(error))
  await boss.start()
  await boss.stop({ graceful: false })
  if (faults.length > 0) throw faults[0]
  await client.query(`GRANT USAGE ON SCHEMA pgboss TO ${APP};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO ${APP};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA pgboss TO ${APP};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO ${APP}`)
}

/** Several statements in one text answer with several results; pg-boss wants the rows of all of them. */
async function allRows(client: pg.Client, text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
  const result: pg.QueryResult | pg.QueryResult[] = await client.query(text, values)
  return Array.isArray(result) ? { rows: result.flatMap(({ rows }): unknown[] => rows) } : result
}
