// The floors and the habits of STYLE as rules over source text; test/tidy.test.ts plants a violation for each.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

export type Rule =
  | 'looks-up'
  | 'same-floor'
  | 'leaves-folder'
  | 'through-the-door'
  | 'no-such-door'
  | 'door-only-re-exports'
  | 'modes-by-main-only'
  | 'impure-import'
  | 'browser-and-terminal'
  | 'banned-name'
  | 'date'
  | 'default-export'
  | 'kebab-case'
  | 'too-long'
  | 'heading'
  | 'impure-call'

export interface Crime {
  readonly file: string
  readonly line: number
  readonly rule: Rule
  readonly detail: string
}
/** Path from the repository's root → text. */
export type Sources = ReadonlyMap<string, string>

const FOLDERS = ['src', 'web', 'tools', 'test', 'bench']

export function readSources(root: string): Sources {
  const sources = new Map<string, string>()
  for (const folder of FOLDERS)
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const path = `${folder}/${name}`
      if (/\.tsx?$/.test(path) && !/(^|\/)(dist|node_modules)\//.test(path)) sources.set(path, readFileSync(join(root, path), 'utf8'))
    }
  return sources
}

export function findCrimes(sources: Sources): Crime[] {
  return [...sources].flatMap(([file, text]) => {
    const imports = importsOf(text)
    return [...floorCrimes(file, imports, sources), ...purityCrimes(file, text, imports, sources), ...habitCrimes(file, text)]
  })
}

// --- floors -------------------------------------------------------------------------------------------------------

/** Lowest first; members of one row never know each other. Apps and later record modules take their place here. */
const FLOORS: readonly (readonly string[])[] = [
  ['kernel'],
  ['postgres'],
  ['model'],
  ['engines/*', 'registers/*', 'modes/*', 'partners/*'],
  ['record/parties'],
  ['record/network'],
  ['record/consignment'],
  ['record/bill'],
  ['record/tracking'],
  ['apps/*'],
  ['window'],
  ['cli', 'web'],
]
/** Floors that never see the database. */
const WITHOUT_DATABASE = /^(engines|modes)\//

interface Import {
  readonly line: number
  readonly from: string
  readonly typeOnly: boolean
  /** Names taken as values; "*" for a namespace or a dynamic import. */
  readonly values: readonly string[]
}

/** The module that a file belongs to: "record/network"; `main` for main.ts; undefined outside src and web. */
export function moduleOf(file: string): string | undefined {
  if (file.startsWith('web/')) return 'web'
  if (/^src\/[^/]+\.ts$/.test(file)) return 'main'
  const match = /^src\/(engines\/[^/]+|registers\/[^/]+|modes\/[^/]+|partners\/[^/]+|record\/[^/]+|apps\/[^/]+|[^/]+)\//.exec(file)
  return match?.[1]
}

const doorOf = (from: string): string | undefined => (from.startsWith('#') ? from.slice(1) : undefined)
/** "#postgres/testing" is a second door of postgres'. */
const ownerOf = (door: string): string => moduleOf(`src/${door}/index.ts`) ?? door
const floorOf = (module: string): number =>
  FLOORS.findIndex((row) => row.some((name) => name === module || (name.endsWith('/*') && module.startsWith(name.slice(0, -1)))))
const isTest = (file: string): boolean => /\.test(-support)?\.tsx?$/.test(file) || /^(test|bench|tools)\/|\/testing\//.test(file)

