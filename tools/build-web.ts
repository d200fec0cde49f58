// Builds the web when it is stale, as a start would: the budget and the browser tests look at the built page.
import { join } from 'node:path'
import { buildWeb } from '#window'

const built = await buildWeb(join(import.meta.dirname, '..'))
if (!built.ok) {
  process.stderr.write(`${built.error}\n`)
  process.exitCode = 1
}
