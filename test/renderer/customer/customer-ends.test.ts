/** The customer's key files, read as the page reads them; the ciphers are tested in a real browser elsewhere. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createKeyCentre } from '#main/vault/index.ts';
import { toBase64Url } from '#shared/bytes.ts';
import type { AgreedKey, CustomerKeys } from '#shared/protocol/personal-key.ts';
import { expectOk } from '#shared/result.ts';
import { endByFile, hasKeyFor, readKeyFile } from '#renderer/customer/seal/customer-ends.ts';
import { aFolder } from '../../builders/a-folder.ts';
import { CHEAP, PASSPHRASE } from '../../builders/a-party.ts';

const MALL = 'mall.example';
const CREDIT = 'credit.example';
const PSEUDONYM = `~${'C'.repeat(22)}`;
const agreed: AgreedKey = {
  tokumei: 'agreed-key/1',
  ends: [CREDIT, PSEUDONYM] as AgreedKey['ends'],
  key: toBase64Url(new Uint8Array(32).fill(9)),
};
let file: CustomerKeys;

beforeAll(async () => {
  const centre = expectOk(await createKeyCentre(aFolder(), PASSPHRASE, { scrypt: CHEAP, threshold: 7 }));
  file = expectOk(await centre.issueCustomer([MALL, CREDIT]));
});

const BROKEN: readonly [string, () => unknown][] = [
  ['is empty', () => ''],
  ['is no JSON', () => 'hello'],
  ['is cut', () => JSON.stringify(file).slice(0, 300)],
  ['has cut keys', () => ({ ...file, keys: file.keys.map((key) => ({ ...key, key: key.key.slice(0, -43) })) })],
  ['has one pseudonym for two', () => ({ ...file, keys: file.keys.map((key) => ({ ...key, id: file.keys[0]!.id })) })],
  ['is a party’s own key', () => ({ ...file.keys[0], tokumei: 'personal-key/1' })],
  ['is a key between two companies', () => ({ ...agreed, ends: [MALL, CREDIT] })],
  ['is an agreed key that is too short', () => ({ ...agreed, key: 'AAAA' })],
];

describe('a key file', () => {
  test.each(BROKEN)('that %s is none', (_, content) => {
    const text = content();
    const read = readKeyFile(typeof text === 'string' ? text : JSON.stringify(text));
    expect(read).toMatchObject({ ok: false, error: { code: 'key-invalid' } });
  });

  test('of a key centre has a key for each company that it was issued for', async () => {
    const read = expectOk(readKeyFile(JSON.stringify(file)));
    expect([MALL, CREDIT, 'carrier.example'].map((id) => hasKeyFor(read, id))).toEqual([true, true, false]);
    const { id, centre, generation } = file.keys[1]!;
    expect(expectOk((await endByFile([read], CREDIT))!).by).toEqual({ scheme: 'blom', id, centre, generation });
    expect(await endByFile([read], 'carrier.example')).toBeUndefined();
  });

  test('of an agreed key is for the one company at its other end, and counts before an older file', async () => {
    const read = expectOk(readKeyFile(JSON.stringify(agreed)));
    expect([MALL, CREDIT, PSEUDONYM].map((id) => hasKeyFor(read, id))).toEqual([false, true, false]);
    expect(expectOk((await endByFile([read, file], CREDIT))!).by).toEqual({ scheme: 'agreed', id: PSEUDONYM });
    expect(expectOk((await endByFile([read, file], MALL))!).by.scheme).toBe('blom');
  });
});
