// The planner on a seeded network of Chongqing's size, against a plain engine without lower bounds on the same questions.
import { plan, validate, type Question } from '#engines/planner'
import { benchNetwork, benchQuestion, seeded } from './planner-network.ts'
import { planNaively } from './planner-naive.ts'
import { type Bench, percentile, rounded } from './table.ts'

const QUESTIONS = 200
const LEGS = 5
/** Storage makes the plain engine try every departure of 90 days, so there it is asked few questions, and short ones. */
const PLAIN = { none: { questions: 20, legs: LEGS }, dry: { questions: 3, legs: 2 }, cold: { questions: 3, legs: 2 } } as const

interface Timed {
  readonly ms: number
  readonly vectors: string
  readonly members: number
  readonly labels: number
}

function timed(question: Question): Timed {
  const start = performance.now()
  const { itineraries, statistics } = plan(question)
  const ms = performance.now() - start
  return {
    ms,
    vectors: JSON.stringify(itineraries.map((one) => [one.arrival, one.cost, one.emission])),
    members: itineraries.length,
    labels: statistics.labels,
  }
}

function measure(storage: keyof typeof PLAIN): Record<string, string | number> {
  const network = benchNetwork(1, storage)
  const ask = (count: number, legs: number): Question[] => {
    const draw = seeded(7)
    return Array.from({ length: count }, () => benchQuestion(network, draw, legs))
  }
  const questions = ask(QUESTIONS, LEGS)
  // Warm: the figures are those of a window that has answered before. Each question is then timed once.
  for (const question of questions.slice(0, 40)) plan(question)
  const runs = questions.map(timed)
  const ms = runs.map((run) => run.ms)
  const faults = questions.flatMap((question) => plan(question).itineraries.flatMap((itinerary) => validate(question, itinerary)))
  const { questions: count, legs } = PLAIN[storage]
  const same = ask(count, legs).map((question) => {
    const start = performance.now()
    const plain = JSON.stringify(planNaively(question))
    const plainMs = performance.now() - start
    const ours = timed(question)
    return { plainMs, ms: ours.ms, equal: plain === ours.vectors }
  })
  return {
    storage,
    questions: QUESTIONS,
    legs: LEGS,
    p50Ms: rounded(percentile(ms, 50)),
    p95Ms: rounded(percentile(ms, 95)),
    p99Ms: rounded(percentile(ms, 99)),
    maxMs: rounded(Math.max(...ms)),
    frontMean: rounded(runs.reduce((sum, run) => sum + run.members, 0) / runs.length),
    frontMax: Math.max(...runs.map((run) => run.members)),
    labelsMean: Math.round(runs.reduce((sum, run) => sum + run.labels, 0) / runs.length),
    faults: faults.length,
    plainQuestions: `${count} of ${legs} legs`,
    plainP50Ms: rounded(
      percentile(
        same.map((one) => one.plainMs),
        50,
      ),
    ),
    plainMaxMs: rounded(Math.max(...same.map((one) => one.plainMs))),
    oursP50Ms: rounded(
      percentile(
        same.map((one) => one.ms),
        50,
      ),
    ),
    oursMaxMs: rounded(Math.max(...same.map((one) => one.ms))),
    equalFronts: `${same.filter((one) => one.equal).length}/${count}`,
  }
}

export function run(): Promise<Bench> {
  const rows = [measure('none'), measure('dry'), measure('cold')]
  return Promise.resolve({ rows, result: { places: 300, services: 490, days: 90, cases: rows } })
}
