// What the page of a set-up link asks of the window. The token is a secret: it stays out of query keys that outlive the page.
import type { Language, PartyRole } from '#kernel'
import { askFor } from '../api.ts'

export interface SetupJson {
  readonly partyName?: string
  readonly roles: readonly PartyRole[]
  readonly expiresDateTime: string
}

const at = (token: string): string => `/v1/setup/${encodeURIComponent(token)}`

export const readSetup = (token: string, language: Language, signal: AbortSignal): Promise<SetupJson> =>
  askFor<SetupJson>(at(token), language, { signal })

export const finishSetup = (token: string, body: Readonly<Record<string, string>>, language: Language): Promise<unknown> =>
  askFor(at(token), language, { method: 'POST', body })
