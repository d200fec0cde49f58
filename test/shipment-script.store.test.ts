// docs/shipment.sh does what it says, against a real window of the sample city.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ActorName, type City, openCity } from './journey/city.ts'

const PARTIES = ['shipper', 'operator', 'rail', 'road', 'hub', 'consignee'] as const satisfies readonly ActorName[]
const root = join(import.meta.dirname, '..')
let city: City
beforeAll(async () => {
  city = await openCity({ actors: PARTIES })
}, 240_000)
afterAll(async () => {
  await city?.close()
})

function run(environment: Readonly<Record<string, string>>): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn('sh', ['docs/shipment.sh'], { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((done) => child.once('close', (code) => done({ code, output })))
}

test('a whole shipment by the command line alone', async () => {
  const keys = Object.fromEntries(PARTIES.map((name) => [`YIDAN_KEY_${name.toUpperCase()}`, city.actor(name).key]))
  const { code, output } = await run({ ...keys, YIDAN: `${process.execPath} src/main.ts`, YIDAN_URL: city.url, LC_ALL: 'en_GB.UTF-8' })
  expect([code, code === 0 ? '' : output]).toEqual([0, ''])
  expect(output).toContain('Genuine: multimodal bill')
  expect(output).toContain('NOT genuine')
  // Each milestone stands there once as its carrier said it, and once as the consignee heard it.
  const told = output.match(/^\d+ {2}Departed {2}.*Yulie Rail.*$/gm) ?? []
  expect(told).toHaveLength(2)
  expect(told[0]).toBe(told[1])
  expect(output).toMatch(/== Delivered: csg_[0-9a-z]{26}\n$/)
  // What a terminal shows is kept: no key is among it.
  for (const name of PARTIES) expect(output).not.toContain(city.actor(name).key)
}, 400_000)
