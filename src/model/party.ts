// Parties on the wire (CONTRACT §5, standards.md §4.6).
import { z } from 'zod'
import { PARTY_ROLES } from '#kernel'
import { plainText } from './wire-text.ts'

const id = z.string().min(1).max(64)
export const contactDetails = z.strictObject({
  personName: plainText(1, 200).optional(),
  emailAddress: z.email().max(254).optional(),
  telephoneNumber: plainText(3, 40).optional(),
})
/** A party in a body: one with an account, or one without. */
export const partyReference = z.union([
  z.strictObject({ partyId: id }),
  z.strictObject({ name: plainText(1, 200), definedContactDetails: z.array(contactDetails).min(1).max(5).optional() }),
])
export type PartyReference = z.output<typeof partyReference>

/** A party in an answer. */
export const namedParty = z.object({
  partyId: id.optional(),
  name: z.string(),
  definedContactDetails: z.array(contactDetails).optional(),
  demo: z.literal(true).optional(),
})
export type NamedParty = z.output<typeof namedParty>

/** An organisation in the city's directory. */
export const partyJson = z.object({
  id,
  name: z.string(),
  roles: z.array(z.enum(PARTY_ROLES)),
  unifiedSocialCreditCode: z.string().optional(),
  demo: z.literal(true).optional(),
})
export type PartyJson = z.output<typeof partyJson>
