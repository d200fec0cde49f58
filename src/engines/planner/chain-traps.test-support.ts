// Traps of the chain: leg caps, roads, full departures, and what is paid where.
import type { Trap } from './trap.test-support.ts'

export const CHAIN_TRAPS: readonly Trap[] = [
  {
    name: 'leg cap: the slow way to M has a leg to spare that the quick way has used',
    network: `
      place A
      place X
      place M
      place Y
      place D
      service TOX A X
      trip TOX 0 50
      ride TOX A X 1/1
      service SLOW A M
      trip SLOW 0 200
      ride SLOW A M 50/5
      service XM X M
      trip XM 60 100
      ride XM X M 1/1
      service MY M Y
      trip MY 300 400
      ride MY M Y 1/1
      service YD Y D
      trip YD 500 600
      ride YD Y D 1/1
      service MD M D
      trip MD 1000 2000
      ride MD M D 20/1
      ask A D legs 3`,
    journeys: [
      'A 0 SLOW M 200 | M 300 MY Y 400 | Y 500 YD D 600 = 600 min, cost 52, 7 g',
      'A 0 TOX X 50 | X 60 XM M 100 | M 1000 MD D 2000 = 2000 min, cost 22, 3 g',
    ],
  },
  {
    name: 'leg cap: nor does a later, cheaper arrival with more legs take over the departures it could catch',
    network: `
      place A
      place X
      place M
      place Y
      place D
      service TOX A X
      trip TOX 0 50
      ride TOX A X 1/1
      service SLOW A M
      trip SLOW 0 200
      ride SLOW A M 50/5
      service XM X M
      trip XM 60 250
      ride XM X M 1/1
      service MY M Y
      trip MY 300 400
      ride MY M Y 1/1
      service YD Y D
      trip YD 500 600
      ride YD Y D 1/1
      service MD M D
      trip MD 1000 2000
      ride MD M D 20/1
      ask A D legs 3`,
    journeys: [
      'A 0 SLOW M 200 | M 300 MY Y 400 | Y 500 YD D 600 = 600 min, cost 52, 7 g',
      'A 0 TOX X 50 | X 60 XM M 250 | M 1000 MD D 2000 = 2000 min, cost 22, 3 g',
    ],
  },
  {
    name: 'leg cap by road: the same where the next leg is a lorry',
    network: `
      place A
      place X
      place M
      place Y
      place D
      service TOX A X
      trip TOX 0 50
      ride TOX A X 1/1
      service SLOW A M
      trip SLOW 0 200
      ride SLOW A M 50/5
      service XM X M
      trip XM 60 100
      ride XM X M 1/1
      road M Y 60 1/1
      service YD Y D
      trip YD 500 600
      ride YD Y D 1/1
      service MD M D
      trip MD 1000 2000
      ride MD M D 20/1
      ask A D legs 3`,
    journeys: [
      'A 0 SLOW M 200 | M 200 ~ Y 260 | Y 500 YD D 600 = 600 min, cost 52, 7 g',
      'A 0 TOX X 50 | X 60 XM M 100 | M 1000 MD D 2000 = 2000 min, cost 22, 3 g',
    ],
  },
  {
    name: 'roads: a lorry at B may not replace a train there, for only the train may go on by lorry',
    network: `
      place A
      place B
      place D
      road A B 60 1/1
      service TRAIN A B
      trip TRAIN 100 200
      ride TRAIN A B 50/5
      road B D 60 1/1
      service LAST B D
      trip LAST 4000 5000
      ride LAST B D 100/100
      ask A D`,
    journeys: ['A 100 TRAIN B 200 | B 200 ~ D 260 = 260 min, cost 51, 6 g'],
  },
  {
    name: 'roads are never chained',
    network: `
      place A
      place B
      place D
      road A B 60 1/1
      road B D 60 1/1
      service LAST B D
      trip LAST 4000 5000
      ride LAST B D 100/100
      ask A D`,
    journeys: ['A 0 ~ B 60 | B 4000 LAST D 5000 = 5000 min, cost 101, 101 g'],
  },
  {
    name: 'full: the first trip has room to B only, the second to C; each stop takes the first that has',
    network: `
      place A
      place B
      place C
      place D
      service BARGE A B C
      trip BARGE 0 100/110 200 full 1
      trip BARGE 1000 1100/1110 1200
      ride BARGE A B 10/1
      ride BARGE A C 10/2
      service BD B D
      trip BD 150 2000
      ride BD B D 10/1
      service CD C D
      trip CD 1250 1500
      ride CD C D 10/9
      ask A D`,
    journeys: [
      'A 1000 BARGE C 1200 | C 1250 CD D 1500 = 1500 min, cost 20, 11 g',
      'A 0 BARGE B 100 | B 150 BD D 2000 = 2000 min, cost 20, 2 g',
    ],
  },
  {
    name: 'equal vectors: two twins, one member',
    network: `
      place A
      place D
      service TWIN A D
      trip TWIN 0 100
      ride TWIN A D 10/1
      service TWIN2 A D
      trip TWIN2 0 100
      ride TWIN2 A D 10/1
      ask A D`,
    journeys: ['A 0 TWIN D 100 = 100 min, cost 10, 1 g'],
  },
  {
    name: 'cut-off, minimum transfer, handling: none at the origin, all on the way, handling and hand-over at the end',
    network: `
      place A transfer 500 handle 90/90 store 70,80
      place B transfer 60 handle 10/2
      place D transfer 30 handle 5/1 sea 4
      service TRAIN A B cut 20
      trip TRAIN 20 100
      ride TRAIN A B 100/10
      service SHIP B D cut 40 sea
      trip SHIP 199 300
      trip SHIP 200 400
      ride SHIP B D 100/10
      ask A D ready 0`,
    journeys: ['A 20 TRAIN B 100 | B 200 SHIP D 400 = 430 min, cost 215, 27 g'],
  },
  {
    name: 'deadline: the hand-over counts, and what comes after it is no member',
    network: `
      place A
      place D transfer 30
      service FAST A D
      trip FAST 0 70
      ride FAST A D 100/1
      service SLOW A D
      trip SLOW 0 71
      ride SLOW A D 10/1
      ask A D deadline 100`,
    journeys: ['A 0 FAST D 70 = 100 min, cost 100, 1 g'],
  },
]
