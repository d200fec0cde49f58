// Care and wishes: temperature, dangerous goods, modes, legs, currency, places to pass or to avoid.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { inLanguage } from '#kernel'
import { MODES } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { placeQuery } from '../queries.ts'
import { Button, Check, ChoiceInput, TextInput } from '../ui/controls.tsx'
import { Field, FieldGroup } from '../ui/field.tsx'
import { POINTERS } from './check.ts'
import { COLD_CLASSES } from './cold-classes.ts'
import { ALL_MODES, type ChosenPlace, keptDangerousGoods, PRICE_CURRENCIES } from './draft.ts'
import type { PartProps } from './fields.tsx'
import { PlaceSearch } from './place-search.tsx'

function ColdFields({ draft, change, errorAt }: PartProps) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const classes = [
    { value: '', label: t`own band` },
    ...COLD_CLASSES.map((row) => ({ value: row.id, label: inLanguage(row.name, language) })),
  ]
  const choose = (coldClass: string): void => {
    const row = COLD_CLASSES.find((each) => each.id === coldClass)
    change({ coldClass, ...(row === undefined ? {} : { minimumC: String(row.minimumC ?? ''), maximumC: String(row.maximumC ?? '') }) })
  }
  return (
    <div className="grid">
      <Field label={t`Cold-chain class`}>
        {(wiring) => <ChoiceInput wiring={wiring} value={draft.coldClass} choices={classes} onChange={choose} />}
      </Field>
      <Field label={t`At least`} error={errorAt(POINTERS.temperature)} pointer={POINTERS.temperature}>
        {(wiring) => <TextInput wiring={wiring} numeric suffix="°C" value={draft.minimumC} onChange={(minimumC) => change({ minimumC })} />}
      </Field>
      <Field label={t`At most`}>
        {(wiring) => <TextInput wiring={wiring} numeric suffix="°C" value={draft.maximumC} onChange={(maximumC) => change({ maximumC })} />}
      </Field>
    </div>
  )
}

function DangerousFields({ draft, change, errorAt }: PartProps) {
  const { t } = useLingui()
  const groups = [
    { value: '', label: t`none (articles)` },
    { value: '1', label: 'I' },
    { value: '2', label: 'II' },
    { value: '3', label: 'III' },
  ]
  const more = keptDangerousGoods(draft).length
  return (
    <div className="grid">
      {more > 0 && (
        <p className="wide kept">
          <Plural value={more} one="+# more dangerous substance kept as it is." other="+# more dangerous substances kept as they are." />
        </p>
      )}
      <Field label={t`UN number`} error={errorAt(POINTERS.un)} required pointer={POINTERS.un}>
        {(wiring) => <TextInput wiring={wiring} numeric value={draft.un} onChange={(un) => change({ un })} placeholder="3480" />}
      </Field>
      <Field label={t`Class`} error={errorAt(POINTERS.hazardClass)} required pointer={POINTERS.hazardClass}>
        {(wiring) => (
          <TextInput
            wiring={wiring}
            numeric
            value={draft.hazardClass}
            onChange={(hazardClass) => change({ hazardClass })}
            placeholder="9"
          />
        )}
      </Field>
      <Field label={t`Proper shipping name`} error={errorAt(POINTERS.shippingName)} required pointer={POINTERS.shippingName}>
        {(wiring) => <TextInput wiring={wiring} value={draft.shippingName} onChange={(shippingName) => change({ shippingName })} />}
      </Field>
      <Field label={t`Packing group`} error={errorAt(POINTERS.packingGroup)} pointer={POINTERS.packingGroup}>
        {(wiring) => (
          <ChoiceInput wiring={wiring} value={draft.packingGroup} choices={groups} onChange={(packingGroup) => change({ packingGroup })} />
        )}
      </Field>
      <Field label={t`Net weight of it`} error={errorAt(POINTERS.dangerousKg)} required pointer={POINTERS.dangerousKg}>
        {(wiring) => (
          <TextInput wiring={wiring} numeric suffix="kg" value={draft.dangerousKg} onChange={(dangerousKg) => change({ dangerousKg })} />
        )}
      </Field>
    </div>
  )
}

