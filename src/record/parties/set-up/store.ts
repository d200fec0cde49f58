// One-time links in the database, known by the SHA-256 of their token.
import { sql } from 'kysely'
import type { PartyRole } from '#kernel'
import type { AnyTx } from '#postgres'
import { newSecret, sha256 } from '../signer.ts'

export interface SetUpRow {
  readonly token_sha256: string
  readonly party_id: string | null
  readonly party_name: string | null
  readonly roles: readonly PartyRole[]
  readonly expires_at: Temporal.Instant
}
export interface NewSetUp {
  /** None: whoever follows the link founds the operator of the window. */
  readonly partyId?: string
  readonly roles: readonly PartyRole[]
  readonly now: Temporal.Instant
  readonly hours: number
}

/** Adds a link and gives its token, which is kept nowhere. */
export async function addSetUp(tx: AnyTx, { partyId, roles, now, hours }: NewSetUp): Promise<string> {
  const token = newSecret()
  await sql`INSERT INTO parties.set_up (token_sha256, party_id, roles, created_at, expires_at)
    VALUES (${sha256(token)}, ${partyId ?? null}, ${[...roles]}::text[], ${now}, ${now.add({ hours })})`.execute(tx)
  return token
}

/** The link that still leads somewhere; with `lock` nobody else can use it meanwhile. */
export async function findSetUp(
  tx: AnyTx,
  token: string,
  { now, lock = false }: { readonly now: Temporal.Instant; readonly lock?: boolean },
): Promise<SetUpRow | undefined> {
  const { rows } = await sql<SetUpRow>`SELECT s.token_sha256, s.party_id, p.name AS party_name, s.roles, s.expires_at
    FROM parties.set_up s LEFT JOIN parties.party p ON p.id = s.party_id
    WHERE s.token_sha256 = ${sha256(token)} AND s.used_at IS NULL AND s.expires_at > ${now} ${lock ? sql`FOR UPDATE OF s` : sql``}`.execute(
    tx,
  )
  return rows[0]
}

export async function useSetUp(tx: AnyTx, { token_sha256 }: SetUpRow, now: Temporal.Instant): Promise<void> {
  await sql`UPDATE parties.set_up SET used_at = ${now} WHERE token_sha256 = ${token_sha256}`.execute(tx)
}

/** Links of earlier starts lead nowhere: only the one printed last founds the operator of the window. */
export async function removeFirstLinks(tx: AnyTx): Promise<void> {
  await sql`DELETE FROM parties.set_up WHERE party_id IS NULL AND used_at IS NULL`.execute(tx)
}

export async function sweepSetUps(tx: AnyTx, now: Temporal.Instant): Promise<void> {
  await sql`DELETE FROM parties.set_up WHERE expires_at <= ${now}`.execute(tx)
}

/** One number for "the first organisation is being made", any will do. */
const FOUNDING = 4_911_526_005n

/** Two starts, or a start and a link, make the first organisation one after the other; true while there is none. */
export async function isUnfounded(tx: AnyTx): Promise<boolean> {
  await sql`SELECT pg_advisory_xact_lock(${FOUNDING})`.execute(tx)
  const { rows } = await sql`SELECT 1 FROM parties.party LIMIT 1`.execute(tx)
  return rows.length === 0
}
