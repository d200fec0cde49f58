// Organisations, who belongs to them and what they answer for.
import { sql } from 'kysely'
import { ok, type PartyRole, refuse, type Result } from '#kernel'
import type { DutyKind } from '#model'
import type { AnyTx } from '#postgres'

/** An organisation as other modules see it; `id` is the UUID. */
export interface PartyRow {
  readonly id: string
  readonly name: string
  readonly roles: readonly PartyRole[]
  readonly demo: boolean
}
export interface DirectoryRow extends PartyRow {
  readonly uscc: string | null
}
export interface Duty {
  readonly kind: DutyKind
  readonly key: string
}

/** The organisations of these UUIDs; what is not there is not in the answer. */
export async function findParties(tx: AnyTx, ids: readonly string[]): Promise<ReadonlyMap<string, PartyRow>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<PartyRow>`SELECT id, name, roles, demo FROM parties.party WHERE id = ANY (${[...ids]}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Who answers for each of these; by `kind:key`. */
export async function dutiesOf(tx: AnyTx, asked: readonly Duty[]): Promise<ReadonlyMap<string, PartyRow>> {
  if (asked.length === 0) return new Map()
  const { rows } = await sql<PartyRow & Duty>`SELECT d.kind, d.key, p.id, p.name, p.roles, p.demo
    FROM unnest(${asked.map(({ kind }) => kind)}::text[], ${asked.map(({ key }) => key)}::text[]) AS a (kind, key)
    JOIN parties.duty d USING (kind, key) JOIN parties.party p ON p.id = d.party_id`.execute(tx)
  return new Map(rows.map(({ kind, key, ...party }) => [`${kind}:${key}`, party]))
}

/** Both at once, for whoever needs both and would rather ask the database once. */
export async function partiesAndDuties(
  tx: AnyTx,
  ids: readonly string[],
  asked: readonly Duty[],
): Promise<{ readonly parties: ReadonlyMap<string, PartyRow>; readonly duties: ReadonlyMap<string, PartyRow> }> {
  const { rows } = await sql<PartyRow & { readonly duty: string | null }>`
    SELECT NULL AS duty, id, name, roles, demo FROM parties.party WHERE id = ANY (${[...ids]}::uuid[])
    UNION ALL SELECT d.kind || ':' || d.key, p.id, p.name, p.roles, p.demo
      FROM unnest(${asked.map(({ kind }) => kind)}::text[], ${asked.map(({ key }) => key)}::text[]) AS a (kind, key)
      JOIN parties.duty d USING (kind, key) JOIN parties.party p ON p.id = d.party_id`.execute(tx)
  const [parties, duties] = [new Map<string, PartyRow>(), new Map<string, PartyRow>()]
  for (const { duty, ...party } of rows) {
    if (duty === null) parties.set(party.id, party)
    else duties.set(duty, party)
  }
  return { parties, duties }
}

export interface DirectoryWishes {
  /** A part of the name. */
  readonly q?: string | undefined
  readonly role?: PartyRole | undefined
  readonly after?: { readonly name: string; readonly id: string } | undefined
  readonly limit: number
}

/** By name, then by id; one more than `limit` when there are more. */
export async function listParties(tx: AnyTx, { q, role, after, limit }: DirectoryWishes): Promise<DirectoryRow[]> {
  const byName = q === undefined ? sql`true` : sql`position(lower(${q}) in lower(name)) > 0`
  const byRole = role === undefined ? sql`true` : sql`${role} = ANY (roles)`
  const beyond = after === undefined ? sql`true` : sql`(name COLLATE "C", id) > (${after.name}, ${after.id}::uuid)`
  const { rows } = await sql<DirectoryRow>`SELECT id, name, roles, uscc, demo FROM parties.party
    WHERE ${byName} AND ${byRole} AND ${beyond} ORDER BY name COLLATE "C", id LIMIT ${limit + 1}`.execute(tx)
  return rows
}

export interface NewParty {
  readonly id: string
  readonly name: string
  readonly roles: readonly PartyRole[]
  readonly uscc?: string | undefined
  readonly demo?: boolean
  readonly duties?: readonly Duty[] | undefined
}

/** Adds an organisation with its duties; refuses a credit code or a duty that another has already. */
export async function addParty(
  tx: AnyTx,
  party: NewParty,
  now: Temporal.Instant,
): Promise<Result<void, { readonly taken: 'uscc' | Duty }>> {
  const { id, name, roles, uscc, demo = false, duties = [] } = party
  const added = await sql`INSERT INTO parties.party (id, name, roles, uscc, demo, created_at)
    VALUES (${id}, ${name}, ${[...roles]}::text[], ${uscc ?? null}, ${demo}, ${now}) ON CONFLICT (uscc) DO NOTHING RETURNING 1`.execute(tx)
  if (added.rows.length === 0) return refuse({ taken: 'uscc' })
  if (duties.length === 0) return ok(undefined)
  const { rows } = await sql<Duty>`INSERT INTO parties.duty (kind, key, party_id)
    SELECT kind, key, ${id}::uuid FROM unnest(${duties.map(({ kind }) => kind)}::text[], ${duties.map(({ key }) => key)}::text[]) AS a (kind, key)
    ON CONFLICT DO NOTHING RETURNING kind, key`.execute(tx)
  const taken = duties.find(({ kind, key }) => !rows.some((row) => row.kind === kind && row.key === key))
  return taken === undefined ? ok(undefined) : refuse({ taken })
}

/** An organisation as a person acts for it: `roles` are those he has in it. */
export interface Membership extends PartyRow {
  readonly uscc: string | null
}

/** The organisations a person is in, the one he joined first before the others; his roles count as far as the organisation has them. */
export async function membershipsOf(tx: AnyTx, userId: string, now: Temporal.Instant): Promise<Membership[]> {
  const { rows } = await sql<Membership>`SELECT p.id, p.name, p.uscc, p.demo,
      ARRAY(SELECT r FROM unnest(p.roles) WITH ORDINALITY AS role (r, place) WHERE r = ANY (m.roles) ORDER BY place) AS roles
    FROM parties.membership m JOIN parties.party p ON p.id = m.party_id
    WHERE m.user_id = ${userId} AND (m.until IS NULL OR m.until > ${now}) ORDER BY m.since, p.id`.execute(tx)
  return rows
}

export interface NewMembership {
  readonly partyId: string
  readonly userId: string
  readonly roles: readonly PartyRole[]
}

/** Whoever was in it before comes back, with these roles beside those he had. */
export async function addMembership(tx: AnyTx, { partyId, userId, roles }: NewMembership, now: Temporal.Instant): Promise<void> {
  await sql`INSERT INTO parties.membership AS m (party_id, user_id, roles, since) VALUES (${partyId}, ${userId}, ${[...roles]}::text[], ${now})
    ON CONFLICT (party_id, user_id) DO UPDATE SET until = NULL,
      roles = m.roles || ARRAY(SELECT r FROM unnest(excluded.roles) AS r WHERE r <> ALL (m.roles))`.execute(tx)
}

export interface NewPerson {
  readonly userId: string
  readonly accountId: string
  readonly name: string
  readonly email: string
  readonly passwordHash: string
}

/**
 * A person with a password, in the library's tables as the library would write them: its own sign-up has its own transaction,
 * and would leave a person without an organisation behind when ours is undone. False when the address has an account.
 */
export async function addPerson(tx: AnyTx, { userId, accountId, name, email, passwordHash }: NewPerson): Promise<boolean> {
  const { rows } = await sql`INSERT INTO auth."user" ("id", "name", "email", "emailVerified") VALUES (${userId}, ${name}, ${email}, false)
    ON CONFLICT DO NOTHING RETURNING 1`.execute(tx)
  if (rows.length === 0) return false
  await sql`INSERT INTO auth."account" ("id", "accountId", "providerId", "userId", "password", "updatedAt")
    VALUES (${accountId}, ${userId}, 'credential', ${userId}, ${passwordHash}, CURRENT_TIMESTAMP)`.execute(tx)
  return true
}

export async function endSession(tx: AnyTx, token: string): Promise<void> {
  await sql`DELETE FROM auth."session" WHERE "token" = ${token}`.execute(tx)
}

/** The library removes an expired session only when somebody shows it. */
export async function sweepSessions(tx: AnyTx): Promise<void> {
  // The library's own clock, not ours: a session lives in real time even where the domain's clock is fixed.
  await sql`DELETE FROM auth."session" WHERE "expiresAt" <= CURRENT_TIMESTAMP`.execute(tx)
}

/** Whether sample organisations live here, so that the sign-in page may say where their passwords were printed. */
export async function anyDemo(tx: AnyTx): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM parties.party WHERE demo LIMIT 1`.execute(tx)
  return rows.length > 0
}
