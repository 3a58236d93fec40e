/** What two staffs read to each other before they believe a party card (PROTOCOL.md §6). */
import { concatBytes, toHex, utf8 } from '#shared/bytes.ts';
import type { Role } from '#shared/protocol/party.ts';
import { sha256 } from './digest.ts';

export interface SafetyNumberParty {
  readonly id: string;
  readonly role: Role;
  /** Ed25519, 32 raw bytes. */
  readonly signingKey: Uint8Array;
}

const HALF = 30;
const ZERO = Uint8Array.of(0);

function partyDigits({ id, role, signingKey }: SafetyNumberParty): string {
  const text = concatBytes(utf8('tokumei-card/1'), ZERO, utf8(id), ZERO, utf8(role), ZERO, signingKey);
  const integer = BigInt(`0x${toHex(sha256(text))}`);
  return String(integer % 10n ** BigInt(HALF)).padStart(HALF, '0');
}

/** 60 digits, the same from either side: 30 for each party, the lesser id first. */
export function safetyNumber(a: SafetyNumberParty, b: SafetyNumberParty): string {
  return [a, b]
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map(partyDigits)
    .join('');
}
