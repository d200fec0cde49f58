import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { letterOf } from './options.ts'
import { curve, kilometres, pathFinder, type Point } from './paths.ts'
import { costAxis, dayMarks, staircase } from './scales.ts'

test('letters go on after Z', () => expect([0, 25, 26, 51, 52, 701, 702].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']))

test('the day axis reaches the end with few enough marks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 4, max: 14 }), (end, most) => {
      const marks = dayMarks(end, most)
      expect((marks.at(-1) ?? 0) * 1440).toBeGreaterThanOrEqual(end - 1e-6)
      expect(marks.length).toBeLessThanOrEqual(most + 2)
    }),
  )
})

test('every cost lies on its axis', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 1, maxLength: 30 }), (costs) => {
      const axis = costAxis(costs)
      for (const cost of costs) {
        expect(axis.place(cost)).toBeGreaterThanOrEqual(-1e-9)
        expect(axis.place(cost)).toBeLessThanOrEqual(1 + 1e-9)
      }
    }),
  )
})

test('the staircase holds exactly the points that no other beats in both', () => {
  const points = fc.array(fc.record({ x: fc.integer({ min: 0, max: 20 }), y: fc.integer({ min: 0, max: 20 }) }), {
    minLength: 1,
    maxLength: 25,
  })
  fc.assert(
    fc.property(points, (all) => {
      const front = staircase(all)
      for (const point of all) expect(front.some((best) => best.x <= point.x && best.y <= point.y)).toBe(true)
      for (const best of front)
        expect(all.every((other) => !(other.x <= best.x && other.y <= best.y && (other.x < best.x || other.y < best.y)))).toBe(true)
    }),
  )
})

const lines: { kind: string; points: Point[] }[] = JSON.parse(readFileSync(new URL('schematic.json', import.meta.url), 'utf8'))
const find = pathFinder(lines)
test('legs follow the hand-drawn lines: the train to Duisburg by Alashankou, the ship by Suez', () => {
  const near = (path: readonly Point[], to: Point): boolean => path.some((point) => kilometres(point, to) < 150)
  expect(near(find('2', [106.38, 29.6], [6.76, 51.43]), [82.5, 45.2])).toBe(true)
  expect(near(find('1', [122.06, 30.63], [4.05, 51.95]), [32.5, 30])).toBe(true)
  expect(near(find('8', [106.8, 29.6], [122.06, 30.63]), [114.3, 30.6])).toBe(true)
})

test('a way no line knows is a curve from end to end', () => {
  const [a, b]: [Point, Point] = [
    [106.6, 29.7],
    [-118, 34],
  ]
  const path = find('4', a, b)
  expect(path).toEqual(curve(a, b))
  expect([path[0], path.at(-1)]).toEqual([a, b])
})
