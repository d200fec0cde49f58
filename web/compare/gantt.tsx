// One row per option on a common day axis: solid = moving, hatched = waiting, handling, customs; ticks = cut-offs; dashed line = deadline.
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import type { Entrustment } from '#model'
import { daysText, localText, minutesBetween } from '../format.ts'
import { MODE_LETTERS, MODES } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { modesOf, type Option, type Span } from './options.ts'
import { dayMarks } from './scales.ts'

const ROW = 34
const BAR = 20

export function useWidth(): readonly [React.RefObject<HTMLDivElement | null>, number] {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(640)
  useEffect(() => {
    const node = box.current
    if (node === null) return undefined
    const observer = new ResizeObserver(() => setWidth(Math.max(280, node.clientWidth)))
    observer.observe(node)
    return () => observer.disconnect()
  }, [])
  return [box, width]
}

function Bar({ span, x, width }: { readonly span: Span; readonly x: number; readonly width: number }) {
  const { i18n } = useLingui()
  const shown = Math.max(width, 1.5)
  if (span.modeCode === undefined) return <rect className="dwell" x={x} y={(ROW - BAR) / 2} width={shown} height={BAR} rx={2} />
  const word = MODES[span.modeCode]
  const letter = MODE_LETTERS[span.modeCode]
  const text = word === undefined || letter === undefined ? '' : i18n._(width > 46 ? word : letter)
  return (
    <>
      <rect className={`mode-${span.modeCode}`} x={x} y={(ROW - BAR) / 2} width={shown} height={BAR} rx={2} />
      {width > 17 && (
        <text className="on-mode" x={x + width / 2} y={ROW / 2 + 4.5} textAnchor="middle">
          {text}
        </text>
      )}
    </>
  )
}

interface GanttProps {
  readonly options: readonly Option[]
  readonly chosen: string
  readonly question: Entrustment
  readonly originZone: string
  readonly onChoose: (letter: string) => void
}

export function Gantt({ options, chosen, question, originZone, onChoose }: GanttProps) {
  const { language } = usePreferences()
  const { t, i18n } = useLingui()
  const [box, width] = useWidth()
  const deadline = question.deadlineDateTime === undefined ? undefined : minutesBetween(question.readyDateTime, question.deadlineDateTime)
  const latest = Math.max(...options.map((option) => option.minutes))
  // A deadline far beyond the last arrival would only squeeze the bars.
  const end = deadline === undefined || deadline > latest * 1.6 ? latest : Math.max(deadline, latest)
  const left = width < 560 ? 34 : 150
  const plot = width - left - 64
  const marks = dayMarks(end, width < 560 ? 5 : 12)
  const last = (marks.at(-1) ?? 1) * 1440
  const at = (minutes: number): number => left + (minutes / last) * plot
  const height = options.length * ROW
  const shortNames = (option: Option): string =>
    modesOf(option)
      .map((mode) => (MODE_LETTERS[mode] === undefined ? mode : i18n._(MODE_LETTERS[mode])))
      .join('·')
  const modeNames = (option: Option): string =>
    modesOf(option)
      .map((mode) => (MODES[mode] === undefined ? mode : i18n._(MODES[mode])))
      .join(' · ')
  const summary = options.map((option) => t`${option.letter}: ${modeNames(option)}, ${daysText(option.minutes, language)} days`).join('; ')
  return (
    <div className="gantt" ref={box} data-testid="gantt">
      <svg width={width} height={26} aria-hidden="true">
        {marks.map((day) => (
          <text key={day} className="axis" x={at(day * 1440)} y={18} textAnchor="middle">
            {day}
          </text>
        ))}
      </svg>
      <ScrollRegion className="rows" label={t`Timeline of the options, scrollable`}>
        <svg width={width} height={height} role="img" aria-label={t`Timeline. ${summary}`}>
          <defs>
            <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line className="hatch" x1="0" y1="0" x2="0" y2="6" />
            </pattern>
          </defs>
          {marks.map((day) => (
            <line key={day} className="grid-line" x1={at(day * 1440)} x2={at(day * 1440)} y1={0} y2={height} />
          ))}
          {options.map((option, i) => (
            <g
              key={option.letter}
              transform={`translate(0 ${i * ROW})`}
              className="row"
              data-testid={`gantt-${option.letter}`}
              data-chosen={option.letter === chosen}
              onClick={() => onChoose(option.letter)}
            >
              <rect className="hit" x={1} y={1} width={width - 2} height={ROW - 2} rx={6} />
              <text className="name" x={10} y={ROW / 2 + 5}>
                {option.letter}
              </text>
              {left > 60 && (
                <text className="s" x={38} y={ROW / 2 + 4.5}>
                  {shortNames(option)}
                </text>
              )}
              {option.spans.map((span) => (
                <Bar key={`${span.from}`} span={span} x={at(span.from)} width={at(span.to) - at(span.from)} />
              ))}
              {option.cutOffs
                .filter((minutes) => minutes > 0)
                .map((minutes) => (
                  <path key={minutes} className="cut-off" d={`M${at(minutes)} 3v${ROW - 6}m-3 0h6`} />
                ))}
              <text className="end" x={at(option.minutes) + 6} y={ROW / 2 + 4.5}>{t`${daysText(option.minutes, language)} d`}</text>
            </g>
          ))}
          {deadline !== undefined && deadline <= last && (
            <line className="deadline" x1={at(deadline)} x2={at(deadline)} y1={0} y2={height} />
          )}
        </svg>
      </ScrollRegion>
      <p className="legend-line">
        <Trans>Days from {localText(question.readyDateTime, originZone)}.</Trans>{' '}
        <svg width="22" height="12" aria-hidden="true">
          <rect className="dwell" width="22" height="12" rx="2" />
        </svg>{' '}
        <Trans>waiting, handling, customs</Trans>{' '}
        <svg width="10" height="14" aria-hidden="true">
          <path className="cut-off" d="M5 0v13m-3 0h6" />
        </svg>{' '}
        <Trans>cut-off</Trans>{' '}
        {deadline !== undefined && (
          <>
            <svg width="10" height="14" aria-hidden="true">
              <path className="deadline" d="M5 0v14" />
            </svg>{' '}
            <Trans>deadline</Trans>
          </>
        )}
      </p>
    </div>
  )
}
