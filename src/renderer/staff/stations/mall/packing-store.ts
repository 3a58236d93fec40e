/** The packing station: one open order, its ticks, its label. Knows no screen; the tones are given to it. */
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Input } from '#shared/desk/contract.ts';
import type { PackingOrder, PrintedLabel, PurchaseRow } from '#shared/desk/mall.ts';
import type { Failure } from '#shared/result.ts';
import type { DeskClient } from '../../desk-client.ts';
import { numberIn, readings } from '../../scanner/read-scan.ts';
import type { Scan } from '../../scanner/wedge.ts';
import type { Tone } from '../../sound.ts';
import { findItem, isComplete, type TickOutcome, type Ticks, tickUnit, untickUnit } from './ticks.ts';

export type ReprintReason = Input<'packing.reprint'>['reason'];
export type SlipLanguage = Input<'packing.slip'>['language'];

/** What the station says about the last thing that happened. */
export type PackingNotice =
  | TickOutcome
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'no-order' }
  | { readonly kind: 'printed' }
  | { readonly kind: 'handed-over'; readonly purchase: string };

/** A page to look at and to print. PDF and PNG as base64. */
export interface Paper {
  readonly kind: 'label' | 'slip';
  readonly pdf: string;
  readonly preview: string;
  /** Labels only. */
  readonly copy?: number;
}

export interface PackingStore {
  readonly order?: PackingOrder;
  /** By purchase, so that an order left half packed is found again as it was. */
  readonly ticks: Readonly<Record<string, Ticks>>;
  readonly papers: { readonly label?: Paper; readonly slip?: Paper };
  readonly showing: Paper['kind'];
  readonly notice?: PackingNotice;
  readonly busy: boolean;
  open(number: string): Promise<void>;
  /** A number opens its order, anything else is an item. */
  take(scan: Scan): Promise<void>;
  tick(sku: string): void;
  untick(sku: string): void;
  print(): Promise<Paper | undefined>;
  reprint(reason: ReprintReason): Promise<Paper | undefined>;
  makeSlip(language: SlipLanguage): Promise<Paper | undefined>;
  show(kind: Paper['kind']): void;
  handOver(): Promise<void>;
  close(): void;
  /** What the queue says of the open order: another station may have printed it. Asking again would be one more opening. */
  sync(rows: readonly PurchaseRow[]): void;
}

const labelPaper = ({ pdf, preview, copy }: PrintedLabel): Paper => ({ kind: 'label', pdf, preview, copy });

export function createPackingStore(
  desk: Pick<DeskClient, 'call'>,
  play: (tone: Tone) => void,
): UseBoundStore<StoreApi<PackingStore>> {
  return create<PackingStore>()((set, get) => {
    const say = (notice: PackingNotice, tone: Tone): void => {
      play(tone);
      set({ notice });
    };
    const stop = (failure: Failure): undefined => {
      say({ kind: 'failed', failure }, 'look');
      return undefined;
    };
    function tickItem(order: PackingOrder, texts: readonly string[]): void {
      const { ticks, outcome } = tickUnit(order.items, get().ticks[order.purchase] ?? {}, texts);
      set((state) => ({ ticks: { ...state.ticks, [order.purchase]: ticks } }));
      say(outcome, outcome.kind === 'ticked' || outcome.kind === 'all-ticked' ? 'done' : 'look');
    }
    let taking = Promise.resolve();
    /** One command at a time: a second Enter while the label is being made is nobody's wish. */
    async function alone<T>(work: (order: PackingOrder) => Promise<T>): Promise<T | undefined> {
      const { order, busy } = get();
      if (order === undefined || busy) return undefined;
      set({ busy: true });
      try {
        return await work(order);
      } finally {
        set({ busy: false });
      }
    }
    function keepLabel(order: PackingOrder, printed: PrintedLabel): Paper {
      const label = labelPaper(printed);
      set(({ papers }) => ({
        papers: { ...papers, label },
        showing: 'label',
        order: { ...order, state: order.state === 'accepted' ? 'packed' : order.state, copies: printed.copy },
      }));
      say({ kind: 'printed' }, 'done');
      return label;
    }

    return {
      ticks: {},
      papers: {},
      showing: 'label',
      busy: false,

      async open(number) {
        const opened = await desk.call('packing.open', { number });
        if (!opened.ok) return stop(opened.error);
        const order = opened.value;
        const same = get().order?.purchase === order.purchase;
        set(({ papers }) => ({ order, papers: same ? papers : {}, showing: 'label', notice: undefined }));
        play('done');
        if (order.copies === 0 || same) return undefined;
        const label = await desk.call('packing.label', { purchase: order.purchase, copy: order.copies });
        if (get().order?.purchase !== order.purchase) return undefined;
        if (!label.ok) return stop(label.error);
        set(({ papers }) => ({ papers: { ...papers, label: labelPaper(label.value) } }));
        return undefined;
      },

      take(scan) {
        // One after the other: an item may be scanned while its order is still being opened.
        taking = taking.then(async () => {
          const { order } = get();
          const texts = readings(scan);
          if (order !== undefined && findItem(order.items, texts)) return tickItem(order, texts);
          const number = texts.map(numberIn).find((found) => found !== undefined);
          if (number !== undefined) return get().open(number);
          return order === undefined ? say({ kind: 'no-order' }, 'look') : tickItem(order, texts);
        });
        return taking;
      },

      tick(sku) {
        const { order } = get();
        if (order !== undefined) tickItem(order, [sku]);
      },

      untick(sku) {
        const { order, ticks } = get();
        if (order === undefined) return;
        const changed = untickUnit(ticks[order.purchase] ?? {}, sku);
        set({ ticks: { ...ticks, [order.purchase]: changed }, notice: undefined });
      },

      print: () =>
        alone(async (order) => {
          const ticks = get().ticks[order.purchase] ?? {};
          if (!isComplete(order.items, ticks)) return stop({ code: 'items-unchecked' });
          const checked = order.items.map(({ sku, quantity }) => ({ sku, quantity }));
          const printed = await desk.call('packing.print', { purchase: order.purchase, checked });
          return printed.ok ? keepLabel(order, printed.value) : stop(printed.error);
        }),

      reprint: (reason) =>
        alone(async (order) => {
          const printed = await desk.call('packing.reprint', { purchase: order.purchase, reason });
          return printed.ok ? keepLabel(order, printed.value) : stop(printed.error);
        }),

      makeSlip: (language) =>
        alone(async (order) => {
          const slip = await desk.call('packing.slip', { purchase: order.purchase, language });
          if (!slip.ok) return stop(slip.error);
          const paper: Paper = { kind: 'slip', ...slip.value };
          set(({ papers }) => ({ papers: { ...papers, slip: paper }, showing: 'slip', notice: undefined }));
          return paper;
        }),

      show: (kind) => set({ showing: kind }),

      async handOver() {
        await alone(async ({ purchase }) => {
          const handed = await desk.call('packing.hand-over', { purchase });
          if (!handed.ok) return stop(handed.error);
          const { [purchase]: _, ...ticks } = get().ticks;
          set({ order: undefined, papers: {}, ticks });
          return say({ kind: 'handed-over', purchase }, 'done');
        });
      },

      close: () => set({ order: undefined, papers: {}, notice: undefined }),

      sync(rows) {
        const { order, busy } = get();
        const row = rows.find(({ purchase }) => purchase === order?.purchase);
        if (order === undefined || row === undefined || busy) return;
        set({ order: { ...order, state: row.state, copies: row.copies } });
      },
    };
  });
}
