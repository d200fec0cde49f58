// A party as a person writes it: its id, or its name in the city's directory.
import { ok, refuse, type Result } from '#kernel'
import type { PartyJson } from '#model'
import type { Talk } from './talk.ts'

/** The id, or the exit code once it is told that nobody, or more than one, is called so. */
export async function findParty(word: string, { client, tell, usage }: Talk): Promise<Result<string, number>> {
  if (/^pty_[0-9a-z]{26}$/.test(word)) return ok(word)
  const found = await client.ask('GET /v1/parties', { query: { q: word, limit: MOST } })
  if (!found.ok) return refuse(tell(found.error))
  const { items } = found.value
  const named = items.filter(({ name }) => plain(name) === plain(word))
  const only = named.length === 1 ? named[0] : items.length === 1 ? items[0] : undefined
  if (only !== undefined) return ok(only.id)
  const listed = items.map(({ id, name }: PartyJson) => `\n  ${id}  ${name}`).join('')
  return refuse(
    items.length === 0
      ? usage(
          `本窗口没有名为“${word}”的组织(npx yidan parties 可查)。`,
          `No organisation of this window is called "${word}" (npx yidan parties lists them).`,
        )
      : usage(`“${word}”可能是其中任何一个,请写明编号:${listed}`, `"${word}" may be any of these; name one by its id:${listed}`),
  )
}

const MOST = 20
const plain = (text: string): string => text.trim().toLowerCase()
