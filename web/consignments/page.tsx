// My consignments: what is on hold and must be decided, then all shipments, newest first, by status or by an exact number.
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { ConsignmentSummary } from '#model'
import { askFor } from '../api.ts'
import { useWord } from '../compare/words.tsx'
import { usePreferences } from '../preferences.tsx'
import type { Page } from '../record/bookings.ts'
import { FaultPanel, Loading, OnlyFor } from '../record/states.tsx'
import { CONSIGNMENT_STATUS } from '../record/words.ts'
import { useSession } from '../session/session.tsx'
import { Button, ChoiceInput, TextInput } from '../ui/controls.tsx'
import { Field } from '../ui/field.tsx'
import { type Filter, filterSearch, listAddress, readFilter, STATUSES } from './filter.ts'
import { Held } from './held.tsx'
import { ConsignmentRow } from './row.tsx'

function Filters({ filter, onChange }: { readonly filter: Filter; readonly onChange: (filter: Filter) => void }) {
  const { t } = useLingui()
  const word = useWord()
  const [typed, setTyped] = useState(filter.q)
  const choices = [
    { value: '', label: t`every status` },
    ...STATUSES.map((status) => ({ value: status, label: word(CONSIGNMENT_STATUS, status) })),
  ]
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onChange({ ...filter, q: typed.trim() })
  }
  return (
    <form className="filters" role="search" onSubmit={submit}>
      <Field label={t`Status`}>
        {(wiring) => (
          <ChoiceInput
            wiring={wiring}
            value={filter.status}
            choices={choices}
            onChange={(status) => onChange({ q: typed.trim(), status })}
          />
        )}
      </Field>
      <Field label={t`Number`} hint={t`A whole consignment, bill or box number, or your reference.`}>
        {(wiring) => <TextInput wiring={wiring} type="search" value={typed} onChange={setTyped} />}
      </Field>
      <Button submit testId="find">
        <Trans>Find</Trans>
      </Button>
    </form>
  )
}

function Nothing({ filter, onClear }: { readonly filter: Filter; readonly onClear: () => void }) {
  const session = useSession()
  if (filter.q !== '' || filter.status !== '')
    return (
      <div className="panel empty" data-testid="nothing-found">
        <p>
          <Trans>No consignment of yours fits this. Numbers must be whole.</Trans>
        </p>
        <Button onClick={onClear}>
          <Trans>Show all</Trans>
        </Button>
      </div>
    )
  return (
    <div className="panel empty" data-testid="no-consignments">
      <p>
        <Trans>No consignments yet.</Trans>
      </p>
      {session.may('booking.hold') && (
        <p>
          <Link to="/">
            <Trans>Ask for a quote and book it</Trans>
          </Link>
        </p>
      )}
    </div>
  )
}

function List({ filter, onClear }: { readonly filter: Filter; readonly onClear: () => void }) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const list = useInfiniteQuery({
    queryKey: ['consignments', filter.status, filter.q],
    queryFn: ({ pageParam, signal }) => askFor<Page<ConsignmentSummary>>(listAddress(filter, pageParam), language, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  })
  if (list.isPending) return <Loading lines={2} />
  if (list.isError) return <FaultPanel fault={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data.pages.flatMap((page) => page.items)
  if (rows.length === 0) return <Nothing filter={filter} onClear={onClear} />
  return (
    <>
      <ul className="rows" aria-label={t`Consignments, newest first`}>
        {rows.map((row) => (
          <ConsignmentRow key={row.id} row={row} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="more">
          <Button busy={list.isFetchingNextPage} testId="more" onClick={() => void list.fetchNextPage()}>
            <Trans>Show more</Trans>
          </Button>
        </div>
      )}
    </>
  )
}

function Mine() {
  const [search, setSearch] = useSearchParams()
  const filter = readFilter(search)
  const show = (next: Filter): void =>
    setSearch((before) => {
      const after = filterSearch(next)
      // What else the address says (language, theme) stays.
      for (const [name, value] of before) if (name !== 'status' && name !== 'q') after.set(name, value)
      return after
    })
  const clear = (): void => show({ status: '', q: '' })
  return (
    <div className="page">
      <h1>
        <Trans>Consignments</Trans>
      </h1>
      <Held />
      <Filters key={filter.q} filter={filter} onChange={show} />
      <List filter={filter} onClear={clear} />
    </div>
  )
}

export function Component() {
  const { t } = useLingui()
  return (
    <>
      <title>{t`Consignments – Yidan`}</title>
      <OnlyFor act="consignment.list">
        <Mine />
      </OnlyFor>
    </>
  )
}
