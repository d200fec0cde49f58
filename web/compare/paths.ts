// Where a leg runs on the schematic map: along our own hand-drawn lines where they reach, else a gentle curve. Pure.
// It is a picture: distances and times come from the answer, never from here.

export type Point = readonly [longitude: number, latitude: number]
export interface SchematicLine {
  readonly kind: string
  readonly points: readonly Point[]
}

const RADIANS = Math.PI / 180
/** Good enough on a picture, and quick. */
export function kilometres(a: Point, b: Point): number {
  const x = (b[0] - a[0]) * RADIANS * Math.cos(((a[1] + b[1]) / 2) * RADIANS)
  return Math.hypot(x, (b[1] - a[1]) * RADIANS) * 6371
}

interface Graph {
  readonly points: readonly Point[]
  readonly next: readonly (readonly { readonly to: number; readonly km: number }[])[]
}

/** Lines that end near one another are one network. */
const JOIN_KM = 90
const REACH_KM = 450

function graphOf(lines: readonly SchematicLine[]): Graph {
  const points: Point[] = []
  const next: { to: number; km: number }[][] = []
  const link = (a: number, b: number): void => {
    const [from, to] = [points[a], points[b]]
    if (from === undefined || to === undefined) return
    const km = kilometres(from, to)
    next[a]?.push({ to: b, km })
    next[b]?.push({ to: a, km })
  }
  const ends: number[] = []
  for (const line of lines) {
    const first = points.length
    line.points.forEach((point, i) => {
      points.push(point)
      next.push([])
      if (i > 0) link(first + i - 1, first + i)
    })
    ends.push(first, points.length - 1)
  }
  for (const end of ends) {
    const own = points[end]
    if (own === undefined) continue
    points.forEach((point, i) => {
      if (i !== end && Math.abs(point[1] - own[1]) < 1 && kilometres(own, point) < JOIN_KM) link(end, i)
    })
  }
  return { points, next }
}

function nearest(graph: Graph, to: Point): number | undefined {
  const distances = graph.points.map((point) => kilometres(point, to))
  const least = Math.min(...distances)
  return least <= REACH_KM ? distances.indexOf(least) : undefined
}

/** Dijkstra without a heap: a few hundred points, a few legs. */
function shortest(graph: Graph, from: number, to: number): { readonly points: readonly Point[]; readonly km: number } | undefined {
  const best = graph.points.map(() => Infinity)
  const before = graph.points.map(() => -1)
  const open = new Set([from])
  best[from] = 0
  while (open.size > 0) {
    let at = -1
    for (const each of open) if (at < 0 || (best[each] ?? Infinity) < (best[at] ?? Infinity)) at = each
    open.delete(at)
    if (at === to) break
    for (const { to: next, km } of graph.next[at] ?? []) {
      const reached = (best[at] ?? Infinity) + km
      if (reached >= (best[next] ?? Infinity)) continue
      best[next] = reached
      before[next] = at
      open.add(next)
    }
  }
  if (best[to] === Infinity) return undefined
  const points: Point[] = []
  for (let at = to; at >= 0; at = before[at] ?? -1) {
    const point = graph.points[at]
    if (point !== undefined) points.unshift(point)
  }
  return { points, km: best[to] ?? 0 }
}

/** A bow to the left of the way, more for longer ones. */
export function curve(a: Point, b: Point, steps = 24): Point[] {
  const bend = kilometres(a, b) > 400 ? 0.12 : 0
  const control: Point = [(a[0] + b[0]) / 2 - (b[1] - a[1]) * bend, (a[1] + b[1]) / 2 + Math.abs(b[0] - a[0]) * bend]
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps
    const mix = (k: 0 | 1): number => (1 - t) ** 2 * a[k] + 2 * t * (1 - t) * control[k] + t ** 2 * b[k]
    return [mix(0), mix(1)]
  })
}

/** The line of a leg by its mode's kinds of lines; much longer than straight means the picture does not know this way. */
export function pathFinder(lines: readonly SchematicLine[]): (mode: string, a: Point, b: Point) => readonly Point[] {
  const KINDS: Readonly<Record<string, readonly string[]>> = { '1': ['sea'], '2': ['rail', 'ferry'], '3': ['road'], '8': ['river'] }
  const graphs = new Map<string, Graph>()
  const known = new Map<string, readonly Point[]>()
  const find = (mode: string, a: Point, b: Point): readonly Point[] => {
    const kinds = KINDS[mode]
    const straight = kilometres(a, b)
    if (kinds === undefined || straight < 60) return curve(a, b)
    const graph = graphs.get(mode) ?? graphOf(lines.filter((line) => kinds.includes(line.kind)))
    graphs.set(mode, graph)
    const [from, to] = [nearest(graph, a), nearest(graph, b)]
    const way = from === undefined || to === undefined || from === to ? undefined : shortest(graph, from, to)
    const most = mode === '1' ? 3.2 : 1.9
    return way === undefined || way.km > straight * most ? curve(a, b) : [a, ...way.points, b]
  }
  return (mode, a, b) => {
    const key = `${mode} ${a.join()} ${b.join()}`
    const path = known.get(key) ?? find(mode, a, b)
    known.set(key, path)
    return path
  }
}
