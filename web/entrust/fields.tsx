// The parts of the form: the two ends, times, cargo, care and wishes. Each reads the draft and hands back changes.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { inLanguage } from '#kernel'
import { offsetText } from '../format.ts'
import { FORMS, MODES, UNITS } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { placeQuery } from '../queries.ts'
import { Button, Check, ChoiceInput, TextInput } from '../ui/controls.tsx'
import { Field, FieldGroup } from '../ui/field.tsx'
import { POINTERS } from './check.ts'
import { COLD_CLASSES } from './cold-classes.ts'
import { ALL_MODES, type ChosenPlace, type Draft, type End, FORM_CODES, PRICE_CURRENCIES, UNITS_OF_FORM, zoneOf } from './draft.ts'
import { PlaceSearch } from './place-search.tsx'

export interface PartProps {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
  readonly errorAt: (pointer: string) => string | undefined
}

interface EndProps {
  readonly name: 'from' | 'to'
  readonly label: string
  readonly end: End
  readonly change: (end: End) => void
  readonly errorAt: PartProps['errorAt']
}

function EndFields({ name, label, end, change, errorAt }: EndProps) {
  const { t } = useLingui()
  const error = errorAt(POINTERS[name])
  return (
    <div className="end">
      {end.byCoordinates ? (
        <div className="grid tight">
          <Field label={t`${label}: latitude`} error={error} required pointer={POINTERS[name]}>
            {(wiring) => <TextInput wiring={wiring} numeric value={end.latitude} onChange={(latitude) => change({ ...end, latitude })} placeholder="29.56" />}
          </Field>
          <Field label={t`Longitude`} required>
            {(wiring) => <TextInput wiring={wiring} numeric value={end.longitude} onChange={(longitude) => change({ ...end, longitude })} placeholder="106.55" />}
          </Field>
          <Field label={t`Country`} hint={t`two letters`} required>
            {(wiring) => <TextInput wiring={wiring} value={end.countryCode} onChange={(countryCode) => change({ ...end, countryCode })} />}
          </Field>
          <Field label={t`Name (optional)`}>{(wiring) => <TextInput wiring={wiring} value={end.label} onChange={(text) => change({ ...end, label: text })} />}</Field>
        </div>
      ) : (
        <Field label={label} error={error} required pointer={POINTERS[name]}>
          {(wiring) => <PlaceSearch wiring={wiring} testId={`place-${name}`} place={end.place} onPick={(place) => change({ ...end, place })} />}
        </Field>
      )}
      <Check checked={end.byCoordinates} onChange={(byCoordinates) => change({ ...end, byCoordinates })}><Trans>By coordinates (reached by road)</Trans></Check>
    </div>
  )
}

export function RouteFields({ draft, change, errorAt }: PartProps) {
  const { t } = useLingui()
  const zone = zoneOf(draft)
  const offset = offsetText(Temporal.Now.zonedDateTimeISO(zone))
  const hint = t`Clock of the origin: ${zone}, ${offset}`
  return (
    <FieldGroup title={t`From where to where, when`}>
      <EndFields name="from" label={t`Origin`} end={draft.from} change={(from) => change({ from })} errorAt={errorAt} />
      <EndFields name="to" label={t`Destination`} end={draft.to} change={(to) => change({ to })} errorAt={errorAt} />
      <Field label={t`Goods ready`} hint={hint} error={errorAt(POINTERS.ready)} required pointer={POINTERS.ready}>
        {(wiring) => <TextInput wiring={wiring} type="datetime-local" value={draft.ready} onChange={(ready) => change({ ready })} />}
      </Field>
      <Field label={t`Deadline (optional)`} hint={t`Same clock. Later arrivals are left out.`} error={errorAt(POINTERS.deadline)} pointer={POINTERS.deadline}>
        {(wiring) => <TextInput wiring={wiring} type="datetime-local" value={draft.deadline} onChange={(deadline) => change({ deadline })} />}
      </Field>
    </FieldGroup>
  )
}

function BoxFields({ draft, change, errorAt }: PartProps) {
  const { t, i18n } = useLingui()
  const choices = UNITS_OF_FORM.CONTAINERISED.map((value) => ({ value, label: UNITS[value] === undefined ? value : i18n._(UNITS[value]) }))
  const set = (at: number, part: Partial<Draft['boxes'][number]>): void => change({ boxes: draft.boxes.map((box, i) => (i === at ? { ...box, ...part } : box)) })
  return (
    <div className="wide boxes">
      {draft.boxes.map((box, i) => (
        // Rows have no identity of their own: two equal rows are interchangeable.
        <div key={`${i}`} className="grid tight">
          <Field label={t`Container`}>{(wiring) => <ChoiceInput wiring={wiring} value={box.unit} choices={choices} onChange={(unit) => set(i, { unit })} />}</Field>
          <Field label={t`Quantity`} error={errorAt(`${POINTERS.boxes}/${i}/quantity`)} required pointer={`${POINTERS.boxes}/${i}/quantity`}>
            {(wiring) => <TextInput wiring={wiring} numeric value={box.quantity} onChange={(quantity) => set(i, { quantity })} />}
          </Field>
        </div>
      ))}
      <Button size="small" onClick={() => change({ boxes: [...draft.boxes, { unit: '20GP', quantity: '1' }] })}>+ <Trans>another container type</Trans></Button>{' '}
      {draft.boxes.length > 1 && <Button size="small" onClick={() => change({ boxes: draft.boxes.slice(0, -1) })}>− <Trans>remove the last</Trans></Button>}
    </div>
  )
}

