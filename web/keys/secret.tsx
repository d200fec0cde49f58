// The secret of a key that has just been made: shown this once, to be copied now.
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import type { MadeKey } from '#model'
import { Button } from '../ui/controls.tsx'

export function Secret({ made, onDone }: { readonly made: MadeKey; readonly onDone: () => void }) {
  const { t } = useLingui()
  const [copied, setCopied] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { secret } = made
  const copy = (): void => {
    if (secret !== undefined) void navigator.clipboard?.writeText(secret).then(() => setCopied(true))
  }
  return (
    <section className="panel secret" data-testid="secret">
      <h2 ref={heading} tabIndex={-1}>
        <Trans>The key {made.name} is made</Trans>
      </h2>
      {secret === undefined ? (
        <p className="error">
          ▲ <Trans>Its secret was shown already and is not kept. If you do not have it, revoke the key and make another.</Trans>
        </p>
      ) : (
        <>
          <p>
            <b>
              <Trans>Copy the secret now: it is shown this once and kept by nobody.</Trans>
            </b>
          </p>
          <input className="choice num" readOnly aria-label={t`Secret`} value={secret} onFocus={(event) => event.target.select()} />
        </>
      )}
      <div className="acts">
        {secret !== undefined && (
          <Button kind="primary" testId="copy-secret" onClick={copy}>
            {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
          </Button>
        )}
        <Button testId="secret-done" onClick={onDone}>
          <Trans>I have it</Trans>
        </Button>
        <span className="unseen" role="status">
          {copied ? t`Copied` : ''}
        </span>
      </div>
    </section>
  )
}
