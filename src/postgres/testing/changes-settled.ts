// Waits until a reader of changes sees everything committed: a transaction of another test on the same server holds it back.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Database, type Tx, withCaller } from '../database.ts'

export async function changesSettled(database: Database): Promise<void> {
  const heldBack = sql<{ n: bigint }>`SELECT count(*) AS n FROM postgres.change WHERE xact >= pg_snapshot_xmin(pg_current_snapshot())`
  for (;;) {
    const { rows } = await withCaller(database, { kind: 'anonymous' }, (tx: Tx<object>) => heldBack.execute(tx))
    if (rows[0]?.n === 0n) return
    await sleep(5)
  }
}
