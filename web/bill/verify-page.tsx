// /verify: anybody who holds a bill may check it here, without an account; the file never leaves his browser.
import '../consignment/consignment.css'
import './bill.css'
import { Trans, useLingui } from '@lingui/react/macro'
import { type DragEvent, useEffect, useId, useState } from 'react'
import { usePreferences } from '../preferences.tsx'
import { Button } from '../ui/controls.tsx'
import { checkFile, checkText, prepare, type Verdict } from './checking.ts'
import { BillDocument } from './document.tsx'
import { VerdictBox } from './verdict.tsx'

/** More than any bill of ours; a film dropped by mistake is not read. */
const MOST_BYTES = 16_000_000

export function Component() {
  const { t } = useLingui()
  const { language } = usePreferences()
  const [verdict, setVerdict] = useState<Verdict>()
  const [busy, setBusy] = useState(false)
  const [over, setOver] = useState(false)
  const [text, setText] = useState('')
  const [keys, setKeys] = useState('')
  const [name, setName] = useState<string>()
  const [ready, setReady] = useState(false)
  const id = useId()
  useEffect(() => {
    let here = true
    const ahead = async (): Promise<void> => {
      const got = await prepare().catch(() => false)
      if (here) setReady(got)
    }
    void ahead()
    return () => {
      here = false
    }
  }, [])
  const given = keys.trim() === '' ? undefined : keys
  const run = async (check: () => Promise<Verdict>, of: string | undefined): Promise<void> => {
    setBusy(true)
    setName(of)
    setVerdict(await check().catch((): Verdict => ({ kind: 'unknown' })))
    setBusy(false)
  }
  const take = (file: File | undefined): void => {
    if (file === undefined) return
    if (file.size > MOST_BYTES) {
      setName(file.name)
      setVerdict({
        kind: 'doubtful',
        code: 'too-large',
        why: { zh: '文件过大，不是一单签发的提单。', en: 'The file is too large to be a bill of ours.' },
      })
    } else void run(() => checkFile(file, given), file.name)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <div className="verify">
      <title>{t`Verify a bill – Yidan`}</title>
      <h1>
        <Trans>Verify a bill</Trans>
      </h1>
      <p className="aside">
        <Trans>
          Give the PDF or the signed file of a bill. It is checked in this browser against the issuer's published keys; nothing is sent, and
          no account is needed.
        </Trans>
      </p>
      <section className="panel" aria-label={t`The bill to verify`}>
        <div
          className={over ? 'drop over' : 'drop'}
          data-testid="drop"
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <p className="strong" id={`${id}-hint`}>
            <Trans>Drop a .pdf or .jwt file here</Trans>
          </p>
          <input
            id={`${id}-file`}
            className="unseen"
            type="file"
            accept=".pdf,.jwt,.txt,application/pdf,application/jwt,application/vc+jwt,text/plain"
            aria-describedby={`${id}-hint`}
            data-testid="file"
            onChange={(event) => {
              take(event.target.files?.[0])
              event.target.value = ''
            }}
          />
          <label htmlFor={`${id}-file`} className="pick-file">
            <Trans>Choose a file</Trans>
          </label>
        </div>
        <div className="field">
          <label htmlFor={`${id}-text`}>
            <Trans>Or paste the signed text</Trans>
          </label>
          <textarea
            id={`${id}-text`}
            className="pasted"
            spellCheck={false}
            value={text}
            data-testid="pasted"
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <details>
          <summary>
            <Trans>Keys of another issuer, or with no network at all</Trans>
          </summary>
          <div className="field">
            <label htmlFor={`${id}-keys`}>
              <Trans>The issuer's DID document (did.json)</Trans>
            </label>
            <textarea
              id={`${id}-keys`}
              className="pasted"
              spellCheck={false}
              value={keys}
              data-testid="keys"
              onChange={(event) => setKeys(event.target.value)}
            />
          </div>
        </details>
        <div className="acts">
          <Button kind="primary" busy={busy} testId="verify" onClick={() => void run(() => checkText(text, given), undefined)}>
            <Trans>Verify</Trans>
          </Button>
          <span className="aside" data-testid="offline-ready" data-ready={ready}>
            {ready && <Trans>The keys are here: the network may go.</Trans>}
          </span>
        </div>
      </section>
      {name !== undefined && <p className="aside">{name}</p>}
      {verdict !== undefined && <VerdictBox verdict={verdict} />}
      {verdict?.kind === 'genuine' && (
        <div lang={language}>
          <BillDocument bill={verdict.bill} heading="h2" />
        </div>
      )}
    </div>
  )
}
