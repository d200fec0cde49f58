// Finds a place by its Chinese or English name, UN/LOCODE or IATA code: a combobox after the ARIA pattern.
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import { inLanguage, type Language } from '#kernel'
import type { PlaceAnswer } from '../api.ts'
import { offsetText } from '../format.ts'
import { PLACE_TYPES } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { placeQuery, placesQuery } from '../queries.ts'
import type { Wiring } from '../ui/controls.tsx'
import type { ChosenPlace } from './draft.ts'

const codesOf = (place: PlaceAnswer): string => [place.UNLocationCode, place.iataCode].filter((code) => code !== undefined).join(' · ')
const countryName = (code: string, language: Language): string => new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code

function Offer({
  place,
  active,
  id,
  onPick,
}: {
  readonly place: PlaceAnswer
  readonly active: boolean
  readonly id: string
  readonly onPick: () => void
}) {
  const { language } = usePreferences()
  const { i18n } = useLingui()
  const kind = PLACE_TYPES[place.placeTypeCode]
  const offset = offsetText(Temporal.Now.zonedDateTimeISO(place.timeZone))
  const facts = [kind === undefined ? place.placeTypeCode : i18n._(kind), countryName(place.countryCode, language), codesOf(place), offset]
  return (
    // The list is driven from the input by its own keys, as the pattern asks; a pointer may press a row all the same.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      className={active ? 'offer active' : 'offer'}
      onMouseDown={(event) => {
        event.preventDefault() // The input keeps the focus.
        onPick()
      }}
    >
      <b>{inLanguage(place.name, language)}</b> <span>{facts.filter((fact) => fact !== '').join(' · ')}</span>
    </div>
  )
}

interface PlaceSearchProps {
  readonly wiring: Wiring
  readonly place: ChosenPlace | undefined
  readonly onPick: (place: ChosenPlace | undefined) => void
  readonly testId: string
}

export function PlaceSearch({ wiring, place, onPick, testId }: PlaceSearchProps) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const [typed, setTyped] = useState<string>()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const list = useId()
  const wanted = useDeferredValue(typed ?? '')
  const found = useQuery(placesQuery(wanted, language))
  const known = useQuery(placeQuery(place !== undefined && place.name === undefined ? place.id : undefined, language))
  const offers = found.data ?? []
  const name = place?.name ?? known.data?.name
  const shown = typed ?? (place === undefined ? '' : name === undefined ? place.id : inLanguage(name, language))

  const pick = (offer: PlaceAnswer | undefined): void => {
    if (offer === undefined) return
    onPick({ id: offer.id, name: offer.name, timeZone: offer.timeZone, countryCode: offer.countryCode })
    setTyped(undefined)
    setOpen(false)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && offers.length > 0) {
      event.preventDefault()
      setOpen(true)
      setActive((at) => (open ? (at + step + offers.length) % offers.length : at))
    } else if (event.key === 'Enter' && open && typed !== undefined) {
      event.preventDefault() // Enter chooses here; it must not send the form.
      pick(offers[active])
    } else if (event.key === 'Escape') {
      setOpen(false)
    }
  }
  const visible = open && wanted.trim() !== ''
  return (
    <div className="place-search">
      <input
        {...wiring}
        data-testid={testId}
        className="choice"
        type="text"
        role="combobox"
        autoComplete="off"
        aria-autocomplete="list"
        aria-expanded={visible}
        aria-controls={list}
        aria-activedescendant={visible && offers.length > 0 ? `${list}-${active}` : undefined}
        placeholder={t`Name, UN/LOCODE or IATA`}
        value={shown}
        onChange={(event) => {
          setTyped(event.target.value)
          setActive(0)
          setOpen(true)
          if (place !== undefined) onPick(undefined)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
        onFocus={() => setOpen(typed !== undefined)}
      />
      <div id={list} role="listbox" className="offers" aria-label={t`Places found`} hidden={!visible || offers.length === 0}>
        {offers.map((offer, i) => (
          <Offer key={offer.id} id={`${list}-${i}`} place={offer} active={i === active} onPick={() => pick(offer)} />
        ))}
      </div>
      <p className="found" role="status">
        {visible && found.isError
          ? t`Places cannot be looked up just now.`
          : visible && found.isSuccess && offers.length === 0
            ? t`No place of this name or code.`
            : ''}
      </p>
    </div>
  )
}
