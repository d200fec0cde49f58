// Traps of what is still owed: the sea terminal, the declaration, the via place.
import type { Trap } from './trap.test-support.ts'

export const DEBT_TRAPS: readonly Trap[] = [
  {
    name: 'sea terminal: whoever came by barge still owes it when a ship follows',
    network: `
      place A
      place B sea 5
      place D
      service BARGE A B
      trip BARGE 0 100
      ride BARGE A B 10/10
      service COASTER A B sea
      trip COASTER 0 100
      ride COASTER A B 10/8
      service SHIP B D sea
      trip SHIP 200 900
      ride SHIP B D 20/1
      ask A D`,
    journeys: ['A 0 COASTER B 100 | B 200 SHIP D 900 = 900 min, cost 30, 14 g'],
  },
  {
    name: 'declaration: the cheaper chain has not declared yet, the dearer one has',
    network: `
      place A
      place Z zone
      place B
      place Y zone
      place D
      declare 15
      service AB A B
      trip AB 0 100
      ride AB A B 20/2
      service AZ A Z
      trip AZ 0 40
      ride AZ A Z 5/1
      service ZB Z B
      trip ZB 50 100
      ride ZB Z B 5/1
      service BY B Y
      trip BY 200 300
      ride BY B Y 10/1
      service YD Y D
      trip YD 400 500
      ride YD Y D 10/1
      ask A D`,
    journeys: ['A 0 AZ Z 40 | Z 50 ZB B 100 | B 200 BY Y 300 | Y 400 YD D 500 = 500 min, cost 45, 4 g'],
  },
  {
    name: 'declaration: a chain that stays outside the zone pays none',
    network: `
      place A
      place Z zone
      place B
      place D
      declare 15
      service AZ A Z
      trip AZ 0 40
      ride AZ A Z 5/1
      service ZD Z D
      trip ZD 50 100
      ride ZD Z D 5/1
      service AB A B
      trip AB 0 100
      ride AB A B 5/1
      service BD B D
      trip BD 200 300
      ride BD B D 10/1
      ask A D`,
    journeys: ['A 0 AZ Z 40 | Z 50 ZD D 100 = 100 min, cost 25, 2 g', 'A 0 AB B 100 | B 200 BD D 300 = 300 min, cost 15, 2 g'],
  },
  {
    name: 'via: the cheap chain that missed V does not replace the dear one that met it',
    network: `
      place A
      place V via 1
      place B
      place D
      service AB A B
      trip AB 0 100
      ride AB A B 5/1
      service AVB A V B
      trip AVB 0 50/60 200
      ride AVB A B 30/9
      service BD B D
      trip BD 300 400
      ride BD B D 10/1
      ask A D via 1`,
    journeys: ['A 0 AVB B 200 | B 300 BD D 400 = 400 min, cost 40, 10 g'],
  },
  {
    name: 'destination passed through: out to V and back, because V must be met',
    network: `
      place A
      place V via 1
      place D transfer 60 handle 7/2
      service AD A D
      trip AD 0 100
      ride AD A D 5/1
      service DV D V
      trip DV 200 300
      ride DV D V 10/1
      service VD V D
      trip VD 400 500
      ride VD V D 10/1
      ask A D via 1`,
    journeys: ['A 0 AD D 100 | D 200 DV V 300 | V 400 VD D 500 = 560 min, cost 39, 7 g'],
  },
  {
    name: 'destination passed through by lorry: that leg counts too, and four are too many',
    network: `
      place A
      place Q
      place V via 1
      place D
      service AQ A Q
      trip AQ 0 100
      ride AQ A Q 5/1
      road Q D 60 5/1
      service DV D V
      trip DV 200 300
      ride DV D V 10/1
      service VD V D
      trip VD 400 500
      ride VD V D 10/1
      service QV Q V
      trip QV 900 1000
      ride QV Q V 10/1
      service VD2 V D
      trip VD2 1100 1200
      ride VD2 V D 10/1
      ask A D via 1 legs 3`,
    journeys: ['A 0 AQ Q 100 | Q 900 QV V 1000 | V 1100 VD2 D 1200 = 1200 min, cost 25, 3 g'],
  },
]
