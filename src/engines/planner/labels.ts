// Partial chains ("labels") in one arena of columns, and the bags of each place that keep those worth going on with.
//
// Why dropping a label loses nothing. A covers B if whatever B can still do, A can do as soon, as cheap and as clean.
// * Legs. Labels are made in rounds: round n makes those of n legs, and expands those of n − 1. A bag therefore holds at
//   most n legs while it judges a newcomer of n, so a label never yields to one with more legs. A newcomer may push an
//   older, shorter label out of the bag (for the bag's purpose it replaces it), but only a label of the same round is
//   marked dead: the shorter one is still expanded, with the leg it has to spare.
// * Two bags. Whoever came by road may board but not take a road again, so it never covers a ride's arrival that may.
//   Boarding and taking a road are judged apart: `board` holds all, `road` only arrivals by ride.
// * Storage. A came earlier, so it may pay more for the same departure: with k = ceil((tB − tA) / day), a stay of d
//   started days of B is at most d + k of A. A covers B only if cA + (most that k more days can add) ≤ cB. A later
//   label, in turn, covers an earlier and dearer one from its own readiness on: see `#boardsUntil`.
// * Debts. What A still owes and B does not is added to A: the sea terminal's emission, the declaration. A via place
//   that A has still to meet and B has met cannot be made up for.
import { affordableLead, Bag } from './bag.ts'
import type { Hubs } from './hubs.ts'
import { OWES_SEA, UNDECLARED } from './hubs.ts'
import { startedDays, storageRise, type StorageTable } from './storage.ts'

const START_CAPACITY = 4096
export const MAY_BOARD = 1
export const MAY_ROAD = 2

/** What made a label: a ride (its trip, from a stop) or, with stop −1, a road arc (and its departure). */
export interface Step {
  parent: number
  place: number
  /** Index of the ride or of the arc in the terms. */
  means: number
  stop: number
  /** Trip of a ride; departure minute of a lorry. */
  run: number
}

export class Labels {
  size = 0
  tests = 0
  time = new Int32Array(START_CAPACITY)
  cost = new Float64Array(START_CAPACITY)
  emission = new Float64Array(START_CAPACITY)
  debt = new Int32Array(START_CAPACITY)
  alive = new Uint8Array(START_CAPACITY)
  /** Boards only departures that no label arriving at this minute catches; Infinity = all. */
  until = new Float64Array(START_CAPACITY)
  parent = new Int32Array(START_CAPACITY)
  place = new Int32Array(START_CAPACITY)
  means = new Int32Array(START_CAPACITY)
  stop = new Int32Array(START_CAPACITY)
  run = new Int32Array(START_CAPACITY)
  readonly #boardBags: Bag[] = []
  readonly #roadBags: Bag[] = []
  #roundStart = 0
  #declaration = 0

