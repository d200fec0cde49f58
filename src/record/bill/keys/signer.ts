// Signs in the window's name: ES256 with a key of the file store, made at the first need and replaced when it is old.
import { base64url, calculateJwkThumbprint, CompactSign, type CryptoKey, exportJWK, generateKeyPair, importJWK } from 'jose'
import { z } from 'zod'
import { assert, type NewUuid } from '#kernel'
import { didWebOf, es256PublicKey, toLowS } from '#model'
import { type AnyTx, type FileStore, getFile, putFile } from '#postgres'
import { LINK_TYPE, type SignLink } from '#registers/title'
import { activeKey, lockKeys, replaceKey, type SigningKey } from './store.ts'

export interface SignerWishes {
  readonly fileStore: FileStore
  /** The window's address as the world knows it: a setting, never the Host header of a request. */
  readonly origin: string
  readonly newUuid: NewUuid
  /** A key older than this is replaced before the next bill is signed. */
  readonly signingKeyDays: number
}

export interface Signer {
  readonly did: string
  /** The key that signs at `now`; made or replaced when it must be. */
  current(tx: AnyTx, now: Temporal.Instant): Promise<SigningKey>
  rotate(tx: AnyTx, now: Temporal.Instant): Promise<SigningKey>
  /** A compact JWS of the text, with our kid in its header. */
  sign(tx: AnyTx, key: SigningKey, payload: string, header: { readonly typ: string; readonly cty?: string }): Promise<string>
  /** For the title register, which knows no keys. */
  linkSigner(tx: AnyTx, now: Temporal.Instant): Promise<SignLink>
}

const privateJwk = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string(), d: z.string() })
const MEDIA_TYPE = 'application/jwk+json'
const OWNER = 'system:signing-key'

export function openSigner({ fileStore, origin, newUuid, signingKeyDays }: SignerWishes): Signer {
  const did = didWebOf(origin)
  // A key's name is its content, so what is kept here under a name can never be another key.
  const opened = new Map<string, CryptoKey>()

  async function make(tx: AnyTx, now: Temporal.Instant): Promise<SigningKey> {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk = privateJwk.parse(await exportJWK(privateKey))
    const publicJwk = es256PublicKey.parse({ kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y })
    const key = { kid: await calculateJwkThumbprint(publicJwk), publicJwk, fileId: newUuid(), activeFrom: now }
    const bytes = new TextEncoder().encode(JSON.stringify(jwk))
    await putFile(fileStore, tx, { id: key.fileId, bytes, mediaType: MEDIA_TYPE, owner: OWNER, now })
    await replaceKey(tx, key)
    return key
  }

  async function privateKeyOf(tx: AnyTx, { kid, fileId }: SigningKey): Promise<CryptoKey> {
    const known = opened.get(kid)
    if (known !== undefined) return known
    const file = await getFile(fileStore, tx, fileId)
    assert(file.ok, `the private half of signing key ${kid} is in the file store; if it is lost, rotate the key`)
    const key = await importJWK(privateJwk.parse(JSON.parse(new TextDecoder().decode(file.value.bytes))), 'ES256')
    assert(!(key instanceof Uint8Array), 'an EC key is no secret')
    opened.set(kid, key)
    return key
  }

  const isFresh = (key: SigningKey, now: Temporal.Instant): boolean =>
    Temporal.Instant.compare(key.activeFrom.add({ hours: signingKeyDays * 24 }), now) > 0

  const signer: Signer = {
    did,
    async current(tx, now) {
      const key = await activeKey(tx)
      if (key !== undefined && isFresh(key, now)) return key
      await lockKeys(tx)
      // Whoever held the lock before may have made it meanwhile.
      const again = await activeKey(tx)
      return again !== undefined && isFresh(again, now) ? again : make(tx, now)
    },
    async rotate(tx, now) {
      await lockKeys(tx)
      return make(tx, now)
    },
    async sign(tx, key, payload, header) {
      const privateKey = await privateKeyOf(tx, key)
      const signed = await new CompactSign(new TextEncoder().encode(payload))
        .setProtectedHeader({ alg: 'ES256', kid: `${did}#${key.kid}`, ...header })
        .sign(privateKey)
      const [head = '', body = '', signature = ''] = signed.split('.')
      // Our verifier takes the low s only, so that a signed text has one spelling.
      return `${head}.${body}.${base64url.encode(toLowS(base64url.decode(signature)))}`
    },
    async linkSigner(tx, now) {
      const key = await signer.current(tx, now)
      return (payload) => signer.sign(tx, key, payload, { typ: LINK_TYPE })
    },
  }
  return signer
}
