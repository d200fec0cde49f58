// The fixed clock of the demand cases: 2026-12-01T09:00+08:00, as in check.py.
export const CASES_CLOCK = Temporal.Instant.from('2026-12-01T01:00:00Z')
export const CASES_START = CASES_CLOCK.epochMilliseconds / 60_000
