// What a person does on a page beside clicking: tabbing to a place, and asking the window in the page's own session.
import type { Page } from 'playwright-core'

/** Tab until this stands in focus, as somebody without a mouse would. */
export async function tabTo(page: Page, testId: string): Promise<void> {
  const at = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))
  for (let presses = 0; presses < 120; presses++) {
    if ((await at()) === testId) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no way to ${testId} by Tab; the focus stands on ${await at()}`)
}

/** A request of the page's own session, in the page's own name. */
export const call = (
  page: Page,
  line: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> =>
  page.evaluate(
    async ([line, text]) => {
      const [method = 'GET', path = '/'] = (line ?? '').split(' ')
      const key = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16)).join('-')
      const headers = { 'idempotency-key': key, ...(text === null ? {} : { 'content-type': 'application/json' }) }
      const response = await fetch(path, { method, headers, ...(text === null ? {} : { body: text ?? '' }) })
      return { status: response.status, body: await response.json() }
    },
    [line, body === undefined ? null : JSON.stringify(body)] as const,
  )
