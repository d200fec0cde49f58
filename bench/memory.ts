// Resident memory at rest: the window and its PostgreSQL, before and after the 25 cases.
import { readdirSync, readFileSync } from 'node:fs'
import { rounded, type Bench } from './table.ts'
import { demandCases, freshFolder, postQuote, removeFolder, startWindow } from './window-process.ts'

/** Proportional set size in MB of a process and all below it, so that PostgreSQL's shared pages count once. */
function pssMb(pid: number): number {
  const children = new Map<number, number[]>()
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = Number(readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ')[1]?.split(' ')[1])
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
    } catch {
      // The process ended between listing and reading.
    }
  }
  const own = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024
  return own + (children.get(pid) ?? []).reduce((total, child) => total + pssMb(child), 0)
}

export async function run(): Promise<Bench> {
  const folder = freshFolder()
  const window = await startWindow(folder)
  try {
    const pid = window.child.pid ?? 0
    await new Promise((done) => setTimeout(done, 3000))
    const atRest = rounded(pssMb(pid))
    for (const { body } of await demandCases()) await postQuote(window.url, body).then((r) => r.arrayBuffer())
    await new Promise((done) => setTimeout(done, 3000))
    const afterCases = rounded(pssMb(pid))
    return {
      rows: [
        { when: '3 s after start', MB: atRest },
        { when: 'after 25 quotes', MB: afterCases },
      ],
      result: { atRestMb: atRest, afterCasesMb: afterCases },
    }
  } finally {
    await window.stop()
    removeFolder(folder)
  }
}
