// Which faults of the database pass by themselves, so that whoever asked may come again.
import { codeOf } from './process.ts'

/** SQLSTATE classes and codes: connection lost, server stopping or full, statement stopped, a deadlock broken. */
const PASSING = /^(08...|53...|57P0[1-4]|57014|55P03|40001|40P01|25P0[34])$/
const SOCKET = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ENOENT', 'ETIMEDOUT']
/** pg gives these faults no code. */
const WORDS =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired|Cannot use a pool after calling end)/

/** A connection that broke at COMMIT counts too: the effect may be there, and the same key will tell. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error)
  return PASSING.test(code) || SOCKET.includes(code) || (error instanceof Error && WORDS.test(error.message))
}

/** Everything was undone because two transactions waited for each other: done again, it goes through. */
export const isDeadlock = (error: unknown): boolean => ['40P01', '40001'].includes(codeOf(error))
