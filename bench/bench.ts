// `npm run bench -- <name>`: prints a table for people; the last line is one JSON object for programs.
import { run as bill } from './bill.ts'
import { run as booking } from './booking.ts'
import { run as capture } from './capture.ts'
import { run as importNetwork } from './import.ts'
import { run as memory } from './memory.ts'
import { run as page } from './page.ts'
import { run as planner } from './planner.ts'
import { run as quote } from './quote.ts'
import { run as start } from './start.ts'
import { type Bench, printTable } from './table.ts'

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  start,
  import: importNetwork,
  quote,
  page,
  memory,
  planner,
  booking,
  capture,
  bill,
}

const name = process.argv[2] ?? ''
const run = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined
if (run === undefined) {
  process.stderr.write(`npm run bench -- <name>   with <name> one of: ${Object.keys(BENCHES).join(' ')}\n`)
  process.exitCode = 2
} else {
  const { rows, result } = await run()
  printTable(rows)
  process.stdout.write(`${JSON.stringify({ bench: name, ...result })}\n`)
}
