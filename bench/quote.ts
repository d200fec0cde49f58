// POST /v1/quotes for the 25 demand cases through HTTP, one after the other, database and reasons included.
import { percentile, rounded, type Bench } from './table.ts'
import { demandCases, freshFolder, postQuote, removeFolder, startWindow } from './window-process.ts'

const ROUNDS = 8

export async function run(): Promise<Bench> {
  const folder = freshFolder()
  const window = await startWindow(folder, { YIDAN_REQUESTS_PER_MINUTE: '1000000' })
  try {
    const cases = await demandCases()
    for (const { body } of cases) await postQuote(window.url, body).then((r) => r.arrayBuffer())
    const all: number[] = []
    const rows: { case: string; status: number; medianMs: number; worstMs: number; itineraries: number; kB: number }[] = []
    for (const { id, body } of cases) {
      const times: number[] = []
      let status = 0
      let text = ''
      for (let i = 0; i < ROUNDS; i++) {
        const began = performance.now()
        const answer = await postQuote(window.url, body)
        text = await answer.text()
        times.push(performance.now() - began)
        status = answer.status
      }
      const parsed: { itineraries?: unknown[] } = JSON.parse(text)
      all.push(...times)
      rows.push({
        case: id,
        status,
        medianMs: rounded(percentile(times, 50)),
        worstMs: rounded(Math.max(...times)),
        itineraries: parsed.itineraries?.length ?? 0,
        kB: rounded(text.length / 1024),
      })
    }
    return {
      rows,
      result: {
        quotes: all.length,
        p50Ms: rounded(percentile(all, 50)),
        p95Ms: rounded(percentile(all, 95)),
        maxMs: rounded(Math.max(...all)),
      },
    }
  } finally {
    await window.stop()
    removeFolder(folder)
  }
}
