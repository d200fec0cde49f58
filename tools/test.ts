// `npm test`: format, lint, types, then all tests; the last line counts them.
import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const bin = join(root, 'node_modules/.bin')
const report = join(root, '.test-report.json')
const withBrowser = !process.argv.includes('--no-browser')
const projects = withBrowser ? [] : ['--project', 'unit', '--project', 'store']

const checks: readonly (readonly [name: string, command: string, ...options: string[]])[] = [
  ['format', 'oxfmt', '--check', '.'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings'],
  ['types', 'tsc', '--noEmit', '-p', '.'],
  ['web', 'node', 'tools/build-web.ts'],
  ['tests', 'vitest', 'run', ...projects, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
]

rmSync(report, { force: true })
let failedChecks = 0
let testsFailed = false
// All are run, so that one look shows everything that is wrong.
for (const [name, command, ...options] of checks) {
  const start = performance.now()
  console.log(`— ${name}`)
  const status = await run(command, options)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`— ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)\n`)
  if (status !== 0 && name !== 'tests') failedChecks++
  if (status !== 0 && name === 'tests') testsFailed = true
}

const { passed, failed } = counted()
// Each check that failed counts as one failure beside the failed tests, and so does a test run that broke without one.
const total = failed + failedChecks + (testsFailed && failed === 0 ? 1 : 0)
if (passed === 0 && total === 0) console.log('No test was run.')
console.log(`${passed} passed, ${passed === 0 && total === 0 ? 1 : total} failed`)
process.exitCode = total === 0 && passed > 0 ? 0 : 1

function run(command: string, options: readonly string[]): Promise<number> {
  // The project's own programs, and the Node that came with them, whatever the caller's PATH says.
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, NODE_OPTIONS: '' }
  const { promise, resolve } = Promise.withResolvers<number>()
  const child = spawn(join(bin, command), options, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
  child.on('error', (error) => {
    console.error(error.message)
    resolve(1)
  })
  child.on('exit', (code) => resolve(code ?? 1))
  return promise
}

function counted(): { readonly passed: number; readonly failed: number } {
  try {
    const parsed: unknown = JSON.parse(readFileSync(report, 'utf8'))
    if (typeof parsed !== 'object' || parsed === null) return { passed: 0, failed: 0 }
    return {
      passed: 'numPassedTests' in parsed ? Number(parsed.numPassedTests) : 0,
      failed: 'numFailedTests' in parsed ? Number(parsed.numFailedTests) : 0,
    }
  } catch {
    return { passed: 0, failed: 0 }
  }
}
