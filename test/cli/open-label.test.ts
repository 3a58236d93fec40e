import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64Url } from '#shared/bytes.ts';
import { numberFromDigits } from '#shared/domain/number.ts';
import { encodeCustomer } from '#shared/protocol/customer-plaintext.ts';
import { encodeLabelText } from '#shared/protocol/label-text.ts';
import { encodeAddressee } from '#shared/protocol/addressee-plaintext.ts';
import { expectOk } from '#shared/result.ts';
import { runOpenLabel } from '#main/cli/open-label.ts';
import { makeParty } from '#main/make-party.ts';
import { partyConfigSchema } from '#main/config.ts';
import { drawLabelPdf } from '#main/labels/index.ts';
import { sealTo, type Vault } from '#main/vault/index.ts';
import { aFolder } from '../builders/a-folder.ts';
import { ADDRESSEE } from '../builders/an-order.ts';
import { CHEAP, PASSPHRASE, theAuthority } from '../builders/a-party.ts';
import { aLabel } from '../labels/a-label.ts';
import { type CommandOutcome, runCommand } from './a-command.ts';

const NUMBER = numberFromDigits('shipping', '048277193056');

let dir: string;
let vault: Vault;
let text: string;
beforeAll(async () => {
  dir = join(aFolder(), 'carrier');
  const at = (port: number) => ({ url: `https://carrier.example:${port}`, listen: { host: '127.0.0.1', port } });
  const config = partyConfigSchema.parse({
    id: 'carrier.example',
    role: 'carrier',
    name: 'みほん運輸',
    public: at(8443),
    partner: at(8453),
    desk: { port: 8463 },
  });
  vault = expectOk(await makeParty(dir, config, PASSPHRASE, await theAuthority(), { scrypt: CHEAP }));
  text = await aText();
});

async function aText(number: string = NUMBER, recipient = 'carrier.example'): Promise<string> {
  const key = vault.publicKeys().find(({ use }) => use === 'seal')!;
  const binding = { kind: 'addressee', recipient, number } as const;
  const envelope = expectOk(await sealTo(fromBase64Url(key.x)!, binding, encodeAddressee(ADDRESSEE)));
  const label = { number, piece: 1, of: 1, copy: 1 };
  return expectOk(encodeLabelText({ kind: 'shipping', label, envelope }));
}
function open(args: readonly string[], passphrase = PASSPHRASE): Promise<CommandOutcome> {
  return runCommand(runOpenLabel, ['--dir', dir, ...args], { TOKUMEI_PASSPHRASE: passphrase });
}
const withDigit = (at: number): string => text.slice(0, at) + String((Number(text[at]) + 1) % 10) + text.slice(at + 1);

