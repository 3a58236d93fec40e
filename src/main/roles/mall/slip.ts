import { calendarDay } from '#shared/domain/day.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { recordDeed } from '#main/audit/index.ts';
import type { PackingSlip } from '#main/printing/index.ts';
import type { Mall } from './mall.ts';
import { itemsToPack, type LessItem, readPrices } from './missing.ts';
import { CHARGE_TAX_PERCENT } from './shipping-charge.ts';
import { findPurchase } from './shop.ts';
import type { PurchaseTable } from './tables.ts';

/** Days to pay a pay-later order in, from the day of the slip. */
const PAYMENT_DAYS = 14;
const CHARGE_NAME = { ja: '送料', en: 'Shipping' } as const;

/** The nameless slip in the parcel: a simplified invoice, on pay-later orders with the part to pay by. */
export async function printSlip(
  mall: Mall,
  who: string,
  wanted: { purchase: string; language: 'ja' | 'en' },
): Promise<Result<{ pdf: string; preview: string }>> {
  const purchase = await findPurchase(mall, wanted.purchase);
  if (!purchase) return fail('purchase-unknown');
  if (purchase.shipping === null) return fail('wrong-state', purchase.state);
  const items = await itemsToPack(mall, purchase);
  if (!items.ok) return items;
  const { shipping_charge } = await mall.storage.read
    .selectFrom('customer_order')
    .select('shipping_charge')
    .where('id', '=', purchase.order_id)
    .executeTakeFirstOrThrow();
  const slip = slipModel(mall, purchase, wanted.language, items.value);
  const charge = {
    name: CHARGE_NAME[wanted.language],
    quantity: 1,
    unitPrice: shipping_charge,
    taxPercent: CHARGE_TAX_PERCENT,
  };
  const pressed = await mall.press.printSlip(shipping_charge > 0 ? { ...slip, lines: [...slip.lines, charge] } : slip);
  if (!pressed.ok) return pressed;
  const { pdf, png } = pressed.value;
  await mall.spool.save(`${purchase.number}-slip.pdf`, pdf);
  await mall.storage.write((db) =>
    recordDeed(db, { at: mall.clock(), who, action: 'slip.printed', subject: purchase.number }),
  );
  return ok({ pdf: Buffer.from(pdf).toString('base64'), preview: Buffer.from(png).toString('base64') });
}

/** An invoice of what is sent; what is not stands below it with its price. */
function slipModel(
  mall: Mall,
  purchase: PurchaseTable,
  language: 'ja' | 'en',
  items: readonly LessItem[],
): PackingSlip {
  const lines = readPrices(purchase).map(({ quantity, price, taxPercent }, at) => {
    const { name, sku = '', short = 0 } = items[at] ?? {};
    return { name: name ?? sku, quantity: quantity - short, short, unitPrice: price, taxPercent };
  });
  const missing = lines.filter(({ short }) => short > 0);
  const today = mall.clock();
  const due = new Date(today.getTime() + PAYMENT_DAYS * 86_400_000);
  return {
    language,
    seller: { name: mall.name, ...(mall.registration !== undefined && { registration: mall.registration }) },
    date: calendarDay(today),
    purchase: purchase.number,
    currency: purchase.currency,
    lines: lines
      .filter(({ quantity }) => quantity > 0)
      .map(({ name, quantity, unitPrice, taxPercent }) => ({ name, quantity, unitPrice, taxPercent })),
    ...(missing.length > 0 && {
      missing: {
        lines: missing.map(({ name, short, unitPrice }) => ({ name, quantity: short, unitPrice })),
        collected: purchase.pay === 'on-delivery',
      },
    }),
    ...(purchase.pay === 'later' && {
      payLater: { payTo: mall.payTo ?? mall.name, due: calendarDay(due) },
    }),
  };
}
