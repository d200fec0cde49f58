// What the reader's own organisation is on a consignment, as far as its slice names the parties. Pure.
import type { Bill, Consignment, ConsignmentRole } from '#model'

type Named = Pick<Consignment, 'consignor' | 'consignee' | 'freightForwarder' | 'carrier' | 'elements'>

export function rolesOn(consignment: Named, partyId: string | undefined): readonly ConsignmentRole[] {
  if (partyId === undefined) return []
  const mine = (party: { readonly partyId?: string | undefined } | undefined): boolean => party?.partyId === partyId
  const roles: readonly (readonly [ConsignmentRole, boolean])[] = [
    ['CONSIGNOR', mine(consignment.consignor)],
    ['CONSIGNEE', mine(consignment.consignee)],
    ['FREIGHT_FORWARDER', mine(consignment.freightForwarder)],
    ['CARRIER', mine(consignment.carrier)],
    ['ELEMENT_CARRIER', consignment.elements.some((element) => element.kind === 'LEG' && mine(element.carrier))],
    ['HUB_OPERATOR', consignment.elements.some((element) => element.kind === 'HUB_OPERATION' && mine(element.carrier))],
  ]
  return roles.flatMap(([role, is]) => (is ? [role] : []))
}

/** What he is on a bill: its parties, and whether he controls it. */
export function standingOn(
  bill: Bill,
  partyId: string | undefined,
): { readonly roles: readonly ConsignmentRole[]; readonly possessor: boolean } {
  const { shipper, consignee, issuingParty, freightForwarder } = bill.documentParties
  const roles = rolesOn(
    {
      consignor: shipper,
      consignee,
      carrier: issuingParty,
      elements: bill.consignment.elements,
      ...(freightForwarder ? { freightForwarder } : {}),
    },
    partyId,
  )
  return { roles, possessor: partyId !== undefined && bill.possessor?.partyId === partyId }
}
