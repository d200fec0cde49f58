// Confirming and cancelling a hold, wherever it is shown. Cancelling asks once more, and why.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Booking } from '#model'
import type { Answered } from '../api.ts'
import { useAct } from '../record/act.ts'
import { cancelHold, confirmHold } from '../record/bookings.ts'
import { useEscape } from '../record/escape.ts'
import { Refused } from '../record/states.tsx'
import { Button, TextInput } from '../ui/controls.tsx'
import { Field } from '../ui/field.tsx'

interface CancelProps {
  readonly booking: Booking
  readonly etag: string | undefined
  readonly onClose: () => void
  readonly onDone: (next: Answered<Booking>) => void
}

function Cancel({ booking, etag, onClose, onDone }: CancelProps) {
  const { t } = useLingui()
  const [reason, setReason] = useState('')
  const [checked, setChecked] = useState(false)
  const cancelling = useAct(cancelHold, onDone)
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => frame.current?.querySelector('input')?.focus(), [])
  useEscape(frame, onClose)
  const go = (): void => {
    setChecked(true)
    if (reason.trim() !== '') cancelling.act({ id: booking.id, reason: reason.trim(), etag })
  }
  return (
    <div ref={frame} className="confirm-box" role="group" aria-label={t`Cancel this booking`}>
      <Field
        label={t`Why is it cancelled?`}
        hint={t`The parties of the shipment read it.`}
        required
        error={checked && reason.trim() === '' ? t`Please fill this in.` : undefined}
      >
        {(wiring) => <TextInput wiring={wiring} value={reason} onChange={setReason} />}
      </Field>
      <Refused problem={cancelling.problem} />
      <div className="acts">
        <Button danger busy={cancelling.busy} testId="cancel-now" onClick={go}>
          <Trans>Cancel it and give the room back</Trans>
        </Button>
        <Button kind="text" onClick={onClose}>
          <Trans>Keep it</Trans>
        </Button>
      </div>
    </div>
  )
}

interface HoldActsProps {
  readonly booking: Booking
  readonly etag?: string | undefined
  readonly large?: boolean
}

export function HoldActs({ booking, etag, large = false }: HoldActsProps) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [leaving, setLeaving] = useState(false)
  const frame = useRef<HTMLDivElement>(null)
  const stay = (): void => {
    setLeaving(false)
    frame.current?.querySelector('button')?.focus()
  }
  const changed = (next: Answered<Booking>): void => {
    client.setQueryData(['booking', next.value.id], next)
    void client.invalidateQueries({ queryKey: ['bookings'] })
    void client.invalidateQueries({ queryKey: ['consignments'] })
  }
  const confirming = useAct(confirmHold, (next) => {
    changed(next)
    const { consignmentId } = next.value
    if (consignmentId !== undefined) void navigate(`/consignments/${consignmentId}`)
  })
  const { problem } = confirming
  /** What stands here is not what the window knows: it is asked again. */
  const stale = problem !== undefined && problem !== 'offline' && ['hold-expired', 'wrong-state', 'version-changed'].includes(problem.code)
  useEffect(() => {
    if (stale) void client.invalidateQueries({ queryKey: ['booking', booking.id] })
  }, [stale, client, booking.id])
  return (
    <div className="hold-acts" ref={frame}>
      <div className="acts">
        <Button
          kind="primary"
          size={large ? 'large' : 'middle'}
          busy={confirming.busy}
          testId="confirm"
          onClick={() => confirming.act(booking.id)}
        >
          <Trans>Confirm the booking</Trans>
        </Button>
        {!leaving && (
          <Button size={large ? 'large' : 'middle'} testId="cancel" onClick={() => setLeaving(true)}>
            <Trans>Cancel</Trans>
          </Button>
        )}
      </div>
      <Refused problem={problem} />
      {leaving && <Cancel booking={booking} etag={etag} onClose={stay} onDone={changed} />}
    </div>
  )
}
