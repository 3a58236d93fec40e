/** The goods station: one open order, its label, its sealing. Knows no screen; the tones are given to it. */
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { PrintedLabel } from '#shared/desk/mall.ts';
import type { GoodsOrder, GoodsProgress, GoodsRow } from '#shared/desk/mall-goods.ts';
import type { Failure } from '#shared/result.ts';
import type { DeskClient } from '../../desk-client.ts';
import { bestReading } from '../../scanner/read-scan.ts';
import type { Scan } from '../../scanner/wedge.ts';
import type { Tone } from '../../sound.ts';

export type GoodsNotice =
  | { readonly kind: 'sealed' }
  | { readonly kind: 'sealed-elsewhere' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface GoodsStore {
  readonly order?: GoodsOrder;
  readonly label?: PrintedLabel;
  readonly notice?: GoodsNotice;
  /** While this bench waits for the sealing of the open order. */
  readonly sealing?: NonNullable<GoodsProgress['sealing']>;
  readonly busy: boolean;
  open(number: string): Promise<void>;
  take(scan: Scan): Promise<void>;
  /** Resolves with the label once there is one. */
  seal(): Promise<PrintedLabel | undefined>;
  /** Asks again what is in the open order: a file was attached. */
  refresh(): Promise<void>;
  close(): void;
  /** What the lists say of the open order: it may have moved on, or been sealed at another bench. */
  sync(rows: readonly GoodsRow[]): void;
}

const PROGRESS_MS = 250;

export function createGoodsStore(
  desk: Pick<DeskClient, 'call'>,
  play: (tone: Tone) => void,
): UseBoundStore<StoreApi<GoodsStore>> {
  return create<GoodsStore>()((set, get) => {
    const stop = (failure: Failure): undefined => {
      play('look');
      set({ notice: { kind: 'failed', failure } });
      return undefined;
    };
    const isOpen = (purchase: string): boolean => get().order?.purchase === purchase;

    async function fetchLabel(purchase: string): Promise<void> {
      const label = await desk.call('goods.label', { purchase });
      if (label.ok && isOpen(purchase)) set({ label: label.value });
    }

    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PROGRESS_MS));

    /** Shows how far the sealing is, until it has `ended`. */
    async function follow(purchase: string, ended: () => boolean): Promise<void> {
      for (; !ended(); await pause()) {
        const progress = await desk.call('goods.progress', { purchase });
        if (!ended() && progress.ok && progress.value.sealing && isOpen(purchase)) {
          set({ sealing: progress.value.sealing });
        }
      }
    }

    /** The answer did not reach us: the sealing goes on without. */
    async function waitForEnd(purchase: string): Promise<void> {
      for (; ; await pause()) {
        const progress = await desk.call('goods.progress', { purchase });
        if (progress.ok && !progress.value.sealing) return;
        if (progress.ok && isOpen(purchase)) set({ sealing: progress.value.sealing });
      }
    }

    return {
      busy: false,

      async open(number) {
        const opened = await desk.call('goods.open', { number });
        if (!opened.ok) return stop(opened.error);
        const order = opened.value;
        const same = isOpen(order.purchase);
        set(({ label }) => ({ order, label: same ? label : undefined, notice: undefined, sealing: undefined }));
        play('done');
        return order.bytes === undefined || same ? undefined : fetchLabel(order.purchase);
      },

      take: (scan) => get().open(bestReading(scan)),

      async seal() {
        const { order, busy } = get();
        if (order === undefined || busy) return undefined;
        const { purchase } = order;
        set({ busy: true, notice: undefined });
        let ended = false;
        void follow(purchase, () => ended);
        const sealed = await desk.call('goods.seal', { purchase });
        ended = true;
        const isLost = !sealed.ok && sealed.error.code === 'unavailable' && sealed.error.about !== 'not-sent';
        if (isLost) await waitForEnd(purchase);
        set({ busy: false, sealing: undefined });
        if (isLost) {
          if (isOpen(purchase)) await get().open(purchase);
          return undefined;
        }
        if (!sealed.ok) return stop(sealed.error);
        play('done');
        if (isOpen(purchase)) {
          const current = get().order!;
          const state = current.state === 'ready' ? 'packed' : current.state;
          set({ label: sealed.value, notice: { kind: 'sealed' }, order: { ...current, state } });
        }
        return sealed.value;
      },

      async refresh() {
        const { order } = get();
        if (order === undefined) return;
        const files = await Promise.all(
          order.items.map(async (item) => {
            const found = await desk.call('goods.files', { sku: item.sku });
            return found.ok ? { ...item, files: found.value } : item;
          }),
        );
        const fileBytes = files.flatMap((item) => item.files).reduce((sum, { bytes }) => sum + bytes, 0);
        if (isOpen(order.purchase)) set({ order: { ...get().order!, items: files, fileBytes }, notice: undefined });
      },

      close: () => set({ order: undefined, label: undefined, notice: undefined, sealing: undefined }),

      sync(rows) {
        const { order, busy } = get();
        const row = rows.find(({ purchase }) => purchase === order?.purchase);
        if (order === undefined || row === undefined || busy) return;
        const sealedElsewhere = order.state === 'ready' && row.bytes !== undefined && get().label === undefined;
        set({
          order: { ...order, ...row },
          ...(sealedElsewhere && { notice: { kind: 'sealed-elsewhere' } }),
        });
        if (sealedElsewhere) void fetchLabel(order.purchase);
      },
    };
  });
}
