/** The customer at the shop's own card form: its script seals to the credit company, which no customer can reach. */
import { z } from 'zod';
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import { moneySchema } from '#shared/domain/money.ts';
import { encodeCardPart } from '#shared/protocol/card-part.ts';
import { encodeOrderPart, partBinding } from '#shared/protocol/order-part.ts';
import { base64UrlSchema, partyIdSchema } from '#shared/protocol/party.ts';
import { expectOk } from '#shared/result.ts';
import { sealTo } from '#main/vault/index.ts';
import type { HeldCard } from './card-holder.ts';
import { type CustomerBrowser, jsonBlock } from './customer.ts';
import type { DemoGroup } from './group.ts';
import { expectPage } from './order-stopped.ts';
import { paymentAtShop, type PlayedPayment } from './play-payment.ts';
import { orderPage } from './play-shop.ts';

/** What the shop's form gives its script to seal with. */
const sealingSchema = z.object({
  publicKey: base64UrlSchema.length(43),
  recipient: partyIdSchema,
  number: z.string(),
  issuer: partyIdSchema,
  amount: moneySchema,
  expires: z.int(),
});

/** Pays an order that was placed; the mall knows what became of it when this returns. */
export async function payOverClosedNetwork(
  group: DemoGroup,
  browser: CustomerBrowser,
  { number: card, expiry, password }: HeldCard,
): Promise<PlayedPayment> {
  const page = await orderPage(group, browser);
  const sealing = sealingSchema.parse(jsonBlock(page, 'sealing'));
  const { publicKey, recipient: party, number, issuer: mall, amount, expires } = sealing;
  const body = encodeCardPart({ card, expiry, instalments: 1, password });
  const plaintext = encodeOrderPart({ mall, amount, expires, body });
  const envelope = expectOk(await sealTo(fromBase64Url(publicKey)!, partBinding({ party, number, mall }), plaintext));
  const form = new URL('/order/card', page.url);
  expectPage(await browser.post(form, [['envelope', toBase64Url(envelope)]]), '/order');
  return paymentAtShop(group, browser);
}
