// What a person who starts the window sees: a line for every step that takes longer than a second.
import { inLanguage, type Language, type Text } from '#kernel'

export interface Progress {
  /** Runs a step; `say` replaces what is said of it while it runs. */
  step<T>(text: Text, work: (say: (text: Text) => void) => Promise<T>): Promise<T>
}

const FIRST_MILLISECONDS = 1000
const AGAIN_MILLISECONDS = 5000

export function progress(language: Language, print: (line: string) => void): Progress {
  return {
    async step(text, work) {
      const began = performance.now()
      const seconds = (): string => ((performance.now() - began) / 1000).toFixed(1)
      let current = text
      let printed = ''
      const show = (): void => {
        const line = inLanguage(current, language)
        print(line === printed ? `${line} … ${seconds()} s` : `${line} …`)
        printed = line
      }
      let timer = setTimeout(function again() {
        show()
        timer = setTimeout(again, AGAIN_MILLISECONDS)
      }, FIRST_MILLISECONDS)
      try {
        return await work((said) => {
          current = said
          if (printed !== '') show()
        })
      } finally {
        clearTimeout(timer)
        if (printed !== '') print(`${inLanguage(text, language)} ✓ ${seconds()} s`)
      }
    },
  }
}
