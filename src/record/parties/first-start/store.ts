// The first start: sample organisations on one's own machine, or a link for the operator of a real window; neither twice.
import type { NewUuid } from '#kernel'
import { assert } from '#kernel'
import { type AnyTx, type Database, withCaller } from '#postgres'
import { setupUrl } from '../directory/routes.ts'
import { addSetUp, isUnfounded, removeFirstLinks } from '../set-up/store.ts'
import type { Passwords } from '../sign-in/client.ts'
import { newPassword } from '../signer.ts'
import { addMembership, addParty, addPerson } from '../store.ts'
import { type Sample, samplesOf, type SampleSources } from './samples.ts'

export type FirstStartWishes = ({ readonly kind: 'samples' } & SampleSources) | { readonly kind: 'link'; readonly origin: string }
export type FirstStart =
  /** Somebody is here already: there is nothing to prepare. */
  | { readonly kind: 'none' }
  /** Said once by whoever asked: the passwords are kept nowhere. */
  | { readonly kind: 'samples'; readonly accounts: readonly SampleAccount[] }
  | { readonly kind: 'link'; readonly url: string; readonly expiresAt: Temporal.Instant }
export interface SampleAccount {
  readonly email: string
  readonly password: string
  readonly organisation: string
}
export interface FirstStartParts {
  readonly db: Database
  readonly newUuid: NewUuid
  readonly now: () => Temporal.Instant
  readonly passwords: Passwords
}

const FIRST_LINK_HOURS = 24

export async function prepareFirstStart(parts: FirstStartParts, wishes: FirstStartWishes): Promise<FirstStart> {
  const system = { kind: 'system', name: 'first-start' } as const
  const now = parts.now()
  if (wishes.kind === 'link')
    return withCaller(parts.db, system, async (tx: AnyTx): Promise<FirstStart> => {
      if (!(await isUnfounded(tx))) return { kind: 'none' }
      await removeFirstLinks(tx)
      const token = await addSetUp(tx, { roles: ['WINDOW_OPERATOR'], now, hours: FIRST_LINK_HOURS })
      return { kind: 'link', url: setupUrl(wishes.origin, token), expiresAt: now.add({ hours: FIRST_LINK_HOURS }) }
    })
  if (!(await withCaller(parts.db, system, isUnfounded))) return { kind: 'none' }
  const made = await Promise.all(samplesOf(wishes).map((sample) => withPassword(sample, parts.passwords)))
  return withCaller(parts.db, system, async (tx: AnyTx): Promise<FirstStart> => {
    // Asked again now that we hold the lock to the end: another start may have been quicker.
    if (!(await isUnfounded(tx))) return { kind: 'none' }
    for (const sample of made) await addSample(tx, sample, parts, now)
    return { kind: 'samples', accounts: made.map(({ email, password, name }) => ({ email, password, organisation: name })) }
  })
}

type MadeSample = Sample & { readonly password: string; readonly passwordHash: string }

async function withPassword(sample: Sample, passwords: Passwords): Promise<MadeSample> {
  const password = newPassword()
  return { ...sample, password, passwordHash: await passwords.hash(password) }
}

async function addSample(tx: AnyTx, sample: MadeSample, { newUuid }: FirstStartParts, now: Temporal.Instant): Promise<void> {
  const { name, personName, email, roles, duties, passwordHash } = sample
  const [partyId, userId] = [newUuid(), newUuid()]
  const party = await addParty(tx, { id: partyId, name, roles, duties, demo: true }, now)
  const person = await addPerson(tx, { userId, accountId: newUuid(), name: personName, email, passwordHash })
  assert(party.ok && person, 'nobody has been here before the samples')
  await addMembership(tx, { partyId, userId, roles }, now)
}
