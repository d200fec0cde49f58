#!/usr/bin/env node
// The only entry: picks city, modes, database and clock, and opens the window or runs the command; it decides nothing else.
import { readFile, writeFile } from 'node:fs/promises'
import { enableCompileCache } from 'node:module'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Works } from '#cli'
import type { Language, NewUuid, Text } from '#kernel'
import type { Job } from '#model'
import type { Database, JobRow } from '#postgres'
import type { Part, PortState, Settings, WindowLog as Logger } from '#window'

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

/** Why a start ended; docs/settings.md lists them for operators. */
const EXIT = {
  stopped: 0, fault: 1, setting: 10, port: 11, 'data-folder-not-writable': 12, 'already-running': 13, 'other-major-version': 14, 'disk-full': 15, 'binaries-missing': 16,
  'start-failed': 17, 'database-unreachable': 18, 'database-rights-missing': 19, 'migration-edited': 20, 'migration-unknown': 20, 'migration-failed': 20, network: 21,
} as const
type Ended = keyof typeof EXIT

/** A start that cannot go on: one sentence for a person, one code for a script. */
class Refused extends Error {
  readonly ended: Ended
  readonly text: Text
  constructor(ended: Ended, text: Text) {
    super(text.en)
    this.ended = ended
    this.text = text
  }
}

async function loadModes() {
  const [{ water }, { rail }, { road }, { air }, { park }] = await Promise.all([import('#modes/water'), import('#modes/rail'), import('#modes/road'), import('#modes/air'), import('#modes/park')])
  return [water, rail, road, air, park] as const
}

/** What has been started, to be stopped in the opposite order, whatever point a start has reached. */
function stopList() {
  const stops: (() => Promise<void>)[] = []
  let stopping: Promise<void> | undefined
  const stopAll = async (): Promise<void> => {
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop().catch((error: unknown) => complain(String(error)))
  }
  return { add: (stop: () => Promise<void>) => void stops.push(stop), stopAll: () => (stopping ??= stopAll()) }
}

async function start(language: Language): Promise<number> {
  const began = performance.now()
  const say = ({ zh, en }: Text): string => (language === 'en' ? en : zh)
  const started = stopList()
  // A signal during the start waits for the step that is running, then stops what has been started.
  let stopAsked = (): void => undefined
  const asked = new Promise<void>((done) => (stopAsked = done))
  let signalled = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (signalled) return
      signalled = true
      print(say({ zh: '正在停止 …', en: 'Stopping …' }))
      stopAsked()
    })
  try {
    const address = await openAll(language, started.add, () => signalled)
    if (address !== undefined) {
      print(say({ zh: `一单已在 ${address} 开窗(${((performance.now() - began) / 1000).toFixed(1)} 秒)`, en: `Yidan is open at ${address} (${((performance.now() - began) / 1000).toFixed(1)} s)` }))
      await asked
    }
    await started.stopAll()
    return EXIT.stopped
  } catch (error) {
    await started.stopAll()
    // Ctrl-C reaches the children too; what they say while dying is no refusal.
    if (signalled) return EXIT.stopped
    if (!(error instanceof Refused)) throw error
    complain(say(error.text))
    return EXIT[error.ended]
  }
}

type AddStop = (stop: () => Promise<void>) => void

