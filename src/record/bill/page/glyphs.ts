// Which text of a document the font cannot set; found before a page is begun, and named to whoever has to change it.
import type { FieldError, Refusal } from '#model'

/** The first members, at most so many, whose text has a character without a glyph. */
const MOST = 20

export function unrenderableIn(document: unknown, has: (codePoint: number) => boolean): Refusal | undefined {
  const errors = [...textsIn(document, '')].flatMap(([pointer, text]): FieldError[] => {
    const missing = [...new Set(Array.from(text, (character) => character.codePointAt(0) ?? 0))].filter((codePoint) => !has(codePoint))
    if (missing.length === 0) return []
    const shown = missing.map(nameOf).join(', ')
    return [
      {
        pointer,
        code: 'unrenderable-text',
        detail: { zh: `含有字库没有的字符 ${shown}`, en: `has characters that the font lacks: ${shown}` },
      },
    ]
  })
  if (errors.length === 0) return undefined
  return {
    code: 'unrenderable-text',
    detail: {
      zh: '提单中有 PDF 字库没有的字符，未生成文件。签名原件不受影响，可用 vc 下载。',
      en: 'The bill has characters that the font of the PDF lacks, so no file was made. The signed original is not affected; it can be had as vc.',
    },
    errors: errors.slice(0, MOST),
  }
}

const nameOf = (codePoint: number): string =>
  `${String.fromCodePoint(codePoint)} (U+${codePoint.toString(16).toUpperCase().padStart(4, '0')})`

/** Every text with its JSON Pointer (RFC 6901). */
function* textsIn(value: unknown, pointer: string): Generator<readonly [pointer: string, text: string]> {
  if (typeof value === 'string') yield [pointer, value]
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value))
      yield* textsIn(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
}
