// The secret that signs session cookies: 32 random bytes in a file of the data folder that only its user reads. Not in the
// database, so that a copy of the database opens nobody's session; windows that share a database share the folder (as for bills' keys).
import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assert } from '#kernel'

export async function sessionSecret(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'session-secret')
  const found = await readSecret(path)
  if (found !== undefined) return found
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  // Written beside and linked: of two programs that start at once, the second takes what the first has made.
  const part = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    await writeFile(part, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true })
    await link(part, path).catch((error: Error & { code?: string }) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(part, { force: true })
  }
  const made = await readSecret(path)
  assert(made !== undefined, 'the secret was written a moment ago')
  return made
}

async function readSecret(path: string): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'utf8')
    assert(/^[\w-]{43}$/.test(text), `${path} holds 32 bytes in base64url; remove it to make another, which ends all sessions`)
    return text
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
