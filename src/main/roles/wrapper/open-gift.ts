import { type GiftPart, decodeGiftPart, enterGift } from '#shared/protocol/gift-part.ts';
import {
  decodeOrderPart,
  type OrderPart,
  partBinding,
  type SealedPart,
  sealerPeer,
} from '#shared/protocol/order-part.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Wrapper } from './wrapper.ts';

/** The words of a part, by the rules for entering them, and until when it counts. Whatever else it holds is not read. */
export async function openGift(
  wrapper: Wrapper,
  part: Omit<SealedPart, 'envelope'>,
  envelope: Uint8Array,
): Promise<Result<GiftPart & Pick<OrderPart, 'expires'>>> {
  const opened = await wrapper.vault.open(envelope, partBinding(part), sealerPeer(part.by));
  if (!opened.ok) return opened;
  const order = decodeOrderPart(opened.value);
  if (!order.ok) return order;
  if (order.value.mall !== part.mall) return fail('bundle-foreign');
  const body = decodeGiftPart(order.value.body);
  if (!body.ok) return body;
  const gift = enterGift(body.value.text);
  return gift.ok ? ok({ ...gift.value, expires: order.value.expires }) : gift;
}
