// Time against cost, one lettered point per option, with the staircase of those no other beats in both.
import { Trans, useLingui } from '@lingui/react/macro'
import { daysText, majorText, moneyText, numberText } from '../format.ts'
import { usePreferences } from '../preferences.tsx'
import { useWidth } from './gantt.tsx'
import type { Option } from './options.ts'
import { costAxis, dayMarks, staircase } from './scales.ts'

interface ParetoProps {
  readonly options: readonly Option[]
  readonly chosen: string
  readonly onChoose: (letter: string) => void
}

export function Pareto({ options, chosen, onChoose }: ParetoProps) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const [box, width] = useWidth()
  const height = 280
  const frame = { left: 58, right: 16, top: 18, bottom: 40 }
  // A figure on a screen, not an amount: a float may place a dot.
  const costs = options.map((option) => Number(majorText(option.itinerary.criteria.totalAmount)))
  const yAxis = costAxis(costs)
  const marks = dayMarks(Math.max(...options.map((option) => option.minutes)), 6)
  const last = (marks.at(-1) ?? 1) * 1440
  const x = (minutes: number): number => frame.left + (minutes / last) * (width - frame.left - frame.right)
  const y = (cost: number): number => height - frame.bottom - yAxis.place(cost) * (height - frame.top - frame.bottom)
  const points = options.map((option, i) => ({ option, x: option.minutes, y: costs[i] ?? 0 }))
  const front = staircase(points)
  const steps = front.map((point, i) => (i === 0 ? `M${x(point.x)} ${y(point.y)}` : `H${x(point.x)}V${y(point.y)}`)).join('')
  const currency = options[0]?.itinerary.criteria.totalAmount.currency ?? ''
  const list = options
    .map((o) => t`${o.letter} ${daysText(o.minutes, language)} days ${moneyText(o.itinerary.criteria.totalAmount, language, false)}`)
    .join('; ')
  return (
    <div ref={box} className="pareto" data-testid="pareto">
      <svg width={width} height={height} role="img" aria-label={t`Time against cost. ${list}`}>
        {yAxis.marks.map((mark) => (
          <g key={mark}>
            <line className="grid-line" x1={frame.left} x2={width - frame.right} y1={y(mark)} y2={y(mark)} />
            <text className="axis" x={frame.left - 6} y={y(mark) + 4} textAnchor="end">
              {new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 2 }).format(mark)}
            </text>
          </g>
        ))}
        {marks.map((mark) => (
          <g key={mark}>
            <line className="grid-line" x1={x(mark * 1440)} x2={x(mark * 1440)} y1={frame.top} y2={height - frame.bottom} />
            <text className="axis" x={x(mark * 1440)} y={height - frame.bottom + 16} textAnchor="middle">
              {numberText(mark, language, 2)}
            </text>
          </g>
        ))}
        <text className="axis" x={frame.left} y={11}>{t`Cost (${currency})`}</text>
        <text className="axis" x={width - frame.right} y={height - 6} textAnchor="end">{t`Time (days)`}</text>
        <path className="stairs" d={steps} />
        {points
          .toSorted((a, b) => Number(a.option.letter === chosen) - Number(b.option.letter === chosen))
          .map(({ option, ...point }) => (
            <g
              key={option.letter}
              className="point"
              data-chosen={option.letter === chosen}
              data-testid={`point-${option.letter}`}
              onClick={() => onChoose(option.letter)}
            >
              <circle className={`mode-${option.mainMode}`} cx={x(point.x)} cy={y(point.y)} r={option.letter === chosen ? 11 : 8} />
              <text className="on-mode small" x={x(point.x)} y={y(point.y) + 3.6} textAnchor="middle">
                {option.letter}
              </text>
            </g>
          ))}
      </svg>
      <p className="legend-line">
        <Trans>Dashed: options that no other beats in both. The rest are here for their lower CO2e.</Trans>
      </p>
    </div>
  )
}
