/**
 * The forwarding station: the open label and what was done with it. A name stands in `panel` alone, and `forget` takes
 * it out; nothing here is ever stored.
 */
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { ForwardingWarning, ScannedPackage } from '#shared/desk/forwarding.ts';
import type { ForwardingState } from '#shared/domain/states.ts';
import type { Failure } from '#shared/result.ts';
import type { DeskClient } from '../../desk-client.ts';
import { numberIn } from '../../scanner/read-scan.ts';
import type { Tone } from '../../sound.ts';

/** A label as it came: keystrokes, or a file as base64. */
export type LabelSource =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'file'; readonly file: string };

/** A package on the screen; what is personal goes before the rest does. */
export type ShownPackage = Omit<ScannedPackage, 'customer' | 'email' | 'postal'> &
  Partial<Pick<ScannedPackage, 'customer' | 'email' | 'postal'>>;

export type ForwardingPanel =
  | { readonly kind: 'idle' }
  | { readonly kind: 'package'; readonly shown: ShownPackage }
  | { readonly kind: 'sent'; readonly receipt: string }
  | { readonly kind: 'stop'; readonly failure: Failure; readonly receipt?: string };

export interface ForwardingStore {
  readonly panel: ForwardingPanel;
  /** Labels being read. */
  readonly reading: number;
  /** Labels are worked on one after the other, in the order they came. */
  take(source: LabelSource): Promise<void>;
  /** Sends the goods of the open label; `again` where they were sent before. */
  send(way: Way): Promise<void>;
  forget(): void;
  /** Nothing is open any more. */
  clear(): void;
  refuse(failure: Failure): void;
}

export type Way = 'first' | 'again';

const IDLE: ForwardingPanel = { kind: 'idle' };
const AGAIN: readonly ForwardingState[] = ['sent', 'bounced', 'failed'];

/** How a package can leave; undefined while it can't. */
export function wayOf(state: ForwardingState | undefined): Way | undefined {
  if (state === 'arrived') return 'first';
  return state !== undefined && AGAIN.includes(state) ? 'again' : undefined;
}

/** What a person has to look at first; a number typed by hand is none of it. */
export function alarmsOf({ warnings }: Pick<ScannedPackage, 'warnings'>): readonly ForwardingWarning[] {
  return warnings.filter((warning) => warning !== 'opened-from-table');
}

/** Takes the person out of what the panel shows; where there is none any more, clears the panel. */
export function forgetPerson(panel: ForwardingPanel): ForwardingPanel {
  if (panel.kind !== 'package' || panel.shown.customer === undefined) return IDLE;
  const { customer: _, email: __, postal: ___, ...shown } = panel.shown;
  return { kind: 'package', shown };
}

export function createForwardingStore(
  desk: Pick<DeskClient, 'call'>,
  play: (tone: Tone) => void,
): UseBoundStore<StoreApi<ForwardingStore>> {
  let working: Promise<unknown> = Promise.resolve();

  return create<ForwardingStore>()((set, get) => {
    function stop(failure: Failure, receipt?: string): void {
      play('look');
      set({ panel: { kind: 'stop', failure, ...(receipt !== undefined && { receipt }) } });
    }

    function inTurn(work: () => Promise<void>): Promise<void> {
      set(({ reading }) => ({ reading: reading + 1 }));
      const turn = working.then(work).finally(() => set(({ reading }) => ({ reading: reading - 1 })));
      working = turn.catch(() => undefined);
      return turn;
    }

    return {
      panel: IDLE,
      reading: 0,

      take: (source) =>
        inTurn(async () => {
          const answer =
            source.kind === 'text'
              ? await desk.call('forwarding.scan', { scan: source.text })
              : await desk.call('forwarding.read-file', { file: source.file });
          if (!answer.ok) return stop(answer.error, source.kind === 'text' ? numberIn(source.text) : undefined);
          const shown = answer.value;
          play(alarmsOf(shown).length > 0 ? 'look' : 'done');
          set({ panel: { kind: 'package', shown } });
        }),

      send: (way) =>
        inTurn(async () => {
          const { panel } = get();
          if (panel.kind !== 'package' || wayOf(panel.shown.state) !== way) return;
          const { receipt } = panel.shown;
          const command = way === 'first' ? 'forwarding.send' : 'forwarding.resend';
          const answer = await desk.call(command, { receipts: [receipt] });
          if (!answer.ok) return stop(answer.error, receipt);
          play('done');
          set({ panel: { kind: 'sent', receipt } });
        }),

      forget: () => set(({ panel }) => ({ panel: forgetPerson(panel) })),
      clear: () => set({ panel: IDLE }),
      refuse: (failure) => stop(failure),
    };
  });
}
