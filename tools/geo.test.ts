// The committed map against points whose country the Chinese standard leaves no doubt about.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { feature } from 'topojson-client'
import { describe, expect, test } from 'vitest'
import type { Topology } from 'topojson-specification'
import { PROVINCES } from './geo-china.ts'
import { contains, ringArea, splitAlong } from './geo-shape.ts'
import type { Position, Ring, Shape } from './geo-shape.ts'

const raw = readFileSync(new URL('../web/geo/world.topo.json', import.meta.url))
const map: Topology = JSON.parse(raw.toString())

const position = (at: number[]): Position => [at[0] ?? Number.NaN, at[1] ?? Number.NaN]

function layer(name: string) {
  const object = map.objects[name]
  if (object?.type !== 'GeometryCollection') throw new Error(`no layer ${name}`)
  return feature(map, object).features
}

type Outline = { readonly properties: Record<string, unknown>; readonly shape: Shape }

const outlines = (name: string): Outline[] =>
  layer(name).map(({ geometry, properties }) => {
    if (geometry.type !== 'MultiPolygon') throw new Error(`${name} holds a ${geometry.type}`)
    return { properties: { ...properties }, shape: geometry.coordinates.map((polygon) => polygon.map((ring) => ring.map(position))) }
  })

const countries = outlines('countries')
const provinces = outlines('provinces')

const at = (of: Outline[], key: string, point: Position): unknown[] =>
  of.filter(({ shape }) => contains(shape, point)).map(({ properties }) => properties[key])

const inChina: readonly (readonly [string, Position, string])[] = [
  ['Tawang 达旺', [91.87, 27.59], '西藏自治区'],
  ['Itanagar 伊塔那噶', [93.62, 27.1], '西藏自治区'],
  ['Walong 瓦弄', [97.02, 28.13], '西藏自治区'],
  ['Aksai Chin 阿克赛钦', [79.5, 35.2], '新疆维吾尔自治区'],
  ['Demchok 典角', [79.45, 32.7], '西藏自治区'],
  ['Kaurik 巨哇', [78.62, 32.05], '西藏自治区'],
  ['Bara Hoti 乌热', [80.05, 30.83], '西藏自治区'],
  ['Doklam 洞朗', [89.03, 27.55], '西藏自治区'],
  ['Shaksgam 沙克斯干', [76.5, 36.0], '新疆维吾尔自治区'],
  ['Heixiazi 黑瞎子岛', [134.6, 48.38], '黑龙江省'],
  ['Taipei 台北', [121.52, 25.05], '台湾省'],
  ['Kinmen 金门', [118.33, 24.44], '福建省'],
  ['Magong, Penghu 澎湖', [119.6, 23.57], '台湾省'],
  ['Hong Kong 香港', [114.12, 22.42], '香港特别行政区'],
  ['Diaoyu Dao 钓鱼岛', [123.475, 25.745], '台湾省'],
  ['Chiwei Yu 赤尾屿', [124.56, 25.92], '台湾省'],
  ['Dongsha 东沙岛', [116.72, 20.7], '广东省'],
  ['Yongxing Dao 永兴岛', [112.34, 16.83], '海南省'],
  ['Huangyan Dao 黄岩岛', [117.77, 15.15], '海南省'],
  ['Taiping Dao 太平岛', [114.37, 10.38], '海南省'],
  ['Zengmu Ansha 曾母暗沙', [112.28, 3.97], '海南省'],
  ['Chongqing 重庆', [106.55, 29.56], '重庆市'],
]

const abroad: readonly (readonly [string, Position, string])[] = [
  ['Kyiv', [30.52, 50.45], 'UA'],
  ['Simferopol', [34.1, 44.95], 'UA'],
  ['Pristina', [21.16, 42.66], 'RS'],
  ['Laayoune', [-13.1, 27.1], 'EH'],
  ['Es-Semara', [-11.67, 26.74], 'EH'],
  ['Tan-Tan', [-11.1, 28.43], 'MA'],
  ['Kyrenia', [33.32, 35.32], 'CY'],
  ['Hargeisa', [44.06, 9.56], 'SO'],
  ['Baikonur', [63.32, 45.96], 'KZ'],
  ['Dibrugarh, south of 藏南', [94.91, 27.45], 'IN'],
  ['Leh', [77.58, 34.16], 'IN'],
  ['Thimphu', [89.64, 27.47], 'BT'],
  ['Khabarovsk', [135.1, 48.48], 'RU'],
  ['Duisburg', [6.76, 51.43], 'DE'],
  ['Singapore', [103.82, 1.36], 'SG'],
]

