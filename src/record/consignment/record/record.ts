// One consignment as the record keeps it: the whole, who is on it, and who answers for which element.
import type { Caller } from '#kernel'
import type { Consignment, ConsignmentRole, ConsignmentStatus, MilestoneName } from '#model'

export interface ElementParty {
  readonly sequenceNumber: number
  readonly elementUuid: string
  /** UUID of whoever runs or handles it; absent while the city's table of duties names nobody. */
  readonly partyId?: string
  /** UUID of the authority, where customs are settled in this element. */
  readonly authorityPartyId?: string
  /** In order; the first element owes ACCEPTED first, the last DELIVERED last. */
  readonly owed: readonly MilestoneName[]
}

export interface ConsignmentRecord {
  readonly uuid: string
  readonly version: number
  readonly status: ConsignmentStatus
  /** UUIDs; one party may have several roles. */
  readonly partyRoles: readonly { readonly partyId: string; readonly role: ConsignmentRole }[]
  /** The WHOLE slice. */
  readonly whole: Consignment
  readonly elementParties: readonly ElementParty[]
}

/** What the caller's own party is on it; [] for strangers. */
export function rolesOf({ partyRoles }: Pick<ConsignmentRecord, 'partyRoles'>, caller: Caller): readonly ConsignmentRole[] {
  if (caller.kind !== 'party') return []
  return [...new Set(partyRoles.filter(({ partyId }) => partyId === caller.partyId).map(({ role }) => role))]
}

/** UUIDs of all parties on it: who may hear of its changes. */
export const audiencesOf = ({ partyRoles }: Pick<ConsignmentRecord, 'partyRoles'>): readonly string[] => [
  ...new Set(partyRoles.map(({ partyId }) => partyId)),
]
