// Everything a person reads exists in both languages of the window.
export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

export interface Text {
  readonly zh: string
  readonly en: string
}

export const inLanguage = (text: Text, language: Language): string => (language === 'en' ? text.en : text.zh)

/** The caller's language from Accept-Language: the first of ours with the highest weight, Chinese by default. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const weight = parameters
        .find((p) => p.trim().startsWith('q='))
        ?.trim()
        .slice(2)
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight) || 0 }
    })
    .filter((wish) => wish.weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  for (const { tag } of wishes) {
    if (tag === 'en' || tag.startsWith('en-')) return 'en'
    if (tag === 'zh' || tag.startsWith('zh-') || tag === '*') return 'zh-CN'
  }
  return 'zh-CN'
}
