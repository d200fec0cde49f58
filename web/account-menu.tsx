// The account in the frame: sign in, or who is signed in and for which organisation, with the switch between several.
import { Trans, useLingui } from '@lingui/react/macro'
import { type FocusEvent, type KeyboardEvent, useRef, useState } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { type Session, useSession } from './session/session.tsx'
import { Button } from './ui/controls.tsx'

function Parties({ session }: { readonly session: Session }) {
  const { t } = useLingui()
  const parties = session.account?.parties ?? []
  if (parties.length < 2) return null
  return (
    <div className="parties" role="radiogroup" aria-label={t`Acting for`}>
      {parties.map((party) => (
        <label key={party.id} className="check">
          <input
            type="radio"
            name="acting-party"
            checked={party.id === session.account?.party?.id}
            onChange={() => session.switchTo(party.id)}
          />
          <span>{party.name}</span>
        </label>
      ))}
    </div>
  )
}

function Panel({ session, onClose }: { readonly session: Session; readonly onClose: () => void }) {
  const navigate = useNavigate()
  const [failed, setFailed] = useState(false)
  const { account } = session
  if (account === undefined) return null
  const leave = async (): Promise<void> => {
    try {
      await session.signOut()
      onClose()
      await navigate('/')
    } catch {
      setFailed(true)
    }
  }
  return (
    <div className="account-panel" id="account-panel">
      <p>
        <b>{account.name}</b>
        <br />
        <small>{account.emailAddress}</small>
      </p>
      {account.parties.length < 2 && (
        <p>{account.party?.name ?? <Trans>Your account is in no organisation yet. Ask whoever runs this window to add it.</Trans>}</p>
      )}
      <Parties session={session} />
      {session.may('key.list') && (
        <Link to="/keys" onClick={onClose}>
          <Trans>API keys</Trans>
        </Link>
      )}
      <Button testId="sign-out" onClick={() => void leave()}>
        <Trans>Sign out</Trans>
      </Button>
      {failed && (
        <p className="error" role="alert">
          ▲ <Trans>Signing out did not reach the window. Try again.</Trans>
        </p>
      )}
    </div>
  )
}

export function AccountMenu() {
  const { t } = useLingui()
  const session = useSession()
  const { pathname, search } = useLocation()
  const [open, setOpen] = useState(false)
  const frame = useRef<HTMLDivElement>(null)
  const { account } = session
  if (session.state === 'loading') return null
  if (account === undefined) {
    const to =
      pathname === '/sign-in' ? `${pathname}${search}` : `/sign-in?${new URLSearchParams({ to: `${pathname}${search}` }).toString()}`
    return (
      <Link to={to} className="sign-in" data-testid="sign-in">
        <Trans>Sign in</Trans>
      </Link>
    )
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return
    setOpen(false)
    frame.current?.querySelector('button')?.focus()
  }
  const onBlur = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && frame.current?.contains(event.relatedTarget) === false) setOpen(false)
  }
  return (
    <div className="account" ref={frame} onKeyDown={onKeyDown} onBlur={onBlur} role="presentation">
      <button
        type="button"
        className="choice account-button"
        aria-expanded={open}
        aria-controls={open ? 'account-panel' : undefined}
        aria-label={t`Account: ${account.party?.name ?? account.name}`}
        data-testid="account"
        onClick={() => setOpen((before) => !before)}
      >
        <span className="account-name">{account.party?.name ?? account.name}</span> <span aria-hidden="true">▾</span>
      </button>
      {open && <Panel session={session} onClose={() => setOpen(false)} />}
    </div>
  )
}
