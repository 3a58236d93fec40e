/** The story of one order, read from the parties' own lists: what they have recorded, and nothing that anybody claims. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoKnowledge, DemoState, StoryStep } from '#shared/desk/demo.ts';
import { FILES } from '#main/config.ts';
import type { DemoGroup } from './group.ts';
import { mainCodeOf } from './play-parcel.ts';

export interface Story {
  look(): Promise<Pick<DemoState, 'done' | 'numbers' | 'label'>>;
  compare(): Promise<DemoKnowledge>;
  again(): void;
}

type PurchaseRow = Awaited<ReturnType<typeof purchasesSince>>[number];

/** States of the order at the mall that come after its label. */
const PRINTED: readonly PurchaseRow['state'][] = ['packed', 'handed-over', 'shipped', 'delivered', 'returned'];

export function openStory(group: DemoGroup, clock: () => Date = () => new Date()): Story {
  let since = clock().toISOString();
  let compared = false;
  /** Read once: a label does not change. */
  let label: { readonly id: string; readonly text: string } | undefined;

  async function find() {
    const { mall, credit, carrier } = group.parties;
    const [purchases, settlements] = await Promise.all([
      purchasesSince(group, since),
      credit.desk.ask('settlements.list', { from: since, order: 'oldest', limit: 1 }),
    ]);
    const [purchase] = purchases;
    const parcel = purchase?.shipping
      ? (await carrier.desk.ask('parcels.list', { search: purchase.shipping, limit: 1 })).rows[0]
      : undefined;
    return { mall, purchase, settlement: settlements.rows[0], parcel };
  }

  async function readLabel(purchase: PurchaseRow | undefined): Promise<string | undefined> {
    if (!purchase?.shipping || purchase.copies === 0 || !PRINTED.includes(purchase.state)) return undefined;
    const [copy] = await group.parties.mall.desk.ask('packing.labels', { purchase: purchase.purchase });
    if (!copy) return undefined;
    if (label?.id !== copy.labelId) {
      const pdf = await readFile(join(group.parties.mall.folder, FILES.spool, `${copy.labelId}.pdf`));
      label = { id: copy.labelId, text: await mainCodeOf(pdf, 'shipping') };
    }
    return label.text;
  }

  return {
    look: async () => {
      const { purchase, settlement, parcel } = await find();
      const at = parcel?.state;
      const isPaid = settlement !== undefined || (purchase !== undefined && purchase.pay !== 'settled');
      const happened: Readonly<Record<StoryStep, boolean>> = {
        order: purchase !== undefined,
        settle: purchase !== undefined && isPaid,
        address: purchase?.shipping !== undefined,
        print: purchase !== undefined && PRINTED.includes(purchase.state),
        accept: at !== undefined && at !== 'expected',
        arrive: at !== undefined && !['expected', 'accepted'].includes(at),
        deliver: at === 'delivered',
        compare: compared,
      };
      const text = await readLabel(purchase);
      return {
        done: (Object.keys(happened) as StoryStep[]).filter((step) => happened[step]),
        numbers: {
          ...(purchase && { purchase: purchase.purchase }),
          ...(settlement && { receipt: settlement.receipt }),
          ...(purchase?.shipping !== undefined && { shipping: purchase.shipping }),
        },
        ...(text !== undefined && { label: text }),
      };
    },
    compare: async () => {
      const { mall, credit, carrier } = group.parties;
      const { purchase, settlement } = await find();
      compared ||= purchase !== undefined;
      const numbers = [
        [mall, 'mall', purchase?.purchase],
        [credit, 'credit', settlement?.receipt],
        [carrier, 'carrier', purchase?.shipping],
      ] as const;
      const known: { -readonly [Desk in keyof DemoKnowledge]: DemoKnowledge[Desk] } = {};
      for (const [{ desk }, name, number] of numbers) {
        const asked = number === undefined ? undefined : await desk.call('knowledge.read', { number });
        if (asked?.ok) known[name] = asked.value.facts;
      }
      return known;
    },
    again: () => {
      since = clock().toISOString();
      compared = false;
      label = undefined;
    },
  };
}

/** Of this story: the first that was placed after it began. */
async function purchasesSince({ parties }: DemoGroup, since: string) {
  const { rows } = await parties.mall.desk.ask('purchases.list', { from: since, order: 'oldest', limit: 1 });
  return rows;
}
