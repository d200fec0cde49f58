// Server-sent events as text: whole events become changes, an unfinished one waits for the rest. Pure.

export interface Change {
  readonly cursor: string
  readonly code: string
  readonly resource: string
  readonly resourceId: string
  readonly recordedDateTime: string
}

const isChange = (value: unknown): value is Change =>
  typeof value === 'object' && value !== null && 'cursor' in value && 'resource' in value && 'resourceId' in value

function parsed(data: string): Change | undefined {
  try {
    const value: unknown = JSON.parse(data)
    return isChange(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function readChanges(text: string): { readonly changes: readonly Change[]; readonly rest: string } {
  const blocks = text.split('\n\n')
  const rest = blocks.pop() ?? ''
  const changes = blocks.flatMap((block) => {
    const data = block
      .split('\n')
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).trim())
    return data.length === 0 ? [] : (parsed(data.join('\n')) ?? [])
  })
  return { changes, rest }
}
