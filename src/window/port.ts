// Whether the port can be had, asked before the slow work of a start.
import { createServer } from 'node:net'

export type PortState = 'free' | 'taken' | 'not-allowed' | 'no-such-address'

export function portState(port: number, host: string): Promise<PortState> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: Error & { code?: string }) => resolve(stateOf(error)))
    probe.listen(port, host, () => probe.close(() => resolve('free')))
  })
}

/** What an error of listening means. */
export const stateOf = ({ code }: { readonly code?: string }): PortState =>
  code === 'EADDRINUSE' ? 'taken' : code === 'EACCES' ? 'not-allowed' : 'no-such-address'

/** A port that nobody has, for a start that was told 0: addresses in links and keys must be known before listening. */
export function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, host, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
