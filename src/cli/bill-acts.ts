// What is done with an issued bill: passed on, surrendered, and the carrier's answer.
import { ok, type Result } from '#kernel'
import type { Bill } from '#model'
import { findBill } from './bill.ts'
import type { WindowOptions } from './open-client.ts'
import { findParty } from './party-word.ts'
import { billText } from './print-bill.ts'
import type { CommandContext } from './run.ts'
import { type Talk, talk } from './talk.ts'
import type { Failure } from './window-client.ts'

export interface ActOptions extends WindowOptions {
  /** Of the last link the actor has seen; the one that stands there now, unless said. */
  readonly sequence?: string
  readonly reason?: string
  readonly to?: string
}

export const BILL_VERBS = ['transfer', 'surrender', 'accept', 'reject'] as const
export type BillVerb = (typeof BILL_VERBS)[number]

interface Target {
  readonly params: { readonly id: string }
  readonly expectedSequence: number
}

export async function billActCommand(verb: BillVerb, word: string, options: ActOptions, context: CommandContext): Promise<number> {
  const talking = await talk(options, context)
  if (!talking.ok) return talking.error
  const { show, tell, usage } = talking.value
  if (options.sequence !== undefined && !/^\d+$/.test(options.sequence))
    return usage('--sequence 须为整数', '--sequence must be a whole number')
  const found = await findBill(word, talking.value)
  if (!found.ok) return found.error
  const { id, sequence } = found.value
  if (id === undefined || sequence === undefined)
    return usage('提单尚未签发,只有草稿。', 'The bill is not issued yet; there is only the draft.')
  const target = { params: { id }, expectedSequence: options.sequence === undefined ? sequence : Number(options.sequence) }
  const done = await act(verb, target, options, talking.value)
  if (!done.ok) return typeof done.error === 'number' ? done.error : tell(done.error)
  return show(done.value, () => billText(done.value, context.language))
}

async function act(
  verb: BillVerb,
  { params, expectedSequence }: Target,
  options: ActOptions,
  talking: Talk,
): Promise<Result<Bill, Failure | number>> {
  const { client, usage } = talking
  switch (verb) {
    case 'surrender':
      return client.ask('POST /v1/bills/{id}/surrender-for-delivery', { params, body: { expectedSequence } })
    case 'accept':
      return client.ask('POST /v1/bills/{id}/sacc', { params, body: { expectedSequence } })
    case 'reject':
      if (options.reason === undefined) return { ok: false, error: usage('必须给出 --reason', '--reason is required') }
      return client.ask('POST /v1/bills/{id}/srej', { params, body: { expectedSequence, reason: options.reason } })
    case 'transfer': {
      const to = options.to === undefined ? ok(undefined) : await findParty(options.to, talking)
      if (!to.ok) return to
      if (to.value === undefined) return { ok: false, error: usage('必须给出 --to', '--to is required') }
      return client.ask('POST /v1/bills/{id}/transfer', { params, body: { expectedSequence, toPartyId: to.value } })
    }
  }
}
