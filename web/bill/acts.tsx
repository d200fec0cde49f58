// What the reader may do with the bill as it stands: issue, surrender, transfer, accept or reject. Each is asked once more, as none can be undone.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { Bill } from '#model'
import { useEscape } from '../consignment/escape.ts'
import { askAgain, issueBill } from '../consignment/queries.ts'
import { standingOn } from '../consignment/roles.ts'
import { usePreferences } from '../preferences.tsx'
import { useAct } from '../record/act.ts'
import { Refused } from '../record/states.tsx'
import { useSession } from '../session/session.tsx'
import { Button, ChoiceInput, TextInput } from '../ui/controls.tsx'
import { Field } from '../ui/field.tsx'
import { actOnBill, type BillAct, partiesQuery } from './queries.ts'

interface QuestionProps {
  readonly title: string
  readonly yes: string
  readonly busy: boolean
  readonly onYes: () => void
  readonly onNo: () => void
  readonly children: ReactNode
}

/** The question before an act; focus comes to it, Escape leaves it. */
export function Question({ title, yes, busy, onYes, onNo, children }: QuestionProps) {
  const box = useRef<HTMLFieldSetElement>(null)
  useEffect(() => box.current?.focus(), [])
  useEscape(onNo)
  return (
    <fieldset ref={box} className="question" tabIndex={-1} data-testid="question">
      <legend>{title}</legend>
      {children}
      <div className="acts">
        <Button kind="primary" busy={busy} testId="act-yes" onClick={onYes}>
          {yes}
        </Button>
        <Button testId="act-no" onClick={onNo}>
          <Trans>Not now</Trans>
        </Button>
      </div>
    </fieldset>
  )
}

type Wish = BillAct['act'] | 'issue'

/** The acts open to this reader; empty for most, and then nothing is shown. */
export function useOpenActs(bill: Bill): readonly Wish[] {
  const { account, may } = useSession()
  const { roles, possessor } = standingOn(bill, account?.party?.id)
  const subject = { kind: 'consignment', roles, possessor } as const
  const open: readonly (readonly [Wish, boolean])[] = [
    ['issue', bill.transportDocumentStatus === 'DRAFT' && may('bill.issue', subject)],
    ['surrender-for-delivery', bill.transportDocumentStatus === 'ISSUED' && may('bill.surrender', subject)],
    ['transfer', bill.transportDocumentStatus === 'ISSUED' && bill.isToOrder && may('bill.transfer', subject)],
    ['sacc', bill.transportDocumentStatus === 'PENDING_SURRENDER_FOR_DELIVERY' && may('bill.decide', subject)],
    ['srej', bill.transportDocumentStatus === 'PENDING_SURRENDER_FOR_DELIVERY' && may('bill.decide', subject)],
  ]
  return open.flatMap(([wish, is]) => (is ? [wish] : []))
}

function useWishWord(): (wish: Wish) => string {
  const { t } = useLingui()
  return (wish) => {
    switch (wish) {
      case 'issue':
        return t`Issue the bill`
      case 'surrender-for-delivery':
        return t`Surrender for delivery`
      case 'transfer':
        return t`Transfer`
      case 'sacc':
        return t`Accept the surrender`
      case 'srej':
        return t`Reject the surrender`
    }
  }
}

interface ActsProps {
  readonly bill: Bill
  /** Needed to issue: a draft names no bill. */
  readonly consignmentId: string
}

export function BillActs({ bill, consignmentId }: ActsProps) {
  const open = useOpenActs(bill)
  const word = useWishWord()
  const [wish, setWish] = useState<Wish>()
  if (open.length === 0) return null
  const close = (): void => setWish(undefined)
  if (wish === 'issue') return <Issue consignmentId={consignmentId} onClose={close} />
  if (wish !== undefined && bill.id !== undefined && bill.sequence !== undefined)
    return <Act key={wish} wish={wish} billId={bill.id} sequence={bill.sequence} title={word(wish)} onClose={close} />
  return (
    <div className="acts bill-acts">
      {open.map((each, i) => (
        <Button key={each} kind={i === 0 ? 'primary' : 'plain'} testId={`act-${each}`} onClick={() => setWish(each)}>
          {word(each)}
        </Button>
      ))}
    </div>
  )
}

