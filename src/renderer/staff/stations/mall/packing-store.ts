/** The packing station: one open order, what went into its pieces, its labels. Knows no screen; tones and paper are given to it. */
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Approver } from '#shared/desk/accounts.ts';
import type { CommandName, Input } from '#shared/desk/contract.ts';
import type { BenchItem, MissingItem, PackingOrder, QueueRow, ReprintReason } from '#shared/desk/packing.ts';
import type { HandlingMark } from '#shared/domain/handling-mark.ts';
import { formatNumber } from '#shared/domain/number.ts';
import type { SizeClass } from '#shared/domain/parcel-size.ts';
import { DESK_TEXTS } from '#shared/locale/desk.ts';
import type { Failure, Result } from '#shared/result.ts';
import type { DeskClient } from '../../desk-client.ts';
import { numberIn, readings } from '../../scanner/read-scan.ts';
import type { Scan } from '../../scanner/wedge.ts';
import type { Tone } from '../../sound.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { offerUndo } from '../../stores/undo-store.ts';
import { labelPaper, type Paper } from './paper.ts';
import {
  addBox,
  type Boxes,
  checkedItems,
  findItem,
  isComplete,
  ONE_BOX,
  removeBox,
  type TickOutcome,
  tickUnits,
  unitsLeft,
  untickUnit,
} from './ticks.ts';

export type SlipLanguage = Input<'packing.slip'>['language'];

/** What the station says about the last thing that happened. */
export type PackingNotice =
  | TickOutcome
  | { readonly kind: 'missing'; readonly items: readonly (BenchItem & { readonly left: number })[] }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'no-order' | 'not-open' | 'set-aside' | 'brought-back' | 'sent-without' | 'voided' }
  | { readonly kind: 'printed'; readonly pieces: number }
  | { readonly kind: 'size-changed'; readonly printed: boolean }
  | { readonly kind: 'handed-over'; readonly purchase: string };

export interface PackingStore {
  readonly order?: PackingOrder;
  /** By purchase, so that an order left half packed is found again as it was. */
  readonly boxes: Readonly<Record<string, Boxes>>;
  readonly labels: readonly Paper[];
  readonly slip?: Paper;
  /** Which label is looked at, or the slip. */
  readonly showing: number | 'slip';
  /** The item that the last scan or key was about. */
  readonly last?: string;
  readonly notice?: PackingNotice;
  readonly busy: boolean;
  /** Chosen in the queue for one pick list. */
  readonly marked: readonly string[];
  open(number: string): Promise<void>;
  /** A number opens its order, anything else is an item: so many units of it. The last unit prints the labels. */
  take(scan: Scan, units?: number): Promise<void>;
  tick(sku: string, units?: number): Promise<void>;
  untick(sku: string): void;
  /** The cursor stands on it: the next key is about it. */
  pointAt(sku: string): void;
  addPiece(): void;
  removePiece(): void;
  print(): Promise<void>;
  reprint(again: { piece: number; reason: ReprintReason; approver?: Approver }): Promise<void>;
  voidLabel(label: { piece: number; copy: number; reason: ReprintReason }): Promise<void>;
  showCopy(label: { piece: number; copy: number }): Promise<void>;
  makeSlip(language: SlipLanguage): Promise<void>;
  show(showing: number | 'slip'): void;
  chooseMarks(marks: readonly HandlingMark[]): Promise<void>;
  correctSize(size: SizeClass): Promise<void>;
  setAside(missing: readonly MissingItem[]): Promise<void>;
  bringBack(): Promise<void>;
  sendWithout(missing: readonly MissingItem[], approver?: Approver): Promise<void>;
  handOver(): Promise<void>;
  close(): void;
  mark(purchase: string): void;
  unmarkAll(): void;
  /** Something at the bench changed: another one may have printed the open order, or called it off. */
  refresh(): Promise<void>;
}

/** An order that ended under the packer's hands. */
export const ENDED: readonly string[] = ['cancelled', 'refused', 'declined', 'expired'];

