// Organisations as answers.
import { type PartyRole, wireId } from '#kernel'
import type { PartyJson } from '#model'

export interface ShownParty {
  readonly id: string
  readonly name: string
  readonly roles: readonly PartyRole[]
  readonly uscc?: string | null
  readonly demo: boolean
}

export const partyAnswer = ({ id, name, roles, uscc, demo }: ShownParty): PartyJson => ({
  id: wireId('pty', id),
  name,
  roles: [...roles],
  ...(uscc === undefined || uscc === null ? {} : { unifiedSocialCreditCode: uscc }),
  ...(demo ? { demo } : {}),
})
