// Who asks: every look at the record happens in somebody's name.

/** What an organisation does in the city's logistics; one may be several. */
export const PARTY_ROLES = ['SHIPPER', 'FORWARDER', 'CARRIER', 'HUB_OPERATOR', 'CONSIGNEE', 'AUTHORITY', 'WINDOW_OPERATOR'] as const
export type PartyRole = (typeof PARTY_ROLES)[number]

/** What an API key may be used for; a person at a screen has all four. */
export const SCOPES = ['READ', 'BOOK', 'REPORT', 'BILL'] as const
export type Scope = (typeof SCOPES)[number]

export type Caller =
  | { readonly kind: 'anonymous' }
  /** Signed in, yet in no organisation. */
  | { readonly kind: 'user'; readonly userId: string }
  /** `partyId` is the UUID behind pty_…; a person has `userId`, a program `keyId`. */
  | {
      readonly kind: 'party'
      readonly partyId: string
      readonly roles: readonly PartyRole[]
      readonly scopes: readonly Scope[]
      readonly userId?: string
      readonly keyId?: string
    }
  | { readonly kind: 'system'; readonly name: string }
