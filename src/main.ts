#!/usr/bin/env node
// The only entry: picks city, modes, database and clock, and opens the window or runs the command; it decides nothing else.
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { enableCompileCache } from 'node:module'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Works } from '#cli'
import type { Language, NewUuid, Text } from '#kernel'
import type { Modes } from '#model'
import type { Database, StartRefusal } from '#postgres'
import type { NetworkHolder } from '#record/network'
import type { Part, Settings, StartWishes, windowLog } from '#window'

// Before everything else is loaded, so that a second start compiles nothing (stack.md §7).
enableCompileCache()

const root = join(import.meta.dirname, '..')
const print = (line: string): void => void process.stdout.write(`${line}\n`)
// `| head` closes our output early, which is no fault.
process.stdout.on('error', (error: Error & { code?: string }) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

async function loadModes() {
  const [{ water }, { rail }, { road }, { air }, { park }] = await Promise.all([
    import('#modes/water'),
    import('#modes/rail'),
    import('#modes/road'),
    import('#modes/air'),
    import('#modes/park'),
  ])
  return [water, rail, road, air, park] as const
}

async function start(language: Language): Promise<number> {
  const { runStart } = await import('#window')
  return runStart({ language, print, complain, open: (wishes) => openAll(language, wishes) })
}

/** Everything in order; the address people use, or nothing when somebody asked to stop meanwhile. */
async function openAll(language: Language, { onStop, stopAsked, step, fail }: StartWishes): Promise<string | undefined> {
  const {
    buildWeb,
    firstStartLines,
    firstStartOf,
    freePort,
    openWindow,
    originOf,
    portRefused,
    portState,
    readSettings,
    Refused,
    startJobs,
    stateOf,
    windowLog,
  } = await import('#window')
  const read = readSettings(process.env)
  if (!read.ok)
    throw new Refused('setting', { zh: read.error.map(({ zh }) => zh).join('\n'), en: read.error.map(({ en }) => en).join('\n') })
  const state = await portState(read.value.port, read.value.host)
  if (state !== 'free') throw portRefused(read.value, state)
  const settings = { ...read.value, port: read.value.port || (await freePort(read.value.host)) }
  const origin = originOf(settings)
  const city = await readCity(settings)
  // The bundler is a process of its own, so it works beside the database; a start that is refused takes it along.
  const bundler = new AbortController()
  onStop(() => Promise.resolve(bundler.abort()))
  const web = step({ zh: '正在构建网页', en: 'Building the web' }, () => buildWeb(root, bundler.signal))
  web.catch(() => undefined)
  const now = clock(settings)
  const newUuid = await uuidMaker()
  const log = windowLog(settings.logLevel)
  const database = await openDatabaseOf(settings, { step, onStop, fail, log })
  if (stopAsked()) return undefined
  const { network, part: networkPart } = await openNetworkOf(city, database.db, { step, now })
  if (stopAsked()) return undefined
  const modes = await loadModes()
  const { parties, routes, jobs, problems } = await openRecord({ settings, origin, database, network, modes, now, newUuid })
  onStop(parties.close)
  const first = await parties.prepareFirstStart(firstStartOf(settings, origin, network.current().reference))
  // At once: a start that ends before it listens must not take the only copy of the passwords with it.
  for (const line of firstStartLines(first, language)) print(line)
  const built = await web
  if (!built.ok)
    complain(
      `${language === 'en' ? 'The web could not be built; the interface works without it:' : '网页构建失败,接口仍可使用:'}\n${built.error}`,
    )
  const webFolder = built.ok ? built.value.folder : undefined
  if (stopAsked()) return undefined
  const queue = startJobs({ ...database, jobs, now, log })
  onStop(queue.stop)
  const parts = [databasePart(database), networkPart, queue.part]
  const window = await openWindow({
    routes,
    db: database.db,
    now,
    newUuid,
    settings,
    authenticate: parties.authenticate,
    problems,
    parts,
    log,
    ...(webFolder === undefined ? {} : { webFolder }),
  }).catch((error: Error & { code?: string }) => {
    throw error.code === undefined ? error : portRefused(settings, stateOf(error))
  })
  onStop(window.close)
  return origin
}

/** The record's modules, lowest first, each handed what a higher one does for it. */
async function openRecord({
  settings,
  origin,
  database: { db, url },
  network,
  modes,
  now,
  newUuid,
}: {
  readonly settings: Settings
  readonly origin: string
  readonly database: { readonly db: Database; readonly url: string }
  readonly network: NetworkHolder
  readonly modes: Modes
  readonly now: () => Temporal.Instant
  readonly newUuid: NewUuid
}) {
  const { openParties } = await import('#record/parties')
  const { networkJobs, networkRoutes } = await import('#record/network')
  const { consignmentJobs, consignmentRoutes } = await import('#record/consignment')
  const { BILL_PROBLEMS, billRoutes } = await import('#record/bill')
  const { planMilestones, trackingJobs, trackingRoutes } = await import('#record/tracking')
  const { openFileStore } = await import('#postgres')
  const dataFolder = dataFolderOf(settings)
  const parties = await openParties({ db, url, dataFolder, origin, newUuid, now, secureCookies: origin.startsWith('https:') })
  const routes = [
    ...parties.routes,
    ...networkRoutes({ network, modes }),
    ...consignmentRoutes({ network, modes, newUuid, holdMinutes: settings.holdMinutes, onConfirmed: planMilestones }),
    ...billRoutes({ fileStore: openFileStore(dataFolder), origin, newUuid, signingKeyDays: settings.signingKeyDays }),
    ...trackingRoutes({ origin, newUuid }),
  ]
  const jobs = [...parties.jobs, ...networkJobs(network), ...consignmentJobs(network), ...trackingJobs]
  return { parties, routes, jobs, problems: [BILL_PROBLEMS] }
}

/** A fixed clock stands still: the same questions get the same answers (YIDAN_CLOCK). */
const clock = (settings: Settings) => (): Temporal.Instant => settings.clock ?? Temporal.Now.instant()

async function uuidMaker(): Promise<NewUuid> {
  const { uuidV7 } = await import('#kernel')
  // Ids follow the real time even under a fixed clock, so that they stay in order and apart.
  return () => uuidV7(Temporal.Now.instant().epochMilliseconds, crypto.getRandomValues(new Uint8Array(10)))
}

/** Where the database that comes with the program lives. */
const dataFolderOf = ({ dataFolder }: Settings): string => (process.env['YIDAN_DATA_FOLDER'] ? resolve(dataFolder) : join(root, dataFolder))

type DatabaseStart = Pick<StartWishes, 'step' | 'onStop' | 'fail'> & { readonly log: ReturnType<typeof windowLog> }

/** The database that comes with the program, watched while the program runs. */
async function startOurs(settings: Settings, { step, onStop, fail, log }: DatabaseStart): Promise<string> {
  const { Refused } = await import('#window')
  const { startPostgres } = await import('#postgres')
  const onChange = (state: 'ended' | 'restarted'): void =>
    state === 'ended' ? log.error('the database ended by itself; it is started again') : log.warn('the database answers again')
  const onLost = ({ code, text: reason }: StartRefusal): void => fail(new Refused(code, reason))
  const wishes = { dataFolder: dataFolderOf(settings), onChange, onLost }
  const server = await step({ zh: '正在启动数据库', en: 'Starting the database' }, (progress) => startPostgres({ ...wishes, progress }))
  if (!server.ok) throw new Refused(server.error.code, server.error.text)
  onStop(server.value.stop)
  return server.value.url
}

async function openDatabaseOf(settings: Settings, start: DatabaseStart) {
  const { step, onStop } = start
  const { Refused } = await import('#window')
  const { closeDatabase, databaseAnswers, openDatabase, prepareDatabase } = await import('#postgres')
  const admin = settings.databaseUrl ?? (await startOurs(settings, start))
  const prepared = await step({ zh: '正在准备数据表', en: 'Preparing the tables' }, (progress) =>
    prepareDatabase({ adminUrl: admin, progress }),
  )
  if (!prepared.ok) throw new Refused(prepared.error.code, prepared.error.text)
  const db = openDatabase({ url: prepared.value.url, statementSeconds: settings.requestSeconds })
  onStop(() => closeDatabase(db))
  return { db, url: prepared.value.url, answers: () => databaseAnswers(db) }
}

function databasePart({ answers }: { readonly answers: () => Promise<boolean> }) {
  return {
    name: 'database',
    title: { zh: '数据库', en: 'Database' },
    required: true,
    check: async () =>
      (await answers())
        ? { state: 'OK' as const, detail: { zh: '应答正常', en: 'answers' } }
        : { state: 'DOWN' as const, detail: { zh: '无应答', en: 'does not answer' } },
  }
}

/** A setting is meant from where the person stands; the standard one lies with the program. */
const cityFolder = (setting: string): string => (setting === '' ? join(root, 'data/chongqing') : resolve(setting))

const folderHasFaults = (folder: string, count: number): Text => ({
  zh: `路网文件夹 ${folder} 有 ${count} 处错误:请运行 npx yidan network check ${folder}。`,
  en: `The network folder ${folder} has ${count} faults: run npx yidan network check ${folder}.`,
})

/** A folder that cannot be used is told before a database is made for it; one that is kept already is not judged again. */
async function readCity(settings: Settings) {
  const { NETWORK_FILES, readFolder, readFolderFiles } = await import('#record/network')
  const { Refused } = await import('#window')
  const folder = cityFolder(process.env['YIDAN_CITY'] ? settings.cityFolder : '')
  const files = await readFolderFiles(folder)
  if (!files.ok) throw new Refused('network', files.error)
  const isFirst = settings.databaseUrl === undefined && !existsSync(join(dataFolderOf(settings), 'postgres/data'))
  if (isFirst || NETWORK_FILES.some((name) => !files.value.has(name))) {
    const read = readFolder(files.value)
    if (!read.ok) throw new Refused('network', folderHasFaults(folder, read.error.length))
  }
  return { folder, files: files.value }
}

/** The folder becomes the current version if it is not that already; a folder with faults stops the start. */
async function openNetworkOf(
  { folder, files }: Awaited<ReturnType<typeof readCity>>,
  db: Database,
  { step, now }: { readonly step: StartWishes['step']; readonly now: () => Temporal.Instant },
) {
  const { importNetwork, openNetwork } = await import('#record/network')
  const { Refused } = await import('#window')
  const imported = await step({ zh: '正在装入路网', en: 'Loading the network' }, () => importNetwork(db, files, now()))
  if (!imported.ok) throw new Refused('network', folderHasFaults(folder, imported.error.length))
  const network = await step({ zh: '正在展开时刻表', en: 'Building the timetable' }, () => openNetwork(db, now()))
  const part: Part = {
    name: 'network',
    title: { zh: '路网', en: 'Network' },
    required: true,
    check: async () => {
      const { version, reference, departureIds } = network.current()
      return {
        state: departureIds.length > 0 ? 'OK' : 'DOWN',
        detail: {
          zh: `第 ${version} 版,${reference.places.size} 个地点,${departureIds.length} 个班次`,
          en: `version ${version}, ${reference.places.size} places, ${departureIds.length} departures`,
        },
      }
    },
  }
  return { network, part }
}

const works: Works = {
  start,
  checkNetwork: async (folder, windowUrl) => {
    const { checkFolder, compareWithWindow } = await import('#record/network')
    const checked = await checkFolder(folder)
    if (!checked.ok) return checked
    const { faults, warnings, reference, checksum } = checked.value
    if (reference === undefined) return { ok: true, value: { faults, warnings } }
    const compared = await compareWithWindow(windowUrl, { reference, checksum })
    const [places, services] = [reference.places.size, reference.services.size]
    const summary = { zh: `${places} 个地点,${services} 条服务`, en: `${places} places, ${services} services` }
    return { ok: true, value: { faults, warnings, summary, ...(compared.ok ? { comparison: compared.value } : {}) } }
  },
  runCases: async () => {
    const { runCases } = await import('#record/consignment')
    const { readFolderFiles } = await import('#record/network')
    const folder = cityFolder(process.env['YIDAN_CITY'] ?? '')
    const files = await readFolderFiles(folder)
    if (!files.ok) return files
    const ran = runCases(files.value, await loadModes())
    if (!ran.ok) return { ok: false, error: folderHasFaults(folder, ran.error.length) }
    const path = join(root, 'docs/demand-cases.md')
    await writeFile(path, ran.value)
    return { ok: true, value: { markdown: ran.value, path } }
  },
}

const { runCommand } = await import('#cli')
process.exitCode = await runCommand(process.argv.slice(2), works, {
  out: print,
  complain,
  readInput: () => text(process.stdin),
  readFile: (path) => readFile(path, 'utf8'),
  environment: process.env,
})
