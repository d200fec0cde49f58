// Is this bill genuine? Pure, for browser, terminal and tests alike: the file and the issuer's keys in, the signed facts or a reason out.
import { base64url, calculateJwkThumbprint, compactVerify, importJWK } from 'jose'
import { ok, refuse, type Result, type Text } from '#kernel'
import { BILL_TYPE, type BillCredential, billCredential, subjectChecksum } from './bill-credential.ts'
import { type DidDocument, didDocument, type Es256PublicKey, es256PublicKey } from './did.ts'
import { isLowS } from './es256.ts'

/** What the signature vouches for; nothing of it was taken from anywhere else. */
export interface VerifiedBill {
  /** The bill's own address, where its present state is told. */
  readonly url: string
  /** did:web of the window that signed. */
  readonly issuer: string
  /** The thumbprint of the key. */
  readonly kid: string
  readonly transportDocumentReference: string
  readonly transportDocumentStatus: BillCredential['credentialSubject']['transportDocumentStatus']
  readonly transportDocumentChecksum: string
  readonly isToOrder: boolean
  readonly issueDate: string
  readonly issuedDateTime: string
  readonly documentParties: BillCredential['credentialSubject']['documentParties']
  readonly consignment: BillCredential['credentialSubject']['consignment']
}

export type DoubtCode = 'not-a-bill' | 'truncated' | 'wrong-type' | 'foreign-key' | 'altered' | 'not-yet-valid' | 'expired'
/** Why it is not to be trusted, in words for the person who holds it. */
export interface Doubt extends Text {
  readonly code: DoubtCode
}
const doubt = (code: DoubtCode, zh: string, en: string): { readonly ok: false; readonly error: Doubt } => refuse({ code, zh, en })

export interface ProofWishes {
  /** The moment of asking; without it the dates are not judged. */
  readonly now?: Temporal.Instant
}

/** The longest bill we read: 999 items and 999 boxes stay below it. */
const MOST_CHARACTERS = 4_000_000
/** Clocks differ. */
const SKEW_MINUTES = 10

/**
 * Judges a `vc+jwt`. Keys are the issuer's DID document, or bare public keys whose thumbprint the bill must name.
 * Every bill has one spelling only: padding, blanks, unused bits and the second signature of ECDSA are refused, although `jose` takes them.
 */
export async function verifyBill(
  text: string,
  keys: DidDocument | readonly unknown[],
  { now }: ProofWishes = {},
): Promise<Result<VerifiedBill, Doubt>> {
  const parts = partsOf(text)
  if (!parts.ok) return parts
  const header = headerOf(parts.value.header)
  if (!header.ok) return header
  const claims = claimsOf(parts.value.payload)
  if (!claims.ok) return claims
  const key = await keyOf(keys, header.value.kid, claims.value.iss)
  if (!key.ok) return key
  if (!(await isSigned(text, key.value, parts.value.signature))) return ALTERED
  const { credential, subject } = claims.value
  if ((await subjectChecksum(subject)) !== credential.credentialSubject.transportDocumentChecksum) return ALTERED
  const dates = datesOf(credential, now)
  if (!dates.ok) return dates
  const { credentialSubject } = credential
  return ok({
    url: credential.id,
    issuer: credential.iss,
    kid: fragmentOf(header.value.kid),
    transportDocumentReference: credentialSubject.transportDocumentReference,
    transportDocumentStatus: credentialSubject.transportDocumentStatus,
    transportDocumentChecksum: credentialSubject.transportDocumentChecksum,
    isToOrder: credentialSubject.isToOrder,
    issueDate: credentialSubject.issueDate,
    issuedDateTime: credential.validFrom,
    documentParties: credentialSubject.documentParties,
    consignment: credentialSubject.consignment,
  })
}

const ALTERED = doubt(
  'altered',
  '内容或签名被改动过：签名与内容不符。请勿据此放货。',
  'It has been altered: signature and content do not agree. Do not release goods against it.',
)
const NOT_A_BILL = doubt('not-a-bill', '这不是一单签发的运输单据。', 'This is not a transport document signed by Yidan.')
const TRUNCATED = doubt('truncated', '文件不完整：内容被截断。', 'The file is not whole: it was cut off.')

/** Three canonical base64url parts and nothing else; a signature of 64 bytes. */
function partsOf(text: string): Result<{ readonly header: string; readonly payload: string; readonly signature: Uint8Array }, Doubt> {
  if (text.length > MOST_CHARACTERS) return NOT_A_BILL
  const [header = '', payload = '', signature = '', ...more] = text.split('.')
  if (!header.startsWith('eyJ') || more.length > 0) return NOT_A_BILL
  if (payload === '' || signature === '') return /[^\w-]/.test(payload) ? ALTERED : TRUNCATED
  const [head, body, signed] = [header, payload, signature].map(bytesOf)
  if (head === undefined || body === undefined) return ALTERED
  if (/^[\w-]*$/.test(signature) && signature.length < 86) return TRUNCATED
  if (signed === undefined || signed.length !== 64) return ALTERED
  const [headText, bodyText] = [utf8(head), utf8(body)]
  return headText === undefined || bodyText === undefined ? ALTERED : ok({ header: headText, payload: bodyText, signature: signed })
}

