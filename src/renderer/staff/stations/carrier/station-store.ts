/**
 * The scan station: the step, the last parcel, the last scans. An address stands in `panel` alone, and `forget` takes
 * it out; nothing here is ever stored.
 */
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import { labelIdText } from '#shared/domain/label-id.ts';
import type { Money } from '#shared/domain/money.ts';
import type { Proof, ScannedParcel, ScanWarning, Step, StepReason } from '#shared/desk/carrier.ts';
import type { Failure, Result } from '#shared/result.ts';
import type { DeskClient } from '../../desk-client.ts';
import { numberIn } from '../../scanner/read-scan.ts';
import type { Tone } from '../../sound.ts';
import { needsReason, type ReasonedStep } from './steps.ts';

/** A label as it came: keystrokes, or a file as base64. */
export type ScanSource =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'file'; readonly file: string };

/** A parcel on the screen; the address goes before the rest does. */
export type ShownParcel = ScannedParcel & { readonly hidden?: true };

/** `done` recorded · `seen` opened only · `look` a person has to look or to do something · `stop` nothing recorded. */
export type Outcome = 'done' | 'seen' | 'look' | 'stop';

export type Panel =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'parcel';
      readonly outcome: 'done' | 'seen' | 'look';
      readonly step: Step;
      readonly parcel: ShownParcel;
      readonly collected?: Money;
    }
  /** At the door: cash to be counted, or a signature to be given. */
  | { readonly kind: 'door'; readonly parcel: ShownParcel; readonly scan: string; readonly failure?: Failure }
  | { readonly kind: 'reason'; readonly step: ReasonedStep; readonly source: ScanSource; readonly number?: string }
  | { readonly kind: 'stop'; readonly failure: Failure; readonly number?: string };

/** One line of the strip. Numbers and words only, never a name. */
export interface RecentScan {
  readonly id: number;
  readonly number?: string;
  readonly outcome: Outcome;
  readonly step: Step;
  readonly code?: Failure['code'];
  readonly warning?: ScanWarning;
  readonly at: number;
}

export interface StationStore {
  readonly step: Step;
  readonly panel: Panel;
  readonly recent: readonly RecentScan[];
  /** Scans being worked on. */
  readonly reading: number;
  chooseStep(step: Step): void;
  /** Scans are worked on one after the other, in the order they came. */
  take(source: ScanSource): Promise<void>;
  giveReason(reason: StepReason): Promise<void>;
  /** Cash counted, and who took the parcel. */
  deliver(handed: { readonly collected?: Money; readonly proof?: Proof }): Promise<void>;
  /** Takes the address off the screen and out of memory. */
  forget(): void;
  refuse(failure: Failure): void;
}

function isPieceOnly({ warnings }: ScannedParcel): boolean {
  return warnings.includes('pieces-missing');
}

const RECENT = 12;
const IDLE: Panel = { kind: 'idle' };

/** Takes the address out of what the panel shows; where there is none any more, clears the panel. */
export function forgetAddress(panel: Panel): Panel {
  if ((panel.kind !== 'door' && panel.kind !== 'parcel') || panel.parcel.addressee === undefined) return IDLE;
  const { addressee: _, ...parcel } = panel.parcel;
  return { ...panel, parcel: { ...parcel, hidden: true } };
}

