// An API key as its owner holds it: yk_<id of the key>_<secret>.
import { base32, refuse, type Result, ok, uuidOf } from '#kernel'

export interface ShownKey {
  readonly uuid: string
  readonly secret: string
}

export const keyText = ({ uuid, secret }: ShownKey): string => `yk_${base32(uuid)}_${secret}`

export function parseKey(text: string): Result<ShownKey, 'not-a-key'> {
  const match = /^yk_([0-9a-z]{26})_([\w-]{43})$/.exec(text)
  const uuid = uuidOf('key', `key_${match?.[1] ?? ''}`)
  return uuid.ok && match?.[2] !== undefined ? ok({ uuid: uuid.value, secret: match[2] }) : refuse('not-a-key')
}

/** The key in `Authorization: Bearer …`; another scheme brings none. */
export const bearerOf = (authorization: string): string | undefined => /^Bearer +([^\s]+) *$/i.exec(authorization)?.[1]
