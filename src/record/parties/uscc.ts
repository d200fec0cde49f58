// The unified social credit code of an organisation in China, and its check character (GB 32100-2015).

/** Without I, O, Z, S and V, which are read as 1, 0, 2, 5 and U. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Eighteen characters; the last makes the weighted sum of the others whole by 31, weights being the powers of 3. */
export function isCreditCode(code: string): boolean {
  if (code.length !== 18) return false
  let sum = 0
  for (let i = 0, weight = 1; i < 17; i++, weight = (weight * 3) % 31) {
    const value = ALPHABET.indexOf(code.charAt(i))
    if (value < 0) return false
    sum += value * weight
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31) === code.charAt(17)
}
