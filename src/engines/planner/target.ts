// The front found so far: complete itineraries only, so whatever cannot beat it may be dropped at once.

const START_CAPACITY = 64

/** Members in order of arrival; weak dominance, so of equal vectors the first one stays. */
export class TargetSet {
  size = 0
  tests = 0
  arrival = new Float64Array(START_CAPACITY)
  cost = new Float64Array(START_CAPACITY)
  emission = new Float64Array(START_CAPACITY)
  label = new Int32Array(START_CAPACITY)
  #deadline = Infinity
  /** The member that dominated last is likely to dominate again. */
  #likely = 0

  reset(deadline: number): void {
    this.size = 0
    this.tests = 0
    this.#likely = 0
    this.#deadline = deadline
  }

  /** Too late, or a member is at least as good in all three: nothing from here on can be new. */
  covers(arrival: number, cost: number, emission: number): boolean {
    if (!(arrival <= this.#deadline) || emission === Infinity) return true
    const size = this.size
    const likely = this.#likely
    this.tests++
    if (likely < size && this.arrival[likely]! <= arrival && this.cost[likely]! <= cost && this.emission[likely]! <= emission) return true
    for (let i = 0; i < size && this.arrival[i]! <= arrival; i++) {
      this.tests++
      if (this.cost[i]! <= cost && this.emission[i]! <= emission) {
        this.#likely = i
        return true
      }
    }
    return false
  }

  /** The caller has seen that no member covers it. */
  insert(arrival: number, cost: number, emission: number, label: number): void {
    if (this.size === this.label.length) this.#grow()
    let kept = 0
    let place = 0
    for (let i = 0; i < this.size; i++) {
      if (this.arrival[i]! >= arrival && this.cost[i]! >= cost && this.emission[i]! >= emission) continue
      this.#move(i, kept++)
      if (this.arrival[kept - 1]! <= arrival) place = kept
    }
    for (let i = kept; i > place; i--) this.#move(i - 1, i)
    this.arrival[place] = arrival
    this.cost[place] = cost
    this.emission[place] = emission
    this.label[place] = label
    this.size = kept + 1
    this.#likely = place
  }

  #move(from: number, to: number): void {
    if (from === to) return
    this.arrival[to] = this.arrival[from]!
    this.cost[to] = this.cost[from]!
    this.emission[to] = this.emission[from]!
    this.label[to] = this.label[from]!
  }

  #grow(): void {
    const capacity = this.label.length * 2
    const wider = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const grown = new Float64Array(capacity)
      grown.set(old)
      return grown
    }
    this.arrival = wider(this.arrival)
    this.cost = wider(this.cost)
    this.emission = wider(this.emission)
    const labels = new Int32Array(capacity)
    labels.set(this.label)
    this.label = labels
  }
}