function PieceFields({ draft, change, errorAt }: PartProps) {
  const { t } = useLingui()
  const set = (part: Partial<Draft['pieces']>): void => change({ pieces: { ...draft.pieces, ...part } })
  return (
    <>
      <Field label={t`Pieces`} hint={t`Needed where air is allowed`} error={errorAt(POINTERS.pieces)} pointer={POINTERS.pieces}>
        {(wiring) => <TextInput wiring={wiring} numeric value={draft.pieces.quantity} onChange={(quantity) => set({ quantity })} />}
      </Field>
      <Field label={t`Length of a piece`} error={errorAt(POINTERS.length)} pointer={POINTERS.length}>
        {(wiring) => <TextInput wiring={wiring} numeric suffix="cm" value={draft.pieces.lengthCm} onChange={(lengthCm) => set({ lengthCm })} />}
      </Field>
      <Field label={t`Width`} error={errorAt(POINTERS.width)} pointer={POINTERS.width}>
        {(wiring) => <TextInput wiring={wiring} numeric suffix="cm" value={draft.pieces.widthCm} onChange={(widthCm) => set({ widthCm })} />}
      </Field>
      <Field label={t`Height`} error={errorAt(POINTERS.height)} pointer={POINTERS.height}>
        {(wiring) => <TextInput wiring={wiring} numeric suffix="cm" value={draft.pieces.heightCm} onChange={(heightCm) => set({ heightCm })} />}
      </Field>
    </>
  )
}

export function CargoFields(props: PartProps) {
  const { draft, change, errorAt } = props
  const { t, i18n } = useLingui()
  const forms = FORM_CODES.map((value) => ({ value, label: FORMS[value] === undefined ? value : i18n._(FORMS[value]) }))
  const units = UNITS_OF_FORM[draft.form].map((unit) => (UNITS[unit] === undefined ? unit : i18n._(UNITS[unit]))).join(', ')
  const hint = draft.form === 'CONTAINERISED' ? undefined : t`Travels as: ${units}`
  return (
    <FieldGroup title={t`Goods`}>
      <Field label={t`Form of cargo`} hint={hint} error={errorAt(POINTERS.form)} required pointer={POINTERS.form}>
        {(wiring) => <ChoiceInput wiring={wiring} value={draft.form} choices={forms} onChange={(value) => change({ form: FORM_CODES.find((code) => code === value) ?? draft.form })} />}
      </Field>
      <Field label={t`What it is`} error={errorAt(POINTERS.goods)} required pointer={POINTERS.goods}>
        {(wiring) => <TextInput wiring={wiring} value={draft.goods} onChange={(goods) => change({ goods })} />}
      </Field>
      <Field label={t`HS code (optional)`} error={errorAt(POINTERS.hs)} pointer={POINTERS.hs}>
        {(wiring) => <TextInput wiring={wiring} numeric value={draft.hs} onChange={(hs) => change({ hs })} placeholder="847130" />}
      </Field>
      <Field label={t`Gross weight`} hint={t`Goods and packing, without the container`} error={errorAt(POINTERS.kg)} required pointer={POINTERS.kg}>
        {(wiring) => <TextInput wiring={wiring} numeric suffix="kg" value={draft.kg} onChange={(kg) => change({ kg })} />}
      </Field>
      {draft.form === 'ROLLING' && (
        <Field label={t`Vehicles`} error={errorAt(POINTERS.goodsUnits)} required pointer={POINTERS.goodsUnits}>
          {(wiring) => <TextInput wiring={wiring} numeric value={draft.goodsUnits} onChange={(goodsUnits) => change({ goodsUnits })} />}
        </Field>
      )}
      {draft.form === 'CONTAINERISED' && <BoxFields {...props} />}
      {draft.form === 'LOOSE' && <PieceFields {...props} />}
      <Field label={t`Declared value (optional)`} error={errorAt(POINTERS.value)} pointer={POINTERS.value}>
        {(wiring) => <TextInput wiring={wiring} numeric suffix={draft.valueCurrency} value={draft.value} onChange={(value) => change({ value })} />}
      </Field>
    </FieldGroup>
  )
}

