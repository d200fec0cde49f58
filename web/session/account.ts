// Who is signed in and for whom he acts, read from the window's answer. Pure.
import type { Caller } from '#kernel'
import { type Act, may, type PartyJson, type SessionJson, type Subject } from '#model'

export interface Account {
  readonly name: string
  readonly emailAddress: string
  readonly parties: readonly PartyJson[]
  /** Undefined for somebody who is in no organisation. */
  readonly party: PartyJson | undefined
}

/** The wished organisation where he is in it, else the window's own choice, else his first. */
export function accountOf(answer: SessionJson | undefined, wishedPartyId: string | undefined): Account | undefined {
  if (answer?.signedIn !== true || answer.user === undefined) return undefined
  const { user, parties } = answer
  return {
    name: user.name === '' ? user.email : user.name,
    emailAddress: user.email,
    parties,
    party: parties.find((party) => party.id === wishedPartyId) ?? answer.party ?? parties[0],
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
