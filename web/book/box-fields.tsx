// The boxes to be used, where they are known already: one field per type, every number's check digit tried while it is typed.
import { Trans, useLingui } from '@lingui/react/macro'
import { useWord } from '../compare/words.tsx'
import { BOOK_FAULTS } from '../record/words.ts'
import { Field } from '../ui/field.tsx'
import { readBoxes } from './boxes.ts'

interface BoxFieldProps {
  readonly unitTypeCode: string
  readonly quantity: number
  readonly text: string
  readonly many: boolean
  /** Somebody tried to go on with what stands here. */
  readonly wrong: boolean
  readonly onChange: (text: string) => void
}

export function BoxField({ unitTypeCode, quantity, text, many, wrong, onChange }: BoxFieldProps) {
  const { t } = useLingui()
  const word = useWord()
  const lines = readBoxes(text)
  const error = many ? word(BOOK_FAULTS, 'box-many') : wrong ? t`Please correct the numbers named below.` : undefined
  const bad = lines.filter((line) => line.fault !== undefined)
  return (
    <div className="boxes">
      <Field label={t`Box numbers, ${unitTypeCode}`} hint={t`One a line, seals after a comma.`} error={error}>
        {(wiring) => (
          <textarea
            {...wiring}
            className="choice num"
            rows={Math.min(6, Math.max(2, quantity))}
            spellCheck={false}
            autoComplete="off"
            data-testid={`boxes-${unitTypeCode}`}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <p className="hint" role="status">
        {lines.length > 0 && (
          <Trans>
            Good numbers: {lines.length - bad.length} of {quantity}
          </Trans>
        )}
      </p>
      {bad.length > 0 && (
        <ul className="bad-boxes" data-testid="bad-boxes">
          {bad.map((line) => (
            <li key={`${line.row}`} className="error">
              ▲ <code>{line.id}</code> {word(BOOK_FAULTS, line.fault ?? '')}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