function ColdFields({ draft, change, errorAt }: PartProps) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const classes = [{ value: '', label: t`own band` }, ...COLD_CLASSES.map((row) => ({ value: row.id, label: inLanguage(row.name, language) }))]
  const choose = (coldClass: string): void => {
    const row = COLD_CLASSES.find((each) => each.id === coldClass)
    change({ coldClass, ...(row === undefined ? {} : { minimumC: String(row.minimumC ?? ''), maximumC: String(row.maximumC ?? '') }) })
  }
  return (
    <div className="grid">
      <Field label={t`Cold-chain class`}>{(wiring) => <ChoiceInput wiring={wiring} value={draft.coldClass} choices={classes} onChange={choose} />}</Field>
      <Field label={t`At least`} error={errorAt(POINTERS.temperature)} pointer={POINTERS.temperature}>
        {(wiring) => <TextInput wiring={wiring} numeric suffix="°C" value={draft.minimumC} onChange={(minimumC) => change({ minimumC })} />}
      </Field>
      <Field label={t`At most`}>{(wiring) => <TextInput wiring={wiring} numeric suffix="°C" value={draft.maximumC} onChange={(maximumC) => change({ maximumC })} />}</Field>
    </div>
  )
}

function DangerousFields({ draft, change, errorAt }: PartProps) {
  const { t } = useLingui()
  const groups = [{ value: '', label: t`none (articles)` }, { value: '1', label: 'I' }, { value: '2', label: 'II' }, { value: '3', label: 'III' }]
  return (
    <div className="grid">
      <Field label={t`UN number`} error={errorAt(POINTERS.un)} required pointer={POINTERS.un}>
        {(wiring) => <TextInput wiring={wiring} numeric value={draft.un} onChange={(un) => change({ un })} placeholder="3480" />}
      </Field>
      <Field label={t`Class`} error={errorAt(POINTERS.hazardClass)} required pointer={POINTERS.hazardClass}>
        {(wiring) => <TextInput wiring={wiring} numeric value={draft.hazardClass} onChange={(hazardClass) => change({ hazardClass })} placeholder="9" />}
      </Field>
      <Field label={t`Proper shipping name`} error={errorAt(POINTERS.shippingName)} required pointer={POINTERS.shippingName}>
        {(wiring) => <TextInput wiring={wiring} value={draft.shippingName} onChange={(shippingName) => change({ shippingName })} />}
      </Field>
      <Field label={t`Packing group`} error={errorAt(POINTERS.packingGroup)} pointer={POINTERS.packingGroup}>
        {(wiring) => <ChoiceInput wiring={wiring} value={draft.packingGroup} choices={groups} onChange={(packingGroup) => change({ packingGroup })} />}
      </Field>
      <Field label={t`Net weight of it`} error={errorAt(POINTERS.dangerousKg)} required pointer={POINTERS.dangerousKg}>
        {(wiring) => <TextInput wiring={wiring} numeric suffix="kg" value={draft.dangerousKg} onChange={(dangerousKg) => change({ dangerousKg })} />}
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
      <Check checked={draft.cold} onChange={(cold) => change({ cold })}><Trans>Must be kept at a temperature</Trans></Check>
      {draft.cold && <ColdFields {...props} />}
      <Check checked={draft.dangerous} onChange={(dangerous) => change({ dangerous })}><Trans>Dangerous goods</Trans></Check>
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
      <Field label={label} error={error}>{(wiring) => <PlaceSearch key={places.length} wiring={wiring} testId={testId} place={undefined} onPick={add} />}</Field>
      <ul className="chips">
        {places.map((place) => (
          <li key={place.id}>
            <PlaceName place={place} />
            <Button size="small" kind="text" label={t`Remove ${place.id}`} onClick={() => change(places.filter((each) => each.id !== place.id))}>×</Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

export function WishFields({ draft, change, errorAt }: PartProps) {
  const { t, i18n } = useLingui()
  const legs = ['1', '2', '3', '4', '5', '6', '7', '8'].map((value) => ({ value, label: value }))
  const toggle = (mode: (typeof ALL_MODES)[number], on: boolean): void => change({ modes: ALL_MODES.filter((each) => (each === mode ? on : draft.modes.includes(each))) })
  const modeError = errorAt(POINTERS.modes)
  return (
    <FieldGroup title={t`Wishes`}>
      <div className="field wide" role="group" aria-label={t`Modes allowed`}>
        <span className="label"><Trans>Modes allowed</Trans></span>
        <div className="checks">
          {ALL_MODES.map((mode) => (
            <Check key={mode} checked={draft.modes.includes(mode)} onChange={(on) => toggle(mode, on)}>{MODES[mode] === undefined ? mode : i18n._(MODES[mode])}</Check>
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
            wiring={wiring} value={draft.currency} choices={PRICE_CURRENCIES.map((value) => ({ value, label: value }))}
            onChange={(value) => change({ currency: PRICE_CURRENCIES.find((code) => code === value) ?? draft.currency })}
          />
        )}
      </Field>
      <PlaceList label={t`Pass through (optional)`} testId="place-via" error={errorAt(POINTERS.via)} places={draft.via} change={(via) => change({ via })} />
      <PlaceList label={t`Avoid (optional)`} testId="place-avoid" error={errorAt(POINTERS.avoid)} places={draft.avoid} change={(avoid) => change({ avoid })} />
    </FieldGroup>
  )
}
