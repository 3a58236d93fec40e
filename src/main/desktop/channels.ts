/** The named calls between the shell and its two preloads. */
export const CHANNELS = {
  /** Screen to shell: the number of the connection wanted. */
  deskConnect: 'desk:connect',
  /** Shell to screen: the same number, and the port. */
  deskPort: 'desk:port',
  unlockFacts: 'unlock:facts',
  unlockOpen: 'unlock:open',
} as const;
