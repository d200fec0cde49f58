// The window's signing keys in the database: public halves, and which file holds the private one.
import { sql } from 'kysely'
import { assert } from '#kernel'
import { es256PublicKey, type Es256PublicKey } from '#model'
import type { AnyTx } from '#postgres'

export interface SigningKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string
  readonly publicJwk: Es256PublicKey
  readonly fileId: string
  readonly activeFrom: Temporal.Instant
}
interface KeyRow {
  readonly kid: string
  readonly public_jwk: string
  readonly file_id: string
  readonly active_from: Temporal.Instant
}
const keyOf = ({ kid, public_jwk, file_id, active_from }: KeyRow): SigningKey => ({
  kid,
  publicJwk: es256PublicKey.parse(JSON.parse(public_jwk)),
  fileId: file_id,
  activeFrom: active_from,
})

/** The one that signs now; none before the first bill. */
export async function activeKey(tx: AnyTx): Promise<SigningKey | undefined> {
  const { rows } = await sql<KeyRow>`SELECT kid, public_jwk, file_id, active_from FROM bill.signing_key WHERE retired_at IS NULL`.execute(
    tx,
  )
  const [row] = rows
  return row && keyOf(row)
}

/** Every key there ever was, oldest first: what a retired key signed stays verifiable. */
export async function allKeys(tx: AnyTx): Promise<SigningKey[]> {
  const { rows } =
    await sql<KeyRow>`SELECT kid, public_jwk, file_id, active_from FROM bill.signing_key ORDER BY active_from, retired_at NULLS LAST, kid`.execute(
      tx,
    )
  return rows.map(keyOf)
}

/** One after the other, until this transaction ends: two who find no key must not make two. */
export async function lockKeys(tx: AnyTx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('bill.signing_key'))`.execute(tx)
}

export async function replaceKey(tx: AnyTx, key: SigningKey): Promise<void> {
  const at = key.activeFrom
  // A clock that was set back must not retire a key before it began.
  await sql`UPDATE bill.signing_key SET retired_at = greatest(active_from, ${at}) WHERE retired_at IS NULL`.execute(tx)
  const { rows } = await sql`INSERT INTO bill.signing_key (kid, public_jwk, file_id, active_from)
    VALUES (${key.kid}, ${JSON.stringify(key.publicJwk)}, ${key.fileId}, ${at}) RETURNING 1`.execute(tx)
  assert(rows.length === 1, 'the new key is kept')
}
