import { describe, expect, test } from 'vitest'
import { toNumber } from '#kernel'
import { endRoads, linkRoads, roadBetween } from './road-arcs.ts'
import { cityNetwork } from './testing/chongqing.ts'

const network = cityNetwork()
const place = (id: string) => {
  const found = network.reference.places.get(id)
  if (!found) throw new Error(id)
  return { place: found }
}
const end = (id: string) => ({ index: network.placeIndex.get(id) ?? -1, at: place(id) })

test("the relation behind drayage-links.csv is the data's own: every link comes out of it", () => {
  expect(network.reference.roadLinks.length).toBeGreaterThan(800)
  for (const { id, placeIds, km, minutes } of network.reference.roadLinks) {
    const road = roadBetween(place(placeIds[0]), place(placeIds[1]))
    // The links round km to one decimal and hours to two; a half on the edge may fall either way.
    expect([id, Math.abs(toNumber(road.km) - toNumber(km)) < 0.11, Math.abs(road.minutes - minutes) <= 1]).toEqual([id, true, true])
  }
})

describe('free roads', () => {
  const [origin, destination] = [end('cq-xiyong-cbz'), end('cq-dc-wuxi')]
  const roads = endRoads(network, origin, destination, linkRoads(network))

  test('start at the origin or end at the destination, within one country, and double no link', () => {
    expect(roads.length).toBeGreaterThan(100)
    const linked = new Set(linkRoads(network).map(({ from, to }) => `${from} ${to}`))
    for (const { from, to } of roads) {
      expect(from === origin.index || to === destination.index).toBe(true)
      expect(linked.has(`${from} ${to}`)).toBe(false)
    }
    expect(new Set(roads.map(({ from, to }) => `${from} ${to}`)).size).toBe(roads.length)
  })

  test('go straight through at any distance, but not over a border', () => {
    expect(roads.some(({ from, to }) => from === origin.index && to === destination.index)).toBe(true)
    const abroad = end('de-duisburg')
    expect(endRoads(network, origin, abroad, []).some(({ from, to }) => from === origin.index && to === abroad.index)).toBe(false)
  })
})
