// A parent killed in the middle of its writes: the server it leaves behind, and what it had acknowledged.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { gone } from '../process.ts'

const WRITES = 200

/** Runs the program until it has acknowledged some writes, kills it and tells which. */
export async function killParent(dataFolder: string): Promise<bigint[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killed-parent.ts'), dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: bigint[] = []
  const pid = child.pid ?? 0
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(BigInt(line))
    if (acknowledged.length === WRITES) child.kill('SIGKILL')
  }
  if (acknowledged.length < WRITES) throw new Error(`the program ended after ${acknowledged.length} writes`)
  await gone(pid, 10)
  return acknowledged
}
