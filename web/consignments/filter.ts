// What the list of consignments is asked for, as the address holds it. Pure.
import type { ConsignmentStatus } from '#model'

/** In the order a consignment goes through them. */
export const STATUSES: readonly ConsignmentStatus[] = ['CONFIRMED', 'IN_TRANSIT', 'DELIVERED', 'CANCELLED']

export interface Filter {
  readonly status: string
  readonly q: string
}

export function readFilter(search: URLSearchParams): Filter {
  const status = search.get('status') ?? ''
  return { status: STATUSES.find((each) => each === status) ?? '', q: (search.get('q') ?? '').trim() }
}

const given = ({ status, q }: Filter): Readonly<Record<string, string>> => ({
  ...(status === '' ? {} : { status }),
  ...(q === '' ? {} : { q }),
})
export const filterSearch = (filter: Filter): URLSearchParams => new URLSearchParams(given(filter))

export const listAddress = (filter: Filter, cursor: string | undefined): string =>
  `/v1/consignments?${new URLSearchParams({ ...given(filter), limit: '25', ...(cursor === undefined ? {} : { cursor }) }).toString()}`
