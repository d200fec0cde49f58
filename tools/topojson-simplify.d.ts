// The part of topojson-simplify 3 we use; no types are published with it.
declare module 'topojson-simplify' {
  import type { Objects, Topology } from 'topojson-specification'
  type Triangle = [number[], number[], number[]]
  export function presimplify(topology: Topology, weight?: (triangle: Triangle) => number): Topology
  export function simplify(topology: Topology, minimumWeight: number): Topology<Objects>
  export function sphericalTriangleArea(triangle: Triangle): number
}
