// Exit codes for scripts (docs/settings.md has them for operators).
export const EXIT = {
  done: 0,
  refused: 1,
  usage: 2,
  noItinerary: 3,
  notReachable: 4,
  /** `verify`: altered, or signed by somebody else's key. */
  notGenuine: 5,
  /** `verify`: nothing is proven either way, because the issuer's keys cannot be had. */
  notProven: 6,
} as const
