// One key of the list, and revoking it, which is asked once more.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { KeyJson } from '#model'
import { LocalTime, useWord } from '../compare/words.tsx'
import { useAct } from '../record/act.ts'
import { Refused } from '../record/states.tsx'
import { SCOPE_WORDS } from '../record/words.ts'
import { Button } from '../ui/controls.tsx'
import { revokeKey, stateOf } from './keys.ts'

const HERE = Temporal.Now.timeZoneId()

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
        {asking && (
          <div className="confirm-box" role="group" aria-label={t`Revoke ${row.name}`}>
            <p>
              <Trans>Programs that use it stop at once. This cannot be taken back.</Trans>
            </p>
            <div className="acts">
              <Button danger size="small" busy={revoking.busy} testId="revoke-now" onClick={() => revoking.act(row.id)}>
                <Trans>Revoke for good</Trans>
              </Button>
              <Button kind="text" size="small" onClick={() => setAsking(false)}>
                <Trans>Keep it</Trans>
              </Button>
            </div>
            <Refused problem={revoking.problem} />
          </div>
        )}
      </td>
    </tr>
  )
}
