// The form of a hold: reference, parties, boxes if they are known. Faults stand where they were made.
import { Trans, useLingui } from '@lingui/react/macro'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { BookingRequest, Itinerary, Quote } from '#model'
import { useWord } from '../compare/words.tsx'
import type { Doing } from '../record/act.ts'
import { Refused } from '../record/states.tsx'
import { BOOK_FAULTS } from '../record/words.ts'
import { useSession } from '../session/session.tsx'
import { Button, TextInput } from '../ui/controls.tsx'
import { Field } from '../ui/field.tsx'
import { BoxField } from './box-fields.tsx'
import { type BookDraft, type BookFaults, bookingRequestOf, checkBooking, EMPTY_BOOKING, wantedBoxes } from './draft.ts'
import { PartyFields } from './party-fields.tsx'

const NONE: BookFaults = new Map()
/** These have a panel of their own above the form. */
const SHOWN_ABOVE: readonly string[] = ['capacity-taken', 'quote-expired', 'departure-closed']

interface PartsProps {
  readonly draft: BookDraft
  readonly change: (part: Partial<BookDraft>) => void
  readonly errorAt: (pointer: string) => string | undefined
}

function Parties({ draft, change, errorAt }: PartsProps) {
  const { t } = useLingui()
  const { account } = useSession()
  const own = account?.party?.name ?? ''
  const forwards = account?.party?.roles.includes('FORWARDER') === true
  return (
    <fieldset className="group">
      <legend>
        <Trans>For whom</Trans>
      </legend>
      <div className="grid wide-cells">
        <Field
          label={t`Your reference`}
          hint={t`An order number of your own; the shipment is found by it.`}
          error={errorAt('/consignorAssignedId')}
        >
          {(wiring) => <TextInput wiring={wiring} value={draft.reference} onChange={(reference) => change({ reference })} />}
        </Field>
        {forwards && (
          <PartyFields
            label={t`Consignor`}
            hint={t`${own} itself when this stays empty.`}
            directory="SHIPPER"
            required={false}
            party={draft.consignor}
            testId="consignor"
            nameError={errorAt('/consignor/name')}
            emailError={errorAt('/consignor/email')}
            onChange={(consignor) => change({ consignor })}
          />
        )}
        <PartyFields
          label={t`Consignee`}
          hint={t`Who receives the goods: choose from the directory, or type a name.`}
          directory="CONSIGNEE"
          required
          party={draft.consignee}
          testId="consignee"
          nameError={errorAt('/consignee/name')}
          emailError={errorAt('/consignee/email')}
          onChange={(consignee) => change({ consignee })}
        />
      </div>
    </fieldset>
  )
}

interface BoxesProps extends Pick<PartsProps, 'draft' | 'change'> {
  readonly faults: BookFaults
  readonly quote: Quote
}

function Boxes({ draft, change, faults, quote }: BoxesProps) {
  const wanted = wantedBoxes(quote)
  if (wanted.length === 0) return null
  return (
    <fieldset className="group">
      <legend>
        <Trans>Boxes, if you know them</Trans>
      </legend>
      <div className="grid wide-cells">
        {wanted.map(({ unitTypeCode, quantity }) => (
          <BoxField
            key={unitTypeCode}
            unitTypeCode={unitTypeCode}
            quantity={quantity}
            text={draft.boxes[unitTypeCode] ?? ''}
            many={faults.get(`/boxes/${unitTypeCode}`) === 'box-many'}
            wrong={faults.has(`/boxes/${unitTypeCode}`)}
            onChange={(text) => change({ boxes: { ...draft.boxes, [unitTypeCode]: text } })}
          />
        ))}
      </div>
    </fieldset>
  )
}

interface HoldFormProps {
  readonly quote: Quote
  readonly itinerary: Itinerary
  readonly holding: Doing<BookingRequest>
}

export function HoldForm({ quote, itinerary, holding }: HoldFormProps) {
  const { t } = useLingui()
  const word = useWord()
  const [draft, setDraft] = useState(EMPTY_BOOKING)
  const [faults, setFaults] = useState(NONE)
  const [attempt, setAttempt] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const refused = holding.problem === 'offline' ? undefined : holding.problem
  const errorAt = (pointer: string): string | undefined => {
    const fault = faults.get(pointer)
    return fault === undefined ? refused?.errors?.find((error) => error.pointer === pointer)?.detail : word(BOOK_FAULTS, fault)
  }
  const change = (part: Partial<BookDraft>): void => {
    setDraft((before) => ({ ...before, ...part }))
    setFaults(NONE)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const found = checkBooking(draft, quote)
    setFaults(found)
    setAttempt((count) => count + 1)
    if (found.size === 0) holding.act(bookingRequestOf(draft, quote, itinerary.id))
  }
  useEffect(() => {
    if (attempt > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [attempt])
  const parts = { draft, change, errorAt }
  return (
    <form ref={form} className="panel entrust" onSubmit={submit} noValidate aria-label={t`Booking`}>
      <Parties {...parts} />
      <Boxes draft={draft} change={change} faults={faults} quote={quote} />
      <div className="send">
        {faults.size > 0 && (
          <p className="error" role="alert">
            ▲ <Trans>Some fields need your attention.</Trans>
          </p>
        )}
        {(refused === undefined || !SHOWN_ABOVE.includes(refused.code)) && <Refused problem={holding.problem} />}
        <p className="hint">
          <Trans>A hold takes room on every leg or on none. It costs nothing and ends by itself if you do not confirm it.</Trans>
        </p>
        <Button kind="primary" size="large" submit busy={holding.busy} testId="hold">
          <Trans>Hold this chain</Trans>
        </Button>
      </div>
    </form>
  )
}
