// Controls of a form. Pages take them from here, never from the kit itself, so the kit can change in one folder.
// The narrow doors: the kit's main one brings Search, OTP and TextArea into the first load.
import KitButton from 'antd/es/button'
import KitInput from 'antd/es/input/Input'
import type { ReactNode } from 'react'

interface ButtonProps {
  readonly children: ReactNode
  readonly onClick?: (() => void) | undefined
  readonly kind?: 'primary' | 'plain' | 'text'
  readonly submit?: boolean
  readonly busy?: boolean
  readonly size?: 'small' | 'middle' | 'large'
  readonly label?: string | undefined
  readonly pressed?: boolean | undefined
  /** For an act that cannot be taken back. */
  readonly danger?: boolean
  readonly testId?: string | undefined
}

export function Button({
  children,
  onClick,
  kind = 'plain',
  submit = false,
  busy = false,
  size = 'middle',
  label,
  pressed,
  danger = false,
  testId,
}: ButtonProps) {
  const type = kind === 'primary' ? 'primary' : kind === 'text' ? 'text' : 'default'
  return (
    <KitButton
      type={type}
      size={size}
      htmlType={submit ? 'submit' : 'button'}
      loading={busy}
      danger={danger}
      aria-label={label}
      aria-pressed={pressed}
      data-testid={testId}
      {...(onClick === undefined ? {} : { onClick })}
    >
      {children}
    </KitButton>
  )
}

/** What a Field hands to its control so that label, hint and error are read together with it. */
export interface Wiring {
  readonly id: string
  readonly 'aria-describedby'?: string | undefined
  readonly 'aria-invalid'?: boolean | undefined
  readonly 'aria-required'?: boolean | undefined
}

interface TextProps {
  readonly wiring: Wiring
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'datetime-local' | 'date' | 'email' | 'password' | 'search'
  /** What the browser may fill in; nothing where it cannot know. */
  readonly autoComplete?: string
  readonly numeric?: boolean
  readonly suffix?: string
  readonly placeholder?: string
  readonly list?: string
}

export function TextInput({
  wiring,
  value,
  onChange,
  type = 'text',
  autoComplete = 'off',
  numeric = false,
  suffix,
  placeholder,
  list,
}: TextProps) {
  return (
    <KitInput
      {...wiring}
      type={type}
      value={value}
      autoComplete={autoComplete}
      onChange={(event) => onChange(event.target.value)}
      {...(numeric ? { inputMode: 'decimal' as const, className: 'num' } : {})}
      {...(suffix === undefined ? {} : { suffix })}
      {...(placeholder === undefined ? {} : { placeholder })}
      {...(list === undefined ? {} : { list })}
      {...(wiring['aria-invalid'] === true ? { status: 'error' as const } : {})}
    />
  )
}

export interface Choice {
  readonly value: string
  readonly label: string
}
interface ChoiceProps {
  readonly wiring: Wiring
  readonly value: string
  readonly onChange: (value: string) => void
  readonly choices: readonly Choice[]
}

/** The browser's own list: right on a phone, by keyboard and for a screen reader without a line of script. */
export function ChoiceInput({ wiring, value, onChange, choices }: ChoiceProps) {
  return (
    <select className="choice" {...wiring} value={value} onChange={(event) => onChange(event.target.value)}>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  )
}

export function Check({
  checked,
  onChange,
  children,
}: {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children: ReactNode
}) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{children}</span>
    </label>
  )
}
