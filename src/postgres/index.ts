export {
  type Change,
  changesAfter,
  type ChangeWishes,
  type Cursor,
  endOfChanges,
  isBehind,
  type NewChange,
  parseCursor,
  recordChange,
} from './change.ts'
export {
  type AnyTx,
  closeDatabase,
  type Database,
  databaseAnswers,
  type DatabaseWishes,
  openDatabase,
  partyOf,
  type Tx,
  unread,
  withCaller,
} from './database.ts'
export { isPassing } from './faults.ts'
export { type FileStore, getFile, type NewFile, openFileStore, putFile, type StoredFile } from './files.ts'
export { type Answer, answerOnce, type Enter, type Once, type RequestKey, sweepRequests, type Worked } from './idempotency.ts'
export { postgresJobs } from './jobs.ts'
export { libraryPool, type LibraryPoolWishes } from './library-pool.ts'
export { migrationFolder, prepareDatabase, type PreparedDatabase, type PrepareWishes } from './migrate.ts'
export { type JobRow, type JobWork, type Queue, type QueueWishes, type SendWishes, startQueue } from './queue.ts'
export { type ReactionRow, type ReactionRun, type ReactionWishes, runReactions, startReactions } from './reaction.ts'
export type { StartCode, StartRefusal } from './refusals.ts'
export { printSchema } from './schema.ts'
export { startPostgres, type PostgresServer, type ServerWishes } from './server.ts'
