// A terminal that keeps what it is shown, and a program without works of its own.
import type { Terminal, Works } from '../run.ts'

export const noWorks: Works = {
  start: async () => 0,
  checkNetwork: async () => ({ ok: true, value: { faults: [], warnings: [] } }),
  runCases: async () => ({ ok: true, value: { markdown: '', path: '' } }),
}

export interface Shown {
  readonly terminal: Terminal
  readonly out: readonly string[]
  readonly complaints: readonly string[]
}

export function terminalOf(environment: Readonly<Record<string, string>>): Shown {
  const out: string[] = []
  const complaints: string[] = []
  const terminal: Terminal = {
    out: (text) => void out.push(text),
    complain: (text) => void complaints.push(text),
    readInput: async () => '',
    readFile: async () => '',
    environment,
  }
  return { terminal, out, complaints }
}
