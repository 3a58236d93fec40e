import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { decodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { parseLabelText } from '#shared/protocol/label-text.ts';
import { fail, type Result } from '#shared/result.ts';
import type { Addressee } from '#shared/domain/addressee.ts';
import { readCodes } from '#main/labels/index.ts';
import { openVault } from '#main/vault/index.ts';
import { readConfig } from '#main/config.ts';
import { askPassphrase } from './ask-passphrase.ts';

/** Opens a label with nothing but the party's keys: no database, no network. Prints the addressee, or one error code. */
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
  const digits = text ?? (await mainCode(await readFile(file!)));
  const opened = digits === undefined ? fail('scan-unreadable') : await openLabel(dir, passphrase ?? '', digits);
  if (opened.ok) {
    console.log(JSON.stringify(opened.value));
    return 0;
  }
  const { code, about } = opened.error;
  console.log(about === undefined ? code : `${code} ${about}`);
  return 1;
}

/** The code with an envelope for somebody else than the mall; of several digits-only codes the longest that is one. */
async function mainCode(file: Uint8Array): Promise<string | undefined> {
  const codes = await readCodes(file);
  if (!codes.ok) return undefined;
  const texts = codes.value.map(({ text }) => text).sort((a, b) => b.length - a.length);
  return texts.find((text) => /^[234]\d{100,}$/.test(text)) ?? texts[0];
}

async function openLabel(dir: string, passphrase: string, digits: string): Promise<Result<Addressee>> {
  const read = parseLabelText(digits);
  if (!read.ok) return read;
  const vault = await openVault(dir, passphrase);
  if (!vault.ok) return vault;
  const { id } = await readConfig(dir);
  const { envelope, label } = read.value;
  const opened = await vault.value.open(envelope, { kind: 'addressee', recipient: id, number: label.number });
  return opened.ok ? decodeAddressee(opened.value) : opened;
}
