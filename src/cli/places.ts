// `yidan places`: what the search of the form knows, in a terminal.
import { EXIT } from './exit.ts'
import { tellFailure, windowUrl } from './failure.ts'
import type { CommandContext } from './run.ts'
import { table } from './table.ts'
import { windowClient } from './window-client.ts'

export async function placesCommand(words: string, options: Readonly<Record<string, unknown>>, context: CommandContext): Promise<number> {
  const { say, terminal, language } = context
  const url = windowUrl(options, context)
  const json = options['json'] === true
  const found = await windowClient(url, language).ask('GET /v1/places', { query: { q: words, limit: Number(options['limit'] ?? 20) } })
  if (!found.ok) return tellFailure(found.error, { url, json }, context)
  const { items } = found.value
  if (json) terminal.out(JSON.stringify(found.value, undefined, 2))
  else if (items.length === 0) terminal.out(say(`没有名为“${words}”的地点。`, `No place is called "${words}".`))
  else {
    const rows = items.map(({ id, name, placeTypeCode, UNLocationCode, countryCode, modes }) => [
      id,
      name.zh,
      name.en,
      placeTypeCode,
      UNLocationCode ?? '',
      countryCode,
      modes.join(' '),
    ])
    terminal.out(
      table(
        [
          { title: say('编号', 'Id') },
          { title: '中文' },
          { title: 'English' },
          { title: say('类型', 'Type') },
          { title: 'UN/LOCODE' },
          { title: say('国家', 'Country') },
          { title: say('方式', 'Modes') },
        ],
        rows,
      ),
    )
  }
  return EXIT.done
}
