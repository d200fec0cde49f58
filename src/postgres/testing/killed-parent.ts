// A program that owns a server and writes until it is killed; run as a process of its own by server.store.test.ts.
import { openDatabase, prepareDatabase, recordChange, startPostgres, withCaller } from '#postgres'

const [dataFolder = ''] = process.argv.slice(2)
const server = await startPostgres({ dataFolder })
if (!server.ok) throw new Error(server.error.text.en)
const prepared = await prepareDatabase({ adminUrl: server.value.url })
if (!prepared.ok) throw new Error(prepared.error.text.en)
const database = openDatabase({ url: prepared.value.url })
for (let i = 1; ; i++) {
  await withCaller(database, { kind: 'system', name: 'killed' }, (tx) =>
    recordChange(tx, { code: 'made', resource: 'thing', resourceId: String(i) }),
  )
  // Printed only after the commit was acknowledged: each printed number must be found again.
  process.stdout.write(`${i}\n`)
}
