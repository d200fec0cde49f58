// What axe finds on a page; one place for the tags, so that every test asks the same.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Structure does not change with the theme nor colours with the language: so each is looked at once. */
export async function faults(page: Page, look: 'all' | 'structure' | 'colours'): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  if (look === 'colours') axe.withRules(['color-contrast'])
  else axe.withTags(TAGS)
  if (look === 'structure') axe.disableRules(['color-contrast'])
  const { violations } = await axe.analyze()
  return violations.map((each) => `${each.id} ${each.nodes.map((node) => node.target.join(' ')).join(' | ')}`)
}
