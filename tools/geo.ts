// Builds web/geo/world.topo.json from Natural Earth: `node tools/geo.ts <world_map.gpkg>`. See web/geo/README.md.
import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { gzipSync } from 'node:zlib'
import { feature, mergeArcs, quantize } from 'topojson-client'
import { topology } from 'topojson-server'
import { presimplify, simplify, sphericalTriangleArea } from 'topojson-simplify'
import type { Feature, FeatureCollection, Geometry } from 'geojson'
import type { MultiPolygon, Objects, Polygon, Topology } from 'topojson-specification'
import { COUNTRY_NAMES, HEIXIAZI_LINE, ISLAND_MARKS, PROVINCES, TEN_DASHES } from './geo-china.ts'
import { readAreas, readLines } from './geo-package.ts'
import { joinParts, ringArea, splitAlong } from './geo-shape.ts'
import type { Area, ClaimLine } from './geo-package.ts'
import type { Position, Ring, Shape } from './geo-shape.ts'

const OUTPUT = new URL('../web/geo/world.topo.json', import.meta.url)

// A bend smaller than this triangle is straightened; the box around China and its neighbours gets finer lines.
const BEND_KM2 = 85
const FINE_FACTOR = 5
const FINE_BOX = { west: 70, south: 15, east: 140, north: 55 }
const ISLET_KM2 = 200
const CHINA_ISLET_KM2 = 25
const STEPS = 36_000
const EARTH_KM2 = 6371.0088 ** 2

// Marks and dashes have at most this many points; lines so short are never thinned.
const KEPT_POINTS = 5

// Natural Earth's de facto units that belong to a country in the Chinese standard, or are no country.
const BELONGS_TO: Readonly<Record<string, string>> = {
  KOS: 'SRB', // Kosovo
  CYN: 'CYP', // Northern Cyprus and the two British bases
  ESB: 'CYP',
  WSB: 'CYP',
  SOL: 'SOM', // Somaliland
  KAB: 'KAZ', // Baikonur lease
  USG: 'CUB', // Guantánamo lease
  ATC: 'AUS', // Ashmore and Cartier
}

// Antarctica is off our maps; Clipperton is a speck; our own marks stand for the Spratlys.
const LEFT_OUT = new Set(['ATA', 'CLP', 'PGA'])

const CHINA = 'CHN'
const PROVINCE = 'CHN/'

/** The country's code, or `CHN/` and the province. */
function unitOf(area: Area): string {
  if (area.country === 'TWN') return PROVINCE + (area.name === 'Kinmen' ? 'Fujian' : 'Taiwan')
  if (area.country === 'HKG') return `${PROVINCE}Hong Kong`
  if (area.country === 'MAC') return `${PROVINCE}Macau`
  if (area.country === CHINA) return PROVINCE + (area.name === 'Paracel Islands' ? 'Hainan' : area.name)
  if (area.name === 'Crimea' || area.name === 'Sevastopol') return 'UKR'
  if (area.country === 'IOA') return area.name.startsWith('Cocos') ? 'CCK' : 'CXR'
  return BELONGS_TO[area.country] ?? area.country
}

type Piece = { readonly unit: string; readonly shape: Shape }

const collection = (features: readonly Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features: [...features] })

const asFeature = (shape: Shape, properties: Record<string, string>): Feature => ({
  type: 'Feature',
  properties,
  geometry: { type: 'MultiPolygon', coordinates: shape },
})

const isSurface = (geometry: { readonly type: string | null }): geometry is Polygon | MultiPolygon =>
  geometry.type === 'Polygon' || geometry.type === 'MultiPolygon'

function shapeOf(geometry: Geometry): Shape {
  const position = (at: number[]): Position => [at[0] ?? Number.NaN, at[1] ?? Number.NaN]
  if (geometry.type !== 'MultiPolygon') throw new Error(`expected MultiPolygon, found ${geometry.type}`)
  return geometry.coordinates.map((polygon) => polygon.map((ring) => ring.map(position)))
}

/** Removes the borders between pieces of one unit. */
function dissolve(pieces: readonly Piece[]): Map<string, Shape> {
  const whole = topology({ pieces: collection(pieces.map((piece) => asFeature(piece.shape, { unit: piece.unit }))) })
  const { pieces: object } = whole.objects
  if (object?.type !== 'GeometryCollection') throw new Error('no pieces to dissolve')
  const surfaces = object.geometries.filter(isSurface)
  if (surfaces.length !== pieces.length) throw new Error('a piece was lost')
  const groups = Map.groupBy(surfaces, (_, index) => pieces[index]?.unit ?? '')
  return new Map([...groups].map(([unit, members]) => [unit, shapeOf(feature(whole, mergeArcs(whole, members)).geometry)]))
}

/** Hands over to the right side what lies between a claim line and the border. */
function handOver(units: Map<string, Shape>, lines: readonly ClaimLine[]): Piece[] {
  const given: Piece[] = []
  const give = (from: string, unit: string, line: Ring): void => {
    const split = splitAlong(units.get(from) ?? [], line)
    units.set(from, split.rest)
    given.push({ unit, shape: split.part })
  }
  for (const line of lines) {
    // 藏南 and six smaller areas along India, two along Bhutan.
    if (line.name === 'Chinese claim') give(line.left, `${PROVINCE}Xizang`, joinParts(line.parts))
    if (line.name === 'Western Saharan claim') give('MAR', 'SAH', joinParts(line.parts))
  }
  give('RUS', `${PROVINCE}Heilongjiang`, HEIXIAZI_LINE)
  return given
}

