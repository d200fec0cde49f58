// The window with the caller's key: from --key-file, else YIDAN_KEY; a key is never a word of the command line, where `ps` shows it.
import { ok, refuse, type Result } from '#kernel'
import { EXIT } from './exit.ts'
import { windowUrl } from './failure.ts'
import { readBytes, textOf } from './files.ts'
import type { CommandContext } from './run.ts'
import { type WindowClient, windowClient } from './window-client.ts'

export interface WindowOptions {
  readonly url?: string
  readonly json?: true
  readonly keyFile?: string
}

export async function openClient(options: WindowOptions, context: CommandContext): Promise<Result<WindowClient, number>> {
  const key = await keyOf(options, context)
  return key.ok ? ok(windowClient(windowUrl({ ...options }, context), context.language, key.value)) : key
}

async function keyOf({ keyFile }: WindowOptions, context: CommandContext): Promise<Result<string | undefined, number>> {
  const { say, terminal } = context
  const read = keyFile === undefined ? ok(undefined) : await readBytes(keyFile, context)
  if (!read.ok) return read
  const key = (read.value === undefined ? (terminal.environment['YIDAN_KEY'] ?? '') : textOf(read.value)).trim()
  if (key === '' && keyFile === undefined) return ok(undefined)
  // Said without the key: what a terminal shows is kept in its scrollback.
  if (/^[\x21-\x7e]{8,512}$/.test(key)) return ok(key)
  const source = keyFile ?? 'YIDAN_KEY'
  terminal.complain(say(`${source} 中不是 API 密钥`, `${source} holds no API key`))
  return refuse(EXIT.usage)
}
