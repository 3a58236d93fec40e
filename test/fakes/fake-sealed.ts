/** How orders of the fake mall were made: one of each way, in memory. */
import type { DeskHandlers } from '#shared/desk/handlers.ts';
import type { OrderFlow, SealedOrder } from '#shared/desk/sealed-orders.ts';
import { ok } from '#shared/result.ts';
import { minter } from './fake-office.ts';

const mint = minter(717);
const number = (): string => mint('purchase');

/** What the mall received; to it, every part but its own is nothing but letters. */
export const BUNDLE = JSON.stringify({ tokumei: 'order-bundle/1', mall: 'minato.example', parts: [] });

const CARD = { party: 'hoshi-credit.example', name: '星信販', asks: 'card' } as const;

export const WAYS: Readonly<Record<OrderFlow, SealedOrder>> = {
  window: { flow: 'window', parts: [] },
  sealed: {
    flow: 'sealed',
    parts: [
      { party: 'minato.example', name: 'みなと百貨', asks: 'goods', number: number(), scheme: 'hpke', state: 'yes' },
      { ...CARD, number: number(), scheme: 'blom', state: 'yes' },
      {
        party: 'aozora.example',
        name: '青空運送',
        asks: 'destination',
        number: number(),
        scheme: 'agreed',
        state: 'sent',
      },
      { party: 'tsutsumi.example', name: '包み屋', asks: 'gift', number: number(), scheme: 'hpke', state: 'no' },
    ],
    bundle: BUNDLE,
  },
  agency: {
    flow: 'agency',
    parts: [],
    agency: { party: 'ninsho.example', name: 'みなと認証', state: 'asked' },
  },
  closed: { flow: 'closed', parts: [{ ...CARD, number: number(), state: 'awaited' }] },
};

export function fakeSealed(flow: OrderFlow): Partial<DeskHandlers> {
  return { 'sealed.open': async () => ok(WAYS[flow]) };
}
