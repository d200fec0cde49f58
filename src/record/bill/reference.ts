// The bill's number: CQ, day of issue, running number, and two check digits by ISO 7064 MOD 97-10, as an LEI or an IBAN has them.
import { assert } from '#kernel'

/** Letters count from A = 10, as in every alphanumeric use of the standard. */
function remainder(text: string): number {
  let rest = 0
  for (const character of text) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97
  }
  return rest
}

export interface ReferenceParts {
  /** Whose number it is: two letters of the city. */
  readonly prefix: string
  readonly issueDate: Temporal.PlainDate
  readonly number: bigint
}

/** "CQ261201000001785": 17 characters up to the ten-millionth bill, never more than the 20 that DCSA allows. */
export function referenceOf({ prefix, issueDate, number }: ReferenceParts): string {
  const body = `${prefix}${issueDate.toString().slice(2).replaceAll('-', '')}${number.toString().padStart(7, '0')}`
  assert(/^[A-Z]{2}\d{13,16}$/.test(body), `${body} is a prefix, a day and a number`)
  return `${body}${String(98 - remainder(`${body}00`)).padStart(2, '0')}`
}

/** Whether the check digits agree: a slip of one character is always found, two neighbours exchanged as well. */
export const isReference = (text: string): boolean => /^[A-Z]{2}\d{15,18}$/.test(text) && remainder(text) === 1
