// `yidan parties`: the organisations of the city's directory.
import type { WindowOptions } from './open-client.ts'
import type { CommandContext } from './run.ts'
import { table } from './table.ts'
import { talk } from './talk.ts'

export async function partiesCommand(words: string | undefined, options: WindowOptions, context: CommandContext): Promise<number> {
  const talking = await talk(options, context)
  if (!talking.ok) return talking.error
  const { client, show, tell, say } = talking.value
  const found = await client.ask('GET /v1/parties', { query: { limit: MOST, ...(words === undefined ? {} : { q: words }) } })
  if (!found.ok) return tell(found.error)
  const rows = found.value.items.map(({ id, name, roles, demo }) => [id, name, roles.join(' '), demo === true ? say('演示', 'demo') : ''])
  const columns = [{ title: say('编号', 'Id') }, { title: say('名称', 'Name') }, { title: say('角色', 'Roles') }, { title: '' }]
  return show(found.value, () => (rows.length === 0 ? say('没有这样的组织。', 'There is no such organisation.') : table(columns, rows)))
}

const MOST = 200
