// Cold start (empty data folder: initdb, migrations, import) against warm start (everything kept), web build apart.
import { percentile, rounded, type Bench } from './table.ts'
import { freshFolder, removeFolder, startWindow } from './window-process.ts'

export async function run(): Promise<Bench> {
  const folder = freshFolder()
  const cold = await startWindow(folder)
  await cold.stop()
  const warm: number[] = []
  for (let i = 0; i < 5; i++) {
    const window = await startWindow(folder)
    warm.push(window.readyMs)
    await window.stop()
  }
  removeFolder(folder)
  const figures = {
    coldSeconds: rounded(cold.readyMs / 1000, 2),
    warmMedianSeconds: rounded(percentile(warm, 50) / 1000, 2),
    warmWorstSeconds: rounded(Math.max(...warm) / 1000, 2),
  }
  return {
    rows: [
      { start: 'cold (empty data folder)', seconds: figures.coldSeconds },
      { start: 'warm, median of 5', seconds: figures.warmMedianSeconds },
      { start: 'warm, worst of 5', seconds: figures.warmWorstSeconds },
    ],
    result: figures,
  }
}
