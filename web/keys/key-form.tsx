// A new key: its name, what it is for, how long it lasts.
import { Trans, useLingui } from '@lingui/react/macro'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { type Scope, SCOPES } from '#kernel'
import type { MadeKey, NewKey } from '#model'
import { useWord } from '../compare/words.tsx'
import { useAct } from '../record/act.ts'
import { Refused } from '../record/states.tsx'
import { SCOPE_WORDS } from '../record/words.ts'
import { Button, Check, ChoiceInput, TextInput } from '../ui/controls.tsx'
import { Field } from '../ui/field.tsx'
import { endOf, makeKey } from './keys.ts'

function Scopes({
  chosen,
  onChange,
  error,
}: {
  readonly chosen: readonly Scope[]
  readonly onChange: (scopes: readonly Scope[]) => void
  readonly error: string | undefined
}) {
  const word = useWord()
  return (
    <fieldset className="field scopes" aria-describedby={error === undefined ? undefined : 'scopes-error'}>
      <legend className="label">
        <Trans>What it may do</Trans>
      </legend>
      {SCOPES.map((scope) => (
        <Check
          key={scope}
          checked={chosen.includes(scope)}
          onChange={(on) => onChange(SCOPES.filter((each) => (each === scope ? on : chosen.includes(each))))}
        >
          {word(SCOPE_WORDS, scope)}
        </Check>
      ))}
      {error !== undefined && (
        <p className="error" id="scopes-error">
          ▲ {error}
        </p>
      )}
    </fieldset>
  )
}

export function KeyForm({ onMade, onClose }: { readonly onMade: (key: MadeKey) => void; readonly onClose: () => void }) {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly Scope[]>(['READ'])
  const [days, setDays] = useState('90')
  const [checked, setChecked] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const making = useAct<NewKey, MadeKey>(makeKey, onMade)
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setChecked(true)
    if (name.trim() === '' || scopes.length === 0) {
      if (name.trim() === '') form.current?.querySelector('input')?.focus()
      return
    }
    const expiresDateTime = endOf(days, Temporal.Now.instant())
    making.act({ name: name.trim(), scopes: [...scopes], ...(expiresDateTime === undefined ? {} : { expiresDateTime }) })
  }
  const lengths = [
    { value: '30', label: t`30 days` },
    { value: '90', label: t`90 days` },
    { value: '365', label: t`1 year` },
    { value: '', label: t`until it is revoked` },
  ]
  return (
    <form ref={form} className="panel panel-form" onSubmit={submit} noValidate aria-label={t`A new key`}>
      <Field
        label={t`Name`}
        hint={t`So that you know it again: which program, which machine.`}
        required
        error={checked && name.trim() === '' ? t`Please fill this in.` : undefined}
      >
        {(wiring) => <TextInput wiring={wiring} value={name} onChange={setName} />}
      </Field>
      <Scopes chosen={scopes} onChange={setScopes} error={checked && scopes.length === 0 ? t`Choose at least one.` : undefined} />
      <Field label={t`It lasts`}>{(wiring) => <ChoiceInput wiring={wiring} value={days} onChange={setDays} choices={lengths} />}</Field>
      <Refused problem={making.problem} />
      <div className="acts">
        <Button kind="primary" submit busy={making.busy} testId="make-key">
          <Trans>Make the key</Trans>
        </Button>
        <Button kind="text" onClick={onClose}>
          <Trans>Leave it</Trans>
        </Button>
      </div>
    </form>
  )
}
