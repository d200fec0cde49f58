// A demand case as cargo.json tells it: cargo, a typical chain with its ranges, and what check.py makes of that chain.
import { z } from 'zod'
import { cargoMembers } from '#model'

const chainLeg = z.object({
  service: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  km: z.number().optional(),
  hours: z.number().optional(),
  vehicle_type: z.string().optional(),
})

export const caseRow = z.object({
  id: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  origin: z.string(),
  destination: z.string(),
  ...cargoMembers,
  typical_answer: z.object({
    chain: z.array(chainLeg).min(1),
    days_min: z.number(),
    days_max: z.number(),
    cost_min: z.number(),
    cost_max: z.number(),
    cost_unit: z.string(),
    co2e_t_min: z.number(),
    co2e_t_max: z.number(),
  }),
  several_departures: z.string().optional(),
  days_note: z.string().optional(),
  model_check: z.object({
    cost: z.number(),
    co2e_t: z.number(),
    arrivalDateTime: z.string(),
    trucks: z.array(z.number()),
    departures: z.array(z.number()),
  }),
})
export type CaseRow = z.output<typeof caseRow>
export type ChainLeg = z.output<typeof chainLeg>
