// A labelled control with its hint and its error, tied together for eye and screen reader alike.
import { type ReactNode, useId } from 'react'
import type { Wiring } from './controls.tsx'

interface FieldProps {
  readonly label: string
  readonly error?: string | undefined
  readonly hint?: string | undefined
  readonly required?: boolean
  readonly wide?: boolean
  /** The JSON pointer of the member, so that a server's error finds its field. */
  readonly pointer?: string
  readonly children: (wiring: Wiring) => ReactNode
}

export function Field({ label, error, hint, required = false, wide = false, pointer, children }: FieldProps) {
  const id = useId()
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
    .filter((part) => part !== '')
    .join(' ')
  const wiring: Wiring = {
    id,
    'aria-describedby': described === '' ? undefined : described,
    'aria-invalid': error === undefined ? undefined : true,
    'aria-required': required ? true : undefined,
  }
  return (
    <div className={wide ? 'field wide' : 'field'} data-pointer={pointer}>
      <label htmlFor={id}>
        {label}
        {required && (
          <span aria-hidden="true" className="star">
            {' '}
            *
          </span>
        )}
      </label>
      {children(wiring)}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="error">
          ▲ {error}
        </p>
      )}
    </div>
  )
}

export function FieldGroup({
  title,
  children,
  aside,
}: {
  readonly title: string
  readonly children: ReactNode
  readonly aside?: ReactNode
}) {
  return (
    <fieldset className="group">
      <legend>{title}</legend>
      {aside}
      <div className="grid">{children}</div>
    </fieldset>
  )
}
