// The language of the terminal: --lang, else what the environment says, else English.
import { type Language, inLanguage, type Text } from '#kernel'

export function terminalLanguage(argv: readonly string[], environment: Readonly<Record<string, string | undefined>>): Language {
  const at = argv.indexOf('--lang')
  const wish = at >= 0 ? argv[at + 1] : argv.find((word) => word.startsWith('--lang='))?.slice('--lang='.length)
  const locale = wish ?? (environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '')
  return /^zh/i.test(locale) ? 'zh-CN' : 'en'
}

/** `say(zh, en)` in the language chosen. */
export type Say = (zh: string, en: string) => string
export const sayIn =
  (language: Language): Say =>
  (zh, en) =>
    language === 'en' ? en : zh
export const textIn =
  (language: Language) =>
  (text: Text): string =>
    inLanguage(text, language)
