// The signed bill out of the PDF that carries it: the attachment is what is signed, the page is for the eye.
import { ok, refuse, type Result, type Text } from '#kernel'

const NO_ATTACHMENT: Text = {
  zh: '此 PDF 不含已签名的提单附件，无法核验。',
  en: 'This PDF carries no signed bill as an attachment, so it cannot be verified.',
}
const SEVERAL: Text = {
  zh: '此 PDF 含有不止一个附件，无法确定哪一个是提单。',
  en: 'This PDF carries more than one attachment, so it is not clear which is the bill.',
}
const DAMAGED: Text = { zh: '此 PDF 中的提单附件已损坏或被截断。', en: 'The bill attached to this PDF is damaged or cut off.' }

/** An attachment is a JWT of some kilobytes; a bomb is not unpacked. */
const MOST_BYTES = 4_000_000

export const isPdf = (bytes: Uint8Array): boolean => latin1(bytes.subarray(0, 5)) === '%PDF-'

/** The text of the one embedded file (PDF 32000-1 §7.11.4), as our bills carry it; any other PDF is refused, never guessed at. */
export async function extractVcFromPdf(bytes: Uint8Array): Promise<Result<string, Text>> {
  if (!isPdf(bytes)) return refuse(NO_ATTACHMENT)
  const text = latin1(bytes)
  // By plain search, in one pass: a pattern over a hostile file could run for hours.
  const [at, ...more] = [...text.matchAll(/\/EmbeddedFile(?![\w])/g)].map(({ index }) => index)
  if (at === undefined) return refuse(NO_ATTACHMENT)
  if (more.length > 0) return refuse(SEVERAL)
  const streamAt = text.indexOf('stream', at)
  if (streamAt < 0) return refuse(DAMAGED)
  const dictionary = text.slice(text.lastIndexOf(' obj', at), streamAt)
  const length = Number(/\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1])
  const from = streamAt + (text.startsWith('stream\r\n', streamAt) ? 8 : 7)
  if (!Number.isInteger(length) || from + length > bytes.length || length > MOST_BYTES) return refuse(DAMAGED)
  const raw = bytes.slice(from, from + length)
  const filter = /\/Filter\s*\[?\s*\/(\w+)/.exec(dictionary)?.[1]
  if (filter !== undefined && filter !== 'FlateDecode') return refuse(DAMAGED)
  const plain = filter === undefined ? raw : await inflate(raw)
  return plain === undefined ? refuse(DAMAGED) : ok(latin1(plain))
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  // In pieces: one call with a million arguments overflows the stack.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader()
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      size += piece.value.length
      if (size > MOST_BYTES) return undefined
      pieces.push(piece.value)
    }
  } catch {
    return undefined
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
