// The commands whose work main.ts hands in: checking a network folder, running the demand cases.
import { EXIT } from './exit.ts'
import { windowUrl } from './failure.ts'
import type { Say } from './language.ts'
import type { Changes, CommandContext, Comparison, NetworkCheck } from './run.ts'

export async function networkCheckCommand(
  folder: string,
  options: Readonly<Record<string, unknown>>,
  context: CommandContext,
): Promise<number> {
  const { say, terminal, works } = context
  const checked = await works.checkNetwork(folder, windowUrl(options, context))
  if (!checked.ok) {
    terminal.complain(say(checked.error.zh, checked.error.en))
    return EXIT.usage
  }
  const { faults, warnings, summary, comparison } = checked.value
  if (options['json'] === true) {
    terminal.out(JSON.stringify({ faults, warnings, ...(comparison === undefined ? {} : { comparison }) }, undefined, 2))
  } else if (faults.length > 0) {
    terminal.out(
      [...linesOf(faults, say), say(`共 ${faults.length} 处错误。`, faults.length === 1 ? 'One fault.' : `${faults.length} faults.`)].join(
        '\n',
      ),
    )
  } else {
    const notes = warnings.length === 0 ? [] : [say('提醒:', 'Worth a look:'), ...linesOf(warnings, say)]
    terminal.out(
      [
        ...notes,
        say(`${folder} 合乎规则。`, `${folder} keeps the rules.`),
        ...(summary === undefined ? [] : [say(summary.zh, summary.en)]),
        ...differences(comparison, say),
      ].join('\n'),
    )
  }
  return faults.length === 0 ? EXIT.done : EXIT.refused
}

const linesOf = (faults: NetworkCheck['faults'], say: Say): string[] =>
  faults.map(({ file, line, column, rule, detail }) => `${file}:${line}: ${column}: ${rule} ${say(detail.zh, detail.en)}`)

const MOST = 20

/** Nothing where no window runs: the check itself needs none. */
function differences(comparison: Comparison | undefined, say: Say): string[] {
  if (comparison === undefined) return []
  const { networkVersion, same, places, services } = comparison
  if (same)
    return [say(`与窗口已装入的第 ${networkVersion} 版相同。`, `The same as version ${networkVersion}, which the window has loaded.`)]
  const list = (ids: readonly string[]): string => ids.slice(0, MOST).join(' ') + (ids.length > MOST ? ` … (${ids.length})` : '')
  const of = (title: string, { added, removed, changed }: Changes): string[] => [
    ...(added.length === 0 ? [] : [`  + ${title}: ${list(added)}`]),
    ...(removed.length === 0 ? [] : [`  - ${title}: ${list(removed)}`]),
    ...(changed.length === 0 ? [] : [`  ~ ${title}: ${list(changed)}`]),
  ]
  const lines = [...of(say('地点', 'places'), places), ...of(say('服务', 'services'), services)]
  return [
    say(`与窗口已装入的第 ${networkVersion} 版相比:`, `Against version ${networkVersion}, which the window has loaded:`),
    ...(lines.length === 0 ? [say('  地点与服务相同,其他文件有变', '  places and services are the same; other files differ')] : lines),
  ]
}

export async function casesCommand({ works, terminal, say }: CommandContext): Promise<number> {
  const ran = await works.runCases()
  if (!ran.ok) {
    terminal.complain(say(ran.error.zh, ran.error.en))
    return EXIT.refused
  }
  const { markdown, path } = ran.value
  const head = markdown.split('\n').slice(0, 14).join('\n')
  terminal.out(`${head}\n${say(`已写入 ${path}`, `Written to ${path}`)}`)
  return EXIT.done
}
