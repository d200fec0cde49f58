// The help teaches by example, so each place in an example is one of the city's own.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCommand, type Works } from './run.ts'

const works: Works = {
  start: async () => 0,
  checkNetwork: async () => ({ ok: true, value: { faults: [], warnings: [] } }),
  runCases: async () => ({ ok: true, value: { markdown: '', path: '' } }),
}

test.each([[['--help']], [['quote', '--help']], [['places', '--help']]])('%j names places that exist', async (argv) => {
  const written: string[] = []
  const keep = (text: string): void => void written.push(text)
  const terminal = { out: keep, complain: keep, readInput: async () => '', readFile: async () => '', environment: {} }
  expect(await runCommand(argv, works, terminal)).toBe(0)
  const nodes = readFileSync(join(import.meta.dirname, '../../data/chongqing/nodes.csv'), 'utf8')
  const places = [...written.join('\n').matchAll(/(?:--from|--to|yidan places) ([\p{L}\d-]+)/gu)].map(([, place = '']) => place)
  expect(places.length).toBeGreaterThan(0)
  expect(places.filter((place) => !nodes.includes(place))).toEqual([])
})
