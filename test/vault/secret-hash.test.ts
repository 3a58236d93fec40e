import { expect, test } from 'vitest';
import { hashSecret, hashSecrets, isAmongSecrets, openPassingHash, verifySecret } from '#main/vault/index.ts';
import { aVault, CHEAP } from './a-vault.ts';

test('a secret verifies against its own hash alone, and two hashes of it differ', async () => {
  const [one, two] = await Promise.all([hashSecret('tsubaki-7', CHEAP), hashSecret('tsubaki-7', CHEAP)]);
  expect(one).not.toBe(two);
  expect(await verifySecret('tsubaki-7', one)).toBe(true);
  expect(await verifySecret('tsubaki-8', one)).toBe(false);
  expect(one).not.toContain('tsubaki');
});

test('width of letters does not matter, as people type passwords with an input method', async () => {
  expect(await verifySecret('ｔｓｕｂａｋｉ', await hashSecret('tsubaki', CHEAP))).toBe(true);
});

test('a stored text that is no hash is a bug, not a wrong password', async () => {
  await expect(verifySecret('x', 'plain')).rejects.toThrow('stored secret');
});

test('a keyed hash is stable in one vault, and another for another purpose or vault', async () => {
  const [{ vault }, { vault: other }] = await Promise.all([aVault(), aVault()]);
  const [first, again] = await Promise.all([vault.keyedHash('card', '4111'), vault.keyedHash('card', '4111')]);
  expect(first).toBe(again);
  expect(await vault.keyedHash('word', '4111')).not.toBe(first);
  expect(await other.keyedHash('card', '4111')).not.toBe(first);
});

test('secrets hashed together are found among each other by one of them, and nothing else is', async () => {
  const words = await hashSecrets(['kaede', 'mizuumi', 'kaede'], CHEAP);
  expect(new Set(words.map((word) => word.split('$')[4])).size).toBe(1);
  expect(words[0]).toBe(words[2]);
  for (const word of ['kaede', 'mizuumi', 'ｋａｅｄｅ']) expect(await isAmongSecrets(word, words)).toBe(true);
  for (const word of ['', 'kaed', 'kaede mizuumi']) expect(await isAmongSecrets(word, words)).toBe(false);
  expect(await verifySecret('mizuumi', words[1]!)).toBe(true);
  expect(await hashSecrets([], CHEAP)).toEqual([]);
  expect((await hashSecrets(['kaede'], CHEAP))[0]).not.toBe(words[0]);
});

test('secrets that were not hashed together would cost more than one: a bug, as is having none', async () => {
  const [one, other] = [await hashSecrets(['kaede'], CHEAP), await hashSecrets(['mizuumi'], CHEAP)];
  await expect(isAmongSecrets('kaede', [...one, ...other])).rejects.toThrow('together');
  await expect(isAmongSecrets('kaede', [])).rejects.toThrow('no stored secret');
  await expect(isAmongSecrets('kaede', ['plain'])).rejects.toThrow('stored secret');
});

test('a passing hash tells the same from another while it is open, and means nothing to the next', () => {
  const [hash, next] = [openPassingHash(), openPassingHash()];
  expect(hash('192.0.2.7')).toBe(hash('192.0.2.7'));
  expect(hash('192.0.2.7')).not.toBe(hash('192.0.2.8'));
  expect(next('192.0.2.7')).not.toBe(hash('192.0.2.7'));
});