describe('open-label', () => {
  test('opens the digits of a main code with the party’s keys alone: no database, no network', async () => {
    const { code, out } = await open(['--text', text]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(ADDRESSEE);
  });

  test('opens digits as people copy them, with blanks and line breaks', async () => {
    expect((await open(['--text', text.replace(/(.{50})/g, '$1 \n')])).code).toBe(0);
  });

  test('opens the picture of a label', async () => {
    const pdf = expectOk(
      await drawLabelPdf(aLabel({ label: { number: NUMBER, piece: 1, of: 1, copy: 1 }, mainCode: text })),
    );
    const file = join(aFolder(), 'label.pdf');
    writeFileSync(file, pdf);
    const { code, out } = await open(['--file', file]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(ADDRESSEE);
  });

  test.each<[string, () => string | Promise<string>, RegExp]>([
    ['a digit of the envelope changed', () => withDigit(300), /^not-authentic$/],
    ['a digit of the number changed', () => withDigit(8), /^damaged$/],
    ['the end missing', () => text.slice(0, -3), /^damaged$/],
    ['nothing that is a label', () => 'hello', /^damaged$/],
    ['a later version', () => `39${text.slice(2)}`, /^unknown-version$/],
    ['another carrier’s seal', () => aText(NUMBER, 'other.example'), /^not-authentic$/],
  ])('says why not, by one code: %s', async (_, make, said) => {
    const { code, out, err } = await open(['--text', await make()]);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(said);
  });

  test('names the key that is missing', async () => {
    const foreign = Uint8Array.from({ length: 32 }, (_, at) => at + 1);
    const binding = { kind: 'addressee', recipient: 'carrier.example', number: NUMBER } as const;
    const envelope = expectOk(await sealTo(foreign, binding, encodeAddressee(ADDRESSEE)));
    const label = { number: NUMBER, piece: 1, of: 1, copy: 1 };
    const other = expectOk(encodeLabelText({ kind: 'shipping', label, envelope }));
    expect((await open(['--text', other])).out).toMatch(/^unknown-key [0-9a-f]{8}$/);
  });

  test('does not open a label moved to another number', async () => {
    const other = numberFromDigits('shipping', '123456789012');
    expect((await open(['--text', text.replace(NUMBER, other)])).out).toBe('not-authentic');
  });

  test('needs the passphrase and the party', async () => {
    expect(await open(['--text', text], 'wrong')).toEqual({ code: 1, out: 'wrong-passphrase', err: '' });
    const nowhere = ['--dir', join(dir, 'nowhere'), '--text', text];
    const env = { TOKUMEI_PASSPHRASE: PASSPHRASE };
    expect((await runCommand(runOpenLabel, nowhere, env)).out).toMatch(/^not-found/);
  });

  test('says how it is used when it is used otherwise', async () => {
    for (const args of [[], ['--text', text, '--file', 'x']]) {
      const { code, err } = await open(args);
      expect(code).toBe(2);
      expect(err).toMatch(/^usage: open-label/);
    }
  });

  test('opens a receipt label with the credit company’s keys, and nobody else’s', async () => {
    const credit = join(aFolder(), 'credit');
    const at = (port: number) => ({ url: `https://card.example:${port}`, listen: { host: '127.0.0.1', port } });
    const doors = { public: at(8445), partner: at(8455), desk: { port: 8465 } };
    const config = partyConfigSchema.parse({ id: 'card.example', role: 'credit', name: 'みほんカード', ...doors });
    const keys = expectOk(await makeParty(credit, config, PASSPHRASE, await theAuthority(), { scrypt: CHEAP }));
    const number = numberFromDigits('receipt', '048277193056');
    const customer = { name: '見本 花子', reference: 'a-customer' };
    const key = keys.publicKeys().find(({ use }) => use === 'seal')!;
    const binding = { kind: 'customer', recipient: 'card.example', number } as const;
    const envelope = expectOk(await sealTo(fromBase64Url(key.x)!, binding, encodeCustomer(customer)));
    const label = { number, piece: 1, of: 1, copy: 1 };
    const digits = expectOk(encodeLabelText({ kind: 'receipt', label, envelope }));
    const file = join(aFolder(), 'label.pdf');
    writeFileSync(file, expectOk(await drawLabelPdf(aLabel({ kind: 'receipt', label, mainCode: digits }))));

    const env = { TOKUMEI_PASSPHRASE: PASSPHRASE };
    for (const args of [
      ['--text', digits],
      ['--file', file],
    ]) {
      const { code, out } = await runCommand(runOpenLabel, ['--dir', credit, ...args], env);
      expect([code, JSON.parse(out)]).toEqual([0, { kind: 'receipt', number, customer }]);
    }
    const turned = digits.slice(0, -1) + String((Number(digits.at(-1)) + 1) % 10);
    expect((await runCommand(runOpenLabel, ['--dir', credit, '--text', turned], env)).out).toBe('not-authentic');
    expect((await runCommand(runOpenLabel, ['--dir', credit, '--text', text], env)).out).toMatch(/^unknown-key/);
    expect((await open(['--text', digits])).out).toMatch(/^unknown-key/);
  });

  test('says of a file without a code that it can’t be read', async () => {
    const file = join(aFolder(), 'empty.pdf');
    writeFileSync(file, 'nothing');
    expect(await open(['--file', file])).toMatchObject({ code: 1, out: 'scan-unreadable' });
  });
});
