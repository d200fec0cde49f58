// Import of data/chongqing into an empty database: reading and checking, writing 90 days of departures, loading it back.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { closeDatabase, openDatabase, prepareDatabase, startPostgres } from '#postgres'
import { importNetwork, loadState, readFolder } from '#record/network'
import { rounded, type Bench } from './table.ts'
import { CASES_CLOCK, freshFolder, removeFolder } from './window-process.ts'

const FOLDER = 'data/chongqing'

export async function run(): Promise<Bench> {
  const folder = freshFolder()
  const quiet = { progress: () => undefined }
  const server = await startPostgres({ dataFolder: folder, ...quiet })
  if (!server.ok) throw new Error(server.error.text.en)
  try {
    const prepared = await prepareDatabase({ adminUrl: server.value.url, ...quiet })
    if (!prepared.ok) throw new Error(prepared.error.text.en)
    const db = openDatabase({ url: prepared.value.url })
    const files = new Map<string, string>()
    for (const name of await readdir(FOLDER)) if (/\.(csv|json)$/.test(name)) files.set(name, await readFile(join(FOLDER, name), 'utf8'))
    const now = Temporal.Instant.from(CASES_CLOCK)
    const check = await timed(() => Promise.resolve(readFolder(files)))
    const imported = await timed(() => importNetwork(db, files, now))
    const again = await timed(() => importNetwork(db, files, now))
    const load = await timed(() => loadState(db, now))
    await closeDatabase(db)
    if (!imported.value.ok || load.value === undefined) throw new Error('the import was refused')
    const departures = imported.value.value.departuresAdded
    const figures = {
      checkSeconds: check.seconds,
      importSeconds: imported.seconds,
      sameAgainSeconds: again.seconds,
      loadSeconds: load.seconds,
      departures,
    }
    return {
      rows: [
        { step: 'read and check the folder', seconds: check.seconds },
        { step: `import (${departures} departures)`, seconds: imported.seconds },
        { step: 'the same folder again', seconds: again.seconds },
        { step: 'load into memory', seconds: load.seconds },
      ],
      result: figures,
    }
  } finally {
    await server.value.stop()
    removeFolder(folder)
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const began = performance.now()
  const value = await work()
  return { value, seconds: rounded((performance.now() - began) / 1000, 2) }
}
