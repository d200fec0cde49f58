// Boardings of one departure: once aboard the same trip at the same stop, arrival time no longer tells chains apart, so
// (cost with storage, emission, debts) decide. A boarding seen first has no more legs than a later one and leaves the
// same doors open, so the later one may go when it is no better.
import { UNDECLARED } from './hubs.ts'

const START_CAPACITY = 4096
const NONE = -1

export class Boardings {
  size = 0
  tests = 0
  #head = new Int32Array(0)
  #next = new Int32Array(START_CAPACITY)
  #slot = new Int32Array(START_CAPACITY)
  #cost = new Float64Array(START_CAPACITY)
  #emission = new Float64Array(START_CAPACITY)
  #debt = new Int32Array(START_CAPACITY)
  #declaration = 0

  /** Clears only what the last question used: a timetable has far more departures than a question boards. */
  reset(slots: number, declaration: number): void {
    this.restart()
    this.tests = 0
    this.#declaration = declaration
    if (this.#head.length < slots) this.#head = new Int32Array(slots).fill(NONE)
  }

  /** Forgets all boardings. */
  restart(): void {
    for (let i = 0; i < this.size; i++) this.#head[this.#slot[i]!] = NONE
    this.size = 0
  }

  /** False when a known boarding of this departure (index into `departs`) is at least as good; else it is noted. */
  enter(slot: number, cost: number, emission: number, debt: number): boolean {
    for (let other = this.#head[slot]!; other !== NONE; other = this.#next[other]!) {
      this.tests++
      if (this.#cost[other]! > cost || this.#emission[other]! > emission) continue
      const owed = this.#debt[other]! & ~debt
      if (owed === 0 || (owed === UNDECLARED && this.#cost[other]! + this.#declaration <= cost)) return false
    }
    if (this.size === this.#slot.length) this.#grow()
    const id = this.size++
    this.#slot[id] = slot
    this.#cost[id] = cost
    this.#emission[id] = emission
    this.#debt[id] = debt
    this.#next[id] = this.#head[slot]!
    this.#head[slot] = id
    return true
  }

  #grow(): void {
    const capacity = this.#slot.length * 2
    const whole = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(capacity)
      grown.set(old)
      return grown
    }
    const wide = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const grown = new Float64Array(capacity)
      grown.set(old)
      return grown
    }
    this.#next = whole(this.#next)
    this.#slot = whole(this.#slot)
    this.#debt = whole(this.#debt)
    this.#cost = wide(this.#cost)
    this.#emission = wide(this.#emission)
  }
}
