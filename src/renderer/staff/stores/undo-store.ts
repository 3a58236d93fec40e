/** The last act that can be taken back: offered for a few seconds, once. */
import { create } from 'zustand';
import type { Failure, Result } from '#shared/result.ts';

export interface UndoOffer {
  /** What was done. */
  readonly text: string;
  readonly undo: () => Promise<Result<unknown>>;
}

interface UndoStore {
  readonly offer?: UndoOffer | undefined;
  /** How taking back ended; shown for as long. */
  readonly said?: 'undone' | Failure | undefined;
  undo(): Promise<void>;
  dismiss(): void;
}

const SHOWN_MS = 12_000;
let timer: ReturnType<typeof setTimeout> | undefined;

function show(state: Pick<UndoStore, 'offer' | 'said'>): void {
  clearTimeout(timer);
  useUndo.setState({ offer: undefined, said: undefined, ...state });
  timer = setTimeout(() => useUndo.getState().dismiss(), SHOWN_MS);
}

export const useUndo = create<UndoStore>()((set, get) => ({
  async undo() {
    const { offer } = get();
    if (!offer) return;
    // Once, however often the key is pressed.
    set({ offer: undefined });
    const result = await offer.undo();
    show({ said: result.ok ? 'undone' : result.error });
  },
  dismiss: () => set({ offer: undefined, said: undefined }),
}));

/** Called after the act: a line with "Undo" stands at the foot of the desk, and Ctrl+Z does it. */
export function offerUndo(offer: UndoOffer): void {
  show({ offer });
}
