// Reads the two layers of Natural Earth we need from QGIS's world_map.gpkg (GeoPackage: SQLite with WKB shapes).
import type { DatabaseSync } from 'node:sqlite'
import type { Position, Ring, Shape } from './geo-shape.ts'

export type Area = { readonly fid: number; readonly name: string; readonly country: string; readonly iso: string; readonly shape: Shape }
export type ClaimLine = { readonly name: string; readonly left: string; readonly parts: Ring[] }

type Cell = string | number | bigint | null | Uint8Array | undefined

// The length of the envelope by the three bits of the header's flags (OGC 12-128r18, 2.1.3).
const ENVELOPE_BYTES = [0, 32, 48, 48, 64]

// The file was cut at ±179.9° by its makers; pulling the cut to ±180° closes the gap across Chukotka.
const CUT_DEGREES = 179.899
const straighten = (x: number): number => (Math.abs(x) > CUT_DEGREES ? Math.sign(x) * 180 : x)

// About a metre: enough to make vertices equal that two neighbours share.
const round = (value: number): number => Math.round(value * 1e5) / 1e5

function reader(blob: Uint8Array) {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength)
  let at = 8 + (ENVELOPE_BYTES[(view.getUint8(3) >> 1) & 7] ?? 0)
  let little = true
  const count = (): number => {
    at += 4
    return view.getUint32(at - 4, little)
  }
  const kind = (): number => {
    little = view.getUint8(at) === 1
    at += 1
    return count() % 1000
  }
  const position = (): Position => {
    at += 16
    return [round(straighten(view.getFloat64(at - 16, little))), round(view.getFloat64(at - 8, little))]
  }
  const list = <T>(read: () => T): T[] => Array.from({ length: count() }, read)
  return { kind, list, position }
}

function readMulti<T>(cell: Cell, member: number, read: (from: ReturnType<typeof reader>) => T): T[] {
  if (!(cell instanceof Uint8Array)) throw new Error('a row has no shape')
  const from = reader(cell)
  const kind = from.kind()
  if (kind !== member + 3) throw new Error(`expected WKB type ${member + 3}, found ${kind}`)
  return from.list(() => {
    from.kind()
    return read(from)
  })
}

const text = (cell: Cell): string => (typeof cell === 'string' ? cell : '')

/** Every state or province of the world, in the file's own order. */
export function readAreas(database: DatabaseSync): Area[] {
  const rows = database.prepare('select fid, name, adm0_a3, iso_a2, geom from states_provinces order by fid').all()
  return rows.map((row) => ({
    fid: Number(row['fid']),
    name: text(row['name']),
    country: text(row['adm0_a3']),
    iso: text(row['iso_a2']),
    shape: readMulti(row['geom'], 3, (from) => from.list(() => from.list(from.position))),
  }))
}

/** Lines of claims and ceasefires. */
export function readLines(database: DatabaseSync): ClaimLine[] {
  const rows = database.prepare('select name, adm0_a3_l, geom from disputed_borders order by fid').all()
  return rows.map((row) => ({
    name: text(row['name']),
    left: text(row['adm0_a3_l']),
    parts: readMulti(row['geom'], 2, (from) => from.list(from.position)),
  }))
}
