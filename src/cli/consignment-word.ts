// A consignment as a person writes it: its id, its number, a box or a reference that only one has.
import { ok, refuse, type Result } from '#kernel'
import type { Talk } from './talk.ts'

export async function findConsignmentId(word: string, { client, tell, usage }: Talk): Promise<Result<string, number>> {
  if (/^csg_[0-9a-z]{26}$/.test(word)) return ok(word)
  const found = await client.ask('GET /v1/consignments', { query: { q: word, limit: MOST } })
  if (!found.ok) return refuse(tell(found.error))
  const { items } = found.value
  const [first] = items
  if (items.length === 1 && first !== undefined) return ok(first.id)
  const listed = items
    .map(({ id, consignmentNumber, consignmentStatus }) => `\n  ${id}  ${consignmentNumber}  ${consignmentStatus}`)
    .join('')
  return refuse(
    items.length === 0
      ? usage(`没有您可见的货单“${word}”。`, `There is no consignment "${word}" that you may see.`)
      : usage(`“${word}”属于多个货单,请写明编号:${listed}`, `"${word}" belongs to several consignments; name one by its id:${listed}`),
  )
}

const MOST = 20
