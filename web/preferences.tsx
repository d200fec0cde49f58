// Language and theme: the address wins, then what this browser chose before, then what the system asks for.
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import type { Language } from '#kernel'

export type Theme = 'light' | 'dark'
interface Preferences {
  readonly language: Language
  readonly theme: Theme
  setLanguage(language: Language): void
  setTheme(theme: Theme): void
}

const CATALOGUES = { 'zh-CN': () => import('./locales/zh-CN.po'), en: () => import('./locales/en.po') }
/** The words of the pages that need an account: fetched with the first of them. */
const RECORD_CATALOGUES = { 'zh-CN': () => import('./locales/record/zh-CN.po'), en: () => import('./locales/record/en.po') }
let recordWanted = false

const fromAddress = (name: string): string | null => new URLSearchParams(location.search).get(name)
function stored(name: string): string | null {
  try {
    return localStorage.getItem(`yidan.${name}`)
  } catch {
    return null // A browser may forbid storage; the preference then lives as long as the page.
  }
}
function store(name: string, value: string): void {
  try {
    localStorage.setItem(`yidan.${name}`, value)
  } catch {
    // As above.
  }
}
/** An address that names the preference must not contradict the switch. */
function amendAddress(name: string, value: string): void {
  const url = new URL(location.href)
  if (!url.searchParams.has(name)) return
  url.searchParams.set(name, value)
  history.replaceState(history.state, '', url)
}

const asLanguage = (wish: string | null): Language | undefined =>
  wish === null ? undefined : wish.toLowerCase().startsWith('en') ? 'en' : wish.toLowerCase().startsWith('zh') ? 'zh-CN' : undefined
const asTheme = (wish: string | null): Theme | undefined => (wish === 'light' || wish === 'dark' ? wish : undefined)

export const firstLanguage = (): Language =>
  asLanguage(fromAddress('lang')) ??
  asLanguage(stored('language')) ??
  navigator.languages.map(asLanguage).find((l) => l !== undefined) ??
  'zh-CN'

const systemDark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)')
const systemTheme = (): Theme => (systemDark().matches ? 'dark' : 'light')

export async function activate(language: Language): Promise<void> {
  const parts = await Promise.all([CATALOGUES[language](), ...(recordWanted ? [RECORD_CATALOGUES[language]()] : [])])
  for (const { messages } of parts) i18n.load(language, messages)
  i18n.activate(language)
  document.documentElement.lang = language
}

/** A page of the record comes with its words. */
export async function withRecordWords<T>(page: Promise<T>): Promise<T> {
  recordWanted = true
  const [loaded] = await Promise.all([page, activate(i18n.locale === 'en' ? 'en' : 'zh-CN')])
  return loaded
}

const Context = createContext<Preferences | undefined>(undefined)

export function usePreferences(): Preferences {
  const preferences = use(Context)
  if (preferences === undefined) throw new Error('preferences are read outside their provider')
  return preferences
}

export function PreferencesProvider({ first, children }: { readonly first: Language; readonly children: ReactNode }) {
  const [language, setLanguage] = useState(first)
  const [chosen, setChosen] = useState(() => asTheme(fromAddress('theme')) ?? asTheme(stored('theme')))
  const [system, setSystem] = useState(systemTheme)
  const theme = chosen ?? system

  useEffect(() => {
    const media = systemDark()
    const follow = (): void => setSystem(systemTheme())
    media.addEventListener('change', follow)
    return () => media.removeEventListener('change', follow)
  }, [])
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
    document.documentElement.style.colorScheme = theme
  }, [theme])

  const preferences: Preferences = {
    language,
    theme,
    setLanguage: (next) => {
      store('language', next)
      amendAddress('lang', next)
      void activate(next).then(() => setLanguage(next))
    },
    setTheme: (next) => {
      store('theme', next)
      amendAddress('theme', next)
      setChosen(next)
    },
  }
  return (
    <Context value={preferences}>
      <I18nProvider i18n={i18n}>{children}</I18nProvider>
    </Context>
  )
}
