// The session of this browser: who is signed in, for which organisation, and what he may do there.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useState } from 'react'
import type { Language } from '#kernel'
import type { Act, SessionJson, Subject } from '#model'
import { actFor, askFor, RequestFailure } from '../api.ts'
import { usePreferences } from '../preferences.tsx'
import { type Account, accountOf, mayDo } from './account.ts'

export interface Session {
  readonly state: 'loading' | 'failed' | 'anonymous' | 'signed-in'
  readonly account: Account | undefined
  /** Sample organisations live in this window. */
  readonly demo: boolean
  may(act: Act, subject?: Subject): boolean
  signIn(emailAddress: string, password: string): Promise<void>
  signOut(): Promise<void>
  switchTo(partyId: string): void
  /** Asks again, after a fault or when something outside has signed somebody in. */
  refresh(): Promise<void>
}

const KEY = ['session']
const STORED = 'yidan.party'

const NOBODY: SessionJson = { signedIn: false }

async function whoAmI(language: Language, signal: AbortSignal): Promise<SessionJson> {
  try {
    return await askFor<SessionJson>('/v1/session', language, { signal })
  } catch (fault) {
    if (fault instanceof RequestFailure && fault.problem?.status === 401) return NOBODY
    throw fault
  }
}

function storedParty(): string | undefined {
  try {
    return localStorage.getItem(STORED) ?? undefined
  } catch {
    return undefined // A browser may forbid storage; the choice then lives as long as the page.
  }
}
function storeParty(id: string): void {
  try {
    localStorage.setItem(STORED, id)
  } catch {
    // As above.
  }
}

const Context = createContext<Session | undefined>(undefined)

export function useSession(): Session {
  const session = use(Context)
  if (session === undefined) throw new Error('the session is read outside its provider')
  return session
}

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const { language } = usePreferences()
  const client = useQueryClient()
  const [wished, setWished] = useState(storedParty)
  const asked = useQuery({ queryKey: KEY, queryFn: ({ signal }) => whoAmI(language, signal), staleTime: 300_000 })
  const account = accountOf(asked.data, wished)
  // Before any child asks: a request must never go out in the name of the organisation left behind.
  actFor(account === undefined || account.parties.length < 2 ? undefined : account.party?.id)

  /** What one organisation saw is not another's to see; only the network's places are everybody's. */
  const forget = (): Promise<void> =>
    client.resetQueries({ predicate: ({ queryKey: [kind] }) => kind !== 'session' && kind !== 'places' && kind !== 'place' })

  const session: Session = {
    state: asked.isPending ? 'loading' : asked.isError ? 'failed' : account === undefined ? 'anonymous' : 'signed-in',
    account,
    demo: asked.data?.signedIn === false && asked.data.demo === true,
    may: (act, subject) => mayDo(account, act, subject),
    signIn: async (emailAddress, password) => {
      actFor(undefined)
      await askFor('/v1/session', language, { method: 'POST', body: { email: emailAddress, password } })
      await client.invalidateQueries({ queryKey: KEY })
      // The question asked before signing in stays: whoever holds an anonymous quote may book it.
      await client.resetQueries({
        predicate: ({ queryKey: [kind] }) => !['session', 'places', 'place', 'quote', 'saved-quote'].includes(String(kind)),
      })
    },
    signOut: async () => {
      await askFor('/v1/session', language, { method: 'DELETE' })
      actFor(undefined)
      client.setQueryData<SessionJson>(KEY, NOBODY)
      await client.invalidateQueries({ queryKey: KEY })
      await forget()
    },
    switchTo: (partyId) => {
      storeParty(partyId)
      actFor(partyId)
      setWished(partyId)
      void forget()
    },
    refresh: async () => {
      await asked.refetch()
    },
  }
  return <Context value={session}>{children}</Context>
}
