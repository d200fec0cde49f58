// How the terminal tells that a window refused, or that there is none.
import { EXIT } from './exit.ts'
import type { CommandContext } from './run.ts'
import type { Failure } from './window-client.ts'

export const windowUrl = (options: Readonly<Record<string, unknown>>, { terminal }: CommandContext): string =>
  typeof options['url'] === 'string' ? options['url'] : (terminal.environment['YIDAN_URL'] ?? 'http://localhost:8080')

export function tellFailure(
  failure: Failure,
  { url, json }: { readonly url: string; readonly json: boolean },
  { say, terminal }: CommandContext,
): number {
  if (failure.kind === 'not-reachable') {
    terminal.complain(
      say(
        `连不上窗口 ${url}(${failure.reason}):请先运行 npm start,或用 --url 指定地址。`,
        `The window at ${url} cannot be reached (${failure.reason}): run npm start first, or name it with --url.`,
      ),
    )
    return EXIT.notReachable
  }
  const { problem } = failure
  if (json) terminal.out(JSON.stringify(problem, undefined, 2))
  const state = problem['state']
  terminal.complain(
    [
      `${problem.title}${problem.detail === undefined ? '' : `:${problem.detail}`.replace(':', say(':', ': '))} [${problem.code}]`,
      ...(problem.errors ?? []).map(({ pointer, detail, code }) => `  ${pointer}  ${detail} [${code}]`),
      ...(typeof state === 'string' ? [say(`  现状:${state}`, `  It is ${state}.`)] : []),
      ...(problem.code === 'unauthenticated'
        ? [
            say(
              '  请把 API 密钥放入环境变量 YIDAN_KEY,或用 --key-file 指定文件。',
              '  Put an API key into the environment variable YIDAN_KEY, or name a file with --key-file.',
            ),
          ]
        : []),
    ].join('\n'),
  )
  return problem.status === 503 ? EXIT.notReachable : EXIT.refused
}
