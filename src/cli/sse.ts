// Server-sent events out of a stream of bytes, as the HTML standard reads them; what is cut off in the middle is no event.

export interface ServerEvent {
  /** The last id heard, which a reader shows to hear what came after. */
  readonly id: string
  /** Empty where the stream only marks how far it has come. */
  readonly data: string
}

export async function* serverEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder()
  let rest = ''
  let id = ''
  let isMarked = false
  let data: string[] = []
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/)
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0 || isMarked) yield { id, data: data.join('\n') }
        data = []
        isMarked = false
        continue
      }
      const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? []
      if (field === 'data') data.push(value)
      if (field !== 'id') continue
      id = value
      isMarked = true
    }
  }
}
