// A window over the bookings of a test database, in a process of its own, so that a test can kill it in the middle of its work.
import { argv, env, stdout } from 'node:process'
import type { Caller } from '#kernel'
import { ok, refuse, uuidV7 } from '#kernel'
import { openDatabase } from '#postgres'
import { openNetwork } from '#record/network'
import { openWindow, readSettings, windowLog } from '#window'
import { consignmentRoutes } from '../routes.ts'
import { modes } from './chongqing.ts'

const [url = '', clock = '', callers = '[]'] = argv.slice(2)
/** Each signs its requests with the UUID of its party: the test is about bookings, not about keys. */
const known: readonly Extract<Caller, { kind: 'party' }>[] = JSON.parse(callers)
const now = Temporal.Instant.from(clock)
const settings = readSettings({ ...env, YIDAN_PORT: '0', YIDAN_HOST: '127.0.0.1', YIDAN_REQUESTS_PER_MINUTE: '1000000' })
if (!settings.ok) throw new Error(JSON.stringify(settings.error))
const db = openDatabase({ url })
const network = await openNetwork(db, now)
const newUuid = (): string => uuidV7(Temporal.Now.instant().epochMilliseconds, crypto.getRandomValues(new Uint8Array(10)))
const { address } = await openWindow({
  routes: consignmentRoutes({ network, modes, newUuid, holdMinutes: 30 }),
  db,
  now: () => now,
  newUuid,
  settings: { ...settings.value, port: 0 },
  log: windowLog('silent'),
  authenticate: ({ authorization }) => {
    const caller = known.find(({ partyId }) => authorization === `Bearer ${partyId}`)
    return Promise.resolve(caller ? ok(caller) : refuse({ code: 'unauthenticated' }))
  },
})
process.on('SIGINT', () => process.exit(0))
stdout.write(`${address}\n`)
