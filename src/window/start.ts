// A start and its end: what is opened is closed in the opposite order, and a refusal is one sentence and a code of its own.
import { inLanguage, type Language, type Text } from '#kernel'
import { progress, type Progress } from './progress.ts'
import type { PortState } from './port.ts'
import type { Settings } from './settings.ts'

/** Why a start ended; docs/settings.md lists them for operators. */
export const START_EXIT = {
  stopped: 0,
  fault: 1,
  setting: 10,
  port: 11,
  'data-folder-not-writable': 12,
  'already-running': 13,
  'other-major-version': 14,
  'disk-full': 15,
  'binaries-missing': 16,
  'start-failed': 17,
  'database-unreachable': 18,
  'database-rights-missing': 19,
  'migration-edited': 20,
  'migration-unknown': 20,
  'migration-failed': 20,
  network: 21,
} as const
type Ended = keyof typeof START_EXIT

/** A start that cannot go on: one sentence for a person, one code for a script. */
export class Refused extends Error {
  readonly ended: Ended
  readonly text: Text
  constructor(ended: Ended, text: Text) {
    super(text.en)
    this.ended = ended
    this.text = text
  }
}

export function portRefused({ port, host }: Settings, state: PortState): Refused {
  switch (state) {
    case 'taken':
      return new Refused('port', {
        zh: `端口 ${port} 已被占用:请停止占用它的程序,或用 PORT 另指一个。`,
        en: `The port ${port} is taken: stop the program that has it, or name another with PORT.`,
      })
    case 'not-allowed':
      return new Refused('port', {
        zh: `无权使用端口 ${port}:请用 PORT 指定 1024 以上的端口。`,
        en: `The port ${port} may not be used by this user: name one above 1024 with PORT.`,
      })
    case 'no-such-address':
    case 'free':
      return new Refused('port', { zh: `地址 ${host} 不可用:请检查 HOST。`, en: `The address ${host} cannot be used: check HOST.` })
  }
}

export interface StartWishes {
  readonly onStop: (stop: () => Promise<void>) => void
  /** True once somebody has asked to stop; asked between two steps. */
  readonly stopAsked: () => boolean
  readonly step: Progress['step']
  /** What the program cannot go on without is gone: everything is stopped in order, and this is said. */
  readonly fail: (refused: Refused) => void
}

export interface RunWishes {
  readonly language: Language
  readonly print: (line: string) => void
  readonly complain: (line: string) => void
  /** The address people use, or nothing when somebody asked to stop meanwhile. */
  readonly open: (wishes: StartWishes) => Promise<string | undefined>
}

/** What has been started, to be stopped in the opposite order, whatever point a start has reached. */
function stopList(complain: (line: string) => void) {
  const stops: (() => Promise<void>)[] = []
  let stopping: Promise<void> | undefined
  const stopAll = async (): Promise<void> => {
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop().catch((error: unknown) => complain(String(error)))
  }
  return { add: (stop: () => Promise<void>) => void stops.push(stop), stopAll: () => (stopping ??= stopAll()) }
}

/** Opens everything, waits to be asked to stop, and stops it in order; gives the exit code. */
export async function runStart({ language, print, complain, open }: RunWishes): Promise<number> {
  const began = performance.now()
  const say = (text: Text): string => inLanguage(text, language)
  const started = stopList(complain)
  // A signal during the start waits for the step that is running, then stops what has been started.
  let stopAsked = (): void => undefined
  const asked = new Promise<void>((done) => (stopAsked = done))
  let signalled = false
  // A step that meets the same trouble may say it in its own words; this is the cause, so it is what is said.
  let lost: Refused | undefined
  const fail = (refused: Refused): void => {
    lost ??= refused
    stopAsked()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (signalled) return
      signalled = true
      print(say({ zh: '正在停止 …', en: 'Stopping …' }))
      stopAsked()
    })
  try {
    const address = await open({
      onStop: started.add,
      stopAsked: () => signalled || lost !== undefined,
      fail,
      step: progress(language, print).step,
    })
    if (address !== undefined) {
      print(
        say({
          zh: `一单已在 ${address} 开窗(${((performance.now() - began) / 1000).toFixed(1)} 秒)`,
          en: `Yidan is open at ${address} (${((performance.now() - began) / 1000).toFixed(1)} s)`,
        }),
      )
      await asked
    }
    if (lost !== undefined) throw lost
    await started.stopAll()
    return START_EXIT.stopped
  } catch (caught) {
    await started.stopAll()
    // Ctrl-C reaches the children too; what they say while dying is no refusal.
    if (signalled) return START_EXIT.stopped
    const error = lost ?? caught
    if (!(error instanceof Refused)) throw error
    complain(say(error.text))
    return START_EXIT[error.ended]
  }
}