export function createPackingStore(
  desk: Pick<DeskClient, 'call'>,
  play: (tone: Tone) => void,
  printOut: (papers: readonly Paper[]) => void = () => undefined,
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
    const boxesOf = (order: PackingOrder): Boxes => get().boxes[order.purchase] ?? ONE_BOX;
    const keepBoxes = (purchase: string, boxes: Boxes): void =>
      set((state) => ({ boxes: { ...state.boxes, [purchase]: boxes } }));
    const forget = (purchase: string): void => {
      const { [purchase]: _, ...boxes } = get().boxes;
      set({ order: undefined, labels: [], slip: undefined, boxes } as Partial<PackingStore>);
    };

    async function tickItem(order: PackingOrder, texts: readonly string[], units: number): Promise<void> {
      if (order.state !== 'accepted' || order.aside) return say({ kind: 'not-open' }, 'look');
      const { boxes, outcome } = tickUnits(order.items, boxesOf(order), texts, units);
      keepBoxes(order.purchase, boxes);
      set({ last: outcome.sku });
      if (outcome.kind !== 'all-ticked') return say(outcome, outcome.kind === 'ticked' ? 'done' : 'look');
      set({ notice: outcome });
      // The last unit completes the order, as soon as whatever else was asked for it is done.
      await running;
      return get().print();
    }

    let taking = Promise.resolve();
    let running = Promise.resolve();
    /** One command at a time: a second Enter while the label is being made is nobody's wish. */
    function alone(work: (order: PackingOrder) => Promise<unknown>): Promise<void> {
      const { order, busy } = get();
      if (order === undefined || busy) return Promise.resolve();
      set({ busy: true });
      running = work(order)
        .finally(() => set({ busy: false }))
        .then(() => undefined);
      return running.then(() => get().refresh());
    }
    /** A command about the open order, and what is said when it is done. */
    function ask<N extends CommandName>(
      name: N,
      input: (order: PackingOrder) => Input<N>,
      done: (order: PackingOrder) => void,
    ): Promise<void> {
      return alone(async (order) => {
        const answer: Result<unknown> = await desk.call(name, input(order));
        return answer.ok ? done(order) : stop(answer.error);
      });
    }
    const change = (over: Partial<PackingOrder>): void =>
      set(({ order }) => (order === undefined ? {} : { order: { ...order, ...over } }));

    return {
      boxes: {},
      labels: [],
      showing: 0,
      busy: false,
      marked: [],

      async open(number) {
        const opened = await desk.call('packing.open', { number });
        if (!opened.ok) return stop(opened.error);
        const order = opened.value;
        const same = get().order?.purchase === order.purchase;
        set({ order, notice: undefined, last: undefined } as Partial<PackingStore>);
        if (!same) set({ labels: [], slip: undefined, showing: 0 } as Partial<PackingStore>);
        play(ENDED.includes(order.state) || order.aside ? 'look' : 'done');
        if (order.copies === 0 || same) return undefined;
        return showLabels(order.purchase);
      },

      take(scan, units = 1) {
        // One after the other: an item may be scanned while its order is still being opened.
        taking = taking.then(async () => {
          const { order } = get();
          const texts = readings(scan);
          if (order?.state === 'accepted' && findItem(order.items, texts)) return tickItem(order, texts, units);
          const number = texts.map(numberIn).find((found) => found !== undefined);
          if (number !== undefined) return get().open(number);
          return order === undefined ? say({ kind: 'no-order' }, 'look') : tickItem(order, texts, units);
        });
        return taking;
      },

      async tick(sku, units = 1) {
        const { order } = get();
        if (order !== undefined) await tickItem(order, [sku], units);
      },

      pointAt: (sku) => set({ last: sku }),

      untick(sku) {
        const { order } = get();
        if (order === undefined) return;
        keepBoxes(order.purchase, untickUnit(boxesOf(order), sku));
        set({ notice: undefined, last: sku } as Partial<PackingStore>);
      },

      addPiece() {
        const { order } = get();
        if (order?.state === 'accepted') keepBoxes(order.purchase, addBox(boxesOf(order)));
      },

      removePiece() {
        const { order } = get();
        if (order?.state === 'accepted') keepBoxes(order.purchase, removeBox(boxesOf(order)));
      },

      async print() {
        const { order, busy } = get();
        if (order === undefined || busy || order.state !== 'accepted') return undefined;
        const { purchase, items } = order;
        const boxes = boxesOf(order);
        if (!isComplete(items, boxes)) {
          const missing = items.map((item) => ({ ...item, left: unitsLeft(boxes, item) }));
          return say({ kind: 'missing', items: missing.filter(({ left }) => left > 0) }, 'look');
        }
        return alone(async () => {
          const pieces = boxes.length;
          const printed = await desk.call('packing.print', { purchase, pieces, checked: checkedItems(boxes) });
          if (!printed.ok) return stop(printed.error);
          const labels = printed.value.map(labelPaper);
          set({ labels, showing: 0 });
          change({ state: 'packed', copies: 1, ...(pieces > 1 && { pieces }) });
          say({ kind: 'printed', pieces }, 'done');
          return printOut(labels);
        });
      },

      reprint: (again) =>
        alone(async ({ purchase, copies }) => {
          const printed = await desk.call('packing.reprint', { purchase, ...again });
          if (!printed.ok) return stop(printed.error);
          const label = labelPaper(printed.value);
          replaceLabel(label);
          change({ copies: Math.max(copies, printed.value.copy) });
          say({ kind: 'printed', pieces: 1 }, 'done');
          return printOut([label]);
        }),

      voidLabel: (label) =>
        ask(
          'packing.void',
          ({ purchase }) => ({ purchase, ...label }),
          () => say({ kind: 'voided' }, 'done'),
        ),

      showCopy: (wanted) =>
        alone(async ({ purchase }) => {
          const label = await desk.call('packing.label', { purchase, ...wanted });
          return label.ok ? replaceLabel(labelPaper(label.value)) : stop(label.error);
        }),

      makeSlip: (language) =>
        alone(async ({ purchase }) => {
          const made = await desk.call('packing.slip', { purchase, language });
          if (!made.ok) return stop(made.error);
          const slip: Paper = { kind: 'slip', ...made.value };
          set({ slip, showing: 'slip', notice: undefined } as Partial<PackingStore>);
          return printOut([slip]);
        }),

      show: (showing) => set({ showing }),

      chooseMarks: (marks) =>
        ask(
          'packing.mark',
          ({ purchase }) => ({ purchase, marks: [...marks] }),
          ({ marks: before }) => change({ marks: { ...before, chosen: marks } }),
        ),

      correctSize: (size) =>
        ask(
          'packing.correct-size',
          ({ purchase }) => ({ purchase, size }),
          (order) => {
            change({
              size: { ...order.size, size },
              corrected: { was: order.size.size, size, by: 'bench', at: new Date().toISOString() },
            });
            say({ kind: 'size-changed', printed: order.state === 'packed' }, 'done');
          },
        ),

      setAside: (missing) =>
        ask(
          'packing.set-aside',
          ({ purchase }) => ({ purchase, missing: [...missing] }),
          ({ purchase }) => {
            forget(purchase);
            say({ kind: 'set-aside' }, 'done');
            const { undo } = DESK_TEXTS[useSettings.getState().language];
            offerUndo({
              text: undo.setAside(formatNumber(purchase)),
              undo: () => desk.call('packing.bring-back', { purchase }),
            });
          },
        ),

      bringBack: () =>
        ask(
          'packing.bring-back',
          ({ purchase }) => ({ purchase }),
          ({ aside: _aside, ...order }) => {
            set({ order });
            say({ kind: 'brought-back' }, 'done');
          },
        ),

      sendWithout: (missing, approver) =>
        alone(async ({ purchase }) => {
          const sent = await desk.call('packing.send-without', {
            purchase,
            missing: [...missing],
            ...(approver && { approver }),
          });
          if (!sent.ok) return stop(sent.error);
          const opened = await desk.call('packing.open', { number: purchase });
          if (!opened.ok) return stop(opened.error);
          set({ order: opened.value });
          return say({ kind: 'sent-without' }, 'done');
        }),

      handOver: () =>
        ask(
          'packing.hand-over',
          ({ purchase }) => ({ purchase }),
          ({ purchase }) => {
            forget(purchase);
            say({ kind: 'handed-over', purchase }, 'done');
          },
        ),

      close: () => set({ order: undefined, labels: [], slip: undefined, notice: undefined } as Partial<PackingStore>),

      mark: (purchase) =>
        set(({ marked }) => ({
          marked: marked.includes(purchase) ? marked.filter((one) => one !== purchase) : [...marked, purchase],
        })),
      unmarkAll: () => set({ marked: [] }),

      async refresh() {
        const { order, busy } = get();
        if (order === undefined || busy) return;
        const looked = await desk.call('packing.look', { purchase: order.purchase });
        const now = get().order;
        if (!looked.ok || get().busy || now?.purchase !== order.purchase) return;
        const row: QueueRow = looked.value;
        if (ENDED.includes(row.state) && !ENDED.includes(now.state)) play('look');
        const { aside, ...known } = now;
        set({
          order: {
            ...known,
            ...(aside && row.aside && { aside }),
            state: row.state,
            copies: row.copies,
            size: row.size,
            ...(row.pieces !== undefined && { pieces: row.pieces }),
          },
        });
        if (row.copies > 0 && get().labels.length === 0) await showLabels(order.purchase);
      },
    };

    /** The label in force of each piece. */
    async function showLabels(purchase: string): Promise<undefined> {
      const copies = await desk.call('packing.labels', { purchase });
      if (get().order?.purchase !== purchase) return undefined;
      if (!copies.ok) return stop(copies.error);
      const newest = copies.value.filter(
        ({ piece, copy }) => !copies.value.some((other) => other.piece === piece && other.copy > copy),
      );
      const labels: Paper[] = [];
      for (const { piece, copy } of newest) {
        const label = await desk.call('packing.label', { purchase, piece, copy });
        if (get().order?.purchase !== purchase) return undefined;
        if (!label.ok) return stop(label.error);
        labels.push(labelPaper(label.value));
      }
      set({ labels });
      return undefined;
    }

    function replaceLabel(label: Paper): void {
      const { labels } = get();
      const at = labels.findIndex((other) => other.label?.piece === label.label?.piece);
      set({ labels: at < 0 ? [...labels, label] : labels.with(at, label), showing: Math.max(0, at) });
    }
  });
}
