// Both ends of a number's range, since zod names only the one that was passed.
import { z } from 'zod'

export interface Bounds {
  readonly minimum?: number
  readonly maximum?: number
}

type Node = z.output<typeof node>
const node = z.looseObject({
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
})

const trees = new WeakMap<z.ZodType, Node>()
/** JSON Schema writes the ends of the safe integers where nobody meant an end. */
const isMeant = (bound: number | undefined): bound is number => bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER

export function boundsAt(schema: z.ZodType, path: readonly PropertyKey[]): Bounds {
  const tree = trees.get(schema) ?? node.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }))
  trees.set(schema, tree)
  let nodes: Node[] = [tree]
  for (const part of path) nodes = nodes.flatMap(branches).flatMap((one) => stepInto(one, part))
  const found = nodes.flatMap(branches).find(({ minimum, maximum }) => isMeant(minimum) || isMeant(maximum))
  return { ...(isMeant(found?.minimum) ? { minimum: found.minimum } : {}), ...(isMeant(found?.maximum) ? { maximum: found.maximum } : {}) }
}

const branches = (one: Node): Node[] => [
  one,
  ...[...(one.anyOf ?? []), ...(one.allOf ?? [])].map((inner) => node.parse(inner)).flatMap(branches),
]

function stepInto({ items, properties }: Node, part: PropertyKey): Node[] {
  const inner = typeof part === 'number' ? items : properties?.[String(part)]
  return typeof inner === 'object' && inner !== null ? [node.parse(inner)] : []
}
