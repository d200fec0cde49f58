// Prints openapi.json from the route rows alone: no database, no network, no socket.
import { air } from '#modes/air'
import { park } from '#modes/park'
import { rail } from '#modes/rail'
import { road } from '#modes/road'
import { water } from '#modes/water'
import type { ProblemTable, Route } from '#model'
import { BILL_PROBLEMS, billRoutes } from '#record/bill'
import { consignmentRoutes } from '#record/consignment'
import { networkRoutes } from '#record/network'
import { partiesRoutes } from '#record/parties'
import { trackingRoutes } from '#record/tracking'
import { openApi, PROBLEMS, windowRoutes } from '#window'

/** Every row that the program mounts, made of parts that nobody asks anything. */
export function allRoutes(): readonly Route[] {
  const nobody = (): never => {
    throw new Error('nobody asks here')
  }
  const modes = [water, rail, road, air, park]
  const network = { current: nobody, reload: nobody, refreshCapacity: nobody }
  const common = { origin: 'https://yidan.example', newUuid: nobody }
  return [
    ...partiesRoutes({
      ...common,
      signIn: { open: nobody, read: nobody, forget: nobody, close: nobody },
      keys: { callerOf: nobody, forget: nobody },
      gate: { begin: nobody },
      secureCookies: true,
      passwords: { hash: nobody, verify: nobody },
    }),
    ...networkRoutes({ network, modes }),
    ...consignmentRoutes({ ...common, network, modes, holdMinutes: 30 }),
    ...billRoutes({ ...common, fileStore: { folder: '' }, signingKeyDays: 365 }),
    ...trackingRoutes(common),
    ...windowRoutes(),
  ]
}

export const allProblems: ProblemTable = { ...PROBLEMS, ...BILL_PROBLEMS }

export const printOpenApi = (): string => `${JSON.stringify(openApi(allRoutes(), allProblems), undefined, 2)}\n`
