// Files that a person names on the command line; one that cannot be used is told, not thrown.
import { readFile, writeFile } from 'node:fs/promises'
import { ok, refuse, type Result } from '#kernel'
import { EXIT } from './exit.ts'
import type { CommandContext } from './run.ts'

export async function readBytes(path: string, { say, terminal }: CommandContext): Promise<Result<Uint8Array, number>> {
  try {
    return ok(new Uint8Array(await readFile(path)))
  } catch {
    terminal.complain(say(`读不到文件 ${path}`, `The file ${path} cannot be read`))
    return refuse(EXIT.usage)
  }
}

export async function writeBytes(path: string, bytes: Uint8Array, { say, terminal }: CommandContext): Promise<Result<string, number>> {
  try {
    await writeFile(path, bytes)
    return ok(path)
  } catch {
    terminal.complain(say(`写不了文件 ${path}`, `The file ${path} cannot be written`))
    return refuse(EXIT.usage)
  }
}

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
