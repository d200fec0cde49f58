export * from './database.ts'
export { migrationFolder, prepareDatabase, type PreparedDatabase, type PrepareWishes } from './migrate.ts'
export type { StartCode, StartRefusal } from './refusals.ts'
export { startPostgres, type PostgresServer, type ServerWishes } from './server.ts'
