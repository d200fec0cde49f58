// Asks a running window which network it has loaded.
import { ok, refuse, type Result, type Text } from '#kernel'
import type { ReferenceNetwork } from '#model'
import { compareNetworks, type Comparison, networkJson } from './check.ts'

const PATIENCE_MILLISECONDS = 5000

/** What the folder would change in the window at `baseUrl`; refused when no window of ours answers there. */
export async function compareWithWindow(
  baseUrl: string,
  { reference, checksum }: { readonly reference: ReferenceNetwork; readonly checksum: string },
): Promise<Result<Comparison, Text>> {
  const silent = refuse({ zh: `${baseUrl} 没有窗口应答`, en: `No window answers at ${baseUrl}` })
  let body: unknown
  try {
    const response = await fetch(new URL('/v1/network', baseUrl), {
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
      headers: { accept: 'application/json' },
    })
    if (!response.ok) return silent
    body = await response.json()
  } catch {
    return silent
  }
  const loaded = networkJson.safeParse(body)
  return loaded.success ? ok(compareNetworks(reference, checksum, loaded.data)) : silent
}
