// The schematic map: all options faint, the chosen chain strong, drawn by ECharts on a canvas. Loaded only when it is shown.
import { useLingui } from '@lingui/react/macro'
import { LinesChart, ScatterChart } from 'echarts/charts'
import { GeoComponent } from 'echarts/components'
import { init, registerMap, use as install } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import type { FeatureCollection } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { inLanguage } from '#kernel'
import type { Quote } from '#model'
import worldUrl from '../geo/world.topo.json?url'
import { MODE_LETTERS } from '../labels.ts'
import { usePreferences } from '../preferences.tsx'
import { Button } from '../ui/controls.tsx'
import type { Leg, Option, Where } from './options.ts'
import { placeText, sameStop } from './options.ts'
import { pathFinder, type Point } from './paths.ts'
import schematic from './schematic.json' with { type: 'json' }

install([LinesChart, ScatterChart, GeoComponent, CanvasRenderer, LabelLayout])

type World = Topology<{ countries: GeometryCollection; provinces: GeometryCollection; tendash: GeometryCollection }>
type Chart = ReturnType<typeof init>
const DASHES: Readonly<Record<string, 'solid' | number[]>> = { '1': [12, 4], '2': 'solid', '3': [2, 3], '4': [8, 3, 2, 3], '8': [6, 3] }

interface Bounds {
  readonly tendash: readonly (readonly number[])[][]
  readonly provinces: readonly (readonly number[])[][]
}
let loading: Promise<Bounds> | undefined
/** Countries become ECharts' own map; the ten dashes and the provinces ride along as lines. */
async function load(): Promise<Bounds> {
  const topology = (await (await fetch(worldUrl)).json()) as World
  registerMap('world', { geoJSON: JSON.stringify(feature(topology, topology.objects.countries)), specialAreas: {} })
  return {
    tendash: linesOf(feature(topology, topology.objects.tendash)),
    provinces: linesOf(feature(topology, topology.objects.provinces)),
  }
}
const linesOf = ({ features }: FeatureCollection): number[][][] =>
  features.flatMap(({ geometry }) => {
    if (geometry.type === 'LineString') return [geometry.coordinates]
    if (geometry.type === 'MultiLineString' || geometry.type === 'Polygon') return geometry.coordinates
    return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : []
  })

const findPath = pathFinder(schematic.map((line) => ({ kind: line.kind, points: line.points.map(([x = 0, y = 0]): Point => [x, y]) })))

type Places = Pick<Quote, 'places'>
function positionOf(where: Where | undefined, quote: Places): Point | undefined {
  const at =
    where?.geographicalCoordinates ?? (where?.placeId === undefined ? undefined : quote.places[where.placeId]?.geographicalCoordinates)
  return at === undefined ? undefined : [at.longitude, at.latitude]
}
const endsOf = (leg: Leg, quote: Places): readonly [Point, Point] | undefined => {
  const from = positionOf(leg.departureEvent.occurrenceLocation, quote)
  const to = positionOf(leg.arrivalEvent.occurrenceLocation, quote)
  return from === undefined || to === undefined ? undefined : [from, to]
}

type Drawn = Pick<Option, 'letter' | 'legs' | 'stops'>
interface MapProps {
  /** The answer that names the places. */
  readonly quote: Places
  readonly options: readonly Drawn[]
  readonly chosen: Drawn
  /** How far the goods are: legs ahead are drawn faint, the place where they are is filled. */
  readonly travelled?: { readonly isAhead: (leg: Leg) => boolean; readonly here: Where | undefined }
  /** What the picture shows, in words; the comparison's own words when absent. */
  readonly label?: string
}

