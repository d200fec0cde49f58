// Rewrites the golden files from the program: `node tools/golden.ts [name …]`. A difference is reviewed like code.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareDatabase, printSchema, startPostgres } from '#postgres'
import { printOpenApi } from './openapi.ts'

interface Golden {
  readonly path: string
  readonly print: () => Promise<string>
}

const goldens: Readonly<Record<string, Golden>> = {
  openapi: { path: 'openapi.json', print: () => Promise.resolve(printOpenApi()) },
  schema: { path: 'sql/schema.sql', print: () => onFreshDatabase(printSchema) },
}

const wanted = process.argv.slice(2)
for (const [name, { path, print }] of Object.entries(goldens)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  writeFileSync(join(import.meta.dirname, '..', path), await print())
  console.log(`${name}: ${path}`)
}

/** Gives `use` the superuser's address of a migrated database that is thrown away afterwards. */
async function onFreshDatabase(use: (url: string) => Promise<string>): Promise<string> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'yidan-golden-'))
  const server = await startPostgres({ dataFolder, throwaway: true })
  if (!server.ok) throw new Error(server.error.text.en)
  try {
    const prepared = await prepareDatabase({ adminUrl: server.value.url })
    if (!prepared.ok) throw new Error(prepared.error.text.en)
    return await use(server.value.url)
  } finally {
    await server.value.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}
