// `yidan work`: what the caller's party owes next, the most overdue first.
import { MILESTONE_NAMES } from '#model'
import type { WindowOptions } from './open-client.ts'
import type { CommandContext } from './run.ts'
import { table } from './table.ts'
import { talk } from './talk.ts'
import { localTime } from './time-text.ts'

export async function workCommand(options: WindowOptions, context: CommandContext): Promise<number> {
  const talking = await talk(options, context)
  if (!talking.ok) return talking.error
  const { client, show, tell, say } = talking.value
  const owed = await client.ask('GET /v1/work', { query: {} })
  if (!owed.ok) return tell(owed.error)
  const rows = owed.value.items.map((row) => [
    row.consignmentNumber,
    String(row.elementSequenceNumber),
    say(MILESTONE_NAMES[row.milestone].zh, MILESTONE_NAMES[row.milestone].en),
    localTime(row.scheduledOccurrenceDateTime, 'Asia/Shanghai'),
    row.consignmentId,
  ])
  const columns = [
    { title: say('单号', 'Number') },
    { title: say('段', 'Element'), align: 'right' as const },
    { title: say('应报节点', 'Owed next') },
    { title: say('计划(重庆)', 'Planned (Chongqing)') },
    { title: say('货单', 'Consignment') },
  ]
  return show(owed.value, () => (rows.length === 0 ? say('目前没有应报的节点。', 'Nothing is owed at present.') : table(columns, rows)))
}
