// Starts a real window as a child process with its own data folder, as an operator would.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const CASES_CLOCK = '2026-12-01T09:00:00+08:00'

export const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'yidan-bench-'))
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export interface RunningWindow {
  readonly url: string
  readonly child: ChildProcess
  readonly readyMs: number
  stop(): Promise<void>
}

/** Resolves when /readyz answers 200; fails with the window's own output when it exits first. */
export async function startWindow(dataFolder: string, environment: Readonly<Record<string, string>> = {}): Promise<RunningWindow> {
  const port = await freePort()
  const started = performance.now()
  const child = spawn('node', ['src/main.ts', 'start'], {
    env: {
      ...process.env,
      PORT: String(port),
      YIDAN_DATA_FOLDER: dataFolder,
      YIDAN_CLOCK: CASES_CLOCK,
      YIDAN_LOG_LEVEL: 'error',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the window exited with ${child.exitCode}:\n${output}`)
    const ready = await fetch(`${url}/readyz`).then(
      (r) => r.status === 200,
      () => false,
    )
    if (ready) break
    if (performance.now() - started > 180_000) throw new Error(`the window was not ready after 180 s:\n${output}`)
    await new Promise((done) => setTimeout(done, 20))
  }
  const readyMs = performance.now() - started
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return
    child.kill('SIGTERM')
    await new Promise((done) => child.once('exit', done))
  }
  return { url, child, readyMs, stop }
}

/** The 25 demand cases as entrustments. */
export async function demandCases(): Promise<{ id: string; body: Record<string, unknown> }[]> {
  const { readFile } = await import('node:fs/promises')
  const cases: { id: string; origin: string; destination: string; [member: string]: unknown }[] = JSON.parse(
    await readFile('data/chongqing/cargo.json', 'utf8'),
  )
  return cases.map((c) => ({
    id: c.id,
    body: {
      carrierAcceptanceLocation: { placeId: c.origin },
      consigneeReceiptLocation: { placeId: c.destination },
      readyDateTime: CASES_CLOCK,
      cargoFormCode: c['cargoFormCode'],
      ...(c['requestedEquipment'] === undefined ? {} : { requestedEquipment: c['requestedEquipment'] }),
      includedConsignmentItem: c['includedConsignmentItem'],
    },
  }))
}

export async function postQuote(url: string, body: unknown): Promise<Response> {
  return fetch(`${url}/v1/quotes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify(body),
  })
}
