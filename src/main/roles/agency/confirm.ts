/**
 * One order's confirmation (MISSION.md D3–D6): from the customer's page to the settlement server, and its verdict back to
 * the mall. What the agency opens on the way is opened and sealed anew inside the vault.
 */
import { fromBase64Url, toBase64Url } from '#shared/bytes.ts';
import type { ConfirmRequest } from '#shared/protocol/agency-order.ts';
import { parseEnvelope } from '#shared/protocol/envelope.ts';
import { identityBinding, resealedBinding, type Wallet } from '#shared/protocol/wallet.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { findPartner, type IncomingEvent, passingState } from '#main/post/index.ts';
import { type Writable, writeResult } from '#main/storage/index.ts';
import type { Agency } from './agency.ts';
import { findByPurchase, findRequest, isOver, setState, tellMall } from './requests.ts';
import { findSettlement } from './settlement.ts';
import type { AgencyRequestTable, AgencyTables } from './tables.ts';
import { isRevoked, readOwnWallet } from './wallets.ts';

/**
 * Passes on what a customer confirmed; afterwards the request waits for a verdict. Fails with `agency-unavailable` (no such
 * order yet), `already-decided` (confirmed before, or ended), `confirmation-expired`, `partner-suspended`, the failures of
 * `readOwnWallet`, `wallet-revoked`, `wallet-invalid` (its data do not open), `confirmation-refused` (no envelope).
 */
export async function confirmOrder(agency: Agency, request: ConfirmRequest): Promise<Result<void>> {
  const found = await findRequest(agency, request.code);
  if (!found.ok) return found;
  const row = found.value;
  const open = isOpen(agency, row);
  if (!open.ok) return open;
  const mall = await findPartner(agency.post.storage.read, row.mall);
  if (mall?.state !== 'approved') return fail('partner-suspended');
  const wallet = await readOwnWallet(agency, request.wallet);
  if (!wallet.ok) return wallet;
  if (!isEnvelopeOf('order', request.confirmation)) return fail('confirmation-refused', 'form');
  // Before anything is opened; once more below, for it may be withdrawn meanwhile.
  if (await isRevoked(agency.storage.read, wallet.value.serial)) return fail('wallet-revoked');
  const resealed = await resealFor(agency, row, wallet.value);
  if (!resealed.ok) return resealed;

  return writeResult(agency.storage, async (db) => {
    if (await isRevoked(db, wallet.value.serial)) return fail('wallet-revoked');
    const updated = await db
      .updateTable('agency_request')
      .set({ state: 'sent', tries: row.tries + 1, changed_at: agency.clock().toISOString() })
      .where('id', '=', row.id)
      .where('state', '=', row.state)
      .where('tries', '=', row.tries)
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) return fail('already-decided');
    agency.changes.announce('agency');
    const { mall, purchase, amount: value, currency, quantity, contents } = row;
    const passed = await agency.passOn(db, {
      step: 'confirmed',
      mall: mall as Wallet['agency'],
      purchase,
      amount: { value, currency },
      quantity,
      ...(contents !== null && { contents }),
      wallet: request.wallet,
      ...(resealed.value !== undefined && { resealed: resealed.value }),
      confirmation: request.confirmation,
    });
    if (!passed.ok) return passed;
    const { message = null } = passed.value;
    await db.updateTable('agency_request').set({ message }).where('id', '=', row.id).execute();
    return ok();
  });
}

function isOpen(agency: Agency, row: AgencyRequestTable): Result<void> {
  if (row.state === 'expired') return fail('confirmation-expired');
  if (row.state !== 'open' && row.state !== 'again') return fail('already-decided');
  return isOver(agency, row) ? fail('confirmation-expired') : ok();
}

function isEnvelopeOf(kind: 'order', envelope: string): boolean {
  const bytes = fromBase64Url(envelope);
  const parsed = bytes ? parseEnvelope(bytes) : fail('damaged');
  return parsed.ok && parsed.value.version === 1 && parsed.value.kind === kind;
}

/** Cipher 2, bound to this one order; nothing in variant `pass`, whose data are in the confirmation. */
async function resealFor(
  agency: Agency,
  { mall, purchase }: AgencyRequestTable,
  { variant, serial, sealed }: Wallet,
): Promise<Result<string | undefined>> {
  if (variant === 'pass') return ok(undefined);
  const server = await findSettlement(agency);
  if (!server.ok) return server;
  const { id, sealingKey } = server.value;
  const resealed = await agency.vault.reseal(fromBase64Url(sealed) ?? new Uint8Array(), {
    from: identityBinding(agency.self, agency.self, serial),
    publicKey: fromBase64Url(sealingKey.x)!,
    to: resealedBinding(id, mall, purchase),
  });
  return resealed.ok ? ok(toBase64Url(resealed.value)) : fail('wallet-invalid', resealed.error.code);
}

/**
 * The settlement server has decided: yes and no go on to the mall in the same unit of work, `again` is between it and the
 * customer. A verdict once told stands. Fails with `event-foreign` when anybody else decides, `event-unknown-number`.
 */
export async function takeVerdict(
  agency: Agency,
  db: Writable<AgencyTables>,
  {
    partner,
    subject,
    data,
  }: Pick<IncomingEvent<'agency.verdict'>, 'subject' | 'data'> & {
    readonly partner: { readonly id: string };
  },
): Promise<Result<void>> {
  const { mall, purchase, verdict } = data;
  if (partner.id !== agency.settlement) return fail('event-foreign', 'settlement');
  if (mall === undefined || subject !== purchase) return fail('event-invalid', 'subject');
  const row = await findByPurchase(db, { mall, purchase });
  if (!row) return fail('event-unknown-number');
  if (row.state === 'yes' || row.state === 'no') return ok();
  // A confirmation may be unknown here, after a restore or where it was taken for lost: what is decided is decided.
  if (row.state !== 'sent' && verdict === 'again') return ok();
  if (row.state === 'expired' && verdict === 'no') return ok();
  await setState(agency, db, row, verdict);
  if (verdict !== 'again') await tellMall(agency, db, row, verdict);
  return ok();
}

/**
 * What was on its way when this process ended, or was not taken, is lost, for it was nowhere written down: the customer may
 * confirm once more, and a verdict that comes all the same counts. No mall is told no for it before the order's time ends.
 */
export async function reopenLost(agency: Agency): Promise<void> {
  await agency.storage.write(async (db) => {
    const sent = await db
      .selectFrom('agency_request')
      .selectAll()
      .where('state', '=', 'sent')
      .where('message', 'is not', null)
      .execute();
    for (const row of sent) {
      const where = await passingState(db, row.message!);
      if (where === 'lost' || where === 'rejected') await setState(agency, db, row, 'again');
    }
  });
}
