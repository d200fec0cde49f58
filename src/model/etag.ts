// The version a caller saw, as an ETag: opaque to him, of the version and of the slice he sees (CONTRACT §2).
import type { Slice } from './access.ts'

export const etagOf = (version: number, slice: Slice): string => `"v${version}-${slice}"`

/**
 * Whether If-Match names what stands now. A weak mark is taken as well: a proxy that compresses weakens our tag on the way out,
 * and a tag of ours stands for the record's state, not for bytes.
 */
export const matchesEtag = (ifMatch: string, version: number, slice: Slice): boolean => namesTag(ifMatch, etagOf(version, slice))

/** Whether a list of tags, as If-Match and If-None-Match carry it, names this one. */
export const namesTag = (list: string, tag: string): boolean =>
  list.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag)
