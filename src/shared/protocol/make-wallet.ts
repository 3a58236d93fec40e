/**
 * Makes the sealed parts of a wallet, on the customer's side: what was typed is checked, and sealed where it was typed.
 * Called by the enrolment page and by whoever plays a customer; never by a server.
 */
import { toBase64Url } from '../bytes.ts';
import { isCardExpired, parseCardNumber, parseExpiry } from '../domain/card.ts';
import { enterText } from '../domain/entry.ts';
import { fail, ok, type Result } from '../result.ts';
import { encodeIdentity, encodePin, type Identity, PIN } from './identity-plaintext.ts';
import type { SealingScheme } from './pairwise.ts';
import { identityBinding, pinBinding, type Wallet } from './wallet.ts';

/** Sealed, it still has to fit into a confirmation (variant `pass`); all wallets are equally long. */
const MOST_BYTES = 512;

/** What the enrolment form has, as typed. */
export type WalletEntry = Readonly<Record<'name' | 'card' | 'expiry' | 'password' | 'pin' | 'again', string>>;

export interface WalletOwner {
  readonly identity: Identity;
  readonly pin: string;
}

/**
 * Checks a filled-in form. The first field that can't stand is named: `field-missing`, `field-invalid` and the like about
 * `name`, `card`, `expiry`, `password`, `pin`, `pinAgain`; `bad-number` about `card`.
 */
export function enterWallet(entry: WalletEntry, now: Date): Result<WalletOwner> {
  const name = enterText('name', entry.name, { most: 80, required: true });
  if (!name.ok) return name;
  if (entry.card.trim() === '') return fail('field-missing', 'card');
  const card = parseCardNumber(entry.card);
  if (!card.ok) return fail(card.error.code, 'card');
  if (entry.expiry.trim() === '') return fail('field-missing', 'expiry');
  const expiry = parseExpiry(entry.expiry);
  if (!expiry.ok) return expiry;
  if (isCardExpired(expiry.value, now)) return fail('field-invalid', 'cardExpired');
  if (entry.password === '') return fail('field-missing', 'password');
  if (entry.password.length > 200) return fail('field-too-long', 'password');
  const pin = enterPin(entry.pin);
  if (!pin.ok) return pin;
  if (isEasyPin(pin.value)) return fail('field-invalid', 'easyPin');
  if (digitsOf(entry.again) !== pin.value) return fail('field-invalid', 'pinAgain');
  const identity = { name: name.value, card: card.value, expiry: expiry.value, password: entry.password };
  return ok({ identity, pin: pin.value });
}

const digitsOf = (typed: string): string => typed.normalize('NFKC').trim();

/** 4 to 12 digits, also in full-width characters. Fails with `field-missing` or `field-invalid`, about `pin`. */
export function enterPin(typed: string): Result<string> {
  const pin = digitsOf(typed);
  if (pin === '') return fail('field-missing', 'pin');
  return PIN.test(pin) ? ok(pin) : fail('field-invalid', 'pin');
}

/** One digit again and again, or digits in a row: among the first that a finder tries. */
function isEasyPin(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at])));
  return steps.size === 1 && [-1, 0, 1].includes([...steps][0]!);
}

/**
 * Seals both parts of a wallet, base64url each. Fails with `too-large` or `unknown-key`.
 *
 * @param schemes.identity to the agency (variant `reseal`) or the settlement server (`pass`)
 * @param schemes.pin to the settlement server
 */
export async function sealWallet(
  wallet: Pick<Wallet, 'agency' | 'settlement' | 'variant' | 'serial'>,
  schemes: { readonly identity: SealingScheme; readonly pin: SealingScheme },
  { identity, pin }: WalletOwner,
): Promise<Result<Pick<Wallet, 'sealed' | 'pin'>>> {
  const { agency, settlement, variant, serial } = wallet;
  const recipient = variant === 'reseal' ? agency : settlement;
  const plaintext = encodeIdentity(identity);
  if (plaintext.length >= MOST_BYTES) return fail('too-large');
  const sealed = await schemes.identity.seal(identityBinding(recipient, agency, serial), plaintext);
  if (!sealed.ok) return sealed;
  const sealedPin = await schemes.pin.seal(pinBinding(settlement, agency, serial), encodePin(pin));
  if (!sealedPin.ok) return sealedPin;
  return ok({ sealed: toBase64Url(sealed.value), pin: toBase64Url(sealedPin.value) });
}
