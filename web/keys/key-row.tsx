// One key of the list, and revoking it, which is asked once more.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { KeyJson } from '#model'
import { LocalTime, useWord } from '../compare/words.tsx'
import { type Doing, useAct } from '../record/act.ts'
import { useEscape } from '../record/escape.ts'
import { Refused } from '../record/states.tsx'
import { SCOPE_WORDS } from '../record/words.ts'
import { Button } from '../ui/controls.tsx'
import { revokeKey, stateOf } from './keys.ts'

const HERE = Temporal.Now.timeZoneId()

interface AskingProps {
  readonly name: string
  readonly revoking: Doing<string>
  readonly onRevoke: () => void
  readonly onLeave: () => void
}

function Asking({ name, revoking, onRevoke, onLeave }: AskingProps) {
  const { t } = useLingui()
  const frame = useRef<HTMLDivElement>(null)
  useEscape(frame, onLeave)
  // The safe answer takes the focus: Enter twice must not revoke.
  useEffect(() => frame.current?.querySelector<HTMLElement>('button:last-of-type')?.focus(), [])
  return (
    <div ref={frame} className="confirm-box" role="group" aria-label={t`Revoke ${name}`}>
      <p>
        <Trans>Programs that use it stop at once. This cannot be taken back.</Trans>
      </p>
      <div className="acts">
        <Button danger size="small" busy={revoking.busy} testId="revoke-now" onClick={onRevoke}>
          <Trans>Revoke for good</Trans>
        </Button>
        <Button kind="text" size="small" onClick={onLeave}>
          <Trans>Keep it</Trans>
        </Button>
      </div>
      <Refused problem={revoking.problem} />
    </div>
  )
}

export function KeyRow({ row }: { readonly row: KeyJson }) {
  const { t } = useLingui()
  const word = useWord()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const revoking = useAct(revokeKey, () => {
    setAsking(false)
    void client.invalidateQueries({ queryKey: ['keys'] })
  })
  const state = stateOf(row, Temporal.Now.instant())
  const words = { live: t`in use`, revoked: t`revoked`, ended: t`ended` }
  return (
    <tr data-state={state} data-testid="key">
      <th scope="row">{row.name}</th>
      <td>{row.scopes.map((scope) => word(SCOPE_WORDS, scope).split(/[:：]/, 1)[0]).join(' · ')}</td>
      <td>
        <LocalTime instant={row.createdDateTime} zone={HERE} />
      </td>
      <td>{row.expiresDateTime === undefined ? '–' : <LocalTime instant={row.expiresDateTime} zone={HERE} />}</td>
      <td>{row.lastUsedDateTime === undefined ? <Trans>never</Trans> : <LocalTime instant={row.lastUsedDateTime} zone={HERE} />}</td>
      <td>
        <div className="acts">
          {words[state]}
          {state !== 'revoked' && !asking && (
            <Button size="small" testId="revoke" label={t`Revoke ${row.name}`} onClick={() => setAsking(true)}>
              <Trans>Revoke</Trans>
            </Button>
          )}
        </div>
        {asking && <Asking name={row.name} revoking={revoking} onRevoke={() => revoking.act(row.id)} onLeave={() => setAsking(false)} />}
      </td>
    </tr>
  )
}