/** Everything in order; the address people use, or nothing when somebody asked to stop meanwhile. */
async function openAll(language: Language, onStop: AddStop, stopAsked: () => boolean): Promise<string | undefined> {
  const { buildWeb, openWindow, portState, progress, readSettings, stateOf, windowLog } = await import('#window')
  const read = readSettings(process.env)
  if (!read.ok) throw new Refused('setting', { zh: read.error.map(({ zh }) => zh).join('\n'), en: read.error.map(({ en }) => en).join('\n') })
  const settings = read.value
  const state = await portState(settings.port, settings.host)
  if (state !== 'free') throw portRefused(settings, state)
  const { step } = progress(language, print)
  // The bundler is a process of its own, so it works beside the database.
  const web = step({ zh: '正在构建网页', en: 'Building the web' }, () => buildWeb(root))
  web.catch(() => undefined)
  const now = clock(settings)
  const newUuid = await uuidMaker()
  const log = windowLog(settings.logLevel)
  const database = await openDatabaseOf(settings, step, onStop)
  if (stopAsked()) return undefined
  const { network, part: networkPart } = await openNetworkOf(settings, database.db, { step, now })
  if (stopAsked()) return undefined
  const modes = await loadModes()
  const { consignmentJobs, consignmentRoutes } = await import('#record/consignment')
  const { networkJobs, networkRoutes } = await import('#record/network')
  const routes = [...networkRoutes({ network, modes }), ...consignmentRoutes({ db: database.db, network, modes, newUuid })]
  const jobs = [...networkJobs(network), ...consignmentJobs({ db: database.db }).map(jobRow)]
  const built = await web
  if (!built.ok) complain(`${language === 'en' ? 'The web could not be built; the interface works without it:' : '网页构建失败,接口仍可使用:'}\n${built.error}`)
  const webFolder = built.ok ? built.value.folder : undefined
  if (stopAsked()) return undefined
  const queue = await startJobs(database, { jobs, now, log })
  onStop(queue.stop)
  const parts = [databasePart(database), networkPart, queue.part]
  const window = await openWindow({ routes, db: database.db, now, newUuid, settings, parts, log, ...(webFolder === undefined ? {} : { webFolder }) }).catch((error: Error & { code?: string }) => {
    throw error.code === undefined ? error : portRefused(settings, stateOf(error))
  })
  onStop(window.close)
  return settings.origin || (settings.host === '127.0.0.1' ? window.address.replace('127.0.0.1', 'localhost') : window.address)
}

function portRefused({ port, host }: Settings, state: PortState): Refused {
  switch (state) {
    case 'taken':
      return new Refused('port', { zh: `端口 ${port} 已被占用:请停止占用它的程序,或用 PORT 另指一个。`, en: `The port ${port} is taken: stop the program that has it, or name another with PORT.` })
    case 'not-allowed':
      return new Refused('port', { zh: `无权使用端口 ${port}:请用 PORT 指定 1024 以上的端口。`, en: `The port ${port} may not be used by this user: name one above 1024 with PORT.` })
    case 'no-such-address':
    case 'free':
      return new Refused('port', { zh: `地址 ${host} 不可用:请检查 HOST。`, en: `The address ${host} cannot be used: check HOST.` })
  }
}

/** A fixed clock stands still: the same questions get the same answers (YIDAN_CLOCK). */
const clock = (settings: Settings) => (): Temporal.Instant => settings.clock ?? Temporal.Now.instant()

async function uuidMaker(): Promise<NewUuid> {
  const { uuidV7 } = await import('#kernel')
  // Ids follow the real time even under a fixed clock, so that they stay in order and apart.
  return () => uuidV7(Temporal.Now.instant().epochMilliseconds, crypto.getRandomValues(new Uint8Array(10)))
}

type Step = <T>(text: Text, work: (say: (text: Text) => void) => Promise<T>) => Promise<T>

async function openDatabaseOf(settings: Settings, step: Step, onStop: AddStop) {
  const { closeDatabase, databaseAnswers, openDatabase, prepareDatabase, startPostgres } = await import('#postgres')
  let adminUrl = settings.databaseUrl
  if (adminUrl === undefined) {
    const dataFolder = process.env['YIDAN_DATA_FOLDER'] ? resolve(settings.dataFolder) : join(root, settings.dataFolder)
    const server = await step({ zh: '正在启动数据库', en: 'Starting the database' }, (progress) => startPostgres({ dataFolder, progress }))
    if (!server.ok) throw new Refused(server.error.code, server.error.text)
    onStop(server.value.stop)
    adminUrl = server.value.url
  }
  const admin = adminUrl
  const prepared = await step({ zh: '正在准备数据表', en: 'Preparing the tables' }, (progress) => prepareDatabase({ adminUrl: admin, progress }))
  if (!prepared.ok) throw new Refused(prepared.error.code, prepared.error.text)
  const db = openDatabase({ url: prepared.value.url, statementSeconds: settings.requestSeconds })
  onStop(() => closeDatabase(db))
  return { db, url: prepared.value.url, answers: () => databaseAnswers(db) }
}

