// Water: sea-going ships (Rec 19 code 1) and inland vessels (8).
import { scheduledMode } from '#model'

/** Draught, locks and plugs get their own constraints when the data has rows for them. */
export const water = scheduledMode({ name: 'water', codes: { 'sea-': '1', 'iww-': '8' } })
