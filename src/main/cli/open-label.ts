import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { decodeCustomer } from '#shared/protocol/customer-plaintext.ts';
import type { EnvelopeBinding } from '#shared/protocol/envelope.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { readCodes } from '#main/labels/index.ts';
import type { TrailAction } from '#main/audit/index.ts';
import { openVault, type Vault } from '#main/vault/index.ts';
import { FILES, readConfig } from '#main/config.ts';
import { askPassphrase } from './ask-passphrase.ts';
import { recordOpening } from './openings.ts';
import { readIfThere } from './read-if-there.ts';

/**
 * Opens a label with nothing but the party's keys: no database, no network. Prints the addressee, of a receipt label
 * its number and the customer, or one error code. The opening is recorded wherever the data folder can be written.
 */
export async function runOpenLabel(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { dir: { type: 'string' }, text: { type: 'string' }, file: { type: 'string' } },
  });
  const { dir, text, file } = values;
  if (dir === undefined || (text === undefined) === (file === undefined)) {
    console.error('usage: open-label --dir DIR --text DIGITS | --file IMAGE-OR-PDF');
    return 2;
  }
  const passphrase = await askPassphrase();
  const digits = text === undefined ? await mainCode(file!) : ok(text);
  const opened = digits.ok ? await openLabel(dir, passphrase ?? '', digits.value) : digits;
  if (opened.ok) {
    const { number, action, printed } = opened.value;
    if (!(await recordOpening(dir, { action, subject: number })))
      console.error('nothing was recorded: the data folder can’t be written');
    console.log(JSON.stringify(printed));
    return 0;
  }
  const { code, about } = opened.error;
  console.log(about === undefined ? code : `${code} ${about}`);
  return 1;
}

/** The code with an envelope for somebody else than the mall; of several digits-only codes the longest that is one. */
async function mainCode(file: string): Promise<Result<string>> {
  const bytes = await readIfThere(file);
  if (!bytes) return fail('not-found', file);
  const codes = await readCodes(bytes);
  if (!codes.ok) return fail('scan-unreadable');
  const texts = codes.value.map(({ text }) => text).sort((a, b) => b.length - a.length);
  const found = texts.find((text) => /^[234]\d{100,}$/.test(text)) ?? texts[0];
  return found === undefined ? fail('scan-unreadable') : ok(found);
}

interface OpenedLabel {
  readonly number: string;
  readonly action: TrailAction;
  /** What stands in it, for the terminal. */
  readonly printed: object;
}

async function openLabel(dir: string, passphrase: string, digits: string): Promise<Result<OpenedLabel>> {
  const read = parseLabelText(digits);
  if (!read.ok) return read;
  const config = await readIfThere(join(dir, FILES.config));
  if (!config) return fail('not-found', dir);
  const vault = await openVault(dir, passphrase);
  if (!vault.ok) return vault;
  const { id: recipient } = await readConfig(dir);
  const { envelope, kind } = read.value;
  const { number } = read.value.label;
  return kind === 'receipt'
    ? openReceipt(vault.value, envelope, { recipient, number })
    : openAddressee(vault.value, envelope, { recipient, number });
}

type Place = Pick<EnvelopeBinding, 'recipient' | 'number'>;

async function openReceipt(vault: Vault, envelope: Uint8Array, place: Place): Promise<Result<OpenedLabel>> {
  const opened = await vault.open(envelope, { kind: 'customer', ...place });
  const customer = opened.ok ? decodeCustomer(opened.value) : opened;
  if (!customer.ok) return customer;
  const { number } = place;
  return ok({ number, action: 'goods.opened', printed: { kind: 'receipt', number, customer: customer.value } });
}

async function openAddressee(vault: Vault, envelope: Uint8Array, place: Place): Promise<Result<OpenedLabel>> {
  const opened = await vault.open(envelope, { kind: 'addressee', ...place });
  const addressee = opened.ok ? decodeAddressee(opened.value) : opened;
  if (!addressee.ok) return addressee;
  return ok({ number: place.number, action: 'address.opened', printed: addressee.value });
}