function floorCrimes(file: string, imports: readonly Import[], sources: Sources): Crime[] {
  const here = moduleOf(file)
  return imports.flatMap((taken): Crime[] => {
    const crime = (rule: Rule, detail: string): Crime[] => [{ file, line: taken.line, rule, detail }]
    if (taken.from.startsWith('.')) return here === undefined ? [] : relativeCrimes(file, taken, crime)
    const door = doorOf(taken.from)
    if (door === undefined) return []
    if (!sources.has(`src/${door}/index.ts`)) return crime('no-such-door', taken.from)
    if (here === undefined || here === 'main') return []
    const there = ownerOf(door)
    if (/^(modes|partners)\//.test(there) && there !== here && !isTest(file))
      return crime('modes-by-main-only', `${taken.from} is picked by src/main.ts alone`)
    if (isTest(file)) return []
    if (there === here && here !== 'cli') return crime('through-the-door', `${taken.from} is this module itself`)
    if (here === 'cli' || here === 'web') {
      const allowed = there === 'kernel' || there === 'model' || (there === 'window' && taken.typeOnly)
      return allowed
        ? []
        : crime('browser-and-terminal', `${here} may take values from #kernel and #model and types from #window, not ${taken.from}`)
    }
    if (there === 'postgres' && WITHOUT_DATABASE.test(here)) return crime('looks-up', `${here} sees no database`)
    if (floorOf(there) > floorOf(here)) return crime('looks-up', `${here} lies below ${there}`)
    return floorOf(there) === floorOf(here) ? crime('same-floor', `${here} and ${there} stand on one floor`) : []
  })
}

function relativeCrimes(file: string, { from }: Import, crime: (rule: Rule, detail: string) => Crime[]): Crime[] {
  const target = normalize(join(dirname(file), from))
  if (moduleOf(target) !== moduleOf(file)) return crime('leaves-folder', from)
  return []
}

// --- purity -------------------------------------------------------------------------------------------------------

const SHELL_FILES = ['store.ts', 'routes.ts', 'jobs.ts', 'reactions.ts', 'client.ts', 'server.ts', 'files.ts', 'signer.ts', 'pdf.ts']
const SHELL_MODULES = ['postgres', 'window', 'cli', 'main', 'web']
/** What touches the world when called; `Temporal.Now` is the clock. */
const WORLD =
  /\b(Temporal\.Now|Math\.random|crypto\.(randomUUID|getRandomValues)|process\.|fetch\(|performance\.now|setTimeout|setInterval)/
const WORLD_MODULES = /^(node:(?!assert|util$)|pg$|kysely$|pg-boss$|fastify|@fastify\/|pino$)/

export function isPure(file: string): boolean {
  const module = moduleOf(file)
  return module !== undefined && !SHELL_MODULES.includes(module) && !isTest(file) && !SHELL_FILES.some((name) => file.endsWith(`/${name}`))
}

function purityCrimes(file: string, text: string, imports: readonly Import[], sources: Sources): Crime[] {
  if (!isPure(file) || file.endsWith('/index.ts')) return []
  const called = linesOf(text).flatMap(({ line, code }): Crime[] =>
    WORLD.test(code) ? [{ file, line, rule: 'impure-call', detail: code.trim() }] : [],
  )
  const taken = imports.flatMap((one): Crime[] => {
    if (one.typeOnly || one.values.length === 0) return []
    if (WORLD_MODULES.test(one.from)) return [{ file, line: one.line, rule: 'impure-import', detail: one.from }]
    const target = one.from.startsWith('.')
      ? normalize(join(dirname(file), one.from))
      : one.from.startsWith('#')
        ? `src/${one.from.slice(1)}/index.ts`
        : undefined
    if (target === undefined) return []
    return one.values.flatMap((name): Crime[] => {
      const impure = definingFiles(target, name, sources).find((defining) => !isPure(defining) && !defining.endsWith('/index.ts'))
      return impure === undefined ? [] : [{ file, line: one.line, rule: 'impure-import', detail: `${name} of ${impure}` }]
    })
  })
  return [...called, ...taken]
}

/** The file that defines a name, found through the doors that hand it on; every file behind a "*". */
function definingFiles(file: string, name: string, sources: Sources, seen: ReadonlySet<string> = new Set()): string[] {
  const text = sources.get(file)
  if (text === undefined || seen.has(file)) return []
  const onward = reExportsOf(text)
  if (onward.length === 0) return [file]
  const past = new Set([...seen, file])
  const named = onward.filter(({ names }) => names?.some(({ outside }) => name === '*' || outside === name))
  const follow = named.length > 0 ? named : onward.filter(({ names }) => names === undefined)
  const found = follow.flatMap(({ from, names }) => {
    const target = normalize(join(dirname(file), from))
    const inside = names?.find(({ outside }) => outside === name)?.inside ?? name
    if (names === undefined && name !== '*' && !defines(target, name, sources)) return []
    return definingFiles(target, inside, sources, past)
  })
  return found.length > 0 ? found : [file]
}

const defines = (file: string, name: string, sources: Sources): boolean =>
  new RegExp(
    `export (declare )?(async )?(const|function\\*?|class|let) ${name}\\b|export \\{[^}]*\\b${name}\\b|export const \\{[^}]*\\b${name}\\b`,
  ).test(sources.get(file) ?? '') ||
  reExportsOf(sources.get(file) ?? '').some(
    ({ from, names }) => names === undefined && defines(normalize(join(dirname(file), from)), name, sources),
  )

interface ReExport {
  readonly from: string
  /** Absent for `export *`. */
  readonly names?: readonly { readonly inside: string; readonly outside: string }[]
}

function reExportsOf(text: string): ReExport[] {
  return [...withoutComments(text).matchAll(/export\s+(type\s+)?(\*|\{([^}]*)\})\s+from\s+'(\.[^']+)'/g)].map(([, , , list, from = '']) =>
    list === undefined
      ? { from }
      : {
          from,
          names: list
            .split(',')
            .map((part) => part.trim())
            .filter((part) => part !== '' && !part.startsWith('type '))
            .map((part) => ({ inside: part.split(' as ')[0]?.trim() ?? '', outside: part.split(' as ').at(-1)?.trim() ?? '' })),
        },
  )
}

