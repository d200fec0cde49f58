// What the check says: genuine and by whom, or why not, or that it could not be told.
import { Trans } from '@lingui/react/macro'
import { inLanguage } from '#kernel'
import { usePreferences } from '../preferences.tsx'
import type { Verdict } from './checking.ts'

export function VerdictBox({ verdict, heading = 'h2' }: { readonly verdict: Verdict; readonly heading?: 'h2' | 'h3' }) {
  const { language } = usePreferences()
  const Heading = heading
  if (verdict.kind === 'unknown')
    return (
      <div className="verdict" role="status" data-testid="verdict" data-verdict="unknown">
        <Heading>
          ○ <Trans>It cannot be told just now</Trans>
        </Heading>
        <p>
          <Trans>The issuer's keys could not be fetched. Come back with a network, or give the keys yourself.</Trans>
        </p>
      </div>
    )
  if (verdict.kind === 'doubtful')
    return (
      <div className="verdict doubtful" role="status" data-testid="verdict" data-verdict="doubtful" data-code={verdict.code}>
        <Heading>
          ■ <Trans>Not genuine, or not as it was signed</Trans>
        </Heading>
        <p>{inLanguage(verdict.why, language)}</p>
      </div>
    )
  const { bill } = verdict
  return (
    <div className="verdict genuine" role="status" data-testid="verdict" data-verdict="genuine">
      <Heading>
        ● <Trans>Genuine: signed by the issuer and unchanged since</Trans>
      </Heading>
      <p>
        <b className="num">{bill.transportDocumentReference}</b> · {bill.documentParties.issuingParty.name} · {bill.issueDate}
      </p>
      <p className="rule">
        <Trans>
          Signer <code>{bill.issuer}</code>, key <code>{bill.kid}</code>
        </Trans>
      </p>
      <p className="rule">
        <Trans>
          The signature tells what was issued. Who controls the bill today, and whether it was surrendered, only its parties can see at the
          issuer.
        </Trans>
      </p>
    </div>
  )
}
