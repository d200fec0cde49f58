// A party of a booking: found in the directory, or typed with name and e-mail when it has no account.
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import type { PartyRole } from '#kernel'
import type { PartyJson } from '#model'
import { usePreferences } from '../preferences.tsx'
import { partiesQuery } from '../record/directory.ts'
import { DemoMark } from '../record/states.tsx'
import { TextInput, type Wiring } from '../ui/controls.tsx'
import { Field } from '../ui/field.tsx'
import type { PartyDraft } from './draft.ts'

interface PartyFieldsProps {
  /** What it is on the shipment: "Consignee". */
  readonly label: string
  readonly hint: string
  /** Which part of the directory is searched. */
  readonly directory: PartyRole
  readonly required: boolean
  readonly party: PartyDraft
  readonly testId: string
  readonly nameError: string | undefined
  readonly emailError: string | undefined
  readonly onChange: (party: PartyDraft) => void
}

interface SearchProps {
  readonly wiring: Wiring
  readonly party: PartyDraft
  /** Which part of the directory is searched. */
  readonly directory: PartyRole
  readonly testId: string
  readonly onChange: (party: PartyDraft) => void
}

/** A combobox after the ARIA pattern; a name that nobody in the directory has is kept as typed. */
function PartySearch({ wiring, party, directory, testId, onChange }: SearchProps) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const list = useId()
  const wanted = useDeferredValue(party.partyId === undefined ? party.name : '')
  const found = useQuery({ ...partiesQuery(wanted, directory, language), enabled: open })
  const offers = found.data ?? []
  const visible = open && offers.length > 0
  const pick = (offer: PartyJson | undefined): void => {
    if (offer === undefined) return
    onChange({ partyId: offer.id, name: offer.name, email: '' })
    setOpen(false)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setOpen(true)
      if (offers.length > 0) setActive((at) => (at + step + offers.length) % offers.length)
    } else if (event.key === 'Enter' && visible && active >= 0) {
      event.preventDefault() // Enter chooses here; it must not send the form.
      pick(offers[active])
    } else if (event.key === 'Escape') {
      setOpen(false)
    }
  }
  return (
    <div className="place-search">
      <input
        {...wiring}
        className="choice"
        type="text"
        role="combobox"
        autoComplete="off"
        data-testid={testId}
        aria-autocomplete="list"
        aria-expanded={visible}
        aria-controls={list}
        aria-activedescendant={visible && active >= 0 ? `${list}-${active}` : undefined}
        value={party.name}
        onChange={(event) => {
          onChange({ name: event.target.value, email: party.email })
          setActive(event.target.value.trim() === '' ? -1 : 0)
          setOpen(true)
        }}
        onKeyDown={onKeyDown}
        onFocus={() => setOpen(party.partyId === undefined)}
        onBlur={() => setOpen(false)}
      />
      <div id={list} role="listbox" className="offers" aria-label={t`Organisations found`} hidden={!visible}>
        {offers.map((offer, i) => (
          // The list is driven from the input by its own keys, as the pattern asks; a pointer may press a row all the same.
          <div
            key={offer.id}
            id={`${list}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            className={i === active ? 'offer active' : 'offer'}
            onMouseDown={(event) => {
              event.preventDefault() // The input keeps the focus.
              pick(offer)
            }}
          >
            <b>{offer.name}</b> <span>{offer.unifiedSocialCreditCode}</span> <DemoMark demo={offer.demo} />
          </div>
        ))}
      </div>
    </div>
  )
}

export function PartyFields({ label, hint, directory, required, party, testId, nameError, emailError, onChange }: PartyFieldsProps) {
  const { t } = useLingui()
  const listed = party.partyId !== undefined
  const unknown = !listed && party.name.trim() !== ''
  return (
    <>
      <Field
        label={label}
        hint={listed ? `✓ ${t`From the directory: it sees the shipment in its own account.`}` : hint}
        required={required}
        error={nameError}
      >
        {(wiring) => <PartySearch wiring={wiring} party={party} directory={directory} testId={testId} onChange={onChange} />}
      </Field>
      {unknown && (
        <Field label={t`${label}: e-mail`} hint={t`Not in the directory: it gets no account, only what you send it.`} error={emailError}>
          {(wiring) => <TextInput wiring={wiring} type="email" value={party.email} onChange={(email) => onChange({ ...party, email })} />}
        </Field>
      )}
    </>
  )
}
