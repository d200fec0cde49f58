// What is left of each departure, in memory as in the database: after a hold, a cancellation or an expiry only its own counters are read.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type AnyTx, type Database, withCaller } from '#postgres'
import type { NetworkState } from '../state.ts'

const SYSTEM = { kind: 'system', name: 'network' } as const
/** While much is sold, counters are read together this often and not once for each booking. */
const PAUSE_MILLISECONDS = 20

/** By departure its trip in the timetable; worked out once for a state. */
const trips = new WeakMap<NetworkState, ReadonlyMap<string, number>>()
function tripOf(state: NetworkState, departureId: string): number | undefined {
  const known = trips.get(state) ?? new Map(state.departureIds.map((id, trip) => [id, trip]))
  trips.set(state, known)
  return known.get(departureId)
}

/** Brings the state's arrays in line with the counters of these departures as `tx` sees them. */
export async function refreshCapacity(tx: AnyTx, state: NetworkState, departureIds: readonly string[]): Promise<void> {
  if (departureIds.length === 0) return
  const { rows } = await sql<{ departure_id: string; leg_number: number; resource: string; free: bigint }>`
    SELECT departure_id, leg_number, resource, capacity - taken AS free FROM network.departure_capacity
    WHERE departure_id = ANY (${departureIds}::text[])`.execute(tx)
  for (const { departure_id, leg_number, resource, free } of rows) {
    const counter = counterOf(state, { departureId: departure_id, legNumber: leg_number, resource })
    if (counter !== undefined) counter.free[counter.slot] = Number(free)
  }
}

export interface Sold {
  readonly departureId: string
  readonly legNumber: number
  readonly resource: string
  readonly quantity: bigint
}

/** Takes at once what was just sold, so that the very next question is answered with less room; a refresh has the last word. */
export function markSold(state: NetworkState, sold: readonly Sold[]): void {
  for (const claim of sold) {
    const counter = counterOf(state, claim)
    const free = counter?.free[counter.slot] ?? -1
    if (counter !== undefined && free >= 0) counter.free[counter.slot] = Math.max(0, free - Number(claim.quantity))
  }
}

function counterOf(
  state: NetworkState,
  { departureId, legNumber, resource }: Omit<Sold, 'quantity'>,
): { readonly free: Int32Array; readonly slot: number } | undefined {
  const trip = tripOf(state, departureId)
  if (trip === undefined) return undefined
  const { tripTimeStart } = state.timetable
  const slot = (tripTimeStart[trip] ?? 0) + legNumber
  // A departure that kept an older plan may have more legs than the trip that is offered.
  return slot + 1 < (tripTimeStart[trip + 1] ?? 0) ? { free: resource === 'KG' ? state.freeKg : state.freeTeuCenti, slot } : undefined
}

export interface CapacityKeeper {
  /** Resolves when these are as the database has them; what could not be read is read with the next. */
  refresh(departureIds: readonly string[]): Promise<void>
  /** Runs a load of a new state; what was sold meanwhile is read again once it has landed. */
  around<T>(load: () => Promise<T>): Promise<T>
}

export function capacityKeeper(db: Database, current: () => NetworkState): CapacityKeeper {
  let waiting = new Set<string>()
  let running: Promise<void> | undefined
  const loads = new Set<Set<string>>()
  const readAll = async (): Promise<void> => {
    while (waiting.size > 0) {
      const ids = [...waiting]
      waiting = new Set()
      try {
        await withCaller(db, SYSTEM, (tx) => refreshCapacity(tx, current(), ids))
      } catch (error) {
        for (const id of ids) waiting.add(id)
        throw error
      }
      if (waiting.size > 0) await sleep(PAUSE_MILLISECONDS)
    }
  }
  const refresh = (departureIds: readonly string[]): Promise<void> => {
    for (const id of departureIds) {
      waiting.add(id)
      for (const sold of loads) sold.add(id)
    }
    if (running === undefined && waiting.size > 0)
      running = readAll().finally(() => {
        running = undefined
      })
    return running ?? Promise.resolve()
  }
  return {
    refresh,
    async around(load) {
      const sold = new Set<string>()
      loads.add(sold)
      try {
        return await load()
      } finally {
        loads.delete(sold)
        if (sold.size > 0) await refresh([...sold])
      }
    },
  }
}
