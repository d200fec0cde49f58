// Small sets of lower bounds: whatever completes a chain is at least one of the set's triples in all three criteria. One
// triple of minima mixes the cheap way with the clean one and promises a journey nobody offers; a few triples do not.
import type { TargetSet } from './target.ts'

/** Triples a set may hold; two are merged into their minima when it would hold more. */
const MOST = 3
const WIDTH = 3

export class LowerFronts {
  readonly size: Uint8Array
  readonly values: Float64Array

  constructor(count: number) {
    this.size = new Uint8Array(count)
    this.values = new Float64Array(count * MOST * WIDTH)
  }

  clear(): void {
    this.size.fill(0)
  }

  /** Index in `values` of the j-th triple of set `index`. */
  at(index: number, j: number): number {
    return (index * MOST + j) * WIDTH
  }

  add(index: number, minutes: number, cost: number, emission: number): void {
    const { values } = this
    let kept = 0
    for (let j = 0; j < this.size[index]!; j++) {
      const at = this.at(index, j)
      // No triple of a set covers another, so nothing was dropped before one that covers the newcomer.
      if (values[at]! <= minutes && values[at + 1]! <= cost && values[at + 2]! <= emission) return
      if (values[at]! >= minutes && values[at + 1]! >= cost && values[at + 2]! >= emission) continue
      if (kept < j) values.copyWithin(this.at(index, kept), at, at + WIDTH)
      kept++
    }
    this.size[index] = kept
    if (kept === MOST) return this.#merge(index, minutes, cost, emission)
    this.size[index] = kept + 1
    this.#write(this.at(index, kept), minutes, cost, emission)
  }

  /** Adds every triple of another set, made longer by a step. */
  extend(index: number, from: LowerFronts, source: number, minutes: number, cost: number, emission: number): void {
    for (let j = 0; j < from.size[source]!; j++) {
      const at = from.at(source, j)
      this.add(index, minutes + from.values[at]!, cost + from.values[at + 1]!, emission + from.values[at + 2]!)
    }
  }

  /** Lowers the triple that loses least by it until it bounds the newcomer too. */
  #merge(index: number, minutes: number, cost: number, emission: number): void {
    const { values } = this
    const loss = (a: number, b: number): number => Math.abs(a - b) / (1 + Math.max(a, b))
    let nearest = 0
    let least = Infinity
    for (let j = 0; j < MOST; j++) {
      const at = this.at(index, j)
      const lost = loss(values[at]!, minutes) + loss(values[at + 1]!, cost) + loss(values[at + 2]!, emission)
      if (lost < least) {
        least = lost
        nearest = at
      }
    }
    const merged = [
      Math.min(values[nearest]!, minutes),
      Math.min(values[nearest + 1]!, cost),
      Math.min(values[nearest + 2]!, emission),
    ] as const
    // The merged triple covers the one it came from, so there is room for it again.
    this.add(index, ...merged)
  }

  /** Does a member of the target set cover whatever a chain at this point could become? */
  coveredBy(target: TargetSet, index: number, arrival: number, cost: number, emission: number): boolean {
    const size = this.size[index]!
    const { values } = this
    for (let j = 0, at = this.at(index, 0); j < size; j++, at += WIDTH) {
      if (!target.covers(arrival + values[at]!, cost + values[at + 1]!, emission + values[at + 2]!)) return false
    }
    return true
  }

  #write(at: number, minutes: number, cost: number, emission: number): void {
    this.values[at] = minutes
    this.values[at + 1] = cost
    this.values[at + 2] = emission
  }
}
