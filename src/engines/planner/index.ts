// The door of the planner.
export { plan } from './plan.ts'
export { expectedDelayMinutes, onTimeProbability, probabilityWithin, transferProbability } from './reliability.ts'
export type * from './types.ts'
export { validate } from './validate.ts'
