// `yidan bill`: the one bill of a consignment: shown, issued, saved as it was signed.
import { ok, type Result } from '#kernel'
import type { Bill } from '#model'
import { findConsignmentId } from './consignment-word.ts'
import { writeBytes } from './files.ts'
import type { WindowOptions } from './open-client.ts'
import { billText } from './print-bill.ts'
import type { CommandContext } from './run.ts'
import { type Talk, talk } from './talk.ts'

export async function billCommand(word: string, options: WindowOptions, context: CommandContext): Promise<number> {
  const talking = await talk(options, context)
  if (!talking.ok) return talking.error
  const found = await findBill(word, talking.value)
  return found.ok ? talking.value.show(found.value, () => billText(found.value, context.language)) : found.error
}

/** By the bill's own id, or as the bill of a consignment. */
export async function findBill(word: string, talking: Talk): Promise<Result<Bill, number>> {
  const { client, tell } = talking
  if (word.startsWith('bil_')) {
    const bill = await client.ask('GET /v1/bills/{id}', { params: { id: word } })
    return bill.ok ? bill : { ok: false, error: tell(bill.error) }
  }
  const consignment = await findConsignmentId(word, talking)
  if (!consignment.ok) return consignment
  const bill = await client.ask('GET /v1/consignments/{id}/bill', { params: { id: consignment.value }, query: {} })
  return bill.ok ? bill : { ok: false, error: tell(bill.error) }
}

export interface IssueOptions extends WindowOptions {
  readonly toOrder?: true
}

export async function issueCommand(word: string, { toOrder, ...options }: IssueOptions, context: CommandContext): Promise<number> {
  const talking = await talk(options, context)
  if (!talking.ok) return talking.error
  const { client, show, tell } = talking.value
  const consignment = await findConsignmentId(word, talking.value)
  if (!consignment.ok) return consignment.error
  const issued = await client.ask('POST /v1/bills', { body: { consignmentId: consignment.value, isToOrder: toOrder === true } })
  return issued.ok ? show(issued.value, () => billText(issued.value, context.language)) : tell(issued.error)
}

export interface SaveOptions extends WindowOptions {
  readonly pdf?: string
  readonly vc?: string
}

export async function saveCommand(word: string, options: SaveOptions, context: CommandContext): Promise<number> {
  const talking = await talk(options, context)
  if (!talking.ok) return talking.error
  const { show, usage, say } = talking.value
  if (options.pdf === undefined && options.vc === undefined)
    return usage('请给出 --pdf 或 --vc(见 npx yidan bill save --help)', 'give --pdf or --vc (see npx yidan bill save --help)')
  const id = await issuedId(word, talking.value)
  if (!id.ok) return id.error
  const saved: string[] = []
  for (const [path, part, mediaType] of [
    [options.pdf, 'pdf', 'application/pdf'],
    [options.vc, 'vc', 'application/vc+jwt'],
  ] as const) {
    if (path === undefined) continue
    const bytes = await talking.value.client.read(`/v1/bills/${id.value}/${part}`, mediaType)
    if (!bytes.ok) return talking.value.tell(bytes.error)
    const written = await writeBytes(path, bytes.value, context)
    if (!written.ok) return written.error
    saved.push(path)
  }
  return show({ billId: id.value, saved }, () => say(`已保存 ${saved.join('、')}`, `Saved ${saved.join(', ')}`))
}

export async function issuedId(word: string, talking: Talk): Promise<Result<string, number>> {
  const found = await findBill(word, talking)
  if (!found.ok) return found
  const { id } = found.value
  if (id !== undefined) return ok(id)
  return { ok: false, error: talking.usage('提单尚未签发,只有草稿。', 'The bill is not issued yet; there is only the draft.') }
}
