// `yidan`: one program with a few verbs; its help teaches by example in the reader's language.
import { Command, CommanderError, Option } from 'commander'
import type { Language, Result, Text } from '#kernel'
import { networkCheckCommand, casesCommand } from './folder-commands.ts'
import { FORMS } from './entrustment.ts'
import { EXIT } from './exit.ts'
import { complaint, examples, keyOption, prepare, windowOptions } from './help.ts'
import { type Say, sayIn, terminalLanguage } from './language.ts'
import { placesCommand } from './places.ts'
import { quoteCommand } from './quote.ts'
import { addShipmentVerbs, type Finish } from './shipment-verbs.ts'

/** What main.ts hands in: everything that needs no window, or more than kernel and model. */
export interface Works {
  /** Runs the window until it is stopped; gives the exit code. */
  readonly start: (language: Language) => Promise<number>
  /** Reads a network folder by the import's own rules. */
  readonly checkNetwork: (folder: string, windowUrl: string) => Promise<Result<NetworkCheck, Text>>
  /** Runs the demand cases; gives the document and where it stands. */
  readonly runCases: () => Promise<Result<{ readonly markdown: string; readonly path: string }, Text>>
}

export interface NetworkCheck {
  readonly faults: readonly {
    readonly file: string
    readonly line: number
    readonly column: string
    readonly rule: string
    readonly detail: Text
  }[]
  readonly warnings: NetworkCheck['faults']
  /** What the folder holds, for a person. */
  readonly summary?: Text
  /** Absent where no window runs. */
  readonly comparison?: Comparison
}

export interface Comparison {
  readonly networkVersion: number
  readonly same: boolean
  readonly places: Changes
  readonly services: Changes
}
export interface Changes {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

export interface Terminal {
  readonly out: (text: string) => void
  readonly complain: (text: string) => void
  readonly readInput: () => Promise<string>
  readonly readFile: (path: string) => Promise<string>
  readonly environment: Readonly<Record<string, string | undefined>>
}

export interface CommandContext {
  readonly language: Language
  readonly say: Say
  readonly terminal: Terminal
  readonly works: Works
}

/** Runs the command line (without the program's own two words) and gives the exit code. */
export async function runCommand(argv: readonly string[], works: Works, terminal: Terminal): Promise<number> {
  const language = terminalLanguage(argv, terminal.environment)
  const context: CommandContext = { language, say: sayIn(language), terminal, works }
  let code: number = EXIT.done
  const program = makeProgram(context, (given) => (code = given))
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0 || error.code === 'commander.help') return error.exitCode === 0 ? EXIT.done : EXIT.usage
    terminal.complain(complaint(error, context.say))
    return EXIT.usage
  }
}

function makeProgram(context: CommandContext, finish: Finish): Command {
  const { say, works, language } = context
  const program = new Command('yidan')
    .description(
      say('一单:一次委托,看遍水、铁、公、空的每一条路。', 'Yidan: entrust once, see every way there by water, rail, road and air.'),
    )
    .addHelpText(
      'after',
      examples(say, [
        ['npx yidan start', say('启动窗口(同 npm start)', 'open the window (same as npm start)')],
        ['npx yidan places 果园', say('查地点', 'find a place')],
        [
          'npx yidan quote --from cq-xiyong-cbz --to de-duisburg --ready 2026-12-01T09:00+08:00 --unit 40HC --quantity 10 --weight-kg 85000 --goods laptops --hs 847130',
          say('询价', 'ask for a quote'),
        ],
        ['npx yidan book qte_… CHEAPEST --consignee …', say('留舱,再用 confirm 确认', 'hold it, then confirm')],
        ['npx yidan track CQ26-1125-000017 --follow', say('跟踪到交付', 'follow it until it is delivered')],
        ['npx yidan verify bill.pdf', say('核验提单', 'verify a bill')],
      ]),
    )
  program
    .command('start')
    .description(say('启动窗口:数据库、路网、网页,直到 Ctrl-C', 'Open the window: database, network and web, until Ctrl-C'))
    .action(async () => finish(await works.start(language)))
  addQuote(program, context, finish)
  addShipmentVerbs(program, context, finish)
  windowOptions(
    program.command('places').argument('<words>', say('中文、英文、UN/LOCODE 或 IATA', 'Chinese, English, UN/LOCODE or IATA')),
    say,
  )
    .description(say('查地点', 'Find places'))
    .option('--limit <n>', say('最多几条', 'at most so many'), '20')
    .addHelpText(
      'after',
      examples(say, [
        ['npx yidan places 果园', say('按中文名', 'by Chinese name')],
        ['npx yidan places CNCHQ --json', say('按 UN/LOCODE,供程序使用', 'by UN/LOCODE, for programs')],
      ]),
    )
    .action(async (words: string, options: Record<string, string>) => finish(await placesCommand(words, options, context)))
  const network = program.command('network').description(say('参考路网', 'The reference network'))
  windowOptions(network.command('check').argument('<folder>', say('路网文件夹', 'folder of the network')), say)
    .description(
      say(
        '按导入规则检查文件夹;窗口在运行时,再比较其已装入的版本',
        'Check a folder by the rules of the import and, where a window runs, compare it with what is loaded there',
      ),
    )
    .addHelpText(
      'after',
      examples(say, [
        [
          'npx yidan network check data/chongqing',
          say('一次列出所有错误:文件:行: 列: 规则', 'every fault at once: file:line: column: rule'),
        ],
      ]),
    )
    .action(async (folder: string, options: Record<string, string>) => finish(await networkCheckCommand(folder, options, context)))
  program
    .command('cases')
    .description(say('计算 25 个需求案例,写入 docs/demand-cases.md', 'Run the 25 demand cases and write docs/demand-cases.md'))
    .action(async () => finish(await casesCommand(context)))
  program.addHelpText(
    'afterAll',
    `\n${say('退出码:0 成功,1 窗口拒绝,2 用法有误,3 没有可行方案,4 连不上窗口,5 提单不真,6 无法核验。', 'Exit codes: 0 done, 1 refused by the window, 2 usage, 3 no itinerary, 4 window not reachable, 5 bill not genuine, 6 bill not proven.')}`,
  )
  for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])]) prepare(command, context)
  return program
}

