// Signing in: two fields, errors where they are, and then on to where the person was going.
import { Trans, useLingui } from '@lingui/react/macro'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Navigate, useSearchParams } from 'react-router'
import { type Problem, RequestFailure } from '../api.ts'
import { Loading, Refused } from '../record/states.tsx'
import { Button, TextInput } from '../ui/controls.tsx'
import { Field } from '../ui/field.tsx'
import { returnAddress } from './account.ts'
import { useSession } from './session.tsx'

interface Credentials {
  readonly email: string
  readonly password: string
}

function DemoHint() {
  return (
    <p className="note" data-testid="demo-hint">
      <Trans>
        This window runs with sample organisations, such as shipper@sample.example. Their passwords were printed once, in the terminal, when
        it was first started.
      </Trans>
    </p>
  )
}

function useSigningIn() {
  const session = useSession()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | 'offline'>()
  const signIn = async ({ email, password }: Credentials): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await session.signIn(email.trim(), password)
    } catch (fault) {
      setProblem(fault instanceof RequestFailure && fault.problem !== undefined ? fault.problem : 'offline')
      setBusy(false)
    }
  }
  return { busy, problem, signIn }
}

function Form() {
  const { t } = useLingui()
  const session = useSession()
  const { busy, problem, signIn } = useSigningIn()
  const [given, setGiven] = useState<Credentials>({ email: '', password: '' })
  const [checked, setChecked] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const missing = (text: string): string | undefined => (checked && text.trim() === '' ? t`Please fill this in.` : undefined)
  const wrong = problem !== undefined && problem !== 'offline' && problem.status === 401
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setChecked(true)
    if (given.email.trim() !== '' && given.password !== '') void signIn(given)
  }
  useEffect(() => {
    if (checked || wrong) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [checked, wrong])
  return (
    <form ref={form} className="panel panel-form" onSubmit={submit} noValidate aria-labelledby="sign-in-title">
      <h1 id="sign-in-title">
        <Trans>Sign in</Trans>
      </h1>
      <Field label={t`E-mail`} required error={missing(given.email)}>
        {(wiring) => (
          <TextInput
            wiring={wiring}
            type="email"
            autoComplete="username"
            value={given.email}
            onChange={(email) => setGiven((before) => ({ ...before, email }))}
          />
        )}
      </Field>
      <Field
        label={t`Password`}
        required
        error={missing(given.password) ?? (wrong ? t`E-mail and password do not fit together.` : undefined)}
      >
        {(wiring) => (
          <TextInput
            wiring={wiring}
            type="password"
            autoComplete="current-password"
            value={given.password}
            onChange={(password) => setGiven((before) => ({ ...before, password }))}
          />
        )}
      </Field>
      {!wrong && <Refused problem={problem} />}
      <Button kind="primary" size="large" submit busy={busy} testId="sign-in-now">
        <Trans>Sign in</Trans>
      </Button>
      {session.demo && <DemoHint />}
    </form>
  )
}

export function Component() {
  const { t } = useLingui()
  const { state } = useSession()
  const [search] = useSearchParams()
  if (state === 'signed-in') return <Navigate to={returnAddress(search.get('to'))} replace />
  return (
    <div className="page narrow">
      <title>{t`Sign in – Yidan`}</title>
      {state === 'loading' ? <Loading /> : <Form />}
    </div>
  )
}
