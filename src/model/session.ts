// Who is signed in, on the wire: the person, the organisations he acts for, keys for programs, and set-up links.
import { z } from 'zod'
import { PARTY_ROLES, SCOPES } from '#kernel'
import { partyJson } from './party.ts'
import { plainText } from './wire-text.ts'

const id = z.string().min(1).max(64)
export const PASSWORD_LENGTH = { minimum: 12, maximum: 128 } as const
/** Lower case is what is kept, so that one address is one person. */
const emailAddress = z.email().max(254).toLowerCase()

export const credentials = z.strictObject({ email: emailAddress, password: z.string().min(1).max(PASSWORD_LENGTH.maximum) })

/** `roles` of a party here are those the caller himself has in it. Without `user` it is a program with a key. */
export const sessionJson = z.union([
  /** `demo`: sample organisations live in this window, so a page may say where their passwords were printed. */
  z.object({ signedIn: z.literal(false), demo: z.literal(true).optional() }),
  z.object({
    signedIn: z.literal(true),
    user: z.object({ id, name: z.string(), email: z.string() }).optional(),
    parties: z.array(partyJson),
    /** The acting one; missing when he is in none. */
    party: partyJson.optional(),
  }),
])
export type SessionJson = z.output<typeof sessionJson>

const scopes = z.array(z.enum(SCOPES)).min(1).max(SCOPES.length)
const moment = z.iso.datetime({ offset: true })
export const newKey = z.strictObject({ name: plainText(1, 200), scopes, expiresDateTime: moment.optional() })
export type NewKey = z.output<typeof newKey>
export const keyJson = z.object({
  id,
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  createdDateTime: moment,
  expiresDateTime: moment.optional(),
  revokedDateTime: moment.optional(),
  lastUsedDateTime: moment.optional(),
})
export type KeyJson = z.output<typeof keyJson>
/** `secret` stands in the first answer only; a replay of it knows no secret any more. */
export const madeKey = keyJson.extend({ secret: z.string().optional() })
export type MadeKey = z.output<typeof madeKey>

export const DUTY_KINDS = ['SERVICE', 'PLACE', 'ROAD', 'CUSTOMS', 'CONTRACT'] as const
/** Who answers for what: services by operator type, places by id, lorries on demand, a country's customs, the city's own contracts. */
export type DutyKind = (typeof DUTY_KINDS)[number]
export const newParty = z.strictObject({
  name: plainText(1, 200),
  roles: z.array(z.enum(PARTY_ROLES)).min(1).max(PARTY_ROLES.length),
  unifiedSocialCreditCode: z.string().max(18).optional(),
  duties: z
    .array(z.strictObject({ kind: z.enum(DUTY_KINDS), key: plainText(1, 200) }))
    .max(1000)
    .optional(),
})
/** `setupUrl` is for the first member, once: it stands in the first answer only. */
export const madeParty = partyJson.extend({ setupUrl: z.string().optional() })

/** What a set-up link is for. Without `partyName` it founds the organisation that operates the window. */
export const setupJson = z.object({
  partyName: z.string().optional(),
  roles: z.array(z.enum(PARTY_ROLES)),
  expiresDateTime: moment,
})
/** Whoever is signed in joins with `{}`; anybody else gives all three. `organisationName` founds the operator of the window. */
export const finishSetup = z.strictObject({
  name: plainText(1, 200).optional(),
  email: emailAddress.optional(),
  password: z.string().min(PASSWORD_LENGTH.minimum).max(PASSWORD_LENGTH.maximum).optional(),
  organisationName: plainText(1, 200).optional(),
})
export const finishedSetup = z.object({ email: z.string().optional(), party: partyJson })
