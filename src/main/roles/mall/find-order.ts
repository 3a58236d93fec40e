/** Which order a number or a code on paper means. */
import { equalBytes } from '#shared/bytes.ts';
import { parseLabelId } from '#shared/domain/label-id.ts';
import { normalizeNumber } from '#shared/domain/number.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Mall } from './mall.ts';
import type { PurchaseTable } from './tables.ts';

/** Longer than any number or label id. */
const SHORT = 32;

/** Any number of it: purchase, shipping, return or receipt number, bare, in a label id, or in a code of a label. */
export async function findOrderId(mall: Mall, scanned: string): Promise<Result<string>> {
  const number = numberOf(scanned);
  if (!number.ok) return number;
  const purchases = await mall.storage.read
    .selectFrom('purchase')
    .select('order_id')
    .where((eb) =>
      eb.or(
        (['number', 'shipping', 'return_number'] as const).map((column) => eb(`purchase.${column}`, '=', number.value)),
      ),
    )
    .execute();
  const payments = await mall.storage.read
    .selectFrom('settlement')
    .select('order_id')
    .where((eb) => eb.or([eb('number', '=', number.value), eb('receipt', '=', number.value)]))
    .execute();
  const parts = await mall.storage.read
    .selectFrom('sealed_part')
    .select('order_id')
    .where('number', '=', number.value)
    .execute();
  return onlyOne([...purchases, ...payments, ...parts].map(({ order_id }) => order_id));
}

/** Two companies may have issued the same number: then nobody could say which order is meant. */
function onlyOne(orders: readonly string[]): Result<string> {
  const [first, ...others] = new Set(orders);
  if (first === undefined) return fail('purchase-unknown');
  return others.length === 0 ? ok(first) : fail('scan-unreadable', 'several orders');
}

function numberOf(scanned: string): Result<string> {
  const text = normalizeNumber(scanned).toUpperCase();
  if (text.length > SHORT) {
    const parsed = parseLabelText(text);
    return parsed.ok ? ok(parsed.value.label.number) : parsed;
  }
  const label = parseLabelId(text);
  return ok(label.ok ? label.value.number : text);
}

/**
 * The parcel on the bench. A contents code or a main code must hold, byte for byte, what stands in the mall's own table:
 * anyone can seal to a public key, so a code proves nothing by itself. Fails with `contents-differ` or
 * `envelope-conflict` where it holds anything else.
 */
export async function findReturned(mall: Mall, scanned: string): Promise<Result<PurchaseTable>> {
  const orderId = await findOrderId(mall, scanned);
  if (!orderId.ok) return orderId;
  const purchase = await mall.storage.read
    .selectFrom('purchase')
    .selectAll()
    .where('order_id', '=', orderId.value)
    .executeTakeFirst();
  if (!purchase) return fail('purchase-unknown');
  const text = normalizeNumber(scanned);
  if (text.length <= SHORT) return ok(purchase);
  const code = parseLabelText(text);
  if (!code.ok) return code;
  const { kind, label, envelope } = code.value;
  if (kind === 'purchase') {
    const isOurs = label.number === purchase.number && equalBytes(envelope, purchase.contents);
    return isOurs ? ok(purchase) : fail('contents-differ');
  }
  if (kind !== 'shipping') return fail('wrong-kind');
  const isOurs = label.number === purchase.shipping && purchase.addressee && equalBytes(envelope, purchase.addressee);
  return isOurs ? ok(purchase) : fail('envelope-conflict');
}
