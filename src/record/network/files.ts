// A folder of reference data on the disk.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, refuse, type Result, type Text } from '#kernel'
import type { ReferenceNetwork } from '#model'
import { type ImportFault, inspectFolder } from './folder/index.ts'
import { checksumOf } from './store.ts'

/** The text files of a folder by name; refused when there is no such folder. */
export async function readFolderFiles(folder: string): Promise<Result<ReadonlyMap<string, string>, Text>> {
  let names: string[]
  try {
    names = (await readdir(folder)).filter((name) => /\.(csv|json|md|txt)$/.test(name)).toSorted()
  } catch {
    return refuse({ zh: `无法读取文件夹 ${folder}`, en: `The folder ${folder} cannot be read` })
  }
  // Bytes that are no UTF-8 become U+FFFD, which the rules then report with their line.
  return ok(new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const))))
}

export interface FolderCheck {
  readonly checksum: string
  readonly faults: readonly ImportFault[]
  readonly warnings: readonly ImportFault[]
  /** Present when there is no fault. */
  readonly reference?: ReferenceNetwork
}

/** The import rules without a database: the work of `yidan network check <folder>`. */
export async function checkFolder(folder: string): Promise<Result<FolderCheck, Text>> {
  const files = await readFolderFiles(folder)
  if (!files.ok) return files
  const { faults, warnings, reference } = inspectFolder(files.value)
  return ok({ checksum: checksumOf(files.value), faults, warnings, ...(faults.length === 0 ? { reference } : {}) })
}
