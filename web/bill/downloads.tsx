// The files of a bill: the paper for people, the signed text for machines.
import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import type { Bill } from '#model'
import { RequestFailure } from '../api.ts'
import { usePreferences } from '../preferences.tsx'
import { Refused } from '../record/states.tsx'
import { Button } from '../ui/controls.tsx'
import { download } from './queries.ts'

export function Downloads({ bill }: { readonly bill: Bill }) {
  const { language } = usePreferences()
  const [busy, setBusy] = useState<'pdf' | 'vc'>()
  const [fault, setFault] = useState<unknown>()
  const { id } = bill
  if (id === undefined) return null
  const fetchFile = async (part: 'pdf' | 'vc'): Promise<void> => {
    setBusy(part)
    setFault(undefined)
    try {
      await download(id, part, `${bill.transportDocumentReference ?? id}.${part === 'pdf' ? 'pdf' : 'jwt'}`, language)
    } catch (thrown) {
      setFault(thrown)
    }
    setBusy(undefined)
  }
  return (
    <>
      <div className="acts">
        <Button testId="pdf" busy={busy === 'pdf'} onClick={() => void fetchFile('pdf')}>
          <Trans>PDF</Trans>
        </Button>
        <Button testId="vc" busy={busy === 'vc'} onClick={() => void fetchFile('vc')}>
          <Trans>Signed file (.jwt)</Trans>
        </Button>
      </div>
      {fault !== undefined && <Refused problem={fault instanceof RequestFailure ? (fault.problem ?? 'offline') : 'offline'} />}
    </>
  )
}
