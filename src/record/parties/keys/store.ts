// API keys in the database, and the ring that knows a shown one again.
import { sql } from 'kysely'
import type { Caller, PartyRole, Scope } from '#kernel'
import { type AnyTx, type Database, withCaller } from '#postgres'
import { shortMemory } from '../memory.ts'
import { sha256 } from '../signer.ts'
import { parseKey } from './key-form.ts'

export interface NewKeyRow {
  readonly id: string
  readonly partyId: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly secret: string
  readonly madeBy: string
  readonly createdAt: Temporal.Instant
  readonly expiresAt?: Temporal.Instant | undefined
}
export interface KeyRow {
  readonly id: string
  readonly party_id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly created_at: Temporal.Instant
  readonly expires_at: Temporal.Instant | null
  readonly revoked_at: Temporal.Instant | null
  readonly last_used_at: Temporal.Instant | null
}
const COLUMNS = sql`id, party_id, name, scopes, created_at, expires_at, revoked_at, last_used_at`

export async function addKey(tx: AnyTx, key: NewKeyRow): Promise<void> {
  const { id, partyId, name, scopes, secret, madeBy, createdAt, expiresAt } = key
  await sql`INSERT INTO parties.api_key (id, party_id, name, scopes, secret_sha256, made_by, created_at, expires_at)
    VALUES (${id}, ${partyId}, ${name}, ${[...scopes]}::text[], ${sha256(secret)}, ${madeBy}, ${createdAt}, ${expiresAt ?? null})`.execute(
    tx,
  )
}

/** Newest first: ids rise with time. One more than `limit` when there are more. */
export async function listKeys(
  tx: AnyTx,
  { partyId, before, limit }: { readonly partyId: string; readonly before?: string | undefined; readonly limit: number },
): Promise<KeyRow[]> {
  const beyond = before === undefined ? sql`true` : sql`id < ${before}::uuid`
  const { rows } = await sql<KeyRow>`SELECT ${COLUMNS} FROM parties.api_key
    WHERE party_id = ${partyId} AND ${beyond} ORDER BY id DESC LIMIT ${limit + 1}`.execute(tx)
  return rows
}

export async function findKey(tx: AnyTx, uuid: string): Promise<KeyRow | undefined> {
  const { rows } = await sql<KeyRow>`SELECT ${COLUMNS} FROM parties.api_key WHERE id = ${uuid}`.execute(tx)
  return rows[0]
}

/** True when this made it end; a key ends once. */
export async function revokeKey(tx: AnyTx, uuid: string, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql`UPDATE parties.api_key SET revoked_at = ${now} WHERE id = ${uuid} AND revoked_at IS NULL RETURNING 1`.execute(
    tx,
  )
  return rows.length === 1
}

type KeyCaller = Extract<Caller, { kind: 'party' }>
export interface KeyRing {
  /** Who shows this key; nothing when it is unknown, revoked or expired, which look the same. */
  callerOf(shown: string, now: Temporal.Instant): Promise<KeyCaller | undefined>
  /** A key was revoked: this process knows it at once. */
  forget(uuid: string): void
}

interface Known {
  readonly hash: string
  readonly caller: KeyCaller
  readonly expiresAt: Temporal.Instant | null
}

export function keyRing(db: Database): KeyRing {
  const memory = shortMemory<Known>()
  const isOver = (expiresAt: Temporal.Instant | null, now: Temporal.Instant): boolean =>
    expiresAt !== null && Temporal.Instant.compare(expiresAt, now) <= 0
  return {
    async callerOf(shown, now) {
      const parsed = parseKey(shown)
      if (!parsed.ok) return undefined
      const { uuid, secret } = parsed.value
      const hash = sha256(secret)
      const known = memory.find(uuid, performance.now())
      if (known !== undefined && known.hash === hash) return isOver(known.expiresAt, now) ? undefined : known.caller
      const remember = memory.begin()
      const row = await withCaller(db, { kind: 'system', name: 'keys' }, (tx: AnyTx) => useKey(tx, uuid, hash, now))
      if (row === undefined || isOver(row.expires_at, now)) return undefined
      const caller: KeyCaller = { kind: 'party', partyId: row.party_id, roles: row.roles, scopes: row.scopes, keyId: uuid }
      remember(uuid, { hash, caller, expiresAt: row.expires_at }, performance.now())
      return caller
    },
    forget: memory.forget,
  }
}

interface UsedKey {
  readonly party_id: string
  readonly scopes: readonly Scope[]
  readonly roles: readonly PartyRole[]
  readonly expires_at: Temporal.Instant | null
  readonly last_used_at: Temporal.Instant | null
}

async function useKey(tx: AnyTx, uuid: string, hash: string, now: Temporal.Instant): Promise<UsedKey | undefined> {
  const { rows } = await sql<UsedKey>`SELECT k.party_id, k.scopes, k.expires_at, k.last_used_at, p.roles
    FROM parties.api_key k JOIN parties.party p ON p.id = k.party_id
    WHERE k.secret_sha256 = ${hash} AND k.id = ${uuid} AND k.revoked_at IS NULL`.execute(tx)
  const [row] = rows
  if (row === undefined) return undefined
  // At most once a minute: when a key was last used helps its owner, yet is not worth a write for each request.
  const minuteAgo = now.subtract({ minutes: 1 })
  if (row.last_used_at === null || Temporal.Instant.compare(row.last_used_at, minuteAgo) < 0)
    await sql`UPDATE parties.api_key SET last_used_at = ${now} WHERE id = ${uuid} AND (last_used_at IS NULL OR last_used_at < ${minuteAgo})`.execute(
      tx,
    )
  return row
}
