// One real window with its own database, and one Chromium, for the browser tests.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { emptyDatabase } from '#postgres/testing'

const root = join(import.meta.dirname, '../..')
/** All tests see this instant, the one of the 25 demand cases. */
export const CLOCK = '2026-12-01T09:00:00+08:00'

export interface Stage {
  readonly address: string
  readonly browser: Browser
  /** The one page most tests share: its scripts are fetched and compiled once. */
  readonly regular: Visitor
  /** Of a sample organisation's person ("shipper"), as the first start printed it. */
  readonly password: (name: string) => string
  readonly close: () => Promise<void>
}

async function openWindow(databaseUrl: string): Promise<Pick<Stage, 'address' | 'password' | 'close'>> {
  const folder = mkdtempSync(join(tmpdir(), 'yidan-stage-'))
  const wishes = { PORT: '0', DATABASE_URL: databaseUrl, YIDAN_DATA_FOLDER: folder, YIDAN_CLOCK: CLOCK, YIDAN_LOG_LEVEL: 'error' }
  const env = { ...process.env, ...wishes }
  const child = spawn(process.execPath, ['src/main.ts', 'start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let said = ''
  const listen = (chunk: Buffer): void => {
    said += chunk.toString()
    const found = /http:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(said)
    if (found !== null) resolve(found[0])
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  void gone.then(() => reject(new Error(`the window did not open:\n${said}`)))
  const address = await promise
  const close = async (): Promise<void> => {
    child.kill('SIGTERM')
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
  const password = (name: string): string => new RegExp(`${name}@sample\\.example\\s+(\\S+)`).exec(said)?.[1] ?? ''
  return { address, password, close }
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path))
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
]

export async function openStage(): Promise<Stage> {
  if (CHROMIUM === undefined) throw new Error('no Chromium: install it with `apt-get install chromium fonts-noto-cjk`')
  const database = await emptyDatabase()
  const [window, browser] = await Promise.all([openWindow(database.adminUrl), chromium.launch({ executablePath: CHROMIUM, args: FLAGS })])
  const close = async (): Promise<void> => {
    await browser.close()
    await window.close()
    await database.close()
  }
  return { address: window.address, password: window.password, browser, regular: await visitor(browser), close }
}

export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  /** What the page complained about; a test ends with none. */
  readonly complaints: string[]
}

const DESKTOP = { width: 1440, height: 900 }

/** A new person with an empty browser whose clock stands where the window's does. */
export async function visitor(browser: Browser): Promise<Visitor> {
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: 'reduce' })
  await context.addInitScript((clock) => {
    const instant = Temporal.Instant.from(clock)
    Object.defineProperty(Temporal.Now, 'instant', { value: () => instant })
  }, CLOCK)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // A refused question is an answer to the page, though Chromium logs it as a failed resource.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text())
  })
  return { context, page, complaints }
}

/** The shared page as a new person would have it: nothing remembered, nothing intercepted, nothing complained about. */
export async function regular({ regular: shared }: Stage): Promise<Visitor> {
  const { context, page, complaints } = shared
  await context.setOffline(false)
  await context.clearCookies()
  await page.unrouteAll()
  if (page.url().startsWith('http')) await page.evaluate(() => localStorage.clear())
  await page.goto('about:blank')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(DESKTOP)
  complaints.length = 0
  return shared
}

/** Signs a sample organisation's person in by the form, and waits for where it leads. */
export async function signIn({ address, password }: Stage, page: Page, name: string, to = '/consignments?lang=en'): Promise<void> {
  await page.goto(`${address}/sign-in?lang=en&to=${encodeURIComponent(to)}`)
  await page.getByLabel('E-mail').fill(`${name}@sample.example`)
  await page.getByLabel('Password').fill(password(name))
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

const question = (parts: object): string => `/quote?q=${encodeURIComponent(JSON.stringify(parts))}`
const item = (identificationText: string, grossWeightKg: number) => [
  { sequenceNumber: 1, natureIdentificationCargo: { identificationText }, grossWeightKg },
]

/** Case 01: ten boxes of laptops by the train to Duisburg. */
export const LAPTOPS = {
  carrierAcceptanceLocation: { placeId: 'cq-xiyong-cbz' },
  consigneeReceiptLocation: { placeId: 'de-duisburg' },
  readyDateTime: CLOCK,
  deadlineDateTime: '2026-12-21T09:00:00+08:00',
  cargoFormCode: 'CONTAINERISED',
  requestedEquipment: [{ unitTypeCode: '40HC', quantity: 10 }],
  includedConsignmentItem: item('laptops', 85_000),
} as const
/** Coal does not fly. */
export const FLYING_COAL = {
  carrierAcceptanceLocation: { placeId: 'cn-jingbian-coal' },
  consigneeReceiptLocation: { placeId: 'cq-guoyuan-port' },
  readyDateTime: CLOCK,
  cargoFormCode: 'DRY_BULK',
  includedConsignmentItem: item('coal', 3_500_000),
  modeCodes: ['4'],
} as const
export const OVERWEIGHT = { ...LAPTOPS, requestedEquipment: [{ unitTypeCode: '20GP', quantity: 1 }] } as const

/** More than the form has fields for. */
export const TWO_ITEMS = {
  ...LAPTOPS,
  includedConsignmentItem: [
    { sequenceNumber: 1, natureIdentificationCargo: { identificationText: 'laptops' }, grossWeightKg: 80_000, grossVolumeM3: 500 },
    { sequenceNumber: 2, natureIdentificationCargo: { identificationText: 'docks' }, grossWeightKg: 900 },
  ],
} as const

export const ADDRESS = {
  laptops: question(LAPTOPS),
  flyingCoal: question(FLYING_COAL),
  overweight: question(OVERWEIGHT),
  twoItems: question(TWO_ITEMS),
} as const
