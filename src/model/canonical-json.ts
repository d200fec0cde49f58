// RFC 8785 (JCS): one spelling for one JSON value, so that a checksum is of what is said and not of how it was typed.
import { assert } from '#kernel'

/** The canonical text. Numbers and strings are ECMAScript's own spelling, as the RFC wants; absent members are left out. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') assert(Number.isFinite(value), 'a JSON number is finite')
  if (typeof value === 'string') assert(value.isWellFormed(), 'a JSON string has no half characters')
  if (value === null || typeof value !== 'object') {
    const text: string | undefined = JSON.stringify(value)
    assert(text !== undefined, `${typeof value} has no JSON form`)
    return text
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  // Sorted by UTF-16 code units (RFC 8785 §3.2.3), which is how ECMAScript compares strings.
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${canonicalJson(name)}:${canonicalJson(member)}`).join(',')}}`
}

/** SHA-256 of a text's UTF-8 bytes, in small hexadecimal digits. */
export async function sha256Hex(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
