// Every module behind one window in this process, on a database of its own, with the sample organisations and a clock to turn.
import { join } from 'node:path'
import { uuidV7 } from '#kernel'
import { air } from '#modes/air'
import { park } from '#modes/park'
import { rail } from '#modes/rail'
import { road } from '#modes/road'
import { water } from '#modes/water'
import type { Route } from '#model'
import { openFileStore } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { BILL_PROBLEMS, billRoutes } from '#record/bill'
import { consignmentRoutes } from '#record/consignment'
import { importNetwork, networkRoutes, openNetwork, readFolderFiles } from '#record/network'
import { openParties, type SampleAccount } from '#record/parties'
import { planMilestones, trackingRoutes } from '#record/tracking'
import { firstStartOf, openWindow, readSettings } from '#window'

export interface WholeWindow {
  readonly address: string
  readonly database: TestDatabase
  readonly routes: readonly Route[]
  readonly accounts: readonly SampleAccount[]
  close(): Promise<void>
}

const ORIGIN = 'http://localhost:8080'
const newUuid = (): string => uuidV7(Temporal.Now.instant().epochMilliseconds, crypto.getRandomValues(new Uint8Array(10)))
/** Hashing of passwords is parties' own test; scrypt would take longer than all of this. */
const passwords = {
  hash: (password: string) => Promise.resolve(`plain ${password}`),
  verify: (asked: { readonly hash: string; readonly password: string }) => Promise.resolve(asked.hash === `plain ${asked.password}`),
}

export async function openWholeWindow(now: () => Temporal.Instant): Promise<WholeWindow> {
  const database = await testDatabase()
  const { db, url, folder } = database
  const files = await readFolderFiles(join(import.meta.dirname, '../../data/chongqing'))
  if (!files.ok) throw new Error(files.error.en)
  const imported = await importNetwork(db, files.value, now())
  if (!imported.ok) throw new Error(`${imported.error.length} faults`)
  const network = await openNetwork(db, now())
  const settings = readSettings({ PORT: '0', YIDAN_LOG_LEVEL: 'silent', YIDAN_REQUESTS_PER_MINUTE: '1000000' })
  if (!settings.ok) throw new Error('settings')
  const common = { origin: ORIGIN, newUuid }
  const parties = await openParties({ ...common, db, url, dataFolder: folder, now, secureCookies: false, passwords })
  const first = await parties.prepareFirstStart(firstStartOf(settings.value, ORIGIN, network.current().reference))
  if (first.kind !== 'samples') throw new Error('no samples')
  const modes = [water, rail, road, air, park]
  const routes = [
    ...parties.routes,
    ...networkRoutes({ network, modes }),
    ...consignmentRoutes({ ...common, network, modes, holdMinutes: 30, onConfirmed: planMilestones }),
    ...billRoutes({ ...common, fileStore: openFileStore(folder), signingKeyDays: 365 }),
    ...trackingRoutes(common),
  ]
  const { authenticate } = parties
  const wishes = { routes, db, now, newUuid, settings: settings.value, authenticate, problems: [BILL_PROBLEMS], checksAnswers: true }
  const window = await openWindow(wishes)
  return {
    address: window.address,
    database,
    routes,
    accounts: first.accounts,
    async close() {
      await window.close()
      await parties.close()
      await database.close()
    },
  }
}