export function createStationStore(
  desk: Pick<DeskClient, 'call'>,
  play: (tone: Tone) => void,
  /** Whether a name or a signature is asked for at the door. */
  asksProof: () => boolean = () => false,
  now: () => number = Date.now,
): UseBoundStore<StoreApi<StationStore>> {
  let lastId = 0;
  let working: Promise<unknown> = Promise.resolve();

  return create<StationStore>()((set, get) => {
    function note(outcome: Outcome, step: Step, number?: string, why: Pick<RecentScan, 'code' | 'warning'> = {}): void {
      play(outcome === 'done' || outcome === 'seen' ? 'done' : 'look');
      const entry: RecentScan = {
        id: ++lastId,
        outcome,
        step,
        at: now(),
        ...(number !== undefined && { number }),
        ...why,
      };
      set(({ recent }) => ({ recent: [entry, ...recent].slice(0, RECENT) }));
    }

    function showParcel(parcel: ScannedParcel, step: Step, collected?: Money): void {
      const outcome = parcel.warnings.length > 0 ? 'look' : step === 'look' ? 'seen' : 'done';
      set({ panel: { kind: 'parcel', outcome, step, parcel, ...(collected && { collected }) } });
      const [warning] = parcel.warnings;
      note(outcome, step, parcel.number, warning && { warning });
    }

    function showStop(failure: Failure, step: Step, number?: string): void {
      set({ panel: { kind: 'stop', failure, ...(number !== undefined && { number }) } });
      note('stop', step, number, { code: failure.code });
    }

    function ask(source: ScanSource, step: Step, reason?: StepReason): Promise<Result<ScannedParcel>> {
      const wanted = step === 'deliver' && asksProof();
      const how = { step, ...(reason && { reason }), ...(wanted && { proof: 'wanted' as const }) };
      return source.kind === 'text'
        ? desk.call('station.scan', { scan: source.text, ...how })
        : desk.call('station.scan-file', { file: source.file, ...how });
    }

    async function read(source: ScanSource, step: Step, reason?: StepReason): Promise<void> {
      const number = source.kind === 'text' ? numberIn(source.text) : undefined;
      const answer = await ask(source, step, reason);
      if (!answer.ok) return showStop(answer.error, step, number);
      const parcel = answer.value;
      // Opened, not delivered: cash is due, or a signature is wanted. A piece of several moves nothing by itself.
      const isHere = parcel.state === 'out-for-delivery' || parcel.state === 'at-depot';
      const isAtDoor = step === 'deliver' && isHere && !isPieceOnly(parcel);
      if (!isAtDoor || (parcel.due === undefined && !asksProof())) return showParcel(parcel, step);
      const scan = source.kind === 'text' ? source.text : labelIdText(parcel);
      set({ panel: { kind: 'door', parcel, scan } });
      return parcel.due === undefined ? play('done') : note('look', step, parcel.number, { code: 'cash-differs' });
    }

    function inTurn(work: () => Promise<void>): Promise<void> {
      set(({ reading }) => ({ reading: reading + 1 }));
      const turn = working.then(work).finally(() => set(({ reading }) => ({ reading: reading - 1 })));
      working = turn.catch(() => undefined);
      return turn;
    }

    return {
      step: 'look',
      panel: IDLE,
      recent: [],
      reading: 0,

      chooseStep: (step) => set({ step, panel: IDLE }),

      take: (source) =>
        inTurn(async () => {
          const { step } = get();
          if (!needsReason(step)) return read(source, step);
          const number = source.kind === 'text' ? numberIn(source.text) : undefined;
          set({ panel: { kind: 'reason', step, source, ...(number !== undefined && { number }) } });
        }),

      async giveReason(reason) {
        const { panel } = get();
        if (panel.kind !== 'reason') return;
        set({ panel: IDLE });
        await inTurn(() => read(panel.source, panel.step, reason));
      },

      deliver: (handed) =>
        inTurn(async () => {
          const { panel } = get();
          if (panel.kind !== 'door') return;
          const delivered = await desk.call('station.scan', { scan: panel.scan, step: 'deliver', ...handed });
          if (delivered.ok) return showParcel(delivered.value, 'deliver', handed.collected);
          const { number } = panel.parcel;
          if (delivered.error.code !== 'cash-differs') return showStop(delivered.error, 'deliver', number);
          play('look');
          set({ panel: { ...panel, failure: delivered.error } });
        }),

      forget: () => set(({ panel }) => ({ panel: forgetAddress(panel) })),

      refuse: (failure) => showStop(failure, get().step),
    };
  });
}
