// Under which address a window is known, and what a first start makes and says.
import type { Language } from '#kernel'
import type { ReferenceNetwork } from '#model'
import type { FirstStart, FirstStartWishes } from '#record/parties'
import type { Settings } from './settings.ts'

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '::1']

/** The address people use; what is signed and linked names it, so it never comes from a request. */
export const originOf = ({ origin, host, port }: Settings): string =>
  origin || `http://${LOOPBACK.includes(host) ? 'localhost' : host}:${port}`

/** On one's own machine a sample city to play with; a window that others reach begins with a link for its operator. */
export function firstStartOf(
  { host, origin: configured }: Settings,
  origin: string,
  { places, services }: ReferenceNetwork,
): FirstStartWishes {
  if (configured !== '' || !LOOPBACK.includes(host)) return { kind: 'link', origin }
  const operatorTypesByMode: Record<string, string[]> = {}
  for (const { mode, operatorType } of services.values()) (operatorTypesByMode[mode] ??= []).push(operatorType)
  return { kind: 'samples', operatorTypesByMode, placeIds: [...places.keys()] }
}

/** Shown once, on standard output only: passwords and the link are kept nowhere. */
export function firstStartLines(first: FirstStart, language: Language): string[] {
  const english = language === 'en'
  switch (first.kind) {
    case 'none':
      return []
    case 'link':
      return [
        english
          ? `Set up the first organisation (once, within a day): ${first.url}`
          : `请在一天内打开此链接设立首个单位(仅可用一次):${first.url}`,
      ]
    case 'samples':
      return [
        english ? 'Sample organisations (demo data). These passwords are shown once:' : '示例单位(演示数据)。以下密码仅显示一次:',
        ...first.accounts.map(({ email, password, organisation }) => `  ${email.padEnd(26)}${password}  ${organisation}`),
      ]
  }
}
