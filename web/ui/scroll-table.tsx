// A table that scrolls inside its own frame; the frame takes the focus so that the arrow keys scroll it.
import type { ReactNode } from 'react'

export function ScrollTable({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="scroll-table" role="region" aria-label={label} tabIndex={0}>
      <table><caption className="unseen">{label}</caption>{children}</table>
    </div>
  )
}
