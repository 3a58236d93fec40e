import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canSeal } from '#renderer/customer/seal/can-seal.ts';
import { sealAddressee, type SealingKey } from '#renderer/customer/seal/seal-addressee.ts';
import { fromBase64Url } from '#shared/bytes.ts';
import { type Addressee, enterAddressee } from '#shared/domain/addressee.ts';
import { expectOk } from '#shared/result.ts';
import { openAddressee, publicKey } from './sample-key.ts';
import { addresseeOf, addressees, entryOf } from './sample-orders.ts';

const key: SealingKey = { publicKey, recipient: 'carrier.example', number: '30482771930569' };

async function seal(addressee: Addressee): Promise<Uint8Array> {
  return fromBase64Url(expectOk(await sealAddressee(key, addressee)))!;
}

describe('sealAddressee', () => {
  test.each(addressees)('%s, as typed, opens with the carrier’s key', async (_, addressee) => {
    const entered = expectOk(enterAddressee(entryOf(addressee)));
    const opened = await openAddressee(await seal(entered), key.recipient, key.number);
    expect(opened.addressee).toEqual(addressee);
    expect([192, 256, 384]).toContain(opened.bucket);
  });

  test('pads short addresses alike, and has room for a long one', async () => {
    const short = await openAddressee(await seal(addresseeOf('ja-short.json')), key.recipient, key.number);
    const other = await openAddressee(await seal(addresseeOf('eu.json')), key.recipient, key.number);
    const long = await openAddressee(await seal(addresseeOf('en-long.json')), key.recipient, key.number);
    expect([short.bucket, other.bucket]).toEqual([192, 192]);
    expect(long.bucket).toBeLessThanOrEqual(384);
  });

  test('names the key by its hash', async () => {
    const hash = createHash('sha256').update(fromBase64Url(publicKey)!).digest('hex');
    const { keyId } = await openAddressee(await seal(addresseeOf('ja-cod.json')), key.recipient, key.number);
    expect(keyId).toBe(hash.slice(0, 8));
  });

  test('does not open for another number or another carrier', async () => {
    const envelope = await seal(addresseeOf('ja-cod.json'));
    await expect(openAddressee(envelope, key.recipient, '30482771930560')).rejects.toThrow();
    await expect(openAddressee(envelope, 'other.example', key.number)).rejects.toThrow();
  });

  test('is another envelope each time', async () => {
    const [first, second] = await Promise.all([seal(addresseeOf('ja-cod.json')), seal(addresseeOf('ja-cod.json'))]);
    expect(first).not.toEqual(second);
  });

  test('refuses an address that no bucket holds, and a key that is none', async () => {
    const line = 'あ'.repeat(100);
    const addressee = { ...addresseeOf('ja-cod.json'), lines: [line, line] };
    expect(await sealAddressee(key, addressee)).toEqual({ ok: false, error: { code: 'too-large' } });
    const broken = { ...key, publicKey: publicKey.slice(1) };
    expect(await sealAddressee(broken, addresseeOf('ja-cod.json'))).toEqual({
      ok: false,
      error: { code: 'unknown-key' },
    });
  });
});

test('canSeal knows this runtime’s X25519', async () => {
  expect(await canSeal()).toBe(true);
});
