/**
 * The digits in a label's main code and contents code (PROTOCOL.md §3): `K V N… PPOOCC D…`. Decimal digits only, so
 * that QR numeric mode holds them densely and a keyboard-wedge scanner needs ten keys and no layout.
 */
import { fromHex, toHex } from '../bytes.ts';
import { decodeNumberField, encodeNumberField } from '../domain/carrier-number.ts';
import { type LabelId, parsePieceDigits, pieceDigits } from '../domain/label-id.ts';
import { KIND_DIGITS, normalizeNumber, type NumberKind, numberKind } from '../domain/number.ts';
import { fail, ok, type Result } from '../result.ts';
import { ENVELOPE_LENGTHS } from './envelope.ts';

export interface LabelText {
  readonly kind: NumberKind;
  readonly label: LabelId;
  readonly envelope: Uint8Array<ArrayBuffer>;
}

/** Decimal digits that hold any n bytes: ceil(8·n·log10 2). */
export function decimalDigits(bytes: number): number {
  return Math.ceil(8 * bytes * Math.log10(2));
}

const LENGTH_BY_DIGITS = new Map(ENVELOPE_LENGTHS.map((length) => [decimalDigits(length), length]));

/** Fails with `bad-number` when the label's number has no right check digit. */
export function encodeLabelText({ kind, label, envelope }: LabelText): Result<string> {
  const field = encodeNumberField(label.number);
  if (!field.ok) return field;
  const decimal = BigInt(`0x${toHex(envelope)}`).toString();
  const digits = decimal.padStart(decimalDigits(envelope.length), '0');
  return ok(KIND_DIGITS[kind] + field.value.version + field.value.field + pieceDigits(label) + digits);
}

/** Reads a scanned code. Fails with `damaged` on anything cut, mistyped or of another form, `unknown-version` on a later one. */
export function parseLabelText(scanned: string): Result<LabelText> {
  const text = normalizeNumber(scanned);
  if (!/^\d{30,4000}$/.test(text)) return fail('damaged');
  const kind = (Object.keys(KIND_DIGITS) as NumberKind[]).find((name) => KIND_DIGITS[name] === text[0]);
  if (kind === undefined) return fail('damaged');
  const version = text[1]!;
  if (version !== '1' && version !== '2') return fail('unknown-version');
  const fieldEnd = version === '1' ? 16 : 20;
  const number = decodeNumberField(version, text.slice(2, fieldEnd));
  if (!number.ok) return number;
  if (version === '1' && numberKind(number.value) !== kind) return fail('damaged');
  const label = parsePieceDigits(number.value, text.slice(fieldEnd, fieldEnd + 6));
  if (!label.ok) return label;
  const digits = text.slice(fieldEnd + 6);
  const length = LENGTH_BY_DIGITS.get(digits.length);
  if (length === undefined) return fail('damaged');
  const hex = BigInt(digits)
    .toString(16)
    .padStart(length * 2, '0');
  const envelope = fromHex(hex);
  return envelope?.length === length ? ok({ kind, label: label.value, envelope }) : fail('damaged');
}
