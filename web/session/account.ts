// Who is signed in and for whom he acts, read from the window's answer. Pure.
import type { Caller, PartyRole } from '#kernel'
import { type Act, may, type Subject } from '#model'

export interface AccountParty {
  readonly id: string
  readonly name: string
  readonly roles: readonly PartyRole[]
  readonly demo?: true
}
/** What `GET /v1/session` and `POST /v1/session` answer. */
export interface SessionAnswer {
  readonly user?: { readonly name?: string; readonly emailAddress: string }
  readonly parties?: readonly AccountParty[]
  /** The organisation the window itself would take. */
  readonly partyId?: string
  /** Sample organisations live here, so the page may say where their passwords were printed. */
  readonly demo?: true
}
export interface Account {
  readonly name: string
  readonly emailAddress: string
  readonly parties: readonly AccountParty[]
  /** Undefined for somebody who is in no organisation. */
  readonly party: AccountParty | undefined
}

/** The wished organisation where he is in it, else the window's own choice, else his first. */
export function accountOf(answer: SessionAnswer | undefined, wishedPartyId: string | undefined): Account | undefined {
  if (answer?.user === undefined) return undefined
  const { user, parties = [] } = answer
  const find = (id: string | undefined): AccountParty | undefined => parties.find((party) => party.id === id)
  return {
    name: user.name ?? user.emailAddress,
    emailAddress: user.emailAddress,
    parties,
    party: find(wishedPartyId) ?? find(answer.partyId) ?? parties[0],
  }
}

/** The caller the window will see, so that an act it would refuse is not offered. A person at a screen has every scope. */
export function callerOf(account: Account | undefined): Caller {
  if (account === undefined) return { kind: 'anonymous' }
  const userId = account.emailAddress
  if (account.party === undefined) return { kind: 'user', userId }
  return { kind: 'party', partyId: account.party.id, roles: account.party.roles, scopes: ['READ', 'BOOK', 'REPORT', 'BILL'], userId }
}

export const mayDo = (account: Account | undefined, act: Act, subject: Subject = { kind: 'none' }): boolean =>
  may(callerOf(account), act, subject).allowed

/** An address inside this window to return to; anything else could lead a person who has just signed in astray. */
export function returnAddress(wish: string | null): string {
  if (wish === null || !wish.startsWith('/') || /^\/[/\\]/.test(wish)) return '/consignments'
  return /^\/sign-in(?:[/?#]|$)/.test(wish) ? '/consignments' : wish
}