function seriesOf(
  { quote, options, chosen, lines, travelled }: MapProps & { readonly lines: Bounds },
  language: 'zh-CN' | 'en',
  colour: (name: string) => string,
  letterOf: (mode: string) => string,
) {
  const line = (leg: Leg, strong: boolean) => {
    const ends = endsOf(leg, quote)
    if (ends === undefined) return []
    const ahead = strong && travelled?.isAhead(leg) === true
    const style = {
      color: colour(`--mode-${leg.modeCode}`),
      width: ahead ? 2 : strong ? 3.5 : 1.2,
      opacity: ahead ? 0.55 : strong ? 1 : 0.35,
      type: DASHES[leg.modeCode] ?? 'solid',
    }
    return [{ coords: findPath(leg.modeCode, ...ends).map(([x, y]) => [x, y]), lineStyle: style }]
  }
  const longitudes = chosen.stops.flatMap((where) => positionOf(where, quote)?.[0] ?? [])
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)]
  const others = options.filter((option) => option !== chosen)
  const stops = chosen.stops.flatMap((where) => {
    const at = positionOf(where, quote)
    if (at === undefined) return []
    // A name at the eastern end would run out of the picture.
    const side = at[0] > (west + east) / 2 ? ('left' as const) : ('right' as const)
    const here = travelled?.here !== undefined && sameStop(travelled.here, where)
    const itemStyle = here ? { color: colour('--accent'), borderColor: colour('--surface') } : {}
    return [
      {
        name: inLanguage(placeText(where, quote), language),
        value: [...at],
        label: { position: side, ...(here ? { fontWeight: 'bold' as const } : {}) },
        itemStyle,
        symbolSize: here ? 16 : 9,
      },
    ]
  })
  const longest = Math.max(...chosen.legs.map((leg) => leg.distanceKm))
  const letters = chosen.legs.flatMap((leg) => {
    const ends = endsOf(leg, quote)
    const path = ends === undefined ? [] : findPath(leg.modeCode, ...ends)
    const middle = path[Math.floor(path.length / 2)]
    return middle === undefined || leg.distanceKm < longest * 0.05
      ? []
      : [{ name: letterOf(leg.modeCode), value: [...middle], itemStyle: { color: colour(`--mode-${leg.modeCode}`), opacity: 1 } }]
  })
  const text = {
    color: colour('--text'),
    fontSize: 12,
    fontFamily: colour('--font'),
    textBorderColor: colour('--surface'),
    textBorderWidth: 3,
  }
  const flat = { type: 'lines', coordinateSystem: 'geo', polyline: true, silent: true } as const
  const bounds = (points: readonly (readonly number[])[][], color: string, width: number, opacity: number) => ({
    ...flat,
    z: 2,
    lineStyle: { color, width, opacity },
    data: points.map((coords) => ({ coords })),
  })
  return [
    bounds(lines.provinces, colour('--border-cn'), 0.5, 0.45),
    bounds(lines.tendash, colour('--border-cn'), 1.6, 0.9),
    { ...flat, z: 3, data: others.flatMap((option) => option.legs.flatMap((leg) => line(leg, false))) },
    { ...flat, z: 4, data: chosen.legs.flatMap((leg) => line(leg, true)) },
    {
      type: 'scatter',
      coordinateSystem: 'geo',
      z: 5,
      symbolSize: 9,
      itemStyle: { color: colour('--surface'), borderColor: colour('--text'), borderWidth: 2 },
      silent: true,
      label: { show: true, formatter: '{b}', position: 'right', ...text },
      labelLayout: { hideOverlap: true, moveOverlap: 'shiftY' },
      data: stops,
    },
    {
      type: 'scatter',
      coordinateSystem: 'geo',
      z: 6,
      symbol: 'roundRect',
      symbolSize: [22, 17],
      silent: true,
      label: { show: true, formatter: '{b}', position: 'inside', color: colour('--on-mode'), fontSize: 11, fontWeight: 'bold' },
      data: letters,
    },
  ]
}

