// Prints openapi.json from the route rows alone: no database, no network, no socket.
import { air } from '#modes/air'
import { park } from '#modes/park'
import { rail } from '#modes/rail'
import { road } from '#modes/road'
import { water } from '#modes/water'
import type { Route } from '#model'
import type { Database } from '#postgres'
import { consignmentRoutes } from '#record/consignment'
import { networkRoutes } from '#record/network'
import { openApi, PROBLEMS, windowRoutes } from '#window'

/** Every row that the program mounts, made of parts that nobody asks anything. */
export function allRoutes(): readonly Route[] {
  const db = Object.freeze({}) as Database
  const modes = [water, rail, road, air, park]
  const network = {
    current: () => {
      throw new Error('nobody asks the network here')
    },
    reload: () => Promise.resolve(),
  }
  return [...networkRoutes({ network, modes }), ...consignmentRoutes({ db, network, modes, newUuid: () => '' }), ...windowRoutes(db)]
}

export const printOpenApi = (): string => `${JSON.stringify(openApi(allRoutes(), PROBLEMS), undefined, 2)}\n`
