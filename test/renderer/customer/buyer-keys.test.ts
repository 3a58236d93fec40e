/** Keys of buyers, with the real cryptography and a browser's storage in memory. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '#shared/bytes.ts';
import { sealingKeyId } from '#main/vault/index.ts';
import { buyerKeyId, findBuyerKey, keyFile, makeBuyerKey, readKeyFile } from '#renderer/customer/seal/buyer-keys.ts';

let stored: Map<string, string>;
beforeEach(() => {
  stored = new Map();
  // As in a browser: what is stored are its own names.
  const storage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
    removeItem: (name: string) => void stored.delete(name),
  };
  vi.stubGlobal(
    'localStorage',
    new Proxy(storage, {
      ownKeys: () => [...stored.keys()],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    }),
  );
});
afterEach(() => vi.unstubAllGlobals());

const idOf = (publicKey: Uint8Array): string => toHex(sealingKeyId(publicKey));

describe('a buyer’s key', () => {
  test('is found by what an envelope calls it, among others and other things', async () => {
    stored.set('theme', 'dark');
    stored.set('tokumei.buyer-key.short', 'AAAA');
    for (const pair of [await makeBuyerKey(), await makeBuyerKey(), await makeBuyerKey()]) {
      expect(await buyerKeyId(pair)).toBe(idOf(pair.publicKey));
      expect(await findBuyerKey(idOf(pair.publicKey))).toEqual(pair);
    }
    expect(await findBuyerKey('00000000')).toBeUndefined();
  });

  test('goes into a file and comes out of it', async () => {
    const pair = await makeBuyerKey();
    const { name, text } = keyFile(pair.publicKey)!;
    expect(name).toMatch(/^tokumei-key-[\w-]{8}\.json$/);
    expect(readKeyFile(text)).toEqual(pair);
    // An editor may have been at it.
    expect(readKeyFile(JSON.stringify(JSON.parse(text), null, 2))).toEqual(pair);
  });

  test('that is not here has no file', () => {
    expect(keyFile(new Uint8Array(32).fill(5))).toBeUndefined();
  });

  test.each([
    '',
    'not json',
    'null',
    '[]',
    '{"tokumei":"buyer-key/1"}',
    `{"tokumei":"buyer-key/2","publicKey":"${'A'.repeat(43)}","privateKey":"${'A'.repeat(43)}"}`,
    `{"tokumei":"buyer-key/1","publicKey":"${'A'.repeat(43)}","privateKey":"${'A'.repeat(42)}"}`,
    `{"tokumei":"buyer-key/1","publicKey":7,"privateKey":"${'A'.repeat(43)}"}`,
  ])('in a file that reads %j is none', (text) => {
    expect(readKeyFile(text)).toBeUndefined();
  });
});
