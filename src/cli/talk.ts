// One verb's talk with the window: who asks, how an answer is shown, how a refusal is told.
import { ok, type Result } from '#kernel'
import { EXIT } from './exit.ts'
import { tellFailure } from './failure.ts'
import { openClient, type WindowOptions } from './open-client.ts'
import type { CommandContext } from './run.ts'
import type { Failure, WindowClient } from './window-client.ts'

export interface Talk extends CommandContext {
  readonly client: WindowClient
  /** The raw answer under --json, else what a person reads. */
  show(answer: unknown, text: () => string): number
  tell(failure: Failure): number
  usage(zh: string, en: string): number
}

export async function talk(options: WindowOptions, context: CommandContext): Promise<Result<Talk, number>> {
  const opened = await openClient(options, context)
  if (!opened.ok) return opened
  const client = opened.value
  const json = options.json === true
  return ok({
    ...context,
    client,
    show: (answer, text) => {
      context.terminal.out(json ? JSON.stringify(answer, undefined, 2) : text())
      return EXIT.done
    },
    tell: (failure) => tellFailure(failure, { url: client.url, json }, context),
    usage: (zh, en) => {
      context.terminal.complain(context.say(zh, en))
      return EXIT.usage
    },
  })
}
