/** Parcels that their customers have, and may send back. */
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { expectOk } from '#shared/result.ts';
import { carryParcel, DELIVER } from './a-dispatch.ts';
import type { TestGroup } from './a-group.ts';
import { type AgreedParcel, anAgreedParcel, type ParcelChoice } from './an-order.ts';

export interface DeliveredParcel extends AgreedParcel {
  readonly orderId: string;
  /** Kind 4, minted with the shipping number. */
  readonly returnNumber: string;
  /** The digits of the contents code that the mall prints on the return label. */
  readonly contentsCode: string;
}

/** Delivered, and the mall has been told. */
export async function aDeliveredParcel(group: TestGroup, choice: ParcelChoice = {}): Promise<DeliveredParcel> {
  const parcel = await anAgreedParcel(group, choice);
  const { total, order_id, return_number, contents } = await group.mall.storage.read
    .selectFrom('purchase')
    .select(['total', 'order_id', 'return_number', 'contents'])
    .where('number', '=', parcel.purchase)
    .executeTakeFirstOrThrow();
  await carryParcel(group, parcel.number, DELIVER, choice.pay === 'later' ? {} : { due: total });
  const label = { number: parcel.purchase, piece: 1, of: 1, copy: 1 };
  const contentsCode = expectOk(encodeLabelText({ kind: 'purchase', label, envelope: new Uint8Array(contents) }));
  return { ...parcel, orderId: order_id, returnNumber: return_number!, contentsCode };
}
