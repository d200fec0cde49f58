// The front of one question: what answering and explaining start from.
import { type PlanAnswer, plan } from '#engines/planner'
import type { Modes } from '#model'
import type { NetworkState } from '#record/network'
import { type Book, openBook } from './book.ts'
import type { Understood } from './question.ts'
import { type Allowance, type Asked, termsOf } from './terms.ts'

export interface Front {
  readonly book: Book
  readonly allowance: Allowance
  readonly asked: Asked
  readonly answer: PlanAnswer
}

export function frontOf(understood: Understood, network: NetworkState, modes: Modes): Front {
  const book = openBook(understood, network, modes)
  const { modeCodes, avoid, via, ready, deadline, maximumLegs } = understood
  const allowance: Allowance = { modeCodes, avoid, via, ready, deadline, maximumLegs }
  const asked = termsOf(book, allowance)
  return { book, allowance, asked, answer: plan(asked.question) }
}
