// A bill and its files, and the acts on its title.
import { queryOptions } from '@tanstack/react-query'
import type { Language } from '#kernel'
import type { Bill, PartyJson } from '#model'
import { askFor, send } from '../api.ts'

const at = (id: string): string => `/v1/bills/${encodeURIComponent(id)}`

export const billQuery = (id: string, language: Language) =>
  queryOptions({ queryKey: ['bill', id, language], queryFn: ({ signal }) => askFor<Bill>(at(id), language, { signal }) })

export const credentialQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: ['bill-vc', id],
    queryFn: async ({ signal }) => (await send(`${at(id)}/vc`, language, { accept: 'application/vc+jwt', signal })).text(),
  })

export const partiesQuery = (language: Language) =>
  queryOptions({
    queryKey: ['parties', language],
    queryFn: async ({ signal }) =>
      (await askFor<{ readonly items: readonly PartyJson[] }>('/v1/parties?limit=200', language, { signal })).items,
  })

/** The acts as the address spells them. */
export type BillAct =
  | { readonly act: 'surrender-for-delivery'; readonly body: { readonly expectedSequence: number } }
  | { readonly act: 'sacc'; readonly body: { readonly expectedSequence: number } }
  | { readonly act: 'srej'; readonly body: { readonly expectedSequence: number; readonly reason: string } }
  | { readonly act: 'transfer'; readonly body: { readonly expectedSequence: number; readonly toPartyId: string } }

interface How {
  readonly intent: string
  readonly language: Language
}
export const actOnBill = (id: string, { act, body }: BillAct, { intent, language }: How): Promise<Bill> =>
  askFor(`${at(id)}/${act}`, language, { method: 'POST', body, intent })

/** Fetched rather than linked, so that the request names the organisation a person in several acts for. */
export async function download(id: string, part: 'pdf' | 'vc', name: string, language: Language): Promise<void> {
  const accept = part === 'pdf' ? 'application/pdf' : 'application/vc+jwt'
  const blob = await (await send(`${at(id)}/${part}`, language, { accept })).blob()
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken the bytes by the next minute; they need not stay in memory for as long as the page.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
