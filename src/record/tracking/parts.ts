// What main.ts hands to tracking.
import type { NewUuid } from '#kernel'

export interface TrackingParts {
  /** Where the world sees the window ("https://yidan.example"), without a slash at its end; never the request's Host. */
  readonly origin: string
  readonly newUuid: NewUuid
}
