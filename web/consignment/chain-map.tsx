// The chain on the map: what is done and under way strong, what lies ahead faint, the place where the goods are filled.
import { useLingui } from '@lingui/react/macro'
import { lazy, Suspense, useMemo } from 'react'
import { inLanguage } from '#kernel'
import type { Consignment } from '#model'
import { type Leg, placeText, stopsOf } from '../compare/options.ts'
import { usePreferences } from '../preferences.tsx'
import type { Story } from './timeline.ts'

const WorldMap = lazy(async () => ({ default: (await import('../compare/world-map.tsx')).WorldMap }))

export function ChainMap({ consignment, story }: { readonly consignment: Consignment; readonly story: Story }) {
  const { language } = usePreferences()
  const { t } = useLingui()
  const { places, elements } = consignment
  // Milestones come and go without moving the goods; the map is drawn anew only when they move.
  const reached = story.stages.filter((stage) => stage.state !== 'ahead').map((stage) => stage.element.sequenceNumber)
  const here = story.position.kind === 'between' ? undefined : story.position.at
  const key = JSON.stringify([reached, here])
  const drawn = useMemo(() => {
    const legs = elements.filter((element): element is Leg & typeof element => element.kind === 'LEG')
    return { letter: 'chain', legs, stops: stopsOf(legs) }
  }, [elements])
  const travelled = useMemo(() => {
    const [sequences, at] = JSON.parse(key) as readonly [readonly number[], NonNullable<typeof here> | null]
    return { isAhead: (leg: Leg) => !sequences.includes(leg.sequenceNumber), here: at ?? undefined }
  }, [key])
  const options = useMemo(() => [drawn], [drawn])
  const quote = useMemo(() => ({ places }), [places])
  const route = drawn.stops.map((where) => inLanguage(placeText(where, quote), language)).join(' → ')
  return (
    <section className="panel map-panel chain-map" aria-label={t`Map of the chain`}>
      <Suspense fallback={<div className="canvas skeleton" />}>
        <WorldMap
          quote={quote}
          options={options}
          chosen={drawn}
          travelled={travelled}
          label={t`Map of the chain: ${route}. What lies ahead is faint. The timeline holds the same data.`}
        />
      </Suspense>
    </section>
  )
}