function addQuote(program: Command, context: CommandContext, finish: Finish): void {
  const { say } = context
  const list = (value: string, before: readonly string[] = []): string[] => [...before, value]
  keyOption(program.command('quote'), say)
    .description(say('询价:所有合理的门到门方案', 'Ask for a quote: every sensible chain from door to door'))
    .option(
      '--from <place>',
      say('起运地:名称、UN/LOCODE、编号,或 纬度,经度,国家', 'from: name, UN/LOCODE, id, or latitude,longitude,country'),
    )
    .option('--to <place>', say('目的地,写法同上', 'to, written alike'))
    .option('--ready <time>', say('备货时间,须带偏移', 'when the goods are ready, with offset'))
    .option('--deadline <time>', say('最迟送达时间', 'latest arrival'))
    .option(
      '--unit <type>',
      say('箱型,可重复:20GP 40GP 40HC 45HC 40RF 45RF', 'container type, repeatable: 20GP 40GP 40HC 45HC 40RF 45RF'),
      list,
    )
    .option('--quantity <n>', say('箱量,与 --unit 一一对应', 'how many of each --unit'), list)
    .addOption(new Option('--form <form>', say('货物形态(无集装箱时)', 'form of the cargo, where it has no container')).choices(FORMS))
    .option('--goods <text>', say('货物名称', 'what the goods are'))
    .option('--hs <code>', say('HS 编码,6、8 或 10 位', 'HS code of 6, 8 or 10 digits'))
    .option('--weight-kg <kg>', say('毛重,不含箱', 'gross weight without the container'))
    .option('--volume-m3 <m3>', say('体积', 'volume'))
    .option('--pieces <n>', say('车辆、牲畜等的数量', 'number of vehicles, animals'))
    .option('--packages <spec>', say('包装:CT:120:600x400x400', 'packages: CT:120:600x400x400'))
    .option('--temperature <range>', say('温度 ℃:13..15', 'temperature in °C: 13..15'))
    .option('--cold-chain <id>', say('冷链类别', 'cold-chain class'))
    .option('--un <number>', say('危险货物:联合国编号', 'dangerous goods: UN number'))
    .option('--hazard-class <class>', say('危险货物:类别', 'dangerous goods: class'))
    .option('--shipping-name <text>', say('危险货物:正式运输名称', 'dangerous goods: proper shipping name'))
    .option('--packing-group <1|2|3>', say('危险货物:包装类别', 'dangerous goods: packing group'))
    .option('--dg-weight-kg <kg>', say('危险货物:净重', 'dangerous goods: net weight'))
    .option('--value <amount>', say('申报价值:51000000CNY', 'declared value: 51000000CNY'))
    .option('--currency <code>', say('报价币种(默认 CNY)', 'currency of the quote (default CNY)'))
    .option('--modes <list>', say('允许的方式:rail,road', 'modes allowed: rail,road'))
    .option('--via <place>', say('途经地,可重复', 'by way of, repeatable'), list)
    .option('--avoid <place>', say('避开地,可重复', 'not through, repeatable'), list)
    .option('--max-legs <n>', say('最多段数', 'most legs'))
    .option('--details', say('列出每段与每项费用', 'every leg and every charge'))
    .option('--request <file>', say('从文件读取委托 JSON;- 为标准输入', 'read the entrustment as JSON from a file; - is standard input'))
    .addHelpText(
      'after',
      examples(say, [
        [
          'npx yidan quote --from cq-xiyong-cbz --to de-duisburg --ready 2026-12-01T09:00+08:00 --deadline 2026-12-21T09:00+08:00 --unit 40HC --quantity 10 --weight-kg 85000 --goods laptops --hs 847130',
          say('十个高箱的笔记本电脑', 'ten high cubes of laptops'),
        ],
        [
          'npx yidan quote --from 果园港 --to cn-yangshan-port --ready 2026-12-01T09:00+08:00 --form DRY_BULK --weight-kg 3500000 --goods 煤',
          say('散货', 'bulk'),
        ],
        ['npx yidan quote --request case-01.json --json | jq .itineraries[0].criteria', say('供程序使用', 'for programs')],
      ]),
    )
    .action(async (options: Record<string, never>) => finish(await quoteCommand(options, context)))
}
