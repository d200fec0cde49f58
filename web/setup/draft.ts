// The account of a set-up link as it is filled in, and what is wrong with it. Pure.
import type { SetupJson } from './setup.ts'

/** As the window's own schema asks; a test keeps them equal. */
export const PASSWORD = { minimum: 12, maximum: 128 } as const

export interface SetupDraft {
  readonly organisationName: string
  readonly name: string
  readonly email: string
  readonly password: string
}
export const EMPTY_SETUP: SetupDraft = { organisationName: '', name: '', email: '', password: '' }
export type SetupFault = 'missing' | 'bad-email' | 'short' | 'long'
export type SetupFaults = ReadonlyMap<keyof SetupDraft, SetupFault>

/** A link that names no organisation founds the one that operates this window. */
export const founds = (setup: SetupJson): boolean => setup.partyName === undefined

export function checkSetup(draft: SetupDraft, setup: SetupJson, signedIn: boolean): SetupFaults {
  const faults = new Map<keyof SetupDraft, SetupFault>()
  if (founds(setup) && draft.organisationName.trim() === '') faults.set('organisationName', 'missing')
  if (signedIn) return faults
  if (draft.name.trim() === '') faults.set('name', 'missing')
  if (draft.email.trim() === '') faults.set('email', 'missing')
  else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(draft.email.trim())) faults.set('email', 'bad-email')
  if (draft.password.length < PASSWORD.minimum) faults.set('password', draft.password === '' ? 'missing' : 'short')
  if (draft.password.length > PASSWORD.maximum) faults.set('password', 'long')
  return faults
}

export const setupBody = (draft: SetupDraft, setup: SetupJson, signedIn: boolean): Readonly<Record<string, string>> => ({
  ...(founds(setup) ? { organisationName: draft.organisationName.trim() } : {}),
  ...(signedIn ? {} : { name: draft.name.trim(), email: draft.email.trim(), password: draft.password }),
})
