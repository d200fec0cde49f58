// A command to copy into a shell: each word quoted where a shell would read it otherwise.

export const shellLine = (words: readonly string[]): string => words.map(shellWord).join(' ')

const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)
