// The ends, times and goods of the form. Each part reads the draft and hands back changes.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { offsetText } from '../format.ts'
import { FORMS, UNITS } from '../labels.ts'
import { Button, Check, ChoiceInput, TextInput } from '../ui/controls.tsx'
import { Field, FieldGroup } from '../ui/field.tsx'
import { POINTERS } from './check.ts'
import { type Draft, type End, FORM_CODES, keptItems, UNITS_OF_FORM, zoneOf } from './draft.ts'
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
            {(wiring) => (
              <TextInput
                wiring={wiring}
                numeric
                value={end.latitude}
                onChange={(latitude) => change({ ...end, latitude })}
                placeholder="29.56"
              />
            )}
          </Field>
          <Field label={t`Longitude`} required>
            {(wiring) => (
              <TextInput
                wiring={wiring}
                numeric
                value={end.longitude}
                onChange={(longitude) => change({ ...end, longitude })}
                placeholder="106.55"
              />
            )}
          </Field>
          <Field label={t`Country`} hint={t`two letters`} required>
            {(wiring) => <TextInput wiring={wiring} value={end.countryCode} onChange={(countryCode) => change({ ...end, countryCode })} />}
          </Field>
          <Field label={t`Name (optional)`}>
            {(wiring) => <TextInput wiring={wiring} value={end.label} onChange={(text) => change({ ...end, label: text })} />}
          </Field>
        </div>
      ) : (
        <Field label={label} error={error} required pointer={POINTERS[name]}>
          {(wiring) => (
            <PlaceSearch wiring={wiring} testId={`place-${name}`} place={end.place} onPick={(place) => change({ ...end, place })} />
          )}
        </Field>
      )}
      <Check checked={end.byCoordinates} onChange={(byCoordinates) => change({ ...end, byCoordinates })}>
        <Trans>By coordinates (reached by road)</Trans>
      </Check>
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
      <Field
        label={t`Deadline (optional)`}
        hint={t`Same clock. Later arrivals are left out.`}
        error={errorAt(POINTERS.deadline)}
        pointer={POINTERS.deadline}
      >
        {(wiring) => (
          <TextInput wiring={wiring} type="datetime-local" value={draft.deadline} onChange={(deadline) => change({ deadline })} />
        )}
      </Field>
    </FieldGroup>
  )
}

function BoxFields({ draft, change, errorAt }: PartProps) {
  const { t, i18n } = useLingui()
  const choices = UNITS_OF_FORM.CONTAINERISED.map((value) => ({ value, label: UNITS[value] === undefined ? value : i18n._(UNITS[value]) }))
  const set = (at: number, part: Partial<Draft['boxes'][number]>): void =>
    change({ boxes: draft.boxes.map((box, i) => (i === at ? { ...box, ...part } : box)) })
  return (
    <div className="wide boxes">
      {draft.boxes.map((box, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- two equal rows are interchangeable; they have no identity but their place.
        <div key={i} className="grid tight">
          <Field label={t`Container`}>
            {(wiring) => <ChoiceInput wiring={wiring} value={box.unit} choices={choices} onChange={(unit) => set(i, { unit })} />}
          </Field>
          <Field
            label={t`Quantity`}
            error={errorAt(`${POINTERS.boxes}/${i}/quantity`)}
            required
            pointer={`${POINTERS.boxes}/${i}/quantity`}
          >
            {(wiring) => <TextInput wiring={wiring} numeric value={box.quantity} onChange={(quantity) => set(i, { quantity })} />}
          </Field>
        </div>
      ))}
      <Button size="small" onClick={() => change({ boxes: [...draft.boxes, { unit: '20GP', quantity: '1' }] })}>
        + <Trans>another container type</Trans>
      </Button>{' '}
      {draft.boxes.length > 1 && (
        <Button size="small" onClick={() => change({ boxes: draft.boxes.slice(0, -1) })}>
          − <Trans>remove the last</Trans>
        </Button>
      )}
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
        {(wiring) => (
          <TextInput wiring={wiring} numeric suffix="cm" value={draft.pieces.lengthCm} onChange={(lengthCm) => set({ lengthCm })} />
        )}
      </Field>
      <Field label={t`Width`} error={errorAt(POINTERS.width)} pointer={POINTERS.width}>
        {(wiring) => (
          <TextInput wiring={wiring} numeric suffix="cm" value={draft.pieces.widthCm} onChange={(widthCm) => set({ widthCm })} />
        )}
      </Field>
      <Field label={t`Height`} error={errorAt(POINTERS.height)} pointer={POINTERS.height}>
        {(wiring) => (
          <TextInput wiring={wiring} numeric suffix="cm" value={draft.pieces.heightCm} onChange={(heightCm) => set({ heightCm })} />
        )}
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
  const more = keptItems(draft).length
  return (
    <FieldGroup title={t`Goods`}>
      {more > 0 && (
        <p className="wide kept" data-testid="kept-items">
          <Plural
            value={more}
            one="+# more item kept as it is; this form edits the first."
            other="+# more items kept as they are; this form edits the first."
          />
        </p>
      )}
      <Field label={t`Form of cargo`} hint={hint} error={errorAt(POINTERS.form)} required pointer={POINTERS.form}>
        {(wiring) => (
          <ChoiceInput
            wiring={wiring}
            value={draft.form}
            choices={forms}
            onChange={(value) => change({ form: FORM_CODES.find((code) => code === value) ?? draft.form })}
          />
        )}
      </Field>
      <Field label={t`What it is`} error={errorAt(POINTERS.goods)} required pointer={POINTERS.goods}>
        {(wiring) => <TextInput wiring={wiring} value={draft.goods} onChange={(goods) => change({ goods })} />}
      </Field>
      <Field label={t`HS code (optional)`} error={errorAt(POINTERS.hs)} pointer={POINTERS.hs}>
        {(wiring) => <TextInput wiring={wiring} numeric value={draft.hs} onChange={(hs) => change({ hs })} placeholder="847130" />}
      </Field>
      <Field
        label={t`Gross weight`}
        hint={t`Goods and packing, without the container`}
        error={errorAt(POINTERS.kg)}
        required
        pointer={POINTERS.kg}
      >
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
        {(wiring) => (
          <TextInput wiring={wiring} numeric suffix={draft.valueCurrency} value={draft.value} onChange={(value) => change({ value })} />
        )}
      </Field>
    </FieldGroup>
  )
}