  reset(placeCount: number, declaration: number): void {
    this.size = 0
    this.tests = 0
    this.#declaration = declaration
    for (const bags of [this.#boardBags, this.#roadBags]) {
      while (bags.length < placeCount) bags.push(new Bag())
    }
    this.restart()
  }

  /** Empties the bags for another search; labels stay, for the target set may need their chains. */
  restart(): void {
    for (const bag of this.#boardBags) bag.reset()
    for (const bag of this.#roadBags) bag.reset()
    this.#roundStart = this.size
  }

  /** From here on labels have one leg more; answers where they begin. Settles how long those of the last round board. */
  startRound(hubs: Hubs): number {
    for (let id = this.#roundStart; id < this.size; id++) {
      if ((this.alive[id]! & MAY_BOARD) !== 0) this.until[id] = this.#boardsUntil(id, hubs)
    }
    this.#roundStart = this.size
    return this.size
  }

  /** Appends a label that stands in no bag yet. */
  add(step: Step, time: number, cost: number, emission: number, debt: number): number {
    if (this.size === this.time.length) this.#grow()
    const id = this.size++
    this.time[id] = time
    this.cost[id] = cost
    this.emission[id] = emission
    this.debt[id] = debt
    this.alive[id] = 0
    this.until[id] = Infinity
    this.parent[id] = step.parent
    this.place[id] = step.place
    this.means[id] = step.means
    this.stop[id] = step.stop
    this.run[id] = step.run
    return id
  }

  /** Is a newcomer worth boarding with at `place`? */
  worthBoarding(place: number, time: number, cost: number, emission: number, debt: number, hubs: Hubs): boolean {
    return !this.#covered(this.#boardBags[place]!, time, cost, emission, debt, hubs.storage[place], hubs.seaDebt[place]!)
  }

  /**
   * Is a ride's arrival worth going on by road from `place`? No sea leg follows, so none is owed. Without gates two
   * lorries keep their distance, and what waits at the next place is the lead; behind gates a minute's lead may become
   * a day's, so there every arrival sends its lorries, and the places they reach decide.
   */
  worthRoad(place: number, time: number, cost: number, emission: number, debt: number, hubs: Hubs): boolean {
    if (hubs.gated[place] === 1) return true
    return !this.#covered(this.#roadBags[place]!, time, cost, emission, debt | OWES_SEA, hubs.roadRises[place], 0)
  }

  #covered(bag: Bag, time: number, cost: number, emission: number, debt: number, storage: StorageTable | undefined, sea: number): boolean {
    const saved = cost - bag.cheapest
    if (saved < 0) return false
    const earliest = time - affordableLead(storage, saved)
    for (let i = bag.before(time + 1) - 1; i >= 0 && bag.times[i]! >= earliest; i--) {
      this.tests++
      const other = bag.ids[i]!
      if (this.cost[other]! > cost || this.emission[other]! > emission) continue
      const owed = this.debt[other]! & ~debt
      if (this.#covers(owed, time - bag.times[i]!, cost - this.cost[other]!, emission - this.emission[other]!, storage, sea)) return true
    }
    return false
  }

  /** A is `lead` minutes ahead, `saved` cheaper, `spared` cleaner, none of them negative, but owes. */
  #covers(owed: number, lead: number, saved: number, spared: number, storage: StorageTable | undefined, sea: number): boolean {
    if ((owed & ~(UNDECLARED | OWES_SEA)) !== 0) return false
    if ((owed & OWES_SEA) !== 0 && spared < sea) return false
    const declaration = (owed & UNDECLARED) === 0 ? 0 : this.#declaration
    const rise = storage === undefined ? 0 : storageRise(storage, startedDays(lead))
    return saved >= declaration + rise
  }

  enterBoarding(id: number, hubs: Hubs): void {
    const place = this.place[id]!
    this.#enter(this.#boardBags[place]!, id, MAY_BOARD, hubs.storage[place], hubs.seaDebt[place]!, 0)
  }

  enterRoad(id: number, hubs: Hubs): void {
    const place = this.place[id]!
    if (hubs.gated[place] === 1) this.alive[id]! |= MAY_ROAD
    else this.#enter(this.#roadBags[place]!, id, MAY_ROAD, hubs.roadRises[place], 0, OWES_SEA)
  }

  /** Puts a label into a bag and out whatever it covers. */
  #enter(bag: Bag, id: number, right: number, storage: StorageTable | undefined, sea: number, forgiven: number): void {
    const time = this.time[id]!
    const cost = this.cost[id]!
    const debt = this.debt[id]! & ~forgiven
    const at = bag.before(time)
    const latest = time + affordableLead(storage, bag.dearest - cost)
    let kept = at
    let i = at
    for (; i < bag.size && bag.times[i]! <= latest; i++) {
      this.tests++
      const other = bag.ids[i]!
      const saved = this.cost[other]! - cost
      const spared = this.emission[other]! - this.emission[id]!
      if (saved >= 0 && spared >= 0 && this.#covers(debt & ~this.debt[other]!, bag.times[i]! - time, saved, spared, storage, sea)) {
        if (other >= this.#roundStart) this.alive[other]! &= ~right
        continue
      }
      bag.times[kept] = bag.times[i]!
      bag.ids[kept++] = other
    }
    if (kept < i) bag.remove(kept, i)
    bag.insert(at, id, time, cost)
    this.alive[id]! |= right
  }

  /**
   * The arrival of the first later label in the bag that is no dearer, no dirtier and owes no more: every departure it
   * can catch, it catches with a shorter stay. The bag must hold no label with more legs, so this is asked between rounds.
   */
  #boardsUntil(id: number, hubs: Hubs): number {
    const place = this.place[id]!
    const bag = this.#boardBags[place]!
    const sea = hubs.seaDebt[place]!
    for (let i = bag.before(this.time[id]! + 1); i < bag.size; i++) {
      this.tests++
      const other = bag.ids[i]!
      const saved = this.cost[id]! - this.cost[other]!
      const spared = this.emission[id]! - this.emission[other]!
      if (saved >= 0 && spared >= 0 && this.#covers(this.debt[other]! & ~this.debt[id]!, 0, saved, spared, undefined, sea))
        return bag.times[i]!
    }
    return Infinity
  }

  #grow(): void {
    const capacity = this.time.length * 2
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
    const alive = new Uint8Array(capacity)
    alive.set(this.alive)
    this.alive = alive
    this.until = wide(this.until)
    this.time = whole(this.time)
    this.cost = wide(this.cost)
    this.emission = wide(this.emission)
    this.debt = whole(this.debt)
    this.parent = whole(this.parent)
    this.place = whole(this.place)
    this.means = whole(this.means)
    this.stop = whole(this.stop)
    this.run = whole(this.run)
  }
}
