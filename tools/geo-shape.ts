// Rings and shapes on the sphere: area, membership, and handing a part of a shape over along a line.
export type Position = [number, number]
export type Ring = Position[]
export type Shape = Ring[][]

const EARTH_KM = 6371.0088
const rad = (degrees: number): number => (degrees * Math.PI) / 180

/** Area within a ring in km², unsigned. */
export function ringArea(ring: Ring): number {
  let sum = 0
  let [px, py] = ring.at(-1) ?? [0, 0]
  for (const [x, y] of ring) {
    sum += rad(x - px) * (2 + Math.sin(rad(py)) + Math.sin(rad(y)))
    px = x
    py = y
  }
  return (Math.abs(sum) * EARTH_KM * EARTH_KM) / 2
}

function inRing(ring: Ring, [x, y]: Position): boolean {
  let inside = false
  let [px, py] = ring.at(-1) ?? [0, 0]
  for (const [cx, cy] of ring) {
    if (cy > y !== py > y && x < ((px - cx) * (y - cy)) / (py - cy) + cx) inside = !inside
    px = cx
    py = cy
  }
  return inside
}

/** Whether a point lies in a shape; a hole is outside. */
export const contains = (shape: Shape, point: Position): boolean =>
  shape.some(([outer = [], ...holes]) => inRing(outer, point) && !holes.some((hole) => inRing(hole, point)))

const distance = ([ax, ay]: Position, [bx, by]: Position): number => Math.hypot((ax - bx) * Math.cos(rad((ay + by) / 2)), ay - by)

/** Joins parts, each digitised in whatever direction, end to end into one line. */
export function joinParts(parts: Ring[]): Ring {
  const left = parts.map((part) => [...part])
  const line = left.shift() ?? []
  const touches = (a: Position | undefined, b: Position | undefined): boolean => !!a && !!b && distance(a, b) < 1e-6
  while (left.length > 0) {
    const index = left.findIndex((part) => [part[0], part.at(-1)].some((end) => touches(end, line[0]) || touches(end, line.at(-1))))
    const [part] = left.splice(index, 1)
    if (index < 0 || !part) throw new Error('the parts of a line do not meet')
    if (touches(part[0], line.at(-1))) line.push(...part.slice(1))
    else if (touches(part.at(-1), line.at(-1))) line.push(...part.toReversed().slice(1))
    else if (touches(part.at(-1), line[0])) line.unshift(...part.slice(0, -1))
    else line.unshift(...part.toReversed().slice(0, -1))
  }
  return line
}

// Beyond this an end of the line does not mean the border it was snapped to (a tenth of a degree, about 11 km).
const SNAP_DEGREES = 0.1

function nearest(ring: Ring, point: Position): { index: number; away: number } {
  let best = { index: -1, away: Infinity }
  ring.forEach((vertex, index) => {
    const away = distance(vertex, point)
    if (away < best.away) best = { index, away }
  })
  return best
}

/**
 * Splits a shape along a line whose ends lie at its border; `part` is the smaller side. The ends are moved to existing vertices, so
 * that the neighbour across the border, who has the same vertices, still shares the whole border with the part.
 */
export function splitAlong(shape: Shape, line: Ring): { part: Shape; rest: Shape } {
  const start = line[0]
  const end = line.at(-1)
  if (!start || !end) throw new Error('an empty line splits nothing')
  const found = shape
    .map(([outer = []], index) => ({ index, from: nearest(outer, start), to: nearest(outer, end) }))
    .toSorted((a, b) => a.from.away + a.to.away - b.from.away - b.to.away)[0]
  const [outer, ...holes] = shape[found?.index ?? -1] ?? []
  if (!found || !outer) throw new Error('an empty shape cannot be split')
  if (Math.max(found.from.away, found.to.away) > SNAP_DEGREES || found.from.index === found.to.index)
    throw new Error(`the line from ${start.join()} to ${end.join()} does not cross the shape`)
  const open = outer.slice(0, -1)
  const turned = [...open.slice(found.from.index), ...open.slice(0, found.from.index)]
  const reach = (found.to.index - found.from.index + open.length) % open.length
  const middle = line.slice(1, -1)
  const close = (ring: Ring): Ring => [...ring, ...ring.slice(0, 1)]
  const one = close([...turned.slice(0, reach + 1), ...middle.toReversed()])
  const other = close([...turned.slice(reach), ...turned.slice(0, 1), ...middle])
  const [part, rest] = ringArea(one) < ringArea(other) ? [one, other] : [other, one]
  return { part: [[part]], rest: shape.map((polygon, index) => (index === found.index ? [rest, ...holes] : polygon)) }
}
