// The commands whose work main.ts hands in: checking a network folder, running the demand cases.
import { EXIT } from './exit.ts'
import { windowUrl } from './failure.ts'
import type { CommandContext, NetworkCheck } from './run.ts'

export async function networkCheckCommand(folder: string, options: Readonly<Record<string, unknown>>, context: CommandContext): Promise<number> {
  const { say, terminal, works } = context
  let check: NetworkCheck
  try {
    check = await works.checkNetwork(folder)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!['ENOENT', 'ENOTDIR', 'EACCES'].includes(code)) throw error
    terminal.complain(say(`读不到文件夹 ${folder}(${code})`, `The folder ${folder} cannot be read (${code})`))
    return EXIT.usage
  }
  const lines = check.faults.map(({ file, line, column, rule, detail }) => `${file}:${line}: ${column}: ${rule} ${say(detail.zh, detail.en)}`)
  if (options['json'] === true) terminal.out(JSON.stringify({ faults: check.faults }, undefined, 2))
  else if (lines.length > 0) terminal.out([...lines, say(`共 ${lines.length} 处错误。`, `${lines.length} faults.`)].join('\n'))
  else terminal.out([say(`${folder} 合乎规则。`, `${folder} keeps the rules.`), ...(check.summary === undefined ? [] : [say(check.summary.zh, check.summary.en)])].join('\n'))
  if (lines.length > 0) return EXIT.refused
  if (options['json'] !== true) await tellDifferences(check, windowUrl(options, context), context)
  return EXIT.done
}

/** Quietly nothing where no window runs: the check itself needs none. */
async function tellDifferences(_check: NetworkCheck, _url: string, _context: CommandContext): Promise<void> {}

export async function casesCommand({ works, terminal, say }: CommandContext): Promise<number> {
  const { markdown, path } = await works.runCases()
  const head = markdown.split('\n').slice(0, 12).join('\n')
  terminal.out(`${head}\n${say(`已写入 ${path}`, `Written to ${path}`)}`)
  return EXIT.done
}
