// Lists newest first: ids are made in order of time, so a cursor is the last id shown, and nothing is skipped or doubled.
import { type IdPrefix, ok, refuse, type Result, uuidOf } from '#kernel'
import type { Refusal } from '#model'

const NOT_A_CURSOR: Refusal = {
  code: 'invalid-request',
  errors: [
    {
      pointer: '/cursor',
      code: 'wrong-type',
      detail: { zh: '翻页位置不是本服务为此列表给出的位置', en: 'This is not a cursor that we gave for this list' },
    },
  ],
}

/** The UUID after which the page begins; undefined for the first. */
export function readCursor(prefix: IdPrefix, cursor: string | undefined): Result<string | undefined, Refusal> {
  if (cursor === undefined) return ok(undefined)
  const uuid = uuidOf(prefix, cursor)
  return uuid.ok ? uuid : refuse(NOT_A_CURSOR)
}

/** One row more than the page was asked for says that there is another page. */
export function pageOf<T extends { readonly id: string }>(rows: readonly T[], limit: number): { items: T[]; nextCursor?: string } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, ...(rows.length > limit && last !== undefined && { nextCursor: last.id }) }
}
