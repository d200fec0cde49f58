export { type Change, changesAfter, type ChangeWishes, type Cursor, type NewChange, parseCursor, recordChange } from './change.ts'
export * from './database.ts'
export { type FileStore, getFile, type NewFile, openFileStore, putFile, type StoredFile } from './files.ts'
export {
  abandonRequest,
  type Answer,
  beginRequest,
  type BeginWishes,
  type Begun,
  finishRequest,
  type RequestKey,
  sweepRequests,
  type Ticket,
} from './idempotency.ts'
export { postgresJobs } from './jobs.ts'
export { libraryPool, type LibraryPoolWishes } from './library-pool.ts'
export { migrationFolder, prepareDatabase, type PreparedDatabase, type PrepareWishes } from './migrate.ts'
export { type JobRow, type JobWork, type Queue, type QueueWishes, type SendWishes, startQueue } from './queue.ts'
export { type ReactionRow, type ReactionRun, type ReactionWishes, runReactions, startReactions } from './reaction.ts'
export type { StartCode, StartRefusal } from './refusals.ts'
export { printSchema } from './schema.ts'
export { startPostgres, type PostgresServer, type ServerWishes } from './server.ts'
