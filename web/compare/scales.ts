// Axes with round steps, and the front in the plane of time and cost. Pure.

const STEPS_DAYS = [0.125, 0.25, 0.5, 1, 2, 5, 10, 20, 50]

/** Days for the marks of a common axis: at most `most` marks, the last at or after the end. */
export function dayMarks(endMinutes: number, most: number): number[] {
  const days = Math.max(endMinutes / 1440, 0.25)
  const step = STEPS_DAYS.find((each) => days / each <= most) ?? 100
  return Array.from({ length: Math.ceil(days / step - 1e-9) + 1 }, (_, i) => i * step)
}

export interface Axis {
  readonly marks: readonly number[]
  /** 0 at the axis' start, 1 at its end. */
  place(value: number): number
}

/** Logarithmic when the values span more than a factor of eight: an air freight would else press all others flat. */
export function costAxis(values: readonly number[]): Axis {
  const least = Math.min(...values)
  const most = Math.max(...values)
  if (least > 0 && most / least > 8) {
    const marks = [1, 2, 5].flatMap((digit) => Array.from({ length: 13 }, (_, power) => digit * 10 ** power)).toSorted((a, b) => a - b)
    const from = marks.findLast((mark) => mark <= least) ?? least
    const to = marks.find((mark) => mark >= most) ?? most
    const shown = marks.filter((mark) => mark >= from && mark <= to)
    const kept = shown.length > 6 ? shown.filter((mark) => String(mark).startsWith('1') || mark === from || mark === to) : shown
    return { marks: kept, place: (value) => Math.log(value / from) / Math.log(to / from) }
  }
  const span = Math.max(most - least, most * 0.1, 1e-9)
  const raw = span / 4
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 2.5, 5, 10].find((digit) => digit * power >= raw) ?? 10) * power
  const from = Math.max(0, Math.floor((least - step * 0.2) / step) * step)
  const count = Math.ceil((most - from) / step + 0.2)
  const to = from + count * step
  return { marks: Array.from({ length: count + 1 }, (_, i) => from + i * step), place: (value) => (value - from) / (to - from) }
}

/** The points no other one beats in both; the rest are on the whole front for their emission. */
export function staircase<P extends { readonly x: number; readonly y: number }>(points: readonly P[]): P[] {
  const front: P[] = []
  for (const point of points.toSorted((a, b) => a.x - b.x || a.y - b.y)) {
    const last = front.at(-1)
    if (last === undefined || point.y < last.y) front.push(point)
  }
  return front
}
