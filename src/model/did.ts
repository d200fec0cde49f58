// The window's keys as the world reads them: did:web, whose document stands at /.well-known/did.json of the window's own address.
import { z } from 'zod'

/** An ES256 public key, as RFC 7517 writes it. */
export const es256PublicKey = z.looseObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() })
export type Es256PublicKey = z.output<typeof es256PublicKey>

/** DID Core 1.0 as far as signatures need it; other members and methods of a document are nobody's concern here. */
export const didDocument = z.looseObject({
  '@context': z.union([z.string(), z.array(z.unknown())]).optional(),
  id: z.string(),
  verificationMethod: z
    .array(z.looseObject({ id: z.string(), type: z.string(), controller: z.string(), publicKeyJwk: z.looseObject({}).optional() }))
    .optional(),
  assertionMethod: z.array(z.union([z.string(), z.looseObject({ id: z.string() })])).optional(),
})
export type DidDocument = z.output<typeof didDocument>

/** did:web of an address: the port's colon is percent-encoded (did:web method §3.1). */
export const didWebOf = (origin: string): string => `did:web:${new URL(origin).host.replace(':', '%3A')}`

/** Where the document of a did:web stands; undefined for another kind of DID. */
export function didDocumentUrl(did: string): string | undefined {
  const [scheme, method, host, ...path] = did.split(':')
  if (scheme !== 'did' || method !== 'web' || host === undefined || host === '') return undefined
  const at = decodeURIComponent(host)
  const plain = /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(at) ? 'http' : 'https'
  return `${plain}://${at}/${path.length === 0 ? '.well-known' : path.map(decodeURIComponent).join('/')}/did.json`
}

/** The document of one who signs with these keys; `kid` is the key's RFC 7638 thumbprint. Retired keys stay: what they signed stays signed. */
export function didDocumentOf(did: string, keys: readonly { readonly kid: string; readonly publicJwk: Es256PublicKey }[]): DidDocument {
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/jws-2020/v1'],
    id: did,
    verificationMethod: keys.map(({ kid, publicJwk }) => ({
      id: `${did}#${kid}`,
      type: 'JsonWebKey2020',
      controller: did,
      publicKeyJwk: publicJwk,
    })),
    assertionMethod: keys.map(({ kid }) => `${did}#${kid}`),
  }
}
