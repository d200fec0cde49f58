// Tracking over HTTP: milestones, the work list, EPCIS capture.
import { captureRoutes } from './capture/routes.ts'
import { milestoneRoutes } from './milestones/routes.ts'
import type { TrackingParts } from './parts.ts'
import { workRoutes } from './work/routes.ts'

export const trackingRoutes = (parts: TrackingParts) => [...milestoneRoutes(parts), ...workRoutes(), ...captureRoutes(parts)] as const
