// A part of a page that scrolls inside its own frame; the frame takes the focus so that the arrow keys scroll it.
import type { ReactNode } from 'react'

export function ScrollRegion({
  label,
  className,
  children,
}: {
  readonly label: string
  readonly className: string
  readonly children: ReactNode
}) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: what scrolls must scroll by keyboard (axe: scrollable-region-focusable).
    <section className={className} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}

export function ScrollTable({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ScrollRegion label={label} className="scroll-table">
      <table>
        <caption className="unseen">{label}</caption>
        {children}
      </table>
    </ScrollRegion>
  )
}
