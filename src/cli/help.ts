// How every command speaks: its options for the window, its help by example, its complaints in the reader's language.
import type { Command, CommanderError } from 'commander'
import type { Say } from './language.ts'
import type { CommandContext } from './run.ts'

export function windowOptions(command: Command, say: Say): Command {
  return command
    .option(
      '--url <address>',
      say('窗口地址(默认 YIDAN_URL 或 http://localhost:8080)', 'address of the window (default YIDAN_URL or http://localhost:8080)'),
    )
    .option('--json', say('输出 JSON', 'print JSON'))
}

/** For what only a party may do: its API key, from a file or the environment, never a word that `ps` shows. */
export function keyOption(command: Command, say: Say): Command {
  return windowOptions(command, say).option(
    '--key-file <path>',
    say('API 密钥所在文件(否则用环境变量 YIDAN_KEY)', 'file with the API key (else the environment variable YIDAN_KEY)'),
  )
}

/** Help in the reader's language, exits as values, and --lang everywhere. */
export function prepare(command: Command, { say, language, terminal }: CommandContext): void {
  const titles: Readonly<Record<string, string>> = { 'Usage:': '用法:', 'Options:': '选项:', 'Commands:': '命令:', 'Arguments:': '参数:' }
  command
    .exitOverride()
    .showHelpAfterError(false)
    .helpOption('-h, --help', say('显示帮助', 'show help'))
    .helpCommand(false)
    .option('--lang <zh|en>', say('语言', 'language'))
    .configureHelp({ styleTitle: (title) => (language === 'en' ? title : (titles[title] ?? title)) })
    .configureOutput({
      outputError: () => undefined,
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
}

export function examples(say: Say, rows: readonly (readonly [command: string, meaning: string])[]): string {
  return `\n${say('例如:', 'For example:')}\n${rows.map(([command, meaning]) => `  # ${meaning}\n  ${command}`).join('\n')}`
}

/** Commander speaks English only; the name it quotes is all that a person needs. */
export function complaint({ code, message }: CommanderError, say: Say): string {
  const name = /'([^']+)'/.exec(message)?.[1] ?? ''
  const see = say('(见 npx yidan --help)', ' (see npx yidan --help)')
  switch (code) {
    case 'commander.unknownOption':
      return say(`没有选项 ${name}`, `There is no option ${name}`) + see
    case 'commander.unknownCommand':
    case 'commander.excessArguments':
      return say(`没有命令 ${name}`, `There is no command ${name}`) + see
    case 'commander.missingArgument':
      return say(`缺少 ${name}`, `${name} is missing`) + see
    case 'commander.optionMissingArgument':
      return say(`选项 ${name} 需要一个值`, `The option ${name} needs a value`) + see
    case 'commander.invalidArgument':
      return say(`选项 ${name} 的值不可用`, message.replace(/^error: /, '')) + see
    default:
      return message.replace(/^error: /, '') + see
  }
}