const ringKm2 = (polygon: Ring[]): number => ringArea(polygon[0] ?? [])

/** Drops islets, but never a unit's largest part; China keeps Kinmen, Penghu and the like. */
function withoutIslets(unit: string, shape: Shape): Shape {
  const least = unit.startsWith(PROVINCE) ? CHINA_ISLET_KM2 : ISLET_KM2
  const largest = Math.max(...shape.map(ringKm2))
  return shape.filter((polygon) => ringKm2(polygon) >= Math.min(least, largest))
}

function assemble(areas: readonly Area[], lines: readonly ClaimLine[]): Map<string, Shape> {
  const pieces = areas.filter((area) => !LEFT_OUT.has(area.country)).map((area) => ({ unit: unitOf(area), shape: area.shape }))
  const units = dissolve(pieces)
  const given = handOver(units, lines)
  const again = dissolve([...[...units].map(([unit, shape]) => ({ unit, shape })), ...given])
  const kept = new Map([...again].map(([unit, shape]) => [unit, withoutIslets(unit, shape)]))
  for (const { province, shape } of ISLAND_MARKS) kept.set(PROVINCE + province, [...(kept.get(PROVINCE + province) ?? []), ...shape])
  return kept
}

/** ISO codes by country: the one most of its states carry, for overseas states have their own. */
function isoCodes(areas: readonly Area[]): Map<string, string> {
  const codes = new Map([
    ['KAS', 'x-KAS'],
    ['CCK', 'CC'],
    ['CXR', 'CX'],
  ])
  for (const [country, members] of Map.groupBy(areas, (area) => area.country)) {
    const counts = [...Map.groupBy(members, (area) => area.iso)].filter(([iso]) => iso.length === 2 && iso !== '-1')
    const most = counts.toSorted((a, b) => b[1].length - a[1].length)[0]
    if (most) codes.set(country, most[0])
  }
  return codes
}

function countryProperties(iso: string): Record<string, string> {
  const name = (language: string): string => new Intl.DisplayNames(language, { type: 'region' }).of(iso) ?? iso
  const { zh, en } = COUNTRY_NAMES[iso] ?? { zh: name('zh-CN'), en: name('en') }
  return { iso, zh, en }
}

function features(units: Map<string, Shape>, iso: Map<string, string>): { countries: Feature[]; provinces: Feature[] } {
  const provinces = [...units].filter(([unit]) => unit.startsWith(PROVINCE))
  const china = dissolve(provinces.map(([, shape]) => ({ unit: CHINA, shape }))).get(CHINA) ?? []
  const countries = [...units, [CHINA, china] as const].filter(([unit]) => !unit.startsWith(PROVINCE))
  return {
    countries: countries
      .map(([unit, shape]) => asFeature(shape, countryProperties(iso.get(unit) ?? unit)))
      .toSorted((a, b) => (String(a.properties?.['iso']) < String(b.properties?.['iso']) ? -1 : 1)),
    provinces: Object.entries(PROVINCES).map(([name, { zh, en }]) => asFeature(units.get(PROVINCE + name) ?? [], { zh, en })),
  }
}

const inFineBox = ([x = 0, y = 0]: number[]): boolean => x > FINE_BOX.west && x < FINE_BOX.east && y > FINE_BOX.south && y < FINE_BOX.north

/** Thins the lines; every line keeps a bend and every ring a triangle, so that no small country collapses. */
function thin(whole: Topology): Topology<Objects> {
  const weighed = presimplify(whole, (triangle) => {
    const bend = sphericalTriangleArea(triangle) * EARTH_KM2
    return inFineBox(triangle[1]) ? bend * FINE_FACTOR : bend
  })
  for (const arc of weighed.arcs) {
    const ring = arc[0]?.[0] === arc.at(-1)?.[0] && arc[0]?.[1] === arc.at(-1)?.[1]
    const byWeight = arc.slice(1, -1).toSorted((a, b) => (b[2] ?? 0) - (a[2] ?? 0))
    for (const point of byWeight.slice(0, arc.length <= KEPT_POINTS ? KEPT_POINTS : ring ? 3 : 1)) point[2] = Infinity
  }
  return simplify(weighed, BEND_KM2)
}

function build(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true })
  const areas = readAreas(database)
  const lines = readLines(database)
  database.close()
  const { countries, provinces } = features(assemble(areas, lines), isoCodes(areas))
  const dashes = TEN_DASHES.map((line, index): Feature => ({
    type: 'Feature',
    properties: { n: index + 1 },
    geometry: { type: 'LineString', coordinates: line },
  }))
  const whole = topology({ countries: collection(countries), provinces: collection(provinces), tendash: collection(dashes) })
  return `${JSON.stringify(quantize(thin(whole), STEPS))}\n`
}

const [, , path] = process.argv
if (!path) throw new Error('usage: node tools/geo.ts <path to world_map.gpkg>')
const built = build(path)
writeFileSync(OUTPUT, built)
console.log(`world.topo.json: ${Buffer.byteLength(built)} bytes, ${gzipSync(built).length} gzipped`)
