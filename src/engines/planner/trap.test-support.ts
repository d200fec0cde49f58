// A miniature network on which a search with one rule missing loses or invents an answer.
export interface Trap {
  readonly name: string
  readonly network: string
  readonly journeys: readonly string[]
}
