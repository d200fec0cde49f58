// A status as word and shape in one badge.
import { useWord } from '../compare/words.tsx'
import type { Labels } from '../labels.ts'
import { STATUS_SHAPE } from './words.ts'

export function Status({ code, words }: { readonly code: string; readonly words: Labels }) {
  const word = useWord()
  return (
    <span className={`status status-${code}`} data-status={code}>
      <span aria-hidden="true">{STATUS_SHAPE[code] ?? '■'}</span> {word(words, code)}
    </span>
  )
}
