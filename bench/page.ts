// The compare page in a real browser: bytes and time to first useful paint, cold cache, in headless Chromium on this machine.
import { chromium } from 'playwright-core'
import { percentile, rounded, type Bench } from './table.ts'
import { CASES_CLOCK, freshFolder, removeFolder, startWindow } from './window-process.ts'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function run(): Promise<Bench> {
  const folder = freshFolder()
  const window = await startWindow(folder)
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: FLAGS })
  try {
    const paths = { form: '/', compare: comparePath() }
    const rows: { page: string; kB: number; requests: number; domMs: number; usefulMs: number }[] = []
    for (const [page, path] of Object.entries(paths)) {
      const useful: number[] = []
      const dom: number[] = []
      let bytes = 0
      let requests = 0
      for (let i = 0; i < 3; i++) {
        const context = await browser.newContext()
        const tab = await context.newPage()
        bytes = 0
        requests = 0
        const session = await context.newCDPSession(tab)
        await session.send('Network.enable')
        session.on('Network.loadingFinished', (event) => {
          bytes += event.encodedDataLength
          requests += 1
        })
        const began = performance.now()
        await tab.goto(`${window.url}${path}`, { waitUntil: 'domcontentloaded' })
        dom.push(performance.now() - began)
        await (page === 'form' ? tab.locator('form') : tab.getByTestId('opt-A')).first().waitFor({ timeout: 60_000 })
        useful.push(performance.now() - began)
        await tab.waitForLoadState('networkidle')
        await context.close()
      }
      rows.push({
        page,
        kB: rounded(bytes / 1024),
        requests,
        domMs: rounded(percentile(dom, 50), 0),
        usefulMs: rounded(percentile(useful, 50), 0),
      })
    }
    return { rows, result: { pages: rows } }
  } finally {
    await browser.close()
    await window.stop()
    removeFolder(folder)
  }
}

/** The first demand case as a shared address. */
function comparePath(): string {
  const question = {
    carrierAcceptanceLocation: { placeId: 'cq-xiyong-cbz' },
    consigneeReceiptLocation: { placeId: 'de-duisburg' },
    readyDateTime: CASES_CLOCK,
    cargoFormCode: 'CONTAINERISED',
    requestedEquipment: [{ unitTypeCode: '40HC', quantity: 10 }],
    includedConsignmentItem: [{ sequenceNumber: 1, grossWeightKg: 85000, natureIdentificationCargo: { identificationText: 'laptops' } }],
  }
  return `/quote?q=${encodeURIComponent(JSON.stringify(question))}`
}