describe('the world map', () => {
  test.each(inChina)('%s lies in China alone', (_, point, province) => {
    expect(at(countries, 'iso', point)).toEqual(['CN'])
    expect(at(provinces, 'zh', point)).toEqual([province])
  })

  test.each(abroad)('%s', (_, point, iso) => {
    expect(at(countries, 'iso', point)).toEqual([iso])
  })

  test('Taiwan, Hong Kong, Macao and Kosovo are no countries of their own', () => {
    const codes = countries.map(({ properties }) => properties['iso'])
    expect(codes).toContain('CN')
    for (const code of ['TW', 'HK', 'MO', 'XK']) expect(codes).not.toContain(code)
    expect(new Set(codes).size).toBe(codes.length)
  })

  test('every outline is named in both languages and none has collapsed', () => {
    expect(countries.length).toBeGreaterThan(200)
    for (const { properties, shape } of [...countries, ...provinces]) {
      expect(properties['zh']).toMatch(/\p{Script=Han}/u)
      expect(properties['en']).toMatch(/\p{Script=Latin}/u)
      const flat = shape.filter(([outer = []]) => ringArea(outer) === 0)
      expect(flat).toEqual([])
    }
  })

  test('the 34 provinces fill China', () => {
    expect(provinces.map(({ properties }) => properties['zh'])).toEqual(Object.values(PROVINCES).map(({ zh }) => zh))
    expect(provinces).toHaveLength(34)
    const area = (shape: Shape): number => shape.reduce((sum, [outer = []]) => sum + ringArea(outer), 0)
    const china = area(countries.find(({ properties }) => properties['iso'] === 'CN')?.shape ?? [])
    const holes = provinces.flatMap(({ shape }) => shape.flatMap(([, ...inner]) => inner))
    const sum = provinces.reduce((total, { shape }) => total + area(shape), 0) - holes.reduce((total, ring) => total + ringArea(ring), 0)
    expect(Math.abs(sum - china)).toBeLessThan(1)
    expect(china).toBeGreaterThan(9.45e6)
    expect(china).toBeLessThan(9.65e6)
  })

  test('ten dashes stand in the sea, one of them east of Taiwan', () => {
    const dashes = layer('tendash').map(({ geometry }) => (geometry.type === 'LineString' ? geometry.coordinates.map(position) : []))
    expect(dashes).toHaveLength(10)
    for (const point of dashes.flat()) expect(at(countries, 'iso', point)).toEqual([])
    expect(dashes.filter((dash) => dash.every(([x, y]) => x > 122 && y > 23))).toHaveLength(1)
  })

  test('it is cut at ±180° and small enough to load', () => {
    expect(map.bbox?.[0]).toBe(-180)
    expect(map.bbox?.[2]).toBe(180)
    expect(raw.length).toBeLessThanOrEqual(350_000)
    expect(gzipSync(raw).length).toBeLessThanOrEqual(110_000)
  })
})

describe('splitAlong', () => {
  const square: Ring = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
    [0, 0],
  ]

  test('hands over the smaller side and keeps the sum', () => {
    const { part, rest } = splitAlong(
      [[square]],
      [
        [9.95, 0],
        [4, 4],
        [0, 9.95],
      ],
    )
    expect(contains(part, [2, 2])).toBe(true)
    expect(contains(rest, [2, 2])).toBe(false)
    expect(contains(rest, [8, 8])).toBe(true)
    expect(ringArea(part[0]?.[0] ?? []) + ringArea(rest[0]?.[0] ?? [])).toBeCloseTo(ringArea(square), 3)
  })

  test('refuses a line that ends far from the border', () => {
    expect(() =>
      splitAlong(
        [[square]],
        [
          [5, 5],
          [0, 10],
        ],
      ),
    ).toThrow('does not cross')
  })
})
