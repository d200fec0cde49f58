// One throw-away server for a whole test run; each test copies its migrated template.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { prepareDatabase } from '../migrate.ts'
import { startPostgres } from '../server.ts'
import { databaseUrl, TEMPLATE } from './names.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'yidan-test-'))
  const server = await startPostgres({ dataFolder, throwaway: true, maxConnections: 200 })
  if (!server.ok) throw new Error(server.error.text.en)
  const { url, stop } = server.value
  const teardown = async (): Promise<void> => {
    await stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${TEMPLATE}`)
  await admin.end()
  const prepared = await prepareDatabase({ adminUrl: databaseUrl(url, TEMPLATE) })
  if (!prepared.ok) {
    await teardown()
    throw new Error(prepared.error.text.en)
  }
  project.provide('postgresUrl', url)
  return teardown
}
