// Ids: a UUIDv7 inside, prefix + Crockford base32 on the wire (CONTRACT §1).
import { assert, refuse, ok, type Result } from './result.ts'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
export const ID_PREFIXES = ['pty', 'usr', 'key', 'qte', 'itn', 'bkg', 'csg', 'elm', 'bil', 'cap', 'fil'] as const
export type IdPrefix = (typeof ID_PREFIXES)[number]

/** Makes ids; `main.ts` builds one from the clock and the system's random source, tests from a seed. */
export type NewUuid = () => string

/** UUIDv7 of RFC 9562 §5.7 from 48 bits of milliseconds and ten random bytes. */
export function uuidV7(epochMilliseconds: number, random: Uint8Array): string {
  assert(random.length >= 10, 'ten random bytes are needed')
  const bytes = new Uint8Array(16)
  for (let i = 5, rest = epochMilliseconds; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256
  bytes.set(random.subarray(0, 10), 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A UUID as 26 lower-case base32 characters. */
export function base32(uuid: string): string {
  let rest = BigInt(`0x${uuid.replaceAll('-', '')}`)
  let text = ''
  for (let i = 0; i < 26; i++, rest >>= 5n) text = ALPHABET.charAt(Number(rest & 31n)) + text
  return text
}

export const wireId = (prefix: IdPrefix, uuid: string): string => `${prefix}_${base32(uuid)}`

/** The UUID behind a wire id, or a refusal when it is not an id of this prefix. */
export function uuidOf(prefix: IdPrefix, wire: string): Result<string, 'not-an-id'> {
  const body = wire.startsWith(`${prefix}_`) ? wire.slice(prefix.length + 1) : ''
  if (body.length !== 26) return refuse('not-an-id')
  let value = 0n
  for (const character of body) {
    const digit = ALPHABET.indexOf(character)
    if (digit < 0) return refuse('not-an-id')
    value = value * 32n + BigInt(digit)
  }
  if (value >= 1n << 128n) return refuse('not-an-id')
  const hex = value.toString(16).padStart(32, '0')
  return ok(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`)
}
