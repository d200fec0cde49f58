// Labels of one place in order of time. With storage most labels differ by nothing but their day, thousands of them, so a
// test looks only as far back (or ahead) in time as the rise in storage leaves the difference in cost.
import { MINUTES_PER_DAY, storageRise, type StorageTable } from './storage.ts'

const START_CAPACITY = 8

export class Bag {
  size = 0
  times = new Int32Array(START_CAPACITY)
  ids = new Int32Array(START_CAPACITY)
  /** Bounds on the costs of all labels that ever were in the bag. */
  cheapest = Infinity
  dearest = -Infinity

  reset(): void {
    this.size = 0
    this.cheapest = Infinity
    this.dearest = -Infinity
  }

  /** How many labels came before `minute`. */
  before(minute: number): number {
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.times[middle]! < minute) low = middle + 1
      else high = middle
    }
    return low
  }

  /** `at` must be `before(time)`: of labels of one minute the newest stands first. */
  insert(at: number, id: number, time: number, cost: number): void {
    if (this.size === this.ids.length) this.#grow()
    this.times.copyWithin(at + 1, at, this.size)
    this.ids.copyWithin(at + 1, at, this.size)
    this.times[at] = time
    this.ids[at] = id
    this.size++
    if (cost < this.cheapest) this.cheapest = cost
    if (cost > this.dearest) this.dearest = cost
  }

  /** Removes [from, to). */
  remove(from: number, to: number): void {
    this.times.copyWithin(from, to, this.size)
    this.ids.copyWithin(from, to, this.size)
    this.size -= to - from
  }

  #grow(): void {
    const times = new Int32Array(this.size * 2)
    const ids = new Int32Array(this.size * 2)
    times.set(this.times)
    ids.set(this.ids)
    this.times = times
    this.ids = ids
  }
}

/** A lead longer than this many minutes costs more storage, at worst, than `saved`: rises only grow with the days. */
export function affordableLead(storage: StorageTable | undefined, saved: number): number {
  if (storage === undefined) return Infinity
  const known = storage.rises.length - 1
  let days = 0
  while (days <= known && storageRise(storage, days + 1) <= saved) days++
  if (days <= known) return days * MINUTES_PER_DAY
  return storage.step === 0 ? Infinity : (days + Math.floor((saved - storageRise(storage, days)) / storage.step)) * MINUTES_PER_DAY
}
