/**
 * Makes the confirmation of one order, on the customer's side: a fresh envelope to the settlement server with what is
 * confirmed, a nonce, the wallet's digest and the PIN. Called by the wallet page and by whoever plays a customer.
 */
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import type { AgencyOrder } from './agency-order.ts';
import { NONCE_BYTES } from './challenge.ts';
import { encodeConfirmation } from './confirmation.ts';
import { partBinding } from './order-part.ts';
import type { PairwiseCipher, SealingScheme } from './pairwise.ts';
import { type Wallet, walletSchema } from './wallet.ts';

/** A confirmation that was not settled by then settles nothing. */
const CONFIRMATION_SECONDS = 300;

/**
 * What stands in a wallet's file, **unverified**: for the customer's own page, which has nothing to verify it for. Fails
 * with `wallet-invalid`.
 */
export function readWallet(file: string): Result<{ readonly jws: string; readonly wallet: Wallet }> {
  const jws = file.trim();
  const payload = jws.split('.').length === 3 ? fromBase64Url(jws.split('.')[1]!) : undefined;
  try {
    const parsed = payload && walletSchema.safeParse(JSON.parse(fromUtf8(payload)));
    return parsed?.success ? ok({ jws, wallet: parsed.data }) : fail('wallet-invalid');
  } catch {
    return fail('wallet-invalid');
  }
}

/**
 * The confirmation's envelope, base64url. Fails with `wallet-invalid` when the file is no wallet, `wallet-foreign` when it
 * is for another agency or settlement server than the order, `confirmation-expired` when the order's time is over.
 *
 * @param scheme to the settlement server
 */
export async function makeConfirmation(
  scheme: SealingScheme,
  platform: Pick<PairwiseCipher, 'sha256' | 'randomBytes'>,
  given: { readonly wallet: string; readonly order: AgencyOrder; readonly pin: string; readonly now: Date },
): Promise<Result<string>> {
  const { order, pin, now } = given;
  const read = readWallet(given.wallet);
  if (!read.ok) return read;
  const { jws, wallet } = read.value;
  if (wallet.agency !== order.agency || wallet.settlement !== order.settlement.id) return fail('wallet-foreign');
  const end = Date.parse(order.expires);
  if (end <= now.getTime()) return fail('confirmation-expired');
  const plaintext = encodeConfirmation({
    mall: order.mall.id,
    amount: order.amount,
    quantity: order.quantity,
    expires: Math.floor(Math.min(end, now.getTime() + CONFIRMATION_SECONDS * 1000) / 1000),
    nonce: platform.randomBytes(NONCE_BYTES),
    wallet: await platform.sha256(utf8(jws)),
    pin,
    ...(wallet.variant === 'pass' && { sealed: fromBase64Url(wallet.sealed)! }),
  });
  const binding = partBinding({ party: order.settlement.id, number: order.purchase, mall: order.mall.id });
  const sealed = await scheme.seal(binding, plaintext);
  return sealed.ok ? ok(toBase64Url(sealed.value)) : sealed;
}
