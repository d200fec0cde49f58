// Plan against record on one axis: the planned chain above, what has happened below, what is expected of the stage under way outlined.
import { Trans, useLingui } from '@lingui/react/macro'
import type { Consignment } from '#model'
import { useWidth } from '../compare/gantt.tsx'
import { zoneAt } from '../compare/options.ts'
import { dayMarks } from '../compare/scales.ts'
import { localTime, minutesBetween } from '../format.ts'
import { MODE_LETTERS, MODES } from '../labels.ts'
import { plannedStretches, type Story, type Stretch, tracedStretches } from './timeline.ts'

const ROW = 30
const BAR = 18

function Bar({ stretch, x, width }: { readonly stretch: Stretch; readonly x: number; readonly width: number }) {
  const { i18n } = useLingui()
  const y = (ROW - BAR) / 2
  const shown = Math.max(width, 2)
  const mode = stretch.modeCode
  if (mode === undefined) return <rect className={`dwell ${stretch.known}`} x={x} y={y} width={shown} height={BAR} rx={2} />
  const letter = MODE_LETTERS[mode]
  const word = MODES[mode]
  const text = word === undefined || letter === undefined ? '' : i18n._(width > 46 ? word : letter)
  const expected = stretch.known === 'estimated'
  return (
    <>
      <rect className={expected ? `expected edge-${mode}` : `mode-${mode}`} x={x} y={y} width={shown} height={BAR} rx={2} />
      {width > 17 && !expected && (
        <text className="on-mode" x={x + width / 2} y={ROW / 2 + 4.5} textAnchor="middle">
          {text}
        </text>
      )}
    </>
  )
}

export function Track({ consignment, story, now }: { readonly consignment: Consignment; readonly story: Story; readonly now: string }) {
  const { t } = useLingui()
  const [box, width] = useWidth()
  const planned = plannedStretches(story.stages)
  const traced = tracedStretches(story.stages, now)
  const first = planned[0]
  if (first === undefined) return null
  const all = [...planned, ...traced]
  const start = all.reduce((early, { from }) => (minutesBetween(early, from) < 0 ? from : early), first.from)
  const end = all.reduce((late, { to }) => (minutesBetween(late, to) > 0 ? to : late), first.to)
  const left = width < 560 ? 44 : 72
  const marks = dayMarks(minutesBetween(start, end), width < 560 ? 5 : 10)
  const last = (marks.at(-1) ?? 1) * 1440
  const plot = width - left - 24
  const at = (instant: string): number => left + (minutesBetween(start, instant) / last) * plot
  const nowAt = minutesBetween(start, now)
  const origin = localTime(start, zoneAt(story.stages[0]?.from, consignment))
  const bars = (stretches: readonly Stretch[]) =>
    stretches.map((stretch) => (
      <Bar key={`${stretch.sequence} ${stretch.known}`} stretch={stretch} x={at(stretch.from)} width={at(stretch.to) - at(stretch.from)} />
    ))
  return (
    <div className="gantt track" ref={box} data-testid="track">
      <svg
        width={width}
        height={24 + 2 * ROW}
        role="img"
        aria-label={t`Plan and record on one axis of days. The timeline below holds the same data.`}
      >
        <defs>
          <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line className="hatch" x1="0" y1="0" x2="0" y2="6" />
          </pattern>
        </defs>
        {marks.map((day) => (
          <g key={day}>
            <text className="axis" x={left + ((day * 1440) / last) * plot} y={16} textAnchor="middle">
              {day}
            </text>
            <line
              className="grid-line"
              x1={left + ((day * 1440) / last) * plot}
              x2={left + ((day * 1440) / last) * plot}
              y1={22}
              y2={24 + 2 * ROW}
            />
          </g>
        ))}
        <g transform="translate(0 22)">
          <text className="s" x={10} y={ROW / 2 + 4.5}>{t`Plan`}</text>
          <g className="plan">{bars(planned)}</g>
        </g>
        <g transform={`translate(0 ${22 + ROW})`}>
          <text className="s" x={10} y={ROW / 2 + 4.5}>
            {t({ message: 'Record', context: 'what happened' })}
          </text>
          {bars(traced)}
        </g>
        {nowAt >= 0 && nowAt <= last && <line className="now-line" x1={at(now)} x2={at(now)} y1={20} y2={24 + 2 * ROW} />}
      </svg>
      <p className="legend-line">
        <Trans>
          Days from {origin.day} {origin.clock} ({origin.offset}).
        </Trans>{' '}
        <svg width="22" height="12" aria-hidden="true">
          <rect className="dwell" width="22" height="12" rx="2" />
        </svg>{' '}
        <Trans>waiting, handling, customs</Trans>{' '}
        <svg width="22" height="12" aria-hidden="true">
          <rect className="expected" x="0.5" y="0.5" width="21" height="11" rx="2" />
        </svg>{' '}
        <Trans>expected, an estimate</Trans>{' '}
        <svg width="8" height="14" aria-hidden="true">
          <path className="now-line" d="M4 0v14" />
        </svg>{' '}
        <Trans>now</Trans>
      </p>
    </div>
  )
}
