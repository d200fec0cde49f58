// What a folder would change in the network that a window has loaded.
import { z } from 'zod'
import type { ReferenceNetwork } from '#model'
import { digestOf } from './facts.ts'

/** The answer of GET /v1/network. */
export const networkJson = z.object({
  networkVersion: z.int(),
  checksum: z.string(),
  counts: z.object({ places: z.int(), services: z.int(), roadLinks: z.int(), departures: z.int() }),
  /** By id a digest of the row, so that two networks can be compared without reading both. */
  places: z.record(z.string(), z.string()),
  services: z.record(z.string(), z.string()),
})
export type NetworkJson = z.output<typeof networkJson>

export interface RowChanges {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}
export interface Comparison {
  readonly networkVersion: number
  readonly same: boolean
  readonly places: RowChanges
  readonly services: RowChanges
}

type Digests = Readonly<Record<string, string>>

export const digestsOf = (rows: ReadonlyMap<string, object>): Digests =>
  Object.fromEntries(Array.from(rows, ([id, row]) => [id, digestOf(row)]))

/** `checksum` is the folder's own. */
export function compareNetworks(reference: ReferenceNetwork, checksum: string, loaded: NetworkJson): Comparison {
  return {
    networkVersion: loaded.networkVersion,
    same: checksum === loaded.checksum,
    places: changesOf(digestsOf(reference.places), loaded.places),
    services: changesOf(digestsOf(reference.services), loaded.services),
  }
}

function changesOf(here: Digests, there: Digests): RowChanges {
  const [mine, theirs] = [Object.keys(here).toSorted(), Object.keys(there).toSorted()]
  return {
    added: mine.filter((id) => there[id] === undefined),
    removed: theirs.filter((id) => here[id] === undefined),
    changed: mine.filter((id) => there[id] !== undefined && there[id] !== here[id]),
  }
}
