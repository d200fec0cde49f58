// ES256 signatures with one spelling each: of the two that verify, (r, s) and (r, n − s), only the one with the low s is ours.

/** The order of P-256 (FIPS 186-5, SEC 2 §2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const HALF = ORDER >> 1n

const numberOf = (bytes: Uint8Array): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)

/** 64 bytes r ‖ s, with s in the lower half. */
export const isLowS = (signature: Uint8Array): boolean => signature.length === 64 && numberOf(signature.subarray(32)) <= HALF

/** The same signature with the low s; whoever signs says it so, since a second spelling would be a second checksum. */
export function toLowS(signature: Uint8Array): Uint8Array {
  if (isLowS(signature)) return signature
  const low = Uint8Array.from(signature)
  for (let i = 63, rest = ORDER - numberOf(signature.subarray(32)); i >= 32; i--, rest >>= 8n) low[i] = Number(rest & 0xffn)
  return low
}
