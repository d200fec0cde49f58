// The plain peer of the booking bench: the same counters and claims in tables of its own, by SELECT … FOR UPDATE and one statement per
// leg. It has no HTTP, no access check, no prices and no idempotency: a floor to judge by, not a program to use.
import type pg from 'pg'

/** What one itinerary takes, in key order. */
export type Claims = readonly {
  readonly departure_id: string
  readonly leg_number: number
  readonly resource: string
  readonly quantity: number
}[]

export interface NaivePeer {
  pair(turn: number): Promise<boolean>
}

export async function naivePeer(pool: pg.Pool, lots: readonly Claims[]): Promise<NaivePeer> {
  await pool.query(`
    DROP SCHEMA IF EXISTS naive CASCADE;
    CREATE SCHEMA naive;
    CREATE TABLE naive.capacity AS SELECT departure_id, leg_number, resource, capacity, taken FROM network.departure_capacity;
    ALTER TABLE naive.capacity ADD PRIMARY KEY (departure_id, leg_number, resource);
    CREATE TABLE naive.booking (id uuid PRIMARY KEY, state text NOT NULL, facts json NOT NULL);
    CREATE TABLE naive.claim (booking_id uuid REFERENCES naive.booking, departure_id text, leg_number integer, resource text,
      quantity bigint, state text, PRIMARY KEY (booking_id, departure_id, leg_number, resource));
    CREATE TABLE naive.consignment (id uuid PRIMARY KEY, booking_id uuid UNIQUE REFERENCES naive.booking, facts json NOT NULL);
    ANALYZE naive.capacity`)
  const inKeyOrder = lots.map((claims) =>
    claims.toSorted((a, b) =>
      `${a.departure_id} ${a.leg_number} ${a.resource}` < `${b.departure_id} ${b.leg_number} ${b.resource}` ? -1 : 1,
    ),
  )
  return {
    async pair(turn) {
      const claims = inKeyOrder[turn % inKeyOrder.length] ?? []
      const id = crypto.randomUUID()
      if (!(await inTransaction(pool, (client) => hold(client, id, claims)))) return false
      return inTransaction(pool, (client) => confirm(client, id))
    },
  }
}

async function inTransaction(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<boolean>): Promise<boolean> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const done = await work(client)
    await client.query(done ? 'COMMIT' : 'ROLLBACK')
    return done
  } finally {
    client.release()
  }
}

async function hold(client: pg.PoolClient, id: string, claims: Claims): Promise<boolean> {
  await client.query(`INSERT INTO naive.booking VALUES ($1, 'HELD', $2)`, [id, JSON.stringify(claims)])
  for (const { departure_id, leg_number, resource, quantity } of claims) {
    const key = [departure_id, leg_number, resource]
    const { rows } = await client.query<{ free: string }>(
      'SELECT capacity - taken AS free FROM naive.capacity WHERE departure_id = $1 AND leg_number = $2 AND resource = $3 FOR UPDATE',
      key,
    )
    if (Number(rows[0]?.free ?? 0) < quantity) return false
    await client.query('UPDATE naive.capacity SET taken = taken + $4 WHERE departure_id = $1 AND leg_number = $2 AND resource = $3', [
      ...key,
      quantity,
    ])
    await client.query(`INSERT INTO naive.claim VALUES ($1, $2, $3, $4, $5, 'HELD')`, [id, ...key, quantity])
  }
  return true
}

async function confirm(client: pg.PoolClient, id: string): Promise<boolean> {
  const { rows } = await client.query<{ facts: unknown }>(`SELECT facts FROM naive.booking WHERE id = $1 AND state = 'HELD' FOR UPDATE`, [
    id,
  ])
  if (rows.length === 0) return false
  await client.query(`UPDATE naive.booking SET state = 'CONFIRMED' WHERE id = $1`, [id])
  await client.query(`UPDATE naive.claim SET state = 'BOOKED' WHERE booking_id = $1`, [id])
  await client.query('INSERT INTO naive.consignment VALUES ($1, $2, $3)', [crypto.randomUUID(), id, JSON.stringify(rows[0]?.facts)])
  return true
}
