export { trackingJobs } from './jobs.ts'
export { planMilestones } from './milestones/store.ts'
export type { TrackingParts } from './parts.ts'
export { trackingRoutes } from './routes.ts'
