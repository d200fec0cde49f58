// What a person without a mouse does, and who he is: tests of the record's pages share it.
import { type BrowserContext, type Page } from 'playwright-core'
import { type Stage, visitor, type Visitor } from './stage.ts'

/** Tab until this stands in focus, as somebody without a mouse would. */
export async function tabTo(page: Page, testId: string): Promise<void> {
  const at = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))
  for (let presses = 0; presses < 120; presses++) {
    if ((await at()) === testId) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no way to ${testId} by Tab; the focus stands on ${await at()}`)
}

/** A sample organisation's person in a browser of his own, signed in without the form. */
export async function visitorAs(stage: Stage, name: string): Promise<Visitor> {
  const person = await visitor(stage.browser)
  const answer = await person.context.request.post(`${stage.address}/v1/session`, {
    data: { email: `${name}@sample.example`, password: stage.password(name) },
    headers: { origin: stage.address },
  })
  if (!answer.ok()) throw new Error(`${name} cannot sign in: ${answer.status()} ${await answer.text()}`)
  return person
}

/** "POST /v1/quotes" in the name of this browser's session; anything but success is a failed test. */
export async function call(stage: Stage, context: BrowserContext, line: string, data?: unknown): Promise<unknown> {
  const [method = 'GET', path = ''] = line.split(' ')
  const headers = { origin: stage.address, 'idempotency-key': crypto.randomUUID() }
  const answer = await context.request.fetch(`${stage.address}${path}`, { method, headers, ...(data === undefined ? {} : { data }) })
  if (!answer.ok()) throw new Error(`${line}: ${answer.status()} ${await answer.text()}`)
  return answer.json()
}
