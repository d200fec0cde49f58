// The weight of the built page (webui §3.2): the first route, and what each later part costs.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const dist = join(import.meta.dirname, 'dist')
const built = existsSync(join(dist, 'index.html'))
const weigh = (file: string): number => gzipSync(readFileSync(join(dist, file))).byteLength / 1000

/** A file with all it imports at once; what it imports later, on demand, is not in it. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  if (!file.endsWith('.js')) return seen
  const text = readFileSync(join(dist, file), 'utf8')
  for (const [, name] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g))
    if (name !== undefined) withImports(`assets/${name}`, seen)
  return seen
}

const assets = (): string[] => readdirSync(join(dist, 'assets')).filter((name) => !/\.(br|gz)$/.test(name))
const first = (): Set<string> => {
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const entry = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, name]) => name ?? '')
  const files = new Set(entry.flatMap((file) => [...withImports(file)]))
  // The home page's own part, and the heavier of the two languages.
  const form = assets().find((name) => name.endsWith('.js') && readFileSync(join(dist, 'assets', name), 'utf8').includes('example-'))
  const language = assets()
    .filter((name) => /^(en|zh-CN)-.*\.js$/.test(name))
    .toSorted((a, b) => weigh(`assets/${b}`) - weigh(`assets/${a}`))[0]
  for (const part of [form, language]) if (part !== undefined) for (const file of withImports(`assets/${part}`)) files.add(file)
  return files
}

// A fresh clone's `npm run ok` has not built the page yet; the browser tests have, and the whole suite runs both.
test.runIf(built)('the first route weighs at most 220 kB', () => {
  const files = [...first()]
  expect(files.length).toBeGreaterThan(4)
  expect(files.some((file) => file.includes('world-map'))).toBe(false)
  expect(files.reduce((sum, file) => sum + weigh(file), 0)).toBeLessThanOrEqual(220)
})

test.runIf(built).each([
  [/^world-map-.*\.js$/, 200],
  [/^world\.topo-.*\.json$/, 200],
] as const)('%s weighs at most %i kB', (pattern, most) => {
  const name = assets().find((each) => pattern.test(each))
  expect(name).toBeDefined()
  expect(weigh(`assets/${name}`)).toBeLessThanOrEqual(most)
})