function Issue({ consignmentId, onClose }: { readonly consignmentId: string; readonly onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const name = useId()
  const [toOrder, setToOrder] = useState(false)
  const issue = useAct(
    (isToOrder: boolean, how) => issueBill(consignmentId, isToOrder, how),
    () => {
      onClose()
      void askAgain(client)
    },
  )
  const choice = (value: boolean, label: ReactNode, hint: ReactNode) => (
    <label className="choice-row">
      <input
        type="radio"
        name={name}
        checked={toOrder === value}
        onChange={() => setToOrder(value)}
        data-testid={value ? 'to-order' : 'named'}
      />
      <span>{label}</span>
      <small>{hint}</small>
    </label>
  )
  return (
    <Question title={t`Issue the bill`} yes={t`Issue and sign`} busy={issue.busy} onYes={() => issue.act(toOrder)} onNo={onClose}>
      {choice(false, <Trans>To the named consignee</Trans>, <Trans>not negotiable; the consignee controls it from the start</Trans>)}
      {choice(true, <Trans>To order</Trans>, <Trans>negotiable; the consignor controls it and may transfer it</Trans>)}
      <p className="hint">
        <Trans>
          The consignment is frozen as it stands and signed in your organisation's name. One bill only: it cannot be issued twice.
        </Trans>
      </p>
      <Refused problem={issue.problem} />
    </Question>
  )
}

interface ActProps {
  readonly wish: BillAct['act']
  readonly billId: string
  readonly sequence: number
  readonly title: string
  readonly onClose: () => void
}

function Act({ wish, billId, sequence, title, onClose }: ActProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [lacking, setLacking] = useState(false)
  const act = useAct(
    (input: BillAct, how) => actOnBill(billId, input, how),
    () => {
      onClose()
      void askAgain(client)
    },
  )
  const body = { expectedSequence: sequence }
  const needsText = wish === 'srej' || wish === 'transfer'
  const go = (): void => {
    if (needsText && text.trim() === '') return setLacking(true)
    if (wish === 'srej') return act.act({ act: wish, body: { ...body, reason: text.trim() } })
    if (wish === 'transfer') return act.act({ act: wish, body: { ...body, toPartyId: text } })
    act.act({ act: wish, body })
  }
  return (
    <Question title={title} yes={title} busy={act.busy} onYes={go} onNo={onClose}>
      <p className="hint">
        {wish === 'surrender-for-delivery' && (
          <Trans>The bill goes back to the carrier in exchange for the goods. After acceptance nothing more can be done with it.</Trans>
        )}
        {wish === 'sacc' && <Trans>The bill is then used up, and the goods may be handed to the consignee.</Trans>}
        {wish === 'srej' && <Trans>The bill goes back to whoever surrendered it.</Trans>}
        {wish === 'transfer' && <Trans>The new holder alone will control the bill and with it the goods.</Trans>}
      </p>
      {wish === 'srej' && (
        <Field label={t`Reason`} required error={lacking && text.trim() === '' ? t`Please say why.` : undefined}>
          {(wiring) => <TextInput wiring={wiring} value={text} onChange={setText} />}
        </Field>
      )}
      {wish === 'transfer' && <Recipient value={text} onChange={setText} lacking={lacking} />}
      <Refused problem={act.problem} />
    </Question>
  )
}

interface RecipientProps {
  readonly value: string
  readonly lacking: boolean
  readonly onChange: (id: string) => void
}

function Recipient({ value, onChange, lacking }: RecipientProps) {
  const { t } = useLingui()
  const { language } = usePreferences()
  const { account } = useSession()
  const parties = useQuery(partiesQuery(language)).data ?? []
  const choices = parties.filter((party) => party.id !== account?.party?.id).map((party) => ({ value: party.id, label: party.name }))
  return (
    <Field label={t`New holder`} required error={lacking && value === '' ? t`Please choose an organisation.` : undefined}>
      {(wiring) => <ChoiceInput wiring={wiring} value={value} onChange={onChange} choices={[{ value: '', label: '–' }, ...choices]} />}
    </Field>
  )
}
