// The way to cancel, as long as nothing has moved: with a reason, and on the version that was looked at.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Consignment } from '#model'
import { Question } from '../bill/acts.tsx'
import { useAct } from '../record/act.ts'
import { Refused } from '../record/states.tsx'
import { useSession } from '../session/session.tsx'
import { Button, TextInput } from '../ui/controls.tsx'
import { Field } from '../ui/field.tsx'
import { askAgain, cancelConsignment } from './queries.ts'
import { rolesOn } from './roles.ts'

export function Cancel({ consignment, etag }: { readonly consignment: Consignment; readonly etag: string | undefined }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { account, may } = useSession()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [lacking, setLacking] = useState(false)
  const cancel = useAct(
    (why: string, how) => cancelConsignment(consignment.id, why, etag, how),
    () => {
      setAsking(false)
      void askAgain(client)
    },
  )
  const roles = rolesOn(consignment, account?.party?.id)
  if (consignment.consignmentStatus !== 'CONFIRMED' || !may('consignment.cancel', { kind: 'consignment', roles })) return null
  if (!asking)
    return (
      <div className="cancel">
        <Button testId="cancel" onClick={() => setAsking(true)}>
          <Trans>Cancel the consignment …</Trans>
        </Button>
      </div>
    )
  const go = (): void => {
    if (reason.trim() === '') return setLacking(true)
    cancel.act(reason.trim())
  }
  return (
    <section className="panel side-panel panel-body">
      <Question title={t`Cancel the consignment`} yes={t`Cancel it`} busy={cancel.busy} onYes={go} onNo={() => setAsking(false)}>
        <p className="hint">
          <Trans>All capacity it holds is given back. It cannot be taken up again; a new booking is needed.</Trans>
        </p>
        <Field label={t`Reason`} required error={lacking && reason.trim() === '' ? t`Please say why.` : undefined}>
          {(wiring) => <TextInput wiring={wiring} value={reason} onChange={setReason} />}
        </Field>
        <Refused problem={cancel.problem} />
        {cancel.problem !== undefined && cancel.problem !== 'offline' && cancel.problem.code === 'version-changed' && (
          <Button testId="see-anew" onClick={() => void askAgain(client).then(() => cancel.forget())}>
            <Trans>Look at it as it is now</Trans>
          </Button>
        )}
      </Question>
    </section>
  )
}
