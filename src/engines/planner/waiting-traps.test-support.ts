// Traps of time: storage, gates, and which arrival may stand for another.
import type { Trap } from './trap.test-support.ts'

export const WAITING_TRAPS: readonly Trap[] = [
  {
    name: 'storage: arriving earlier at equal cost is dearer when the ship comes late',
    network: `
      place A
      place B store 0,0,50,100
      place D
      service EARLY A B
      trip EARLY 0 100
      ride EARLY A B 10/1
      service LATE A B
      trip LATE 0 4d0h
      ride LATE A B 10/1
      service SHIP B D
      trip SHIP 4d12h 6d0h
      ride SHIP B D 20/1
      ask A D`,
    journeys: ['A 0 LATE B 5760 | B 6480 SHIP D 8640 = 8640 min, cost 30, 2 g'],
  },
  {
    name: 'storage: fifteen hours ahead may be one started day more',
    network: `
      place A
      place B store 0,0,50,100
      place D
      service EARLY A B
      trip EARLY 0 100
      ride EARLY A B 10/1
      service LATE A B
      trip LATE 0 1000
      ride LATE A B 10/1
      service SHIP B D
      trip SHIP 2400 4000
      ride SHIP B D 20/1
      ask A D`,
    journeys: ['A 0 LATE B 1000 | B 2400 SHIP D 4000 = 4000 min, cost 30, 2 g'],
  },
  {
    name: 'storage: the fees are steep only after some free days',
    network: `
      place A
      place B store 0,0,0,0,900
      place D
      service EARLY A B
      trip EARLY 0 100
      ride EARLY A B 10/1
      service LATE A B
      trip LATE 0 1d2h
      ride LATE A B 10/1
      service SHIP B D
      trip SHIP 3d12h 6d0h
      ride SHIP B D 20/1
      ask A D`,
    journeys: ['A 0 LATE B 1560 | B 5040 SHIP D 8640 = 8640 min, cost 30, 2 g'],
  },
  {
    name: 'storage: the first departure does not suffice, waiting at the origin is free',
    network: `
      place A
      place B store 0,10,60,110
      place D
      service DAILY A B
      trip DAILY 0 100
      trip DAILY 1d0h 1d2h
      trip DAILY 2d0h 2d2h
      trip DAILY 3d0h 3d2h
      trip DAILY 5d0h 5d2h
      ride DAILY A B 10/1
      service SHIP B D
      trip SHIP 3d12h 6d0h
      ride SHIP B D 20/1
      ask A D`,
    journeys: ['A 4320 DAILY B 4440 | B 5040 SHIP D 8640 = 8640 min, cost 40, 2 g'],
  },
  {
    name: 'storage: waiting is cheaper on the way than at the next place, and a little of both is dearest',
    network: `
      place A
      place B store 0,1,2,3
      place C store 0,40,80,120
      place D
      service FIRST A B
      trip FIRST 0 100
      ride FIRST A B 10/1
      service DAILY B C
      trip DAILY 200 300
      trip DAILY 1d4h 1d6h
      trip DAILY 2d4h 2d6h
      ride DAILY B C 10/1
      service SHIP C D
      trip SHIP 2d12h 6d0h
      ride SHIP C D 20/1
      ask A D`,
    journeys: ['A 0 FIRST B 100 | B 3120 DAILY C 3240 | C 3600 SHIP D 8640 = 8640 min, cost 83, 3 g'],
  },
  {
    name: 'storage behind a road: no fee at B, but the lorry cannot wait and C charges',
    network: `
      place A
      place B
      place C store 0,30,60,90
      place D
      service DAILY A B
      trip DAILY 0 100
      trip DAILY 1d0h 1d2h
      trip DAILY 2d0h 2d2h
      ride DAILY A B 10/1
      road B C 60 5/1
      service SHIP C D
      trip SHIP 2d12h 6d0h
      ride SHIP C D 20/1
      ask A D`,
    journeys: ['A 2880 DAILY B 3000 | B 3000 ~ C 3060 | C 3600 SHIP D 8640 = 8640 min, cost 65, 3 g'],
  },
  {
    name: 'gates: twenty minutes apart at B, three days apart at C',
    network: `
      place A
      place B gate 480-600,4800-5000
      place C store 0,0,50,100,150
      place D
      service QUICK A B
      trip QUICK 0 590
      ride QUICK A B 10/1
      service NEXT A B
      trip NEXT 0 610
      ride NEXT A B 60/1
      road B C 60 5/1
      service SHIP C D
      trip SHIP 5200 6000
      ride SHIP C D 20/1
      ask A D`,
    journeys: ['A 0 NEXT B 610 | B 4800 ~ C 4860 | C 5200 SHIP D 6000 = 6000 min, cost 85, 3 g'],
  },
  {
    name: 'gates: waiting for one is a stay like any other',
    network: `
      place A
      place B gate 480-600,4800-5000 store 0,0,50,100,150
      place D
      service TRAIN A B
      trip TRAIN 0 610
      ride TRAIN A B 60/1
      road B D 60 5/1
      ask A D`,
    journeys: ['A 0 TRAIN B 610 | B 4800 ~ D 4860 = 4860 min, cost 165, 2 g'],
  },
  {
    name: 'gates: the lorry leaves in the first minute that suits both ends',
    network: `
      place A gate 0-100,480-600,1920-2040
      place D gate 700-800,2100-2200
      road A D 150 10/1
      ask A D ready 30`,
    journeys: ['A 550 ~ D 700 = 700 min, cost 10, 1 g'],
  },
  {
    name: 'sea terminal: a later barge does not replace an earlier ship',
    network: `
      place A
      place B sea 5
      place D
      service COASTER A B sea
      trip COASTER 0 100
      ride COASTER A B 10/8
      service BARGE A B
      trip BARGE 0 500
      ride BARGE A B 10/10
      service SHIP B D sea
      trip SHIP 1000 1900
      ride SHIP B D 20/1
      ask A D`,
    journeys: ['A 0 COASTER B 100 | B 1000 SHIP D 1900 = 1900 min, cost 30, 14 g'],
  },
  {
    name: 'a later, cleaner but dearer arrival does not keep the earlier one from the same ship',
    network: `
      place A
      place B
      place D
      service DIRTY A B
      trip DIRTY 0 100
      ride DIRTY A B 10/50
      service CLEAN A B
      trip CLEAN 0 500
      ride CLEAN A B 60/5
      service SHIP B D
      trip SHIP 1000 1900
      ride SHIP B D 20/1
      ask A D`,
    journeys: [
      'A 0 DIRTY B 100 | B 1000 SHIP D 1900 = 1900 min, cost 30, 51 g',
      'A 0 CLEAN B 500 | B 1000 SHIP D 1900 = 1900 min, cost 80, 6 g',
    ],
  },
]