export function CareFields(props: PartProps) {
  const { draft, change } = props
  const { t } = useLingui()
  return (
    <fieldset className="group">
      <legend>{t`Care`}</legend>
      <Check checked={draft.cold} onChange={(cold) => change({ cold })}>
        <Trans>Must be kept at a temperature</Trans>
      </Check>
      {draft.cold && <ColdFields {...props} />}
      <Check checked={draft.dangerous} onChange={(dangerous) => change({ dangerous })}>
        <Trans>Dangerous goods</Trans>
      </Check>
      {draft.dangerous && <DangerousFields {...props} />}
    </fieldset>
  )
}

function PlaceName({ place }: { readonly place: ChosenPlace }) {
  const { language } = usePreferences()
  const known = useQuery(placeQuery(place.name === undefined ? place.id : undefined, language))
  const name = place.name ?? known.data?.name
  return <>{name === undefined ? place.id : inLanguage(name, language)}</>
}

interface PlaceListProps {
  readonly label: string
  readonly testId: string
  readonly error: string | undefined
  readonly places: readonly ChosenPlace[]
  readonly change: (places: readonly ChosenPlace[]) => void
}

function PlaceList({ label, testId, error, places, change }: PlaceListProps) {
  const { t } = useLingui()
  const add = (place: ChosenPlace | undefined): void => {
    if (place !== undefined && places.every((each) => each.id !== place.id)) change([...places, place])
  }
  return (
    <div>
      <Field label={label} error={error}>
        {(wiring) => <PlaceSearch key={places.length} wiring={wiring} testId={testId} place={undefined} onPick={add} />}
      </Field>
      <ul className="chips">
        {places.map((place) => (
          <li key={place.id}>
            <PlaceName place={place} />
            <Button
              size="small"
              kind="text"
              label={t`Remove ${place.id}`}
              onClick={() => change(places.filter((each) => each.id !== place.id))}
            >
              ×
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

export function WishFields({ draft, change, errorAt }: PartProps) {
  const { t, i18n } = useLingui()
  const legs = ['1', '2', '3', '4', '5', '6', '7', '8'].map((value) => ({ value, label: value }))
  const toggle = (mode: (typeof ALL_MODES)[number], on: boolean): void =>
    change({ modes: ALL_MODES.filter((each) => (each === mode ? on : draft.modes.includes(each))) })
  const modeError = errorAt(POINTERS.modes)
  return (
    <FieldGroup title={t`Wishes`}>
      <div className="field wide" role="group" aria-label={t`Modes allowed`}>
        <span className="label">
          <Trans>Modes allowed</Trans>
        </span>
        <div className="checks">
          {ALL_MODES.map((mode) => (
            <Check key={mode} checked={draft.modes.includes(mode)} onChange={(on) => toggle(mode, on)}>
              {MODES[mode] === undefined ? mode : i18n._(MODES[mode])}
            </Check>
          ))}
        </div>
        {modeError !== undefined && <p className="error">▲ {modeError}</p>}
      </div>
      <Field label={t`Legs at most`} error={errorAt(POINTERS.legs)} pointer={POINTERS.legs}>
        {(wiring) => <ChoiceInput wiring={wiring} value={draft.legs} choices={legs} onChange={(value) => change({ legs: value })} />}
      </Field>
      <Field label={t`Prices in`} error={errorAt(POINTERS.currency)} pointer={POINTERS.currency}>
        {(wiring) => (
          <ChoiceInput
            wiring={wiring}
            value={draft.currency}
            choices={PRICE_CURRENCIES.map((value) => ({ value, label: value }))}
            onChange={(value) => change({ currency: PRICE_CURRENCIES.find((code) => code === value) ?? draft.currency })}
          />
        )}
      </Field>
      <PlaceList
        label={t`Pass through (optional)`}
        testId="place-via"
        error={errorAt(POINTERS.via)}
        places={draft.via}
        change={(via) => change({ via })}
      />
      <PlaceList
        label={t`Avoid (optional)`}
        testId="place-avoid"
        error={errorAt(POINTERS.avoid)}
        places={draft.avoid}
        change={(avoid) => change({ avoid })}
      />
    </FieldGroup>
  )
}
