// A titled part beside the main one.
import type { ReactNode } from 'react'

interface PanelProps {
  readonly title: string
  readonly testId: string
  readonly children: ReactNode
}

export function Panel({ title, testId, children }: PanelProps) {
  return (
    <section className="panel side-panel" aria-label={title} data-testid={testId}>
      <div className="panel-head">
        <h2>{title}</h2>
      </div>
      <div className="panel-body">{children}</div>
    </section>
  )
}
