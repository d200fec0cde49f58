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
