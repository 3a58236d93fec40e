import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { readCodes } from '#main/labels/index.ts';
import { openVault } from '#main/vault/index.ts';
import { FILES, readConfig } from '#main/config.ts';
import { askPassphrase } from './ask-passphrase.ts';
import { recordOpening } from './openings.ts';

/**
 * Opens a label with nothing but the party's keys: no database, no network. Prints the addressee, or one error code.
 * The opening is recorded wherever the data folder can be written.
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
    const { number, addressee } = opened.value;
    if (!(await recordOpening(dir, number))) console.error('nothing was recorded: the data folder can’t be written');
    console.log(JSON.stringify(addressee));
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

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function openLabel(
  dir: string,
  passphrase: string,
  digits: string,
): Promise<Result<{ number: string; addressee: Addressee }>> {
  const read = parseLabelText(digits);
  if (!read.ok) return read;
  const config = await readIfThere(join(dir, FILES.config));
  if (!config) return fail('not-found', dir);
  const vault = await openVault(dir, passphrase);
  if (!vault.ok) return vault;
  const { id } = await readConfig(dir);
  const { envelope, label } = read.value;
  const opened = await vault.value.open(envelope, { kind: 'addressee', recipient: id, number: label.number });
  if (!opened.ok) return opened;
  const addressee = decodeAddressee(opened.value);
  return addressee.ok ? ok({ number: label.number, addressee: addressee.value }) : addressee;
}
