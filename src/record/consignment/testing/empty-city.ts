// The city as on its first day again, much quicker than another: nothing booked, every departure with its room.
import pg from 'pg'
import type { City } from './city.ts'

export async function emptyCity({ adminUrl }: { readonly adminUrl: string }, { network }: City): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  const { rows } = await client.query<{ departure_id: string }>(
    `SELECT DISTINCT departure_id FROM network.departure_capacity WHERE taken > 0`,
  )
  await client.query(`TRUNCATE consignment.booking, consignment.quote, postgres.change, postgres.idempotency CASCADE`)
  await client.query(`UPDATE network.departure_capacity SET taken = 0 WHERE taken > 0`)
  await client.query(`UPDATE network.departure SET state = 'scheduled' WHERE state = 'withdrawn'`)
  await client.end()
  await network.refreshCapacity(rows.map(({ departure_id }) => departure_id))
}