/** The bytes, if this is how they are spelt; the same bytes spelt otherwise are refused. */
function bytesOf(part: string): Uint8Array | undefined {
  if (!/^[\w-]+$/.test(part)) return undefined
  try {
    const bytes = base64url.decode(part)
    return base64url.encode(bytes) === part ? bytes : undefined
  } catch {
    return undefined
  }
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

type Members = Readonly<Record<string, unknown>>
function membersOf(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isMembers(value) ? value : undefined
  } catch {
    return undefined
  }
}
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value)

const wrongType = (member: string): { readonly ok: false; readonly error: Doubt } =>
  doubt(
    'wrong-type',
    `这不是可接受的电子提单格式（${member}）：只接受 ES256 签名的 vc+jwt。`,
    `It is not of the kind we take (${member}): only vc+jwt signed with ES256.`,
  )

function headerOf(text: string): Result<{ readonly kid: string }, Doubt> {
  const header = membersOf(text)
  if (header === undefined) return ALTERED
  const { alg, typ, cty = 'vc', kid } = header
  if (alg !== 'ES256') return wrongType('alg')
  if (typ !== 'vc+jwt') return wrongType('typ')
  if (cty !== 'vc') return wrongType('cty')
  // What a header calls critical must be understood (RFC 7515 §4.1.11), and we understand nothing further.
  if ('crit' in header || 'b64' in header) return wrongType('crit')
  if (typeof kid !== 'string' || !kid.includes('#')) return wrongType('kid')
  return ok({ kid })
}

interface Claims {
  readonly iss: string
  readonly credential: BillCredential
  /** The subject as it was signed, members that we do not know included. */
  readonly subject: Members
}

function claimsOf(text: string): Result<Claims, Doubt> {
  const claims = membersOf(text)
  if (claims === undefined) return ALTERED
  // VC-JOSE-COSE §3.1.1: the claims are the credential itself, never one wrapped in `vc` or `vp`.
  if ('vc' in claims || 'vp' in claims) return wrongType('vc')
  const types: unknown = claims['type']
  if (!Array.isArray(types) || !types.includes('VerifiableCredential') || !types.includes(BILL_TYPE)) return NOT_A_BILL
  const read = billCredential.safeParse(claims)
  const subject = claims['credentialSubject']
  if (!read.success || !isMembers(subject)) return NOT_A_BILL
  const { issuer, iss } = read.data
  if ((typeof issuer === 'string' ? issuer : issuer.id) !== iss) return NOT_A_BILL
  return ok({ iss, credential: read.data, subject })
}

const fragmentOf = (kid: string): string => kid.slice(kid.indexOf('#') + 1)
const foreign = (issuer: string): { readonly ok: false; readonly error: Doubt } =>
  doubt(
    'foreign-key',
    `签名密钥不属于所给的签发方（提单自称由 ${issuer} 签发）。请核对签发方。`,
    `The signing key is not one of the issuer's given (the bill says it is of ${issuer}). Check who issued it.`,
  )

/** The key that the bill names, if it is one of the issuer's for stating things. */
async function keyOf(keys: DidDocument | readonly unknown[], kid: string, iss: string): Promise<Result<Es256PublicKey, Doubt>> {
  if (kid.slice(0, kid.indexOf('#')) !== iss) return foreign(iss)
  if (isList(keys)) {
    for (const one of keys) {
      const key = es256PublicKey.safeParse(one)
      if (key.success && (await calculateJwkThumbprint(key.data)) === fragmentOf(kid)) return ok(key.data)
    }
    return foreign(iss)
  }
  const document = didDocument.safeParse(keys)
  if (!document.success || document.data.id !== iss) return foreign(iss)
  const absolute = (id: string): string => (id.startsWith('#') ? `${iss}${id}` : id)
  const states = (document.data.assertionMethod ?? []).some((one) => absolute(typeof one === 'string' ? one : one.id) === kid)
  const method = (document.data.verificationMethod ?? []).find(({ id }) => absolute(id) === kid)
  const key = es256PublicKey.safeParse(method?.publicKeyJwk)
  return states && method?.controller === iss && key.success ? ok(key.data) : foreign(iss)
}

const isList = (keys: DidDocument | readonly unknown[]): keys is readonly unknown[] => Array.isArray(keys)

async function isSigned(text: string, { kty, crv, x, y }: Es256PublicKey, signature: Uint8Array): Promise<boolean> {
  if (!isLowS(signature)) return false
  try {
    await compactVerify(text, await importJWK({ kty, crv, x, y }, 'ES256'), { algorithms: ['ES256'] })
    return true
  } catch {
    // jose throws for a signature that does not fit and for a key that is no point of the curve alike.
    return false
  }
}

function datesOf({ validFrom, validUntil }: BillCredential, now: Temporal.Instant | undefined): Result<undefined, Doubt> {
  if (now === undefined) return ok(undefined)
  if (Temporal.Instant.compare(Temporal.Instant.from(validFrom), now.add({ minutes: SKEW_MINUTES })) > 0)
    return doubt(
      'not-yet-valid',
      `签发时间（${validFrom}）晚于当前时间，请核对时钟。`,
      `It says it was issued at ${validFrom}, which is still to come; check the clock.`,
    )
  if (validUntil !== undefined && Temporal.Instant.compare(Temporal.Instant.from(validUntil), now) < 0)
    return doubt('expired', `已于 ${validUntil} 失效。`, `It was valid until ${validUntil}.`)
  return ok(undefined)
}
