// Builds the web when its sources are newer than what was built, so that `npm start` on a fresh clone shows the right page.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { ok, refuse, type Result } from '#kernel'

export interface WebBuild {
  /** The folder to serve; absent when there is no web in this copy. */
  readonly folder?: string
  readonly built: boolean
}

/** What the bundle is made of; a change in any of it makes the built web stale. */
const SOURCES = ['web', 'src/kernel', 'src/model', 'package-lock.json']
const COMPRESSED = /\.(js|css|html|svg|json|txt|webmanifest)$/

export const webIsStale = (root: string): boolean => existsSync(join(root, 'web/index.html')) && stampOf(root) !== readStamp(root)

/** `signal` ends the bundler when the start does not go on. */
export async function buildWeb(root: string, signal?: AbortSignal): Promise<Result<WebBuild, string>> {
  const folder = join(root, 'web/dist')
  if (!existsSync(join(root, 'web/index.html'))) return ok({ built: false })
  const stamp = stampOf(root)
  if (stamp === readStamp(root)) return ok({ folder, built: false })
  // Built beside and moved in whole: a second start, or a build cut off, never leaves half a page.
  const workshop = mkdtempSync(join(root, 'web/.dist-'))
  try {
    const fresh = join(workshop, 'fresh')
    const fault = await runVite(root, fresh, signal)
    if (fault !== undefined) return refuse(fault)
    await compressAll(fresh)
    writeFileSync(join(fresh, '.stamp'), stamp)
    if (existsSync(folder)) renameSync(folder, join(workshop, 'stale'))
    renameSync(fresh, folder)
  } catch (error) {
    // Another start moved its own in first; the same sources make the same page.
    if (stamp !== readStamp(root)) return refuse(error instanceof Error ? error.message : String(error))
  } finally {
    rmSync(workshop, { recursive: true, force: true })
  }
  return ok({ folder, built: true })
}

/** By content, since a clone gives every file the same new time. */
function stampOf(root: string): string {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    const path = join(root, source)
    const files = source.endsWith('.json') ? [''] : readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted()
    for (const file of files) {
      if (/^(dist|\.dist-\w+|node_modules)(\/|$)|\.test\.tsx?$/.test(file)) continue
      const full = join(path, file)
      try {
        hash.update(`${source}/${file}\n`).update(readFileSync(full))
      } catch {
        // A folder, or a file that has just gone.
      }
    }
  }
  return hash.digest('hex')
}

function readStamp(root: string): string | undefined {
  try {
    return readFileSync(join(root, 'web/dist/.stamp'), 'utf8')
  } catch {
    return undefined
  }
}

/** Undefined when it worked, else the end of what the bundler printed. */
function runVite(root: string, folder: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    const vite = join(root, 'node_modules/vite/bin/vite.js')
    const child = spawn(process.execPath, [vite, 'build', 'web', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    })
    let output = ''
    const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-4000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code) => resolve(code === 0 ? undefined : output.trim()))
  })
}

async function compressAll(folder: string): Promise<void> {
  const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)]
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!COMPRESSED.test(file)) continue
    const path = join(folder, file)
    const bytes = readFileSync(path)
    if (bytes.length < 1024) continue
    writeFileSync(`${path}.br`, await brotli(bytes))
    writeFileSync(`${path}.gz`, await zip(bytes))
  }
}