/** A window on the world that holds every option, and at least a few degrees of surroundings. */
function viewOf({ quote, options }: MapProps, width: number, height: number): { center: [number, number]; zoom: number } {
  const points = options.flatMap((option) =>
    option.legs.flatMap((leg) => {
      const ends = endsOf(leg, quote)
      return ends === undefined ? [] : findPath(leg.modeCode, ...ends)
    }),
  )
  if (points.length === 0) return { center: [80, 35], zoom: 1.6 }
  const xs = points.map((point) => point[0])
  const ys = points.map((point) => point[1])
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  // ECharts fits the whole world (360° × about 140°, a degree of longitude drawn at 3/4) into the box at zoom 1.
  const unit = Math.min(width / (360 * 0.75), height / 142)
  const zoom = Math.min(width / ((east - west) * 1.25 + 3) / 0.75, height / ((north - south) * 1.35 + 3)) / unit
  return { center: [(west + east) / 2, (south + north) / 2], zoom: Math.min(Math.max(zoom, 1), 40) }
}

export function WorldMap(props: MapProps) {
  const { quote, options, chosen, travelled, label } = props
  const { language, theme } = usePreferences()
  const { t, i18n } = useLingui()
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<Chart>(undefined)

  useEffect(() => {
    const node = box.current
    if (node === null) return undefined
    const own = init(node, undefined, { renderer: 'canvas' })
    chart.current = own
    // A box that is being left has no area for a moment, and a map cannot be projected onto nothing.
    const observer = new ResizeObserver(() => {
      if (node.clientWidth > 0 && node.clientHeight > 0) own.resize()
    })
    observer.observe(node)
    return () => {
      observer.disconnect()
      own.dispose()
      chart.current = undefined
    }
  }, [])

  useEffect(() => {
    let current = true
    const draw = async (): Promise<void> => {
      const lines = await (loading ??= load())
      const own = chart.current
      if (own === undefined || !current) return
      const style = getComputedStyle(document.documentElement)
      const colour = (name: string): string => style.getPropertyValue(name).trim()
      const land = { areaColor: colour('--land'), borderColor: colour('--border-land'), borderWidth: 0.6 }
      const china = { name: 'CN', itemStyle: { areaColor: colour('--land-cn'), borderColor: colour('--border-cn'), borderWidth: 1 } }
      const letter = (mode: string): string => (MODE_LETTERS[mode] === undefined ? mode : i18n._(MODE_LETTERS[mode]))
      own.setOption(
        {
          animation: false,
          backgroundColor: colour('--sea-ground'),
          geo: {
            map: 'world',
            nameProperty: 'iso',
            roam: true,
            silent: true,
            itemStyle: land,
            regions: [china],
            label: { show: false },
            ...viewOf({ quote, options, chosen }, own.getWidth(), own.getHeight()),
            scaleLimit: { min: 1, max: 60 },
          },
          series: seriesOf({ quote, options, chosen, lines, ...(travelled ? { travelled } : {}) }, language, colour, letter),
        },
        { replaceMerge: ['series'] },
      )
      // Colours are read from the theme's variables, so a change of theme draws anew.
      box.current?.setAttribute('data-theme-drawn', theme)
      box.current?.setAttribute('data-drawn', chosen.letter)
    }
    void draw()
    return () => {
      current = false
    }
  }, [quote, options, chosen, travelled, language, theme, i18n])

  const zoomBy = (factor: number): void =>
    chart.current?.dispatchAction({
      type: 'geoRoam',
      componentType: 'geo',
      geoIndex: 0,
      zoom: factor,
      originX: chart.current.getWidth() / 2,
      originY: chart.current.getHeight() / 2,
    })
  const route = chosen.stops.map((where) => inLanguage(placeText(where, quote), language)).join(' → ')
  return (
    <>
      <div
        ref={box}
        className="canvas"
        role="img"
        aria-label={label ?? t`Map of option ${chosen.letter}: ${route}. The table holds the same data.`}
        data-testid="map"
      />
      <div className="zoom">
        <Button label={t`Zoom in`} onClick={() => zoomBy(1.5)}>
          +
        </Button>
        <Button label={t`Zoom out`} onClick={() => zoomBy(1 / 1.5)}>
          −
        </Button>
      </div>
    </>
  )
}
