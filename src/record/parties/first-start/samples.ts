// The sample city: one organisation for each part in a shipment, so that a first start on one's own machine can play them all.
import type { PartyRole } from '#kernel'
import type { Duty } from '../store.ts'

export interface SampleSources {
  /** Operator types of the services, by the module that moves them. */
  readonly operatorTypesByMode: Readonly<Record<string, readonly string[]>>
  readonly placeIds: readonly string[]
}
export interface Sample {
  readonly email: string
  readonly name: string
  readonly personName: string
  readonly roles: readonly PartyRole[]
  readonly duties: readonly Duty[]
}

/** Both names stand in one, so that either finds it; the mark tells that nothing of it is real. */
const named = (zh: string, en: string): string => `${zh} ${en}（示例）`

export function samplesOf({ operatorTypesByMode, placeIds }: SampleSources): Sample[] {
  const asked = new Set<string>()
  /** Each duty is one organisation's: an operator type of two modes goes with the first. */
  const duties = (kind: Duty['kind'], keys: readonly string[]): Duty[] =>
    keys.filter((key) => !asked.has(`${kind}:${key}`) && asked.add(`${kind}:${key}`)).map((key) => ({ kind, key }))
  const services = (mode: string): Duty[] => duties('SERVICE', operatorTypesByMode[mode] ?? [])
  const sample = (id: string, name: string, roles: readonly PartyRole[], own: readonly Duty[] = []): Sample => ({
    email: `${id}@sample.example`,
    name,
    personName: `示例 ${id}`,
    roles,
    duties: own,
  })
  return [
    sample('shipper', named('西永电子有限公司', 'Xiyong Electronics'), ['SHIPPER']),
    sample('operator', named('渝新多式联运有限公司', 'Yuxin Multimodal'), ['FORWARDER', 'CARRIER'], duties('CONTRACT', ['*'])),
    sample('rail', named('渝列铁路班列有限公司', 'Yulie Rail'), ['CARRIER'], services('rail')),
    sample('water', named('渝航水运有限公司', 'Yuhang Water'), ['CARRIER'], services('water')),
    sample('air', named('渝翼航空货运有限公司', 'Yuyi Air Cargo'), ['CARRIER'], services('air')),
    sample('road', named('渝驰公路运输有限公司', 'Yuchi Road'), ['CARRIER'], [...duties('ROAD', ['*']), ...services('road')]),
    sample('hub', named('渝站枢纽运营有限公司', 'Yuzhan Hubs'), ['HUB_OPERATOR'], duties('PLACE', placeIds)),
    sample('consignee', named('莱茵电子有限公司', 'Rhein Elektronik GmbH'), ['CONSIGNEE']),
    sample('customs', named('样例海关', 'Sample Customs'), ['AUTHORITY'], duties('CUSTOMS', ['CN'])),
    sample('window', named('一单窗口运营中心', 'Yidan Window Office'), ['WINDOW_OPERATOR']),
  ]
}
