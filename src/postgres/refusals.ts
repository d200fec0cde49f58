// Why the database does not start or is not used, each as one clear sentence in both languages.
import type { Text } from '#kernel'

export type StartCode =
  | 'data-folder-not-writable'
  | 'already-running'
  | 'other-major-version'
  | 'disk-full'
  | 'binaries-missing'
  | 'start-failed'
  | 'database-unreachable'
  | 'database-rights-missing'
  | 'migration-edited'
  | 'migration-unknown'
  | 'migration-failed'

export interface StartRefusal {
  readonly code: StartCode
  readonly text: Text
}

const refusal = (code: StartCode, zh: string, en: string): StartRefusal => ({ code, text: { zh, en } })

export const notWritable = (folder: string, reason: string): StartRefusal =>
  refusal(
    'data-folder-not-writable',
    `数据文件夹 ${folder} 不可写(${reason}):请更改其权限,或用 YIDAN_DATA_FOLDER 另指一个。`,
    `The data folder ${folder} cannot be written (${reason}): change its rights, or name another with YIDAN_DATA_FOLDER.`,
  )

export const alreadyRunning = (folder: string, pid: number): StartRefusal =>
  refusal(
    'already-running',
    `数据文件夹 ${folder} 正被另一个一单进程(${pid})使用:请先停止它。`,
    `Another copy of Yidan (process ${pid}) is using the data folder ${folder}: stop it first.`,
  )

export const otherMajor = (folder: string, found: string, ours: number): StartRefusal =>
  refusal(
    'other-major-version',
    `${folder} 中的数据属于 PostgreSQL ${found},本程序使用 PostgreSQL ${ours}:请按 docs/operating.md 先迁移数据,未作任何改动。`,
    `The data in ${folder} is of PostgreSQL ${found} and this is PostgreSQL ${ours}: move it as docs/operating.md says; nothing was changed.`,
  )

export const diskFull = (folder: string): StartRefusal =>
  refusal(
    'disk-full',
    `${folder} 所在磁盘已满,数据库无法启动:请腾出空间后重试。`,
    `The disk that holds ${folder} is full, so the database cannot start: free some space and try again.`,
  )

export const binariesMissing = (platform: string): StartRefusal =>
  refusal(
    'binaries-missing',
    `没有适用于 ${platform} 的 PostgreSQL 程序包:请用 DATABASE_URL 指定数据库。`,
    `There is no PostgreSQL package for ${platform}: name a database with DATABASE_URL.`,
  )

export const startFailed = (log: string, reason: string): StartRefusal =>
  refusal('start-failed', `数据库未能启动(${reason}):详见 ${log}。`, `The database did not start (${reason}): see ${log}.`)

export const unreachable = (reason: string): StartRefusal =>
  refusal(
    'database-unreachable',
    `无法连接数据库(${reason}):请检查 DATABASE_URL。`,
    `The database cannot be reached (${reason}): check DATABASE_URL.`,
  )

export const rightsMissing = (reason: string): StartRefusal =>
  refusal(
    'database-rights-missing',
    `DATABASE_URL 的用户须能创建角色并拥有该数据库(${reason})。`,
    `The user of DATABASE_URL must be able to create roles and must own the database (${reason}).`,
  )

export const migrationEdited = (name: string): StartRefusal =>
  refusal(
    'migration-edited',
    `迁移 sql/${name} 在执行之后被改动:请恢复原文,另写新的迁移。`,
    `The migration sql/${name} was edited after it had been applied: restore it and write a new one.`,
  )

export const migrationUnknown = (name: string): StartRefusal =>
  refusal(
    'migration-unknown',
    `数据库已执行过本程序没有的迁移 ${name}:数据来自更新的版本,请升级程序。`,
    `The database has the migration ${name}, which this program does not know: it comes from a newer version; update the program.`,
  )

export const migrationFailed = (name: string, reason: string): StartRefusal =>
  refusal(
    'migration-failed',
    `迁移 sql/${name} 失败,已整体撤销:${reason}`,
    `The migration sql/${name} failed and was undone as a whole: ${reason}`,
  )
