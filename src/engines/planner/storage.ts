// Storage fees by started days, and by how much waiting longer may raise them.

export const MINUTES_PER_DAY = 1440

export interface StorageTable {
  /** fees[d] = fee of a stay of d started days. */
  readonly fees: Float64Array
  /** rises[k] = most that k further started days can add, at whatever day they begin: max over d of fee(d + k) − fee(d). */
  readonly rises: Float64Array
  /** Added for each day past the end of either table. */
  readonly step: number
  /** No stay costs more than another. */
  readonly flat: boolean
}

export function startedDays(minutes: number): number {
  return Math.ceil(minutes / MINUTES_PER_DAY)
}

function at(values: Float64Array, step: number, index: number): number {
  const last = values.length - 1
  return index <= last ? values[index]! : values[last]! + (index - last) * step
}

export function storageFee(table: StorageTable, days: number): number {
  return at(table.fees, table.step, days)
}

export function storageRise(table: StorageTable, days: number): number {
  return at(table.rises, table.step, days)
}

/** A table of one entry has no last step to repeat: its fee stays as it is. */
export function storageTable(fees: Float64Array): StorageTable {
  const size = fees.length
  const step = size > 1 ? fees[size - 1]! - fees[size - 2]! : 0
  const rises = new Float64Array(size + 1)
  // From k = size on, every d + k lies on the last slope, so the rise grows by exactly one step a day.
  for (let k = 1; k <= size; k++) {
    for (let d = 0; d <= size; d++) rises[k] = Math.max(rises[k]!, at(fees, step, d + k) - at(fees, step, d))
  }
  return { fees, rises, step, flat: rises.every((rise) => rise === 0) && step === 0 }
}

/** The table whose rises are at least those of every given one: good for dominance where the next place is not known yet. */
export function worstRises(tables: readonly StorageTable[]): StorageTable | undefined {
  const steep = tables.filter((table) => !table.flat)
  if (steep.length < 2) return steep[0]
  const size = Math.max(...steep.map((table) => table.rises.length))
  const rises = Float64Array.from({ length: size }, (_, k) => Math.max(...steep.map((table) => storageRise(table, k))))
  return { fees: rises, rises, step: Math.max(...steep.map((table) => table.step)), flat: false }
}
