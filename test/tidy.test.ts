// The floors hold, and each rule catches the violation planted for it.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findCrimes, isPure, readSources, type Rule } from '../tools/tidy.ts'

const sources = readSources(join(import.meta.dirname, '..'))

test('the walk found the code', () => {
  expect(sources.size).toBeGreaterThan(40)
  expect([...sources.keys()].filter(isPure).length).toBeGreaterThan(20)
  for (const file of ['src/main.ts', 'src/kernel/money.ts', 'src/record/network/store.ts', 'web/app.tsx'])
    expect(sources.has(file)).toBe(true)
})

test('nobody breaks a rule', () => {
  expect(findCrimes(sources).map(({ file, line, rule, detail }) => `${file}:${line}: ${rule}: ${detail}`)).toEqual([])
})

/** A city in miniature, without a crime. */
const INNOCENT: Readonly<Record<string, string>> = {
  'src/kernel/index.ts': "export * from './money.ts'\n",
  'src/kernel/money.ts': '// Money.\nexport const money = 1\n',
  'src/postgres/index.ts': "export { openDatabase, type Database } from './database.ts'\n",
  'src/postgres/database.ts': '// The database.\nexport const openDatabase = 1\nexport interface Database {}\n',
  'src/model/index.ts': "export * from './route.ts'\n",
  'src/model/route.ts': "// Rows.\nimport { money } from '#kernel'\nexport const route = money\n",
  'src/engines/planner/index.ts': "export { plan } from './plan.ts'\n",
  'src/engines/planner/plan.ts': "// Plans.\nimport { route } from '#model'\nexport const plan = route\n",
  'src/modes/rail/index.ts': "export { rail } from './rail.ts'\n",
  'src/modes/rail/rail.ts': "// Rail.\nimport { route } from '#model'\nexport const rail = route\n",
  'src/modes/road/index.ts': "export { road } from './road.ts'\n",
  'src/modes/road/road.ts': '// Road.\nexport const road = 1\n',
  'src/record/network/index.ts': "export { find } from './store.ts'\nexport { type State, state as stateOf } from './state.ts'\n",
  'src/record/network/store.ts': "// Stores.\nimport { openDatabase } from '#postgres'\nexport const find = openDatabase\n",
  'src/record/network/state.ts':
    "// State.\nimport type { Database } from '#postgres'\nexport const state = 1\nexport type State = Database\n",
  'src/record/consignment/index.ts': "export * from './price.ts'\n",
  'src/record/consignment/price.ts':
    "// Prices.\nimport { stateOf } from '#record/network'\nimport { plan } from '#engines/planner'\nexport const price = [stateOf, plan]\n",
  'src/window/index.ts': "export type { Api } from './api.ts'\nexport { open } from './server.ts'\n",
  'src/window/api.ts': '// The API.\nexport type Api = 1\n',
  'src/window/server.ts': "// The server.\nimport { find } from '#record/network'\nexport const open = find\n",
  'src/cli/index.ts': "export { run } from './run.ts'\n",
  'src/cli/run.ts':
    "// The terminal.\nimport { money } from '#kernel'\nimport type { Api } from '#window'\nexport const run: Api = money\n",
  'web/app.tsx': "// The page.\nimport { route } from '#model'\nimport type { Api } from '#window'\nexport const app: Api = route\n",
  'src/main.ts':
    "#!/usr/bin/env node\n// Starts.\nconst { rail } = await import('#modes/rail')\nconst { run } = await import('#cli')\nrun(rail)\n",
}

const crimesWith = (planted: Readonly<Record<string, string>>): string[] =>
  findCrimes(new Map(Object.entries({ ...INNOCENT, ...planted }))).map(({ file, rule }) => `${rule} ${file}`)

test('the miniature city is innocent', () => {
  expect(crimesWith({})).toEqual([])
})

