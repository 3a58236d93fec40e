/**
 * Enrolment (MISSION.md D1): the customer's page seals what was typed, the agency signs what it can't read here and forgets
 * it. Not even the serial is stored: a ticket proves that it was minted here.
 */
import { fromBase64Url, toHex } from '#shared/bytes.ts';
import type { EnrolRequest, WalletPlace } from '#shared/protocol/agency-order.ts';
import { BUCKETS, ENVELOPE_LENGTHS, parseEnvelope } from '#shared/protocol/envelope.ts';
import { type CardKey, currentKey, isValidAt } from '#shared/protocol/party-card.ts';
import { type Wallet, WALLET_TYPE } from '#shared/protocol/wallet.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { randomToken, sealingKeyId } from '#main/vault/index.ts';
import type { Agency } from './agency.ts';
import { findSettlement } from './settlement.ts';

/** How long a page may stay open before what was typed into it is signed. */
const TICKET_SECONDS = 2 * 3600;
/** Sealing keys are kept for thirteen months: until then both sides can still open what is in a wallet. */
const WALLET_MONTHS = 12;
/** Every wallet's parts are as long as every other's, and fit into a confirmation. */
const PART_BYTES = ENVELOPE_LENGTHS[BUCKETS.indexOf(512)];

const ticketHash = (agency: Agency, serial: string, until: string): Promise<string> =>
  agency.vault.keyedHash('enrolment', `${serial}|${until}`);

/** What the enrolment page needs. Fails with `unavailable` where nobody is there to settle. */
export async function offerWallet(agency: Agency): Promise<Result<WalletPlace>> {
  const server = await findSettlement(agency);
  if (!server.ok) return server;
  const { self, variant, vault, clock } = agency;
  const own = currentKey({ keys: vault.publicKeys() }, 'seal', clock());
  if (!own) return fail('unavailable', 'key');
  const serial = randomToken();
  const until = String(Math.floor(clock().getTime() / 1000) + TICKET_SECONDS);
  const { id: settlement, sealingKey } = server.value;
  return ok({
    serial,
    ticket: `${until}.${await ticketHash(agency, serial, until)}`,
    agency: self,
    settlement,
    variant,
    identityKey: variant === 'reseal' ? own.x : sealingKey.x,
    pinKey: sealingKey.x,
  });
}

/**
 * Signs a wallet; nothing of it stays here. Fails with `link-expired` when the page is too old or its ticket none of ours,
 * `wallet-invalid` when a part is no envelope to whom it is for, `unavailable`.
 */
export async function issueWallet(agency: Agency, request: EnrolRequest): Promise<Result<{ wallet: string }>> {
  const { serial, ticket, sealed, pin } = request;
  const now = agency.clock();
  if (!(await isOwnTicket(agency, serial, ticket))) return fail('link-expired');
  const server = await findSettlement(agency);
  if (!server.ok) return server;
  const { self, variant, vault } = agency;
  const { id: settlement, keys } = server.value;
  if (!isSealedTo(variant === 'reseal' ? vault.publicKeys() : keys, sealed, now)) {
    return fail('wallet-invalid', 'sealed');
  }
  if (!isSealedTo(keys, pin, now)) return fail('wallet-invalid', 'pin');
  const expires = walletEnd(agency, now);
  const [issued, end] = [now.toISOString(), expires.toISOString()];
  const wallet: Wallet = { serial, agency: self, settlement, variant, sealed, pin, issued, expires: end };
  return ok({ wallet: await vault.sign(WALLET_TYPE, JSON.stringify(wallet)) });
}

async function isOwnTicket(agency: Agency, serial: string, ticket: string): Promise<boolean> {
  const [until = '', hash] = ticket.split('.', 2);
  if (hash !== (await ticketHash(agency, serial, until))) return false;
  return Number(until) * 1000 > agency.clock().getTime();
}

/** By its header alone: what is in it, and whether it opens, shows at the first order. */
function isSealedTo(keys: readonly CardKey[], envelope: string, at: Date): boolean {
  const bytes = fromBase64Url(envelope);
  const parsed = bytes && bytes.length === PART_BYTES ? parseEnvelope(bytes) : fail('damaged');
  if (!parsed.ok || parsed.value.version !== 1 || parsed.value.kind !== 'wallet') return false;
  return keys.some(
    (key) =>
      key.use === 'seal' && isValidAt(key, at) && toHex(sealingKeyId(fromBase64Url(key.x)!)) === parsed.value.keyId,
  );
}

/** Nor longer than the key that signs it: the settlement server forgets a key whose time is over. */
function walletEnd({ vault }: Agency, now: Date): Date {
  const end = new Date(now);
  end.setUTCMonth(end.getUTCMonth() + WALLET_MONTHS);
  const signing = vault
    .publicKeys()
    .filter((key) => key.use === 'sign' && isValidAt(key, now))
    .sort((a, b) => Date.parse(a.nbf) - Date.parse(b.nbf))[0];
  return signing && Date.parse(signing.exp) < end.getTime() ? new Date(signing.exp) : end;
}
