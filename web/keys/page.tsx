// API keys of the acting organisation: list, make, revoke. A secret is shown once, when it is made.
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { MadeKey } from '#model'
import { usePreferences } from '../preferences.tsx'
import { FaultPanel, Loading, OnlyFor } from '../record/states.tsx'
import { useSession } from '../session/session.tsx'
import { Button } from '../ui/controls.tsx'
import { ScrollTable } from '../ui/scroll-region.tsx'
import { KeyForm } from './key-form.tsx'
import { KeyRow } from './key-row.tsx'
import { listKeys } from './keys.ts'
import { Secret } from './secret.tsx'

function List() {
  const { language } = usePreferences()
  const { t } = useLingui()
  const keys = useInfiniteQuery({
    queryKey: ['keys'],
    queryFn: ({ pageParam, signal }) => listKeys(pageParam, language, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  })
  if (keys.isPending) return <Loading />
  if (keys.isError) return <FaultPanel fault={keys.error} onRetry={() => void keys.refetch()} />
  const rows = keys.data.pages.flatMap((page) => page.items)
  if (rows.length === 0)
    return (
      <p className="panel empty" data-testid="no-keys">
        <Trans>No keys yet. A program that books, reports or reads for your organisation needs one.</Trans>
      </p>
    )
  return (
    <section className="panel" aria-label={t`Keys`}>
      <ScrollTable label={t`API keys of the organisation`}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Name</Trans>
            </th>
            <th scope="col">
              <Trans>For</Trans>
            </th>
            <th scope="col">
              <Trans>Made</Trans>
            </th>
            <th scope="col">
              <Trans>Ends</Trans>
            </th>
            <th scope="col">
              <Trans>Last used</Trans>
            </th>
            <th scope="col">
              <Trans>State</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((key) => (
            <KeyRow key={key.id} row={key} />
          ))}
        </tbody>
      </ScrollTable>
      {keys.hasNextPage && (
        <div className="more">
          <Button busy={keys.isFetchingNextPage} onClick={() => void keys.fetchNextPage()}>
            <Trans>Show more</Trans>
          </Button>
        </div>
      )}
    </section>
  )
}

function Keys() {
  const { account } = useSession()
  const client = useQueryClient()
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<MadeKey>()
  const onMade = (key: MadeKey): void => {
    setMade(key)
    setMaking(false)
    void client.invalidateQueries({ queryKey: ['keys'] })
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1>
          <Trans>API keys</Trans>
        </h1>
        {!making && (
          <Button kind="primary" testId="new-key" onClick={() => setMaking(true)}>
            <Trans>Make a key</Trans>
          </Button>
        )}
      </div>
      <p className="lead">
        <Trans>A program uses a key to act for {account?.party?.name ?? ''}. It may do only what the key is for.</Trans>
      </p>
      {made !== undefined && <Secret made={made} onDone={() => setMade(undefined)} />}
      {making && <KeyForm onMade={onMade} onClose={() => setMaking(false)} />}
      <List />
    </div>
  )
}

export function Component() {
  const { t } = useLingui()
  return (
    <>
      <title>{t`API keys – Yidan`}</title>
      <OnlyFor act="key.list">
        <Keys />
      </OnlyFor>
    </>
  )
}
