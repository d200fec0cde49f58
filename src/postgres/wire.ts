// What crosses the connection: instants as Temporal, whole numbers as bigint, never a Date.
import pg from 'pg'

const { builtins } = pg.types
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, BigInt],
  [builtins.TIMESTAMPTZ, (text) => Temporal.Instant.from(text)],
  [builtins.TIMESTAMP, (text) => Temporal.PlainDateTime.from(text)],
  [builtins.DATE, (text) => Temporal.PlainDate.from(text)],
  [builtins.TIME, (text) => Temporal.PlainTime.from(text)],
])
/** The arrays' own type numbers, from pg_type; no element of these types has a comma or a quote of its own. */
const arrays = new Map<number, number>([
  [1016, builtins.INT8],
  [1185, builtins.TIMESTAMPTZ],
  [1115, builtins.TIMESTAMP],
  [1182, builtins.DATE],
  [1183, builtins.TIME],
])
for (const [array, element] of arrays) {
  const read = parsers.get(element)
  if (read === undefined) continue
  parsers.set(array, (text) => {
    const elements = text === '{}' ? [] : text.slice(1, -1).replaceAll('"', '').split(',')
    return elements.map((one) => (one === 'NULL' ? null : read(one)))
  })
}

/** Given to each connection of ours, so that pg-boss keeps pg's own parsers. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: string) =>
    (format === 'binary' ? undefined : parsers.get(id)) ?? pg.types.getTypeParser(id, format === 'binary' ? 'binary' : 'text'),
}

/** pg would send a Temporal value as quoted JSON. */
export function toWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toWire)
  const temporal =
    value instanceof Temporal.Instant ||
    value instanceof Temporal.PlainDateTime ||
    value instanceof Temporal.PlainDate ||
    value instanceof Temporal.PlainTime
  return temporal ? value.toString() : value
}