// --- habits -------------------------------------------------------------------------------------------------------

const BANNED = /(^|[-/.])(utils?|helpers?|common|misc|v2)([-/.]|$)/i
const BANNED_WORD = /\b(?:function|const|class|interface|type)\s+(\w*(?:Utils?|Helpers?|Misc|V2))\b/
/** Longest file; what is longer already may only shrink. */
const MOST_LINES = 300
const LONGER: ReadonlyMap<string, number> = new Map()

function habitCrimes(file: string, text: string): Crime[] {
  const crimes: Crime[] = []
  const crime = (line: number, rule: Rule, detail: string): void => void crimes.push({ file, line, rule, detail })
  if (BANNED.test(file)) crime(1, 'banned-name', file)
  const plain = file.split('/').every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(part))
  if (!plain) crime(1, 'kebab-case', file)
  const lines = text.split('\n').length - 1
  if (lines > (LONGER.get(file) ?? MOST_LINES) && !isTest(file)) crime(lines, 'too-long', `${lines} lines`)
  const first = text.split('\n').find((line) => !line.startsWith('#!')) ?? ''
  if (!isTest(file) && !file.endsWith('/index.ts') && !/^\/[/*]/.test(first)) crime(1, 'heading', 'one line heads each file')
  const inSource = file.startsWith('src/') || file.startsWith('web/')
  if (file.endsWith('/index.ts') && file.startsWith('src/') && !onlyReExports(text))
    crime(1, 'door-only-re-exports', 'a door only re-exports')
  for (const { line, code } of linesOf(text)) {
    if (/\bnew Date\b|\bDate\.(now|parse|UTC)\b|(?<![\w.])Date\(/.test(code)) crime(line, 'date', 'Temporal, never Date')
    if (inSource && /^\s*export default\b/.test(code) && !/\.config\.ts$|global-setup\.ts$/.test(file))
      crime(line, 'default-export', code.trim())
    const name = BANNED_WORD.exec(code)?.[1]
    if (name !== undefined) crime(line, 'banned-name', name)
  }
  return crimes
}

const onlyReExports = (text: string): boolean =>
  withoutComments(text)
    .replaceAll(/export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s+from\s+'[^']+'\s*;?/g, '')
    .trim() === ''

// --- reading ------------------------------------------------------------------------------------------------------

function importsOf(text: string): Import[] {
  const code = withoutComments(text)
  const lineAt = (index: number): number => code.slice(0, index).split('\n').length
  const stated = [...code.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:([\w*{][^'"`;()=]*?)\s+from\s+)?'([^']+)'/g)].map(
    ({ index, 0: whole, 1: type, 2: clause = '', 3: from = '' }) => ({
      line: lineAt(index + whole.search(/\S/)),
      from,
      typeOnly: type !== undefined || (clause !== '' && valuesOf(clause).length === 0),
      values: type === undefined ? valuesOf(clause) : [],
    }),
  )
  const dynamic = [...code.matchAll(/(?<!typeof )\bimport\(\s*'([^']+)'\s*\)/g)].map(({ index, 1: from = '' }) => ({
    line: lineAt(index),
    from,
    typeOnly: false,
    values: ['*'],
  }))
  const types = [...code.matchAll(/typeof import\(\s*'([^']+)'\s*\)/g)].map(({ index, 1: from = '' }) => ({
    line: lineAt(index),
    from,
    typeOnly: true,
    values: [],
  }))
  return [...stated, ...dynamic, ...types]
}

/** "{ a, type B, c as d }" → a, c; a default or a namespace is everything. */
function valuesOf(clause: string): string[] {
  const list = /\{([^}]*)\}/.exec(clause)?.[1]
  const before = clause
    .replace(/\{[^}]*\}/, '')
    .replaceAll(',', '')
    .trim()
  const named = (list ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('type '))
    .map((part) => part.split(' as ')[0]?.trim() ?? '')
  return [...(before === '' ? [] : ['*']), ...named]
}

/** Comments become blanks, so that lines keep their numbers; strings stay. */
function withoutComments(text: string): string {
  return text.replaceAll(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (whole: string, string: string | undefined) => string ?? whole.replaceAll(/[^\n]/g, ' '),
  )
}

/** Code by line, with comments and the insides of strings gone. */
function linesOf(text: string): { readonly line: number; readonly code: string }[] {
  const bare = withoutComments(text).replaceAll(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, "''")
  return bare.split('\n').map((code, index) => ({ line: index + 1, code }))
}

if (import.meta.main) {
  const crimes = findCrimes(readSources(join(import.meta.dirname, '..')))
  for (const { file, line, rule, detail } of crimes) console.log(`${file}:${line}: ${rule}: ${detail}`)
  process.exitCode = crimes.length === 0 ? 0 : 1
}
