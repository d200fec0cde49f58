// What main.ts hands to this module's routes.
import type { NewUuid } from '#kernel'
import type { Modes } from '#model'
import type { AnyTx } from '#postgres'
import type { NetworkHolder } from '#record/network'
import type { ConsignmentRecord } from './record/record.ts'

export interface ConsignmentParts {
  readonly network: Pick<NetworkHolder, 'current' | 'refreshCapacity'>
  readonly modes: Modes
  readonly newUuid: NewUuid
  /** How long a hold lasts; a setting. */
  readonly holdMinutes: number
  /** What the modules above do with a new consignment, in the same transaction. */
  readonly onConfirmed?: (tx: AnyTx, record: ConsignmentRecord, now: Temporal.Instant) => Promise<void>
}
