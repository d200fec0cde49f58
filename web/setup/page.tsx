// A one-time set-up link: the first account of this window, or the first of an organisation; whoever is signed in just joins.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { RequestFailure } from '../api.ts'
import { useWord } from '../compare/words.tsx'
import { localText } from '../format.ts'
import { usePreferences } from '../preferences.tsx'
import { useAct } from '../record/act.ts'
import { FaultPanel, Loading, Refused } from '../record/states.tsx'
import { ROLES } from '../record/words.ts'
import { useSession } from '../session/session.tsx'
import { Button, TextInput } from '../ui/controls.tsx'
import { Field } from '../ui/field.tsx'
import { checkSetup, EMPTY_SETUP, founds, PASSWORD, setupBody, type SetupDraft, type SetupFaults } from './draft.ts'
import { finishSetup, readSetup, type SetupJson } from './setup.ts'

const NONE: SetupFaults = new Map()

interface FieldsProps {
  readonly draft: SetupDraft
  readonly setup: SetupJson
  readonly signedIn: boolean
  readonly errorAt: (name: keyof SetupDraft) => string | undefined
  readonly change: (part: Partial<SetupDraft>) => void
}

function Fields({ draft, setup, signedIn, errorAt, change }: FieldsProps) {
  const { t } = useLingui()
  const { minimum } = PASSWORD
  return (
    <>
      {founds(setup) && (
        <Field label={t`Organisation`} hint={t`The one that operates this window.`} required error={errorAt('organisationName')}>
          {(wiring) => (
            <TextInput
              wiring={wiring}
              autoComplete="organization"
              value={draft.organisationName}
              onChange={(organisationName) => change({ organisationName })}
            />
          )}
        </Field>
      )}
      {!signedIn && (
        <>
          <Field label={t`Your name`} required error={errorAt('name')}>
            {(wiring) => <TextInput wiring={wiring} autoComplete="name" value={draft.name} onChange={(name) => change({ name })} />}
          </Field>
          <Field label={t`E-mail`} hint={t`You sign in with it.`} required error={errorAt('email')}>
            {(wiring) => (
              <TextInput wiring={wiring} type="email" autoComplete="username" value={draft.email} onChange={(email) => change({ email })} />
            )}
          </Field>
          <Field label={t`Password`} hint={t`At least ${minimum} characters.`} required error={errorAt('password')}>
            {(wiring) => (
              <TextInput
                wiring={wiring}
                type="password"
                autoComplete="new-password"
                value={draft.password}
                onChange={(password) => change({ password })}
              />
            )}
          </Field>
        </>
      )}
    </>
  )
}

function useFaultWords() {
  const { t } = useLingui()
  return {
    missing: t`Please fill this in.`,
    'bad-email': t`An e-mail address such as goods@example.com.`,
    short: t`Too short.`,
    long: t`Too long.`,
  }
}

function SetupForm({ token, setup }: { readonly token: string; readonly setup: SetupJson }) {
  const session = useSession()
  const navigate = useNavigate()
  const words = useFaultWords()
  const signedIn = session.account !== undefined
  const [draft, setDraft] = useState(EMPTY_SETUP)
  const [faults, setFaults] = useState(NONE)
  const form = useRef<HTMLFormElement>(null)
  const finishing = useAct(
    async (body: Readonly<Record<string, string>>, { language }) => {
      await finishSetup(token, body, language)
      // The account stands: that signing in may fail now must not offer the used link again.
      await (signedIn ? session.refresh() : session.signIn(draft.email.trim(), draft.password)).catch(() => undefined)
    },
    () => void navigate('/consignments'),
  )
  const refused = finishing.problem === 'offline' ? undefined : finishing.problem
  const errorAt = (name: keyof SetupDraft): string | undefined => {
    const fault = faults.get(name)
    return fault === undefined ? refused?.errors?.find((error) => error.pointer === `/${name}`)?.detail : words[fault]
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const found = checkSetup(draft, setup, signedIn)
    setFaults(found)
    if (found.size === 0) finishing.act(setupBody(draft, setup, signedIn))
  }
  useEffect(() => {
    if (faults.size > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [faults])
  return (
    <form ref={form} className="panel panel-form" onSubmit={submit} noValidate aria-labelledby="setup-title">
      <Purpose setup={setup} />
      {signedIn && (
        <p>
          <Trans>You are signed in as {session.account?.emailAddress ?? ''} and join with that account.</Trans>
        </p>
      )}
      <Fields
        draft={draft}
        setup={setup}
        signedIn={signedIn}
        errorAt={errorAt}
        change={(part) => {
          setDraft((before) => ({ ...before, ...part }))
          setFaults(NONE)
        }}
      />
      <Refused problem={finishing.problem} fields={false} />
      <Button kind="primary" size="large" submit busy={finishing.busy} testId="finish-setup">
        {signedIn ? <Trans>Join</Trans> : <Trans>Make the account</Trans>}
      </Button>
    </form>
  )
}

function Purpose({ setup }: { readonly setup: SetupJson }) {
  const word = useWord()
  const { language } = usePreferences()
  const roles = setup.roles.map((role) => word(ROLES, role)).join(language === 'en' ? ', ' : '、')
  return (
    <>
      <h1 id="setup-title">{setup.partyName === undefined ? <Trans>Set up this window</Trans> : <Trans>Join {setup.partyName}</Trans>}</h1>
      <p className="lead">
        <Trans>
          As {roles}. The link works once, until {localText(setup.expiresDateTime, Temporal.Now.timeZoneId())}.
        </Trans>
      </p>
    </>
  )
}

function Gone() {
  return (
    <section className="panel message" data-testid="link-gone">
      <h1>
        <Trans>This link does not work</Trans>
      </h1>
      <p>
        <Trans>It is not known, has been used already, or its time is over. Ask whoever gave it to you for another.</Trans>
      </p>
    </section>
  )
}

export function Component() {
  const { t } = useLingui()
  const { language } = usePreferences()
  const { token = '' } = useParams()
  const { state } = useSession()
  const asked = useQuery({ queryKey: ['setup', token], queryFn: ({ signal }) => readSetup(token, language, signal), gcTime: 0 })
  const { error } = asked
  const gone = error instanceof RequestFailure && error.problem !== undefined && error.problem.status < 429
  return (
    <div className="page narrow">
      <title>{t`Set up – Yidan`}</title>
      {(asked.isPending || state === 'loading') && <Loading />}
      {gone && <Gone />}
      {error !== null && !gone && <FaultPanel fault={error} onRetry={() => void asked.refetch()} />}
      {asked.data !== undefined && state !== 'loading' && <SetupForm token={token} setup={asked.data} />}
    </div>
  )
}
