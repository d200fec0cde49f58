// A bill: the document, how it stands and who controls it, its title chain, its files, the acts open to the reader, and the check of its signature.
import '../consignment/consignment.css'
import './bill.css'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Bill } from '#model'
import { RequestFailure } from '../api.ts'
import { useChanges } from '../consignment/live.ts'
import { Moment } from '../consignment/moment.tsx'
import { askAgain } from '../consignment/queries.ts'
import { Panel } from '../consignment/panel.tsx'
import { usePreferences } from '../preferences.tsx'
import { FaultPanel, Loading, useSignInAddress } from '../record/states.tsx'
import { useSession } from '../session/session.tsx'
import { Button } from '../ui/controls.tsx'
import { BillActs } from './acts.tsx'
import { checkText, type Verdict } from './checking.ts'
import { BillDocument } from './document.tsx'
import { Downloads } from './downloads.tsx'
import { billQuery, credentialQuery } from './queries.ts'
import { VerdictBox } from './verdict.tsx'
import { BillStatus, Controller, useActWord } from './words.tsx'

/** Whoever scanned a code and has no part in the bill: what this is, and how to check the paper in his hand. Never whether it exists. */
function ForStrangers() {
  const { t } = useLingui()
  const session = useSession()
  const signIn = useSignInAddress()
  return (
    <section className="panel message" data-testid="stranger">
      <title>{t`A multimodal bill – Yidan`}</title>
      <h1>
        <Trans>This is the address of a multimodal transport bill</Trans>
      </h1>
      <p>
        <Trans>
          A bill is shown only to its parties, so this page does not say whether there is one here. If you hold a PDF or a signed file, you
          can check in your browser that it is genuine, without an account.
        </Trans>
      </p>
      <p>
        <Link to="/verify" data-testid="to-verify">
          <Trans>Verify a bill</Trans>
        </Link>
      </p>
      {session.state === 'anonymous' && (
        <p>
          <Link to={signIn} data-testid="to-sign-in">
            <Trans>Sign in as one of its parties</Trans>
          </Link>
        </p>
      )}
    </section>
  )
}

function Links({ bill }: { readonly bill: Bill }) {
  const { t } = useLingui()
  const word = useActWord()
  const { shipper, consignee, issuingParty, freightForwarder } = bill.documentParties
  const named = [shipper, consignee, issuingParty, freightForwarder, bill.possessor]
  const nameOf = (partyId: string): string => named.find((party) => party?.partyId === partyId)?.name ?? t`another organisation`
  return (
    <Panel title={t`Title chain`} testId="chain">
      <ol className="chain-links">
        {(bill.links ?? []).map((link) => (
          <li key={link.sequence} data-testid={`link-${link.sequence}`}>
            <b>
              <span className="num">{link.sequence}</span> {word(link.act)}
            </b>{' '}
            · {nameOf(link.actorPartyId)}
            <br />
            <Moment instant={link.recordedDateTime} zone="Asia/Shanghai" />
            <code title={link.checksum}>{link.checksum}</code>
            {link.previousChecksum !== undefined && (
              <small>
                <Trans>
                  after <code>{link.previousChecksum.slice(0, 16)}…</code>
                </Trans>
              </small>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  )
}

function Verify({ id }: { readonly id: string }) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const client = useQueryClient()
  const [verdict, setVerdict] = useState<Verdict>()
  const [busy, setBusy] = useState(false)
  const run = async (): Promise<void> => {
    setBusy(true)
    try {
      setVerdict(await checkText(await client.query(credentialQuery(id, language))))
    } catch {
      setVerdict({ kind: 'unknown' })
    }
    setBusy(false)
  }
  return (
    <Panel title={t`Signature`} testId="signature">
      <p className="aside">
        <Trans>Checked in this browser against the issuer's published keys, as any stranger could.</Trans>
      </p>
      <div className="acts">
        <Button testId="verify" busy={busy} onClick={() => void run()}>
          <Trans>Verify</Trans>
        </Button>
        <Link to="/verify">
          <Trans>Verify a file</Trans>
        </Link>
      </div>
      {verdict !== undefined && <VerdictBox verdict={verdict} heading="h3" />}
    </Panel>
  )
}

function Shown({ bill, id }: { readonly bill: Bill; readonly id: string }) {
  const { t } = useLingui()
  const client = useQueryClient()
  useChanges(
    ({ resourceId }) => resourceId === id || resourceId === bill.consignment.id,
    () => void askAgain(client),
  )
  const words = { number: bill.transportDocumentReference ?? '' }
  return (
    <div className="record" data-testid="bill">
      <title>{t`Bill ${words.number} – Yidan`}</title>
      <div className="bill-columns">
        <BillDocument bill={bill} />
        <div className="bill-side">
          <Panel title={t`How it stands`} testId="standing">
            <dl className="pairs">
              <div>
                <dt>
                  <Trans>Status</Trans>
                </dt>
                <dd>
                  <BillStatus status={bill.transportDocumentStatus} />
                </dd>
              </div>
              <div data-testid="controller">
                <dt>
                  <Trans>Controlled by</Trans>
                </dt>
                <dd>
                  <Controller bill={bill} />
                </dd>
              </div>
              <div>
                <dt>
                  <Trans>Consignment</Trans>
                </dt>
                <dd>
                  <Link to={`/consignments/${bill.consignment.id}`} className="num">
                    {bill.consignment.consignmentNumber}
                  </Link>
                </dd>
              </div>
            </dl>
            <BillActs bill={bill} consignmentId={bill.consignment.id} />
            <Downloads bill={bill} />
          </Panel>
          <Verify id={id} />
          <Links bill={bill} />
        </div>
      </div>
    </div>
  )
}

export function Component() {
  const { id = '' } = useParams()
  const { language } = usePreferences()
  const session = useSession()
  const asked = useQuery({ ...billQuery(id, language), enabled: session.state === 'signed-in' })
  if (session.state === 'anonymous') return <ForStrangers />
  if (asked.data !== undefined) return <Shown key={id} bill={asked.data} id={id} />
  if (asked.error instanceof RequestFailure && [401, 403, 404].includes(asked.error.problem?.status ?? 0)) return <ForStrangers />
  if (asked.isError) return <FaultPanel fault={asked.error} onRetry={() => void asked.refetch()} />
  return <Loading lines={2} />
}
