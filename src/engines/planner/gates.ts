// When a lorry may leave: the first minute at which the gate behind it is open, and the one before it will be on arrival.

/** Index of the first window of `gate` that closes at or after `minute`; the windows' length when there is none. */
function windowFrom(gate: Int32Array, minute: number): number {
  let low = 0
  let high = gate.length >> 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (gate[2 * middle + 1]! < minute) low = middle + 1
    else high = middle
  }
  return low
}

/** The first minute ≥ `minute` at which `gate` is open; Infinity when it opens no more. */
function nextOpen(gate: Int32Array | undefined, minute: number): number {
  if (gate === undefined) return minute
  const window = windowFrom(gate, minute)
  return 2 * window >= gate.length ? Infinity : Math.max(minute, gate[2 * window]!)
}

/** First departure ≥ ready with `from` open then and `to` open `minutes` later; Infinity when there is none. */
export function lorryLeaves(from: Int32Array | undefined, to: Int32Array | undefined, ready: number, minutes: number): number {
  let leaves = ready
  for (;;) {
    const opens = nextOpen(from, leaves)
    const reaches = nextOpen(to, opens + minutes) - minutes
    // Both only ever move forward, window by window, so this ends with the first minute that suits both.
    if (reaches === opens || reaches === Infinity) return reaches
    leaves = reaches
  }
}
