/** What benches, drivers and carriers do with parcels, so that tests can cancel and give back at every stage. */
import { yen } from '#shared/domain/money.ts';
import { expectOk } from '#shared/result.ts';
import { scanParcel } from '#main/roles/carrier/scan.ts';
import type { Step } from '#shared/desk/carrier.ts';
import type { TestGroup } from './a-group.ts';

/** The carrier's steps with a parcel, one after the other; cash at the door is counted right. */
export async function carryParcel(
  group: TestGroup,
  number: string,
  steps: readonly Step[],
  choice: { readonly due?: number; readonly reason?: 'refused' | 'undeliverable' | 'expired' | 'damaged' } = {},
): Promise<void> {
  const { due, reason = 'refused' } = choice;
  for (const step of steps) {
    expectOk(
      await scanParcel(
        group.carrier.carrier,
        { who: 'driver' },
        {
          scan: number,
          step,
          ...(step === 'return' && { reason }),
          ...(step === 'deliver' && due !== undefined && { collected: yen(due) }),
        },
      ),
    );
  }
  await group.exchange();
}

export const DELIVER: readonly Step[] = ['accept', 'arrive', 'load', 'deliver'];
export const BRING_BACK: readonly Step[] = ['accept', 'arrive', 'return'];

/** The bench has labelled it; without the label itself, which takes a second to prove. */
export async function packParcel({ mall }: TestGroup, purchase: string): Promise<void> {
  await mall.storage.write((db) =>
    db
      .updateTable('purchase')
      .set({ state: 'packed' })
      .where('number', '=', purchase)
      .where('state', '=', 'accepted')
      .execute(),
  );
}
