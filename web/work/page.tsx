// The work list of whoever moves or handles goods: what is overdue, due now and later, each stated with a tap; live while it is open.
import '../consignment/consignment.css'
import './work.css'
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { inLanguage } from '#kernel'
import { placeText } from '../compare/options.ts'
import { ModeBadge } from '../compare/words.tsx'
import { useChanges } from '../consignment/live.ts'
import { useNow } from '../consignment/now.ts'
import { usePreferences } from '../preferences.tsx'
import { FaultPanel, Loading, OnlyFor } from '../record/states.tsx'
import { Button, ChoiceInput } from '../ui/controls.tsx'
import { Field } from '../ui/field.tsx'
import { filtered, type Group, groupsOf, placeOf, placesIn, servicesIn, URGENCIES, type Urgency, urgencyOf } from './grouping.ts'
import { type WorkPlaces, workQuery } from './queries.ts'
import { type Done, DoneRow, WorkRow } from './row.tsx'

function UrgencyWord({ urgency }: { readonly urgency: Urgency }) {
  if (urgency === 'overdue')
    return (
      <>
        <span aria-hidden="true">▲</span> <Trans>Overdue</Trans>
      </>
    )
  if (urgency === 'now')
    return (
      <>
        <span aria-hidden="true">▶</span> <Trans>Now</Trans>
      </>
    )
  return (
    <>
      <span aria-hidden="true">○</span> <Trans>Later</Trans>
    </>
  )
}

interface BlockProps {
  readonly group: Group
  readonly places: WorkPlaces
  readonly now: string
  readonly onDone: (done: Done) => void
}

function GroupBlock({ group, places, now, onDone }: BlockProps) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const { first } = group
  const text = (where: Parameters<typeof placeText>[0]): string => inLanguage(placeText(where, { places }), language)
  return (
    <section className={`panel work-group${first.modeCode === undefined ? '' : ` edge-${first.modeCode}`}`} data-testid="work-group">
      <h3>
        {first.modeCode === undefined ? <span className="mode-badge hub-badge">{t`Hub`}</span> : <ModeBadge code={first.modeCode} />}
        <span>
          {first.kind === 'LEG' && first.departureLocation !== undefined && first.arrivalLocation !== undefined
            ? `${text(first.departureLocation)} → ${text(first.arrivalLocation)}`
            : text(placeOf(first))}
        </span>
        <small>{group.kind === 'departure' ? first.departureId : first.serviceId}</small>
      </h3>
      <ul className="work-rows">
        {group.items.map((item) => (
          <WorkRow
            key={`${item.elementId} ${item.milestone}`}
            item={item}
            places={places}
            now={now}
            onDone={(occurred) => onDone({ item, occurred })}
          />
        ))}
      </ul>
    </section>
  )
}

function useFilter() {
  const [search, setSearch] = useSearchParams()
  const put = (name: string, value: string): void =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before)
        if (value === '') after.delete(name)
        else after.set(name, value)
        return after
      },
      { replace: true },
    )
  return { place: search.get('place') ?? '', service: search.get('service') ?? '', put }
}

const MOST_DONE = 8

function WorkList() {
  const { t } = useLingui()
  const { language } = usePreferences()
  const client = useQueryClient()
  const now = useNow()
  const filter = useFilter()
  const [done, setDone] = useState<readonly Done[]>([])
  const asked = useInfiniteQuery(workQuery(language))
  const live = useChanges(
    ({ resource }) => resource === 'consignment' || resource === 'booking' || resource === 'bill',
    () => void client.invalidateQueries({ queryKey: ['work'] }),
  )
  if (asked.isPending) return <Loading lines={3} />
  if (asked.isError) return <FaultPanel fault={asked.error} onRetry={() => void asked.refetch()} />
  const { pages } = asked.data
  const all = pages.flatMap((page) => page.items)
  const places: WorkPlaces = Object.assign({}, ...pages.map((page) => page.places))
  const shown = filtered(all, { place: filter.place || undefined, service: filter.service || undefined })
  const name = (id: string): string => inLanguage(placeText({ placeId: id }, { places }), language)
  const withAll = (ids: readonly string[], chosen: string, word: (id: string) => string) => [
    { value: '', label: t`all` },
    // A filter that matches nothing any more stays shown, so that it can be lifted.
    ...[...new Set([...ids, ...(chosen === '' ? [] : [chosen])])].map((id) => ({ value: id, label: word(id) })),
  ]
  return (
    <div className="work" data-testid="work">
      <title>{t`Work list – Yidan`}</title>
      <header className="work-head">
        <h1>
          <Trans>Work list</Trans>{' '}
          <small className="live" role="status" data-testid="live" data-open={live}>
            {live ? <Trans>● live</Trans> : <Trans>○ not live, asking again</Trans>}
          </small>
        </h1>
        <Field label={t`Place`}>
          {(wiring) => (
            <ChoiceInput
              wiring={wiring}
              value={filter.place}
              onChange={(id) => filter.put('place', id)}
              choices={withAll(placesIn(all), filter.place, name)}
            />
          )}
        </Field>
        <Field label={t`Service`}>
          {(wiring) => (
            <ChoiceInput
              wiring={wiring}
              value={filter.service}
              onChange={(id) => filter.put('service', id)}
              choices={withAll(servicesIn(all), filter.service, (id) => id)}
            />
          )}
        </Field>
      </header>
      {shown.length === 0 && (
        <section className="panel message" role="status" data-testid="no-work">
          <h2>{all.length === 0 ? <Trans>Nothing to do</Trans> : <Trans>Nothing to do here</Trans>}</h2>
          <p>
            {all.length === 0 ? (
              <Trans>Work appears here when a consignment uses a service or a place your organisation answers for.</Trans>
            ) : (
              <Trans>There is work elsewhere: choose another place or service.</Trans>
            )}
          </p>
        </section>
      )}
      {URGENCIES.map((urgency) => {
        const items = shown.filter((item) => urgencyOf(item, now) === urgency)
        return items.length === 0 ? null : (
          <div key={urgency} className={`urgency ${urgency}`} data-testid={`urgency-${urgency}`}>
            <h2>
              <UrgencyWord urgency={urgency} /> <small className="num">{items.length}</small>
            </h2>
            {groupsOf(items).map((group) => (
              <GroupBlock
                key={group.key}
                group={group}
                places={places}
                now={now}
                onDone={(one) => setDone((before) => [one, ...before].slice(0, MOST_DONE))}
              />
            ))}
          </div>
        )
      })}
      {asked.hasNextPage && (
        <Button testId="more" busy={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      )}
      <div role="status" aria-label={t`Stated just now`}>
        {done.length > 0 && (
          <section className="panel work-group">
            <h2 className="panel-head">
              <Trans>Stated just now</Trans>
            </h2>
            <ul className="work-rows">
              {done.map((each) => (
                <DoneRow key={`${each.item.elementId} ${each.item.milestone}`} done={each} places={places} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  )
}

export function Component() {
  return (
    <OnlyFor act="work.list">
      <WorkList />
    </OnlyFor>
  )
}
