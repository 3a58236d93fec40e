/** Which stations are connected at this moment. In memory alone: after a restart nobody is. */
export interface Presence {
  /** Another connection of a station; what it returns ends it. */
  enter(station: string, cutOff: () => void): () => void;
  isHere(station: string): boolean;
  stations(): readonly string[];
  /** Ends every connection of a station. */
  cutOff(station: string): void;
}

export function openPresence(): Presence {
  const connections = new Map<string, Set<() => void>>();
  return {
    enter: (station, cutOff) => {
      const here = connections.get(station) ?? new Set();
      connections.set(station, here.add(cutOff));
      return () => {
        here.delete(cutOff);
        if (here.size === 0 && connections.get(station) === here) connections.delete(station);
      };
    },
    isHere: (station) => connections.has(station),
    stations: () => [...connections.keys()],
    cutOff: (station) => {
      for (const cut of connections.get(station) ?? []) cut();
    },
  };
}
