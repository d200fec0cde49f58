// Exit codes for scripts (docs/settings.md has them for operators).
export const EXIT = { done: 0, refused: 1, usage: 2, noItinerary: 3, notReachable: 4 } as const
