// Numbers of boxes as ISO 6346 writes them: owner, category, serial number and the digit that tells a slip of the pen.

const ISO_6346 = /^[A-Z]{3}[UJZ]\d{7}$/
/** A = 10 … Z = 38; 11, 22 and 33 are left out, being multiples of the modulus. */
const LETTER_VALUES = Array.from({ length: 29 }, (_, k) => k + 10).filter((value) => value % 11 !== 0)

/** As people write it ("CSQU 305438-3"), as it is kept ("CSQU3054383"). */
export const normalEquipmentId = (written: string): string => written.replaceAll(/[\s-]/g, '').toUpperCase()

/** Whether a normalised number has the form of ISO 6346 and its check digit holds. */
export function isEquipmentId(id: string): boolean {
  if (!ISO_6346.test(id)) return false
  const sum = Array.from(id.slice(0, 10), (character, k) => valueOf(character) * 2 ** k).reduce((a, b) => a + b, 0)
  return (sum % 11) % 10 === Number(id.at(-1))
}

const valueOf = (character: string): number =>
  /\d/.test(character) ? Number(character) : (LETTER_VALUES[character.charCodeAt(0) - 'A'.charCodeAt(0)] ?? 0)
