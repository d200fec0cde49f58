// Secrets: made of 256 random bits, known again by their SHA-256.
import { createHash, randomBytes } from 'node:crypto'

export const newSecret = (): string => randomBytes(32).toString('base64url')
/** Passwords of sample accounts: short enough to be typed, without letters that look alike. */
export const newPassword = (): string => {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  // Bytes above the last whole multiple would make the first letters likelier.
  const most = 256 - (256 % letters.length)
  let password = ''
  while (password.length < 20)
    for (const byte of randomBytes(32)) if (byte < most && password.length < 20) password += letters.charAt(byte % letters.length)
  return password
}
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
