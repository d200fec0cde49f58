// Tabs after the ARIA pattern: arrows move, one tab stop.
import type { KeyboardEvent, ReactNode } from 'react'

interface TabsProps<K extends string> {
  readonly label: string
  readonly tabs: readonly { readonly key: K; readonly name: string }[]
  readonly chosen: K
  readonly onChoose: (key: K) => void
  readonly children: ReactNode
}

export function Tabs<K extends string>({ label, tabs, chosen, onChoose, children }: TabsProps<K>) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const at = tabs.findIndex((tab) => tab.key === chosen)
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (step === 0 || next === undefined) return
    onChoose(next.key)
    document.getElementById(`tab-${next.key}`)?.focus()
  }
  return (
    <>
      <div role="tablist" aria-label={label} className="tabs" tabIndex={-1} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            id={`tab-${tab.key}`}
            type="button"
            role="tab"
            aria-selected={tab.key === chosen}
            aria-controls="tab-panel"
            tabIndex={tab.key === chosen ? 0 : -1}
            data-testid={`tab-${tab.key}`}
            onClick={() => onChoose(tab.key)}
          >
            {tab.name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${chosen}`}>
        {children}
      </div>
    </>
  )
}
