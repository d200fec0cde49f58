// JSON Schemas for openapi.json: what #model names is described once, and everywhere else by its name.
import { z } from 'zod'
import * as model from '#model'

type Json = Readonly<Record<string, unknown>>
export interface SchemaBook {
  of(schema: z.ZodType, io: 'input' | 'output'): Json
  /** Every named schema that was used so far. */
  schemas(): Json
}

/** `partyReference` is "PartyReference". What is read is often wider than what is answered: then there are two. */
export function schemaBook(): SchemaBook {
  const names = z.registry<{ id: string }>()
  for (const [name, value] of Object.entries(model))
    if (value instanceof z.ZodType && ['object', 'union'].includes(value.def.type) && !names.has(value))
      names.add(value, { id: name.charAt(0).toUpperCase() + name.slice(1) })
  const described = new Map<string, { readonly text: string; readonly schema: unknown }>()

  const nameFor = (id: string, schema: unknown, io: string): string => {
    const text = JSON.stringify(schema)
    const other = described.get(id)
    return other === undefined || other.text === text ? id : `${id}${io === 'input' ? 'Given' : 'Answered'}`
  }

  return {
    of(schema, io) {
      const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline', metadata: names })
      // A schema with a name of its own comes as one more definition, and a reference to it.
      const parts = Object.entries<unknown>($defs)
      const renamed = new Map(parts.map(([part, of]) => [part, nameFor(part, of, io)]))
      for (const [part, of] of parts) described.set(renamed.get(part) ?? part, { text: JSON.stringify(of), schema: pointed(of, renamed) })
      return JSON_OBJECT.parse(pointed(rest, renamed))
    },
    schemas: () => Object.fromEntries([...described].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, { schema }]) => [name, schema])),
  }
}

const JSON_OBJECT = z.record(z.string(), z.unknown())

/** zod points into the document it describes, OpenAPI into its components. */
function pointed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => pointed(one, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'id' || !('$ref' in value))
      .map(([name, of]: [string, unknown]) => {
        const part = name === '$ref' && typeof of === 'string' ? /^#\/\$defs\/(.+)$/.exec(of)?.[1] : undefined
        return [name, part === undefined ? pointed(of, names) : `#/components/schemas/${names.get(part) ?? part}`]
      }),
  )
}
