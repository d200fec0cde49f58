// The words of a bill's states and acts.
import { Trans, useLingui } from '@lingui/react/macro'
import type { Bill, TitleAct, TransportDocumentStatus } from '#model'

const MARKS: Readonly<Record<TransportDocumentStatus, readonly [mark: string, look: string]>> = {
  DRAFT: ['○', ''],
  ISSUED: ['▶', 'moving'],
  PENDING_SURRENDER_FOR_DELIVERY: ['▲', 'waiting'],
  SURRENDERED_FOR_DELIVERY: ['●', 'fine'],
  VOIDED: ['■', 'over'],
}

export function BillStatus({ status }: { readonly status: TransportDocumentStatus }) {
  const [mark, look] = MARKS[status]
  return (
    <span className={`status-mark ${look}`} data-testid="bill-status" data-status={status}>
      <span aria-hidden="true">{mark}</span> <StatusWord status={status} />
    </span>
  )
}

function StatusWord({ status }: { readonly status: TransportDocumentStatus }) {
  switch (status) {
    case 'DRAFT':
      return <Trans>Draft, not issued</Trans>
    case 'ISSUED':
      return <Trans>Issued</Trans>
    case 'PENDING_SURRENDER_FOR_DELIVERY':
      return <Trans>Surrendered, waiting for acceptance</Trans>
    case 'SURRENDERED_FOR_DELIVERY':
      return <Trans>Surrendered for delivery</Trans>
    case 'VOIDED':
      return <Trans>Void</Trans>
  }
}

export function useActWord(): (act: TitleAct) => string {
  const { t } = useLingui()
  return (act) => {
    switch (act) {
      case 'ISSUE':
        return t`Issued`
      case 'TRANSFER':
        return t`Transferred`
      case 'SURRENDER_FOR_DELIVERY':
        return t`Surrendered for delivery`
      case 'SACC':
        return t`Surrender accepted`
      case 'SREJ':
        return t`Surrender rejected`
    }
  }
}

/** Who controls it: the one organisation that may transfer or surrender it. */
export function Controller({ bill }: { readonly bill: Bill }) {
  if (bill.possessor === undefined) return <Trans>nobody yet</Trans>
  return <>{bill.possessor.name}</>
}