function databasePart({ answers }: { readonly answers: () => Promise<boolean> }) {
  return {
    name: 'database', title: { zh: '数据库', en: 'Database' }, required: true,
    check: async () => ((await answers()) ? { state: 'OK' as const, detail: { zh: '应答正常', en: 'answers' } } : { state: 'DOWN' as const, detail: { zh: '无应答', en: 'does not answer' } }),
  }
}

/** A setting is meant from where the person stands; the standard one lies with the program. */
const cityFolder = (setting: string): string => (setting === '' ? join(root, 'data/chongqing') : resolve(setting))

const folderHasFaults = (folder: string, count: number): Text => ({
  zh: `路网文件夹 ${folder} 有 ${count} 处错误:请运行 npx yidan network check ${folder}。`,
  en: `The network folder ${folder} has ${count} faults: run npx yidan network check ${folder}.`,
})

/** The folder becomes the current version if it is not that already; a folder with faults stops the start. */
async function openNetworkOf(settings: Settings, db: Database, { step, now }: { readonly step: Step; readonly now: () => Temporal.Instant }) {
  const { importNetwork, openNetwork, readFolderFiles } = await import('#record/network')
  const folder = cityFolder(process.env['YIDAN_CITY'] ? settings.cityFolder : '')
  const files = await readFolderFiles(folder)
  if (!files.ok) throw new Refused('network', files.error)
  const imported = await step({ zh: '正在装入路网', en: 'Loading the network' }, () => importNetwork(db, files.value, now()))
  if (!imported.ok) throw new Refused('network', folderHasFaults(folder, imported.error.length))
  const network = await step({ zh: '正在展开时刻表', en: 'Building the timetable' }, () => openNetwork(db, now()))
  const part: Part = {
    name: 'network', title: { zh: '路网', en: 'Network' }, required: true,
    check: async () => {
      const { version, reference, departureIds } = network.current()
      return {
        state: departureIds.length > 0 ? 'OK' : 'DOWN',
        detail: { zh: `第 ${version} 版,${reference.places.size} 个地点,${departureIds.length} 个班次`, en: `version ${version}, ${reference.places.size} places, ${departureIds.length} departures` },
      }
    },
  }
  return { network, part }
}

const jobRow = ({ name, schedule, run }: Job): JobRow => ({ name, ...(schedule === undefined ? {} : { schedule }), handle: ({ now }) => run(now) })

interface JobWishes {
  readonly jobs: readonly JobRow[]
  readonly now: () => Temporal.Instant
  readonly log: Logger
}

/** The queue starts beside the window: nobody who asks for a quote waits for it. */
async function startJobs({ db, url }: { readonly db: Database; readonly url: string }, { jobs, now, log }: JobWishes) {
  const { startQueue, sweepRequests, withCaller } = await import('#postgres')
  let state: 'starting' | 'running' | 'failed' = 'starting'
  const sweep: JobRow = {
    name: 'idempotency-sweep', schedule: '47 3 * * *',
    handle: async ({ database, now }) => void (await withCaller(database, { kind: 'system', name: 'idempotency' }, (tx) => sweepRequests(tx, now))),
  }
  const onFault = (job: string, error: unknown): void => log.error({ job, err: error }, 'a job failed')
  const started = startQueue({ url, database: db, jobs: [...jobs, sweep], clock: now, timeZone: 'Asia/Shanghai', onFault }).then(
    (queue) => {
      state = 'running'
      return queue
    },
    (error: unknown) => {
      state = 'failed'
      log.error({ err: error }, 'the queue of jobs did not start')
      return undefined
    },
  )
  const details = { starting: { zh: '启动中', en: 'starting' }, running: { zh: '运行中', en: 'running' }, failed: { zh: '未能启动', en: 'did not start' } }
  const part: Part = { name: 'jobs', title: { zh: '定时任务', en: 'Jobs' }, required: false, check: async () => ({ state: state === 'failed' ? 'DEGRADED' : 'OK', detail: details[state] }) }
  return { part, stop: async () => (await started)?.stop() }
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