test.each<[rule: Rule, file: string, text: string]>([
  ['looks-up', 'src/kernel/money.ts', "// Money.\nimport { route } from '#model'\nexport const money = route\n"],
  ['looks-up', 'src/model/route.ts', "// Rows.\nimport type { Api } from '#window'\nexport type Route = Api\n"],
  ['looks-up', 'src/record/network/state.ts', "// State.\nimport { price } from '#record/consignment'\nexport const state = price\n"],
  ['looks-up', 'src/engines/planner/plan.ts', "// Plans.\nimport type { Database } from '#postgres'\nexport type Plan = Database\n"],
  ['looks-up', 'src/record/network/store.ts', "// Stores.\nexport const find = await import('#window')\n"],
  ['same-floor', 'src/engines/planner/plan.ts', "// Plans.\nimport { x } from '#engines/routing'\nexport const plan = x\n"],
  ['modes-by-main-only', 'src/modes/rail/rail.ts', "// Rail.\nimport { road } from '#modes/road'\nexport const rail = road\n"],
  ['modes-by-main-only', 'src/record/consignment/price.ts', "// Prices.\nimport { rail } from '#modes/rail'\nexport const price = rail\n"],
  [
    'leaves-folder',
    'src/record/consignment/price.ts',
    "// Prices.\nimport { state } from '../network/state.ts'\nexport const price = state\n",
  ],
  ['leaves-folder', 'web/app.tsx', "// The page.\nimport { money } from '../src/kernel/money.ts'\nexport const app = money\n"],
  ['leaves-folder', 'src/main.ts', "#!/usr/bin/env node\n// Starts.\nimport { run } from './cli/run.ts'\nrun()\n"],
  ['through-the-door', 'src/record/network/state.ts', "// State.\nimport { find } from '#record/network'\nexport const state = find\n"],
  ['no-such-door', 'src/main.ts', "#!/usr/bin/env node\n// Starts.\nimport { x } from '#record/network/state'\nx()\n"],
  ['door-only-re-exports', 'src/kernel/index.ts', "export * from './money.ts'\nexport const more = 1\n"],
  ['impure-import', 'src/record/consignment/price.ts', "// Prices.\nimport { find } from '#record/network'\nexport const price = find\n"],
  ['impure-import', 'src/record/network/state.ts', "// State.\nimport { find } from './store.ts'\nexport const state = find\n"],
  ['impure-import', 'src/kernel/money.ts', "// Money.\nimport { readFileSync } from 'node:fs'\nexport const money = readFileSync\n"],
  ['impure-call', 'src/kernel/money.ts', '// Money.\nexport const money = () => Temporal.Now.instant()\n'],
  ['impure-call', 'src/kernel/money.ts', '// Money.\nexport const money = () => Math.random()\n'],
  ['browser-and-terminal', 'src/cli/run.ts', "// The terminal.\nimport { find } from '#record/network'\nexport const run = find\n"],
  ['browser-and-terminal', 'src/cli/run.ts', "// The terminal.\nimport { open } from '#window'\nexport const run = open\n"],
  ['browser-and-terminal', 'web/app.tsx', "// The page.\nimport type { State } from '#record/network'\nexport type App = State\n"],
  ['banned-name', 'src/kernel/text-utils.ts', '// Texts.\nexport const text = 1\n'],
  ['banned-name', 'src/kernel/money.ts', '// Money.\nexport const money = 1\nexport class MoneyV2 {}\n'],
  ['date', 'src/kernel/money.ts', '// Money.\nexport const money = () => new Date()\n'],
  ['date', 'web/app.tsx', '// The page.\nexport const app = Date.now()\n'],
  ['default-export', 'src/kernel/money.ts', '// Money.\nexport default 1\n'],
  ['kebab-case', 'src/kernel/moneyTable.ts', '// Money.\nexport const table = 1\n'],
  ['too-long', 'src/kernel/money.ts', `// Money.\nexport const money = 1\n${'//\n'.repeat(300)}`],
  ['heading', 'src/kernel/money.ts', 'export const money = 1\n'],
])('%s is caught in %s', (rule, file, text) => {
  const others =
    rule === 'same-floor'
      ? { 'src/engines/routing/index.ts': "export { x } from './x.ts'\n", 'src/engines/routing/x.ts': '// X.\nexport const x = 1\n' }
      : {}
  expect(crimesWith({ ...others, [file]: text })).toContain(`${rule} ${file}`)
})

test('words in comments and strings are no crimes, nor are tests that reach across', () => {
  expect(crimesWith({ 'src/kernel/money.ts': "// Money, never new Date().\nexport const money = 'new Date() Math.random()'\n" })).toEqual(
    [],
  )
  expect(crimesWith({ 'src/record/network/state.test.ts': "import { rail } from '#modes/rail'\nexport const x = rail\n" })).toEqual([])
})
