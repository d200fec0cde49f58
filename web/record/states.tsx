// The states every page of the record shares: loading, refused, not there, not signed in, no right, nothing yet.
import '../record.css'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import type { Act } from '#model'
import { type Problem, RequestFailure } from '../api.ts'
import { useSession } from '../session/session.tsx'
import { Button } from '../ui/controls.tsx'

export function Loading({ lines = 1 }: { readonly lines?: number }) {
  const { t } = useLingui()
  return (
    <div aria-busy="true" data-testid="loading">
      <p className="unseen" role="status">{t`Loading …`}</p>
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} className="panel skeleton" />
      ))}
    </div>
  )
}

/** Where to go to sign in and come back to this very address. */
export function useSignInAddress(): string {
  const { pathname, search } = useLocation()
  return `/sign-in?${new URLSearchParams({ to: `${pathname}${search}` }).toString()}`
}

export function SignInFirst() {
  const address = useSignInAddress()
  const navigate = useNavigate()
  return (
    <section className="panel message" data-testid="sign-in-first">
      <h1>
        <Trans>Please sign in</Trans>
      </h1>
      <p>
        <Trans>What stands here belongs to the parties of a shipment. Sign in, and you come back to this page.</Trans>
      </p>
      <Button kind="primary" testId="to-sign-in" onClick={() => void navigate(address)}>
        <Trans>Sign in</Trans>
      </Button>
    </section>
  )
}

/** 404 and "not yours" look the same, as they do on the wire. */
export function NotThere({ children }: { readonly children?: ReactNode }) {
  return (
    <section className="panel message" data-testid="not-there">
      <h1>
        <Trans>Nothing here for you</Trans>
      </h1>
      <p>
        <Trans>There is no such entry, or it is not one your organisation takes part in.</Trans>
      </p>
      {children ?? (
        <p>
          <Link to="/consignments">
            <Trans>To your consignments</Trans>
          </Link>
        </p>
      )}
    </section>
  )
}

export function NoRight({ detail }: { readonly detail?: string | undefined }) {
  const { account } = useSession()
  return (
    <section className="panel message" data-testid="no-right">
      <h1>
        <Trans>Not a right of yours</Trans>
      </h1>
      <p>
        {account?.party === undefined ? (
          <Trans>Your account is in no organisation yet. Ask whoever runs this window to add it.</Trans>
        ) : (
          <Trans>{account.party.name} does not have the role this page is for.</Trans>
        )}
      </p>
      {detail !== undefined && <p className="rule">{detail}</p>}
      {account !== undefined && account.parties.length > 1 && (
        <p>
          <Trans>You are in several organisations: choose another in the account menu.</Trans>
        </p>
      )}
    </section>
  )
}

/** What a page could not show, and what can be done about it. */
export function FaultPanel({ fault, onRetry }: { readonly fault: Error; readonly onRetry: () => void }) {
  const problem = fault instanceof RequestFailure ? fault.problem : undefined
  if (problem?.code === 'unauthenticated') return <SignInFirst />
  if (problem?.code === 'not-found') return <NotThere />
  if (problem?.code === 'forbidden') return <NoRight detail={problem.detail} />
  return (
    <section className="panel message" role="alert" data-testid="failure">
      <h2>{problem === undefined ? <Trans>No answer came</Trans> : problem.title}</h2>
      {(problem === undefined || problem.detail !== undefined) && (
        <p>{problem?.detail ?? <Trans>Check the network and try again.</Trans>}</p>
      )}
      <RequestLine problem={problem} />
      <Button kind="primary" testId="retry" onClick={onRetry}>
        <Trans>Try again</Trans>
      </Button>
    </section>
  )
}

const RequestLine = ({ problem }: { readonly problem: Problem | undefined }) =>
  problem?.requestId === undefined ? null : (
    <p className="rule">
      <Trans>Request: {problem.requestId}</Trans>
    </p>
  )

/** Why an act did not go through, beside its button. Field errors already shown elsewhere may be left out. */
export function Refused({ problem, fields = true }: { readonly problem: Problem | 'offline' | undefined; readonly fields?: boolean }) {
  if (problem === undefined) return null
  if (problem === 'offline')
    return (
      <p className="error" role="alert">
        ▲ <Trans>No answer came. Nothing is lost: press again, it will not happen twice.</Trans>
      </p>
    )
  return (
    <div className="error" role="alert">
      <p>
        ▲ <b>{problem.title}</b> {problem.detail}
      </p>
      {fields && problem.errors !== undefined && (
        <ul>
          {problem.errors.map((error) => (
            <li key={`${error.pointer} ${error.code}`}>
              {error.detail} <code>{error.pointer}</code>
            </li>
          ))}
        </ul>
      )}
      <RequestLine problem={problem} />
    </div>
  )
}

/** Shows its page only to somebody whose organisation may do this act; says why to all others. */
export function OnlyFor({ act, children }: { readonly act: Act; readonly children: ReactNode }) {
  const session = useSession()
  if (session.state === 'loading') return <Loading />
  if (session.state === 'failed') return <FaultPanel fault={new RequestFailure(undefined)} onRetry={() => void session.refresh()} />
  if (session.state === 'anonymous') return <SignInFirst />
  return session.may(act) ? children : <NoRight />
}

/** The mark of what a simulation or a sample made. */
export function DemoMark({ demo }: { readonly demo: true | undefined }) {
  if (demo !== true) return null
  return (
    <span className="demo-mark">
      <Trans context="mark">demo</Trans>
    </span>
  )
}
