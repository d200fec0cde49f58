// What this question's cargo finds at each place between two legs: may it change, what does waiting cost, what is still owed.
import { storageTable, worstRises, type StorageTable } from './storage.ts'
import { timetableIndex } from './timetable-index.ts'
import type { Question } from './types.ts'

/** Debts of a label: what its future may still cost, where another's will not. Bits 0–7 are via places not yet met. */
export const UNDECLARED = 256
export const OWES_SEA = 512

export interface Hubs {
  /** 1 where the chain may go on. */
  readonly transfer: Uint8Array
  readonly storage: readonly (StorageTable | undefined)[]
  /** What a lorry leaving later may save at the places it leads to; undefined = nothing, there is no storage. */
  readonly roadRises: readonly (StorageTable | undefined)[]
  /** 1 where a lorry's gates could turn a minute's lead into a day's. */
  readonly gated: Uint8Array
  /** 1 where arriving later can save storage: with one leg to come, and with more. */
  readonly laterSavesOne: Uint8Array
  readonly laterSavesMore: Uint8Array
  /** Emission still owed by whoever did not arrive by sea, if a sea leg can follow. */
  readonly seaDebt: Float64Array
  /** Every chain pays the declaration (at an end in the zone), so it is paid at the start and compared no more. */
  readonly declaredAtStart: boolean
}

export function hubs(question: Question): Hubs {
  const { timetable, terms, origin, destination } = question
  const { placeCount } = timetable
  const tables = terms.storageTables.map(storageTable)
  const transfer = new Uint8Array(placeCount)
  const storage: (StorageTable | undefined)[] = []
  for (let place = 0; place < placeCount; place++) {
    transfer[place] = terms.transferAllowed[place] === 1 && timetable.minimumTransfer[place]! >= 0 ? 1 : 0
    const table = transfer[place] === 1 ? tables[terms.storageOf[place]!] : undefined
    storage.push(table !== undefined && (!table.flat || table.fees.some((fee) => fee !== 0)) ? table : undefined)
  }
  return {
    transfer,
    storage,
    ...lorries(question, storage),
    seaDebt: seaDebts(question),
    declaredAtStart: terms.declarationCost === 0 || terms.declarationZone[origin] === 1 || terms.declarationZone[destination] === 1,
  }
}

type Lorries = Pick<Hubs, 'roadRises' | 'gated' | 'laterSavesOne' | 'laterSavesMore'>

function lorries(question: Question, storage: readonly (StorageTable | undefined)[]): Lorries {
  const { timetable, terms } = question
  const { placeCount } = timetable
  const roadRises: (StorageTable | undefined)[] = []
  const gated = new Uint8Array(placeCount)
  const laterSavesOne = new Uint8Array(placeCount)
  const laterSavesMore = new Uint8Array(placeCount)
  for (let place = 0; place < placeCount; place++) {
    const ends = new Set<StorageTable>()
    let gate = terms.gateOf[place]! >= 0
    for (let arc = terms.roadStart[place]!; arc < terms.roadStart[place + 1]!; arc++) {
      const to = terms.roadTo[arc]!
      const table = storage[to]
      if (table !== undefined) ends.add(table)
      if (terms.gateOf[to]! >= 0) gate = true
    }
    roadRises.push(worstRises([...ends]))
    const steep = storage[place]?.flat === false
    laterSavesOne[place] = steep ? 1 : 0
    laterSavesMore[place] = steep || roadRises[place] !== undefined ? 1 : 0
    gated[place] = gate && laterSavesMore[place] === 1 ? 1 : 0
  }
  return { roadRises, gated, laterSavesOne, laterSavesMore }
}

function seaDebts({ timetable, terms }: Question): Float64Array {
  const { stopPlace } = timetable
  const { serviceOfStop } = timetableIndex(timetable)
  const debts = new Float64Array(timetable.placeCount)
  for (let stop = 0; stop < stopPlace.length; stop++) {
    if (terms.rideStart[stop + 1]! === terms.rideStart[stop]! || terms.bySea[serviceOfStop[stop]!] === 0) continue
    debts[stopPlace[stop]!] = terms.seaEmission[stopPlace[stop]!]!
  }
  return debts
}
