// Identifiers in events: URIs, and the check digits of those that carry one.
import { isEquipmentId } from '#model'
import { gs1CheckDigit } from './digital-link.ts'

export const MOST_URI_LENGTH = 2048
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/
/** RFC 3986 as GS1's schema asks for it, and no longer than any system keeps. */
export const isUri = (text: string): boolean =>
  text.length <= MOST_URI_LENGTH && URI.test(text) && text.indexOf('#') === text.lastIndexOf('#') && !/[[\]]/.test(text)

/** GS1 keys of fixed length by their application identifier; the last digit is the check digit. */
const KEY_LENGTHS: readonly (readonly [pattern: RegExp, length: number])[] = [
  [/\/(?:01|gtin)\/(\d{14})(?=[/?#]|$)/, 14],
  [/\/(?:00|sscc)\/(\d{18})(?=[/?#]|$)/, 18],
  [/\/(?:414|gln|417|party)\/(\d{13})(?=[/?#]|$)/, 13],
  [/\/(?:8017|gsrnp|8018|gsrn)\/(\d{18})(?=[/?#]|$)/, 18],
  [/\/(?:402|gsin)\/(\d{17})(?=[/?#]|$)/, 17],
  [/\/(?:253|gdti|255|gcn)\/(\d{13})/, 13],
]

/** Whether an identifier's check digit is wrong; one that has none is right. */
export function hasWrongCheckDigit(uri: string): boolean {
  const bic = /^urn:epc:id:bic:(.*)$/.exec(uri)
  if (bic !== null) return !isEquipmentId(bic[1] ?? '')
  const vessel = /^urn:epc:id:imovn:(.*)$/.exec(uri)
  if (vessel !== null) return !isVesselNumber(vessel[1] ?? '')
  if (!/^https?:\/\//.test(uri)) return false
  return KEY_LENGTHS.some(([pattern, length]) => {
    const digits = pattern.exec(uri)?.[1]
    return digits !== undefined && gs1CheckDigit(digits.slice(0, length - 1)) !== digits.charAt(length - 1)
  })
}

/** IMO number: seven to two times the first six digits, the sum's last digit is the seventh. */
const isVesselNumber = (text: string): boolean =>
  /^\d{7}$/.test(text) &&
  Array.from(text.slice(0, 6), (digit, index) => Number(digit) * (7 - index)).reduce((a, b) => a + b, 0) % 10 === Number(text.charAt(6))

const BIC = /^urn:epc:id:bic:([A-Z]{4}\d{7})$/
/** The box number in an EPC, if it is one of a box. */
export const equipmentOf = (epc: string): string | undefined => BIC.exec(epc)?.[1]
export const epcOfEquipment = (id: string): string => `urn:epc:id:bic:${id}`

/** `<origin>/places/cq-guoyuan-port` → the place's id; nothing when it is no place of this window. */
export function placeOf(uri: string, origin: string): string | undefined {
  const base = `${origin}/places/`
  const id = uri.startsWith(base) ? uri.slice(base.length) : ''
  return /^[a-z0-9][a-z0-9-]{0,63}$/.test(id) ? id : undefined
}
export const placeUri = (origin: string, placeId: string): string => `${origin}/places/${placeId}`
export const consignmentUri = (origin: string, consignmentId: string): string => `${origin}/consignments/${consignmentId}`
